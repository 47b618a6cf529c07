"""An update that is stopped before each of its effects loses nothing, and the next start completes it."""

from __future__ import annotations

import os
import runpy
import shutil
import subprocess
import sys
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest

from course import __main__ as entry_point
from course.learner.backup import parse
from course.learner.saved import read_saved
from course.setup import update
from course.setup.update import finish
from tests.setup.update.conftest import (
    ANSWER,
    EXERCISES,
    LESSON,
    OWN_FILES,
    add_note,
    assert_new_with_work,
    kept,
    start,
    work_in,
)
from tests.setup.update.faults import KINDS, Killed, fault


def next_start(root: Path, source: Path | None) -> int:
    """``python3 -m course update``, which completes a stopped update first."""
    folder = root / update.FOLDER
    if (folder / finish.PLAN).exists() and (code := runpy.run_path(str(folder / "finish.py"))["main"]()):
        return code
    if (folder / finish.DONE).exists() and (code := update.resume(root)):
        return code
    return start(root, source)


def answers_somewhere(root: Path) -> set[object]:
    """Every answer that a learner can still reach: beside a notebook, in it, or in a file of saved work."""
    notebooks = [root / EXERCISES, root / LESSON]
    works = [parse(path.read_bytes()) for path in root.glob("course-work-*.json")]
    saved = [read_saved(notebook).entries for notebook in notebooks] + [
        entries for work in works for entries in work.values()
    ]
    return {entry.answer for entries in saved for entry in entries.values()}


def notes_somewhere(root: Path) -> bool:
    return any("My note" in path.read_text() for path in root.rglob("*.ipynb"))


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("route", ["clone", "unpacked"])
def test_stopped_before_each_effect(route, kind, request, tmp_path, capsys):
    template = request.getfixturevalue(route)
    new_zip = request.getfixturevalue("new_zip")
    source = None if route == "clone" else new_zip
    new = tmp_path / ("published" if route == "clone" else "newer")
    work_in(template)
    add_note(template / LESSON, "My note")
    how, goes_on, events = KINDS[kind]
    for first in count(1):
        root = tmp_path / "copy"
        shutil.copytree(template, root)
        with fault(root, first, how, goes_on, events) as faults, suppress(Killed):
            start(root, source)
        assert answers_somewhere(root) >= {ANSWER.answer, "SELECT 2", "Per payment."}, first
        assert notes_somewhere(root), first
        assert all((root / path).exists() for path in OWN_FILES), first
        assert next_start(root, source) == 0, (first, capsys.readouterr().err)
        for extra in sorted(root.glob("course-work-*.json"))[1:]:
            extra.unlink()  # of an attempt that was given up
        assert_new_with_work(root, new)
        assert "My note" in kept(root)[LESSON].read_text()
        if not faults.happened:
            break
        shutil.rmtree(root)
    assert first > 20


def test_a_package_that_is_half_new_is_completed_before_anything_is_imported(tmp_path):
    """Here the old package has lost its set-up already, and the new one is still among the prepared files."""
    root, folder = tmp_path / "my course", tmp_path / "my course" / update.FOLDER
    (root / "course").mkdir(parents=True)
    shutil.copy(entry_point.__file__, root / "course")
    (root / "course/__init__.py").write_text("")
    staged = folder / "new/course/setup"
    staged.mkdir(parents=True)
    (staged / "environment.py").write_text("def run(arguments):\n    print('new', arguments)\n    return 0\n")
    shutil.copy(finish.__file__, folder)
    (folder / "plan.json").write_text(
        '{"kept": "kept", "replace": {"course/setup/environment.py": ""}, "remove": {}, "commit": "", "branch": ""}'
    )
    done = subprocess.run([sys.executable, "-m", "course", "lab"], cwd=root, capture_output=True, text=True)

    assert (done.stdout, done.stderr) == ("new ['lab']\n", "")
    assert (folder / "done.json").exists()


def test_what_cannot_be_finished_is_said_and_goes_on_later(clone, monkeypatch, capsys):
    work_in(clone)
    with fault(
        clone, 1, lambda: PermissionError(13, "Permission denied", "05-sql.ipynb"), False, {"os.rename"}
    ) as faults:
        faults.first = 3
        start(clone)

    assert (
        "The update is not complete yet (05-sql.ipynb: Permission denied). Nothing is lost." in capsys.readouterr().err
    )
    assert next_start(clone, None) == 0


@pytest.mark.parametrize("name", ["HEAD.lock", "refs/heads/main.lock"])
def test_a_lock_of_a_git_that_was_killed_is_removed_once_it_is_old(clone, name, capsys):
    work_in(clone)
    lock = clone / ".git" / name
    lock.write_text("")
    start(clone)
    assert name.rpartition("/")[2] in capsys.readouterr().err
    os.utime(lock, (0, 0))

    assert next_start(clone, None) == 0
    assert not lock.exists()
