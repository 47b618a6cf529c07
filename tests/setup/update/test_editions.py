"""Updates of the learners' edition: from the place that it was cloned from, from a zip file, and never across editions."""

from __future__ import annotations

from pathlib import Path

import pytest

from course.learner import edition
from tests.setup.update.conftest import (
    assert_new_with_work,
    files,
    git,
    kept,
    start,
    work_in,
    write_new,
    write_old,
    zipped,
)


def mark(root: Path, version: str) -> Path:
    (root / edition.MARK).write_text(edition.mark(version, ()))
    return root


def new_edition(folder: Path) -> Path:
    return mark(write_new(write_old(folder)), "0.3.0")


def one_commit(root: Path) -> Path:
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message=Edition")
    return root


@pytest.fixture
def handed_out(tmp_path):
    """The first edition as it was published: a repository with one commit."""
    return one_commit(mark(write_old(tmp_path / "edition"), "0.2.0"))


@pytest.fixture
def cloned(handed_out, tmp_path):
    """A learner's clone, after which the next edition was pushed over the first: it has a history of its own."""
    root = tmp_path / "my course"
    git(tmp_path, "clone", "--quiet", str(handed_out), str(root))
    newer = one_commit(new_edition(tmp_path / "newer"))
    git(newer, "push", "--quiet", "--force", str(handed_out), "HEAD:refs/heads/next")
    git(handed_out, "update-ref", "refs/heads/main", "refs/heads/next")
    git(handed_out, "reset", "--quiet", "--hard")
    return root


def test_a_clone_takes_the_next_edition_and_keeps_work(cloned, handed_out, capsys):
    work_in(cloned)

    assert start(cloned) == 0
    assert_new_with_work(cloned, handed_out)
    assert edition.is_learners(cloned)
    assert kept(cloned) == {}
    assert git(cloned, "branch", "--list", "my-work-*") == ""
    assert "my-work" not in capsys.readouterr().out


def test_commits_of_ones_own_in_a_clone_stay_on_a_branch(cloned):
    (cloned / "mine.txt").write_text("Mine.")
    git(cloned, "add", "mine.txt")
    git(cloned, "commit", "--quiet", "--message=Mine")

    assert start(cloned) == 0
    assert git(cloned, "branch", "--list", "my-work-*") != ""


def test_a_folder_takes_the_next_edition_from_a_zip_file(tmp_path):
    root = mark(write_old(tmp_path / "my course"), "0.2.0")
    work_in(root)

    assert start(root, zipped(new_edition(tmp_path / "newer"), tmp_path / "e.zip", "e/")) == 0
    assert edition.is_learners(root)


@pytest.mark.parametrize("of_the_learner", [True, False])
def test_another_edition_is_refused_in_a_sentence(tmp_path, capsys, of_the_learner):
    root = write_old(tmp_path / "my course")
    newer = write_new(write_old(tmp_path / "newer"))
    mark(root if of_the_learner else newer, "0.2.0")
    before = files(root)

    assert start(root, zipped(newer, tmp_path / "other.zip")) == 1
    said = capsys.readouterr().err
    assert ("holds the whole course with its solutions" if of_the_learner else "holds a learners' edition") in said
    assert "Nothing was changed." in said and files(root) == before


def test_a_repository_as_it_was_handed_out_says_where_a_new_one_comes_from(handed_out, capsys):
    assert start(handed_out) == 1
    assert "names no place that it came from" in capsys.readouterr().err
