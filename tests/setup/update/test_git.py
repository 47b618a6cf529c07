"""An update by git: branches, commits of one's own, and what git cannot do now."""

from __future__ import annotations

import shutil

import pytest

from tests.setup.update.conftest import assert_new_with_work, files, git, kept, publish, start, work_in


def test_without_a_network_nothing_changes(clone, published, capsys):
    work_in(clone)
    before = files(clone)
    shutil.move(published, published.with_name("away"))

    assert start(clone) == 1
    said = capsys.readouterr().err
    assert "could not be fetched" in said
    assert "python3 -m course update FILE.zip" in said
    assert files(clone) == before


def test_own_commits_stay_on_a_branch_and_own_files_in_the_folder(clone, published, capsys):
    work_in(clone)
    git(clone, "add", "--all")
    git(clone, "commit", "--quiet", "--message=My work")
    mine = git(clone, "rev-parse", "HEAD")

    assert start(clone) == 0
    assert_new_with_work(clone, published)
    (branch,) = git(clone, "branch", "--list", "my-work-*", "--format=%(refname:short)").splitlines()
    assert git(clone, "rev-parse", branch) == mine
    assert f"git log {branch}" in capsys.readouterr().out


def test_own_commits_on_top_of_the_newest_version_stay(clone, capsys):
    start(clone)
    (clone / "mine.txt").write_text("Mine.")
    git(clone, "add", "mine.txt")
    git(clone, "commit", "--quiet", "--message=Mine")

    assert start(clone) == 0
    assert "and commits of your own on top of it" in capsys.readouterr().out


def test_a_branch_of_ones_own_moves_to_the_main_branch_s_version(clone, published):
    git(clone, "switch", "--quiet", "--create", "mine")

    assert start(clone) == 0
    assert git(clone, "rev-parse", "mine") == git(published, "rev-parse", "HEAD")


def test_a_detached_head_moves(clone, published):
    git(clone, "checkout", "--quiet", "--detach")

    assert start(clone) == 0
    assert git(clone, "rev-parse", "HEAD") == git(published, "rev-parse", "HEAD")


def test_a_shallow_clone(published, tmp_path):
    root = tmp_path / "my course"
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{published}", str(root))
    work_in(root)
    publish(published)

    assert start(root) == 0
    assert_new_with_work(root, published)
    assert kept(root) == {}


def test_a_history_that_was_written_again_loses_nothing(clone, published):
    work_in(clone)
    old = git(clone, "rev-parse", "HEAD")
    git(published, "checkout", "--quiet", "--orphan", "again")
    git(published, "commit", "--quiet", "--message=One commit")
    git(published, "branch", "--quiet", "--move", "--force", "main")

    assert start(clone) == 0
    assert_new_with_work(clone, published)
    assert git(clone, "rev-parse", "my-work-" + next(clone.glob("course-kept-*")).name[len("course-kept-") :]) == old


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        (lambda root: (root / ".git/MERGE_HEAD").write_text("x"), "Git is in the middle of a merge or a rebase"),
        (lambda root: (root / ".git/index.lock").write_text(""), "Another git command is at work here."),
        (lambda root: git(root, "remote", "remove", "origin"), "This clone names no place that it came from"),
        (lambda root: shutil.rmtree(root / ".git"), "This folder is no git clone."),
    ],
)
def test_what_git_cannot_do_now_is_said_before_anything_changes(clone, prepare, words, capsys):
    prepare(clone)
    before = files(clone)

    assert start(clone) == 1
    assert words in capsys.readouterr().err
    assert files(clone) == before


def test_a_missing_git_is_said(clone, monkeypatch, capsys):
    monkeypatch.setenv("PATH", "")

    assert start(clone) == 1
    assert "git is not installed" in capsys.readouterr().err
