"""The repository of fees: the same ids everywhere, in memory and on disk, and what git itself says about it."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from course.case import repository
from course.case.repository import CONFLICT, FEES, FEES_2025, FEES_BASKETS, FEES_MERGED, FEES_PRICES, build, tree

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here to compare with")


def test_memory_and_disk_hold_the_same_commits(tmp_path):
    on_disk, in_memory = build(tmp_path), build()
    try:
        assert (on_disk.base, on_disk.prices, on_disk.baskets, on_disk.main) == (
            in_memory.base,
            in_memory.prices,
            in_memory.baskets,
            in_memory.main,
        )
    finally:
        on_disk.repo.close()


@pytest.mark.parametrize(("how", "parents", "commits"), [("merge", 2, 4), ("squash", 1, 2)])
def test_both_ways_give_the_same_files_and_another_history(how, parents, commits):
    history = build()
    tip = repository.merge_branch(history.repo, history.base, history.prices[1], FEES_PRICES, how)

    assert tree(history.repo, tip) == tree(history.repo, history.prices[1])
    assert len(history.repo[tip].parents) == parents
    assert len(repository.log(history.repo, tip)) == commits


@needs_git
def test_git_reads_the_repository_and_finds_nothing_wrong(tmp_path):
    history = build(tmp_path)
    history.repo.close()
    said = subprocess.run(["git", "-C", tmp_path, "fsck", "--strict"], capture_output=True, text=True, check=True)
    shown = subprocess.run(
        ["git", "-C", tmp_path, "show", f"small-baskets:{FEES}"], capture_output=True, text=True, check=True
    )

    assert "error" not in said.stderr
    assert shown.stdout == FEES_BASKETS


@needs_git
def test_the_conflict_is_the_one_that_git_leaves(tmp_path):
    for name, text in (("main", FEES_PRICES), ("base", FEES_2025), ("small-baskets", FEES_BASKETS)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    labels = [part for name in ("main", "base", "small-baskets") for part in ("-L", name)]
    said = subprocess.run(
        ["git", "merge-file", "-p", *labels, "main", "base", "small-baskets"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (said.returncode, said.stdout) == (1, CONFLICT)


def test_the_file_agreed_on_holds_what_each_side_changed():
    changed = {
        *set(FEES_PRICES.splitlines()) - set(FEES_2025.splitlines()),
        *set(FEES_BASKETS.splitlines()) - set(FEES_2025.splitlines()),
    }

    assert changed <= set(FEES_MERGED.splitlines())
