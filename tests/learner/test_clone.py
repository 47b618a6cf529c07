"""What is known of a newer version without a network, and what a fetch in the background leaves behind."""

from __future__ import annotations

import shutil

import pytest

from course.learner import clone as clones
from course.learner.clone import GitProblem, Upstream, Versions, find_upstream, newer_version
from tests.setup.update.conftest import git, git_of_nobody, write_version

__all__ = ["git_of_nobody"]  # a fixture of all tests here


@pytest.fixture
def published(tmp_path):
    """A repository with version 0.2.0 of a course that is nothing but a version."""
    root = tmp_path / "published"
    (root / "course").mkdir(parents=True)
    git(root, "init", "--quiet", "--initial-branch=main")
    publish(root, "0.2.0")
    return root


@pytest.fixture
def clone(published, tmp_path):
    git(tmp_path, "clone", "--quiet", str(published), str(tmp_path / "clone"))
    return tmp_path / "clone"


def publish(root, version):
    write_version(root, version)
    git(root, "add", "--all")
    git(root, "commit", "--quiet", f"--message={version}")


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("0.3.0", Versions("0.3.0", "0.2.0")),
        ("0.10.0", Versions("0.10.0", "0.2.0")),
        ("0.1.9", None),
        ("unknown", None),
    ],
)
def test_a_version_that_was_fetched_is_newer_or_not(clone, published, version, expected):
    publish(published, version)
    git(clone, "fetch", "--quiet")

    assert newer_version(clone) == expected


def test_what_was_not_fetched_is_not_known(clone, published):
    publish(published, "0.3.0")

    assert newer_version(clone) is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda root: shutil.rmtree(root / ".git"),
        lambda root: git(root, "remote", "remove", "origin"),
        lambda root: shutil.rmtree(root / ".git/refs"),
        lambda root: (root / "course/__init__.py").unlink(),
    ],
    ids=["no clone", "no remote", "a damaged clone", "no version here"],
)
def test_what_git_cannot_say_is_not_said(clone, published, damage, capfd):
    publish(published, "0.3.0")
    git(clone, "fetch", "--quiet")
    damage(clone)

    assert newer_version(clone) is None
    assert capfd.readouterr() == ("", "")


def test_without_git_nothing_is_said(clone, monkeypatch):
    monkeypatch.setenv("PATH", "")

    assert newer_version(clone) is None


@pytest.mark.parametrize(
    ("commands", "expected"),
    [
        ([], Upstream("origin", "main")),
        (["checkout --quiet --detach"], Upstream("origin", "main")),
        (["switch --quiet --create mine"], Upstream("origin", "main")),
        (["remote set-head origin --delete", "checkout --quiet --detach"], Upstream("origin", "main")),
        (["branch --quiet --unset-upstream", "remote rename origin school"], Upstream("school", "main")),
        (["config branch.main.merge refs/heads/term/2026"], Upstream("origin", "term/2026")),
        (["remote remove origin"], None),
    ],
)
def test_new_versions_come_from_the_branch_that_is_followed(clone, commands, expected):
    for command in commands:
        git(clone, *command.split())

    assert find_upstream(clone) == expected


def test_a_fetch_in_the_background_is_made_once_a_day(clone, published):
    publish(published, "0.3.0")
    clones.fetch_quietly(clone)
    assert newer_version(clone) == Versions("0.3.0", "0.2.0")

    publish(published, "0.4.0")
    clones.fetch_quietly(clone)
    assert newer_version(clone) == Versions("0.3.0", "0.2.0")


def test_a_fetch_in_the_background_that_fails_is_silent(clone, published, capfd):
    published.rename(published.with_name("away"))
    clones.fetch_quietly(clone)

    assert capfd.readouterr() == ("", "")


def test_git_s_own_reason_is_one_line(clone):
    with pytest.raises(GitProblem, match=r"^Needed a single revision$"):
        clones.git(clone, "rev-parse", "--verify", "nowhere")


def test_git_of_another_folder_is_not_meant(clone, published, monkeypatch):
    monkeypatch.setenv("GIT_DIR", str(published / ".git"))

    assert find_upstream(clone) == Upstream("origin", "main")
