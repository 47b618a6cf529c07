"""`python3 -m course update`: what a learner has before, and what is there afterwards."""

from __future__ import annotations

import errno
import json
import os
import shutil
from pathlib import Path

import pytest

from course.learner.saved import read_saved
from course.setup import update
from course.setup.update import finish
from tests.setup.update.conftest import (
    ANSWER,
    EXERCISES,
    LESSON,
    add_note,
    assert_new_with_work,
    files,
    git,
    kept,
    run_all,
    start,
    work_in,
    write_new,
    write_old,
    zipped,
)


def test_a_clone_with_notebooks_that_were_run(clone, published, capsys):
    work_in(clone)

    assert start(clone) == 0
    assert_new_with_work(clone, published)
    assert git(clone, "rev-parse", "HEAD") == git(published, "rev-parse", "HEAD")
    assert set(git(clone, "status", "--porcelain").splitlines()) == {
        "?? data/", "?? modules/99-mine.ipynb", '?? "modules/my notes.md"',
    }  # fmt: skip
    assert kept(clone) == {}
    said = capsys.readouterr().out
    for words in (
        "Version 0.3.0 is in place; you had 0.2.0.",
        "Your work is here as before: 3 entries. A copy of it is in course-work-",
        "New exercises: 5.3.\nChanged exercises: 5.2.\n",
        "You had answered 5.2.",
    ):
        assert words in said


@pytest.mark.parametrize("kind", ["zip in a folder", "zip at the top", "folder"])
def test_a_folder_without_git(unpacked, new_zip, kind, tmp_path, capsys):
    work_in(unpacked)
    new = tmp_path / "newer"
    sources = {"zip in a folder": new_zip, "zip at the top": zipped(new, tmp_path / "flat.zip", ""), "folder": new}

    assert start(unpacked, sources[kind]) == 0
    assert_new_with_work(unpacked, new)
    assert kept(unpacked).keys() >= {"course/gone/__init__.py", "modules/07-more.ipynb", LESSON, EXERCISES}
    assert "If you wrote notes into a notebook, they are there" in capsys.readouterr().out


def test_a_zip_in_a_clone_keeps_only_what_the_learner_changed(clone, new_zip, tmp_path):
    work_in(clone)
    add_note(clone / LESSON, "My note")

    assert start(clone, new_zip) == 0
    assert_new_with_work(clone, tmp_path / "newer")
    assert kept(clone).keys() == {LESSON}


@pytest.mark.parametrize("name", [LESSON, EXERCISES, "modules/07-more.ipynb"])
def test_own_notes_in_a_notebook_are_kept_beside(clone, name, capsys):
    add_note(clone / name, "My note")

    assert start(clone) == 0
    assert "My note" in kept(clone)[name].read_text()
    assert f"You had changed {name}. Copies with your changes are in course-kept-" in capsys.readouterr().out


def add_code(notebook: Path, text: str) -> None:
    """A cell in which a learner writes a function, at the end of a notebook."""
    content = json.loads(notebook.read_text())
    marks = {"grade_id": "5-3-code", "solution": True, "grade": False, "locked": False}
    cell = {"cell_type": "code", "id": "code", "metadata": {"nbgrader": marks}, "outputs": [], "execution_count": None}
    content["cells"].append({**cell, "source": text.splitlines(True)})
    notebook.write_text(json.dumps(content))


def test_what_was_written_in_a_cell_for_code_is_in_the_new_notebook(unpacked, tmp_path):
    new = write_new(write_old(tmp_path / "newer"))
    add_code(new / EXERCISES, "def f(a):\n    ...")
    add_code(unpacked / EXERCISES, "def f(a):\n    return a")

    assert start(unpacked, new) == 0
    texts = ["".join(cell["source"]) for cell in json.loads((unpacked / EXERCISES).read_text())["cells"]]
    assert texts[-1] == "def f(a):\n    return a"
    assert "Sum, per month." in texts


def test_a_notebook_that_the_new_version_leaves_alone_stays_as_it_is(clone):
    welcome = clone / "modules/00-welcome.ipynb"
    add_note(welcome, "My note")
    before = welcome.read_bytes()

    assert start(clone) == 0
    assert welcome.read_bytes() == before
    assert kept(clone) == {}


def test_an_own_file_with_the_name_of_a_new_one_is_kept(clone):
    (clone / "course/fresh.py").write_text("MINE = 1\n")

    assert start(clone) == 0
    assert kept(clone)["course/fresh.py"].read_text() == "MINE = 1\n"
    assert (clone / "course/fresh.py").read_text() == "NEW = 1\n"


def test_an_own_folder_in_the_way_of_a_new_file_is_kept(clone):
    (clone / "start.sh").mkdir()
    (clone / "start.sh/mine.txt").write_text("Mine.")

    assert start(clone) == 0
    assert kept(clone)["start.sh.before/mine.txt"].read_text() == "Mine."
    assert (clone / "start.sh").is_file()


def test_a_program_stays_one(clone):
    assert start(clone) == 0
    assert (clone / "start.sh").stat().st_mode & 0o100


def test_nothing_to_do_is_one_sentence(clone, capsys):
    assert start(clone) == 0
    before = files(clone)
    capsys.readouterr()

    assert start(clone) == 0
    assert capsys.readouterr().out.splitlines()[-1] == (
        "Nothing new: you have the newest version at origin/main. Nothing was changed."
    )
    assert files(clone) == before
    assert list(clone.glob("course-work-*")) == []


def test_a_damaged_answers_file_stays_and_is_named(clone, capsys):
    path = clone / "exercises/05-sql/05-sql.answers.json"
    path.write_text("not json")

    assert start(clone) == 0
    assert path.read_text() == "not json"
    assert "05-sql.answers.json could not be read" in capsys.readouterr().out


def test_a_module_that_was_renamed_finds_its_answers(unpacked, new_zip, tmp_path):
    work_in(unpacked)
    new = tmp_path / "newer"
    shutil.move(new / "exercises/05-sql/05-sql.ipynb", new / "exercises/05-sql/05-first.ipynb")
    shutil.move(new / "exercises/05-sql", new / "exercises/05-first")

    assert start(unpacked, new) == 0
    assert read_saved(unpacked / "exercises/05-first/05-first.ipynb")["5.1"] == ANSWER


def test_a_notebook_that_is_saved_during_the_update_is_kept(clone, monkeypatch):
    carry_out = finish.carry_out

    def save_first(plan, folder):
        add_note(clone / LESSON, "Typed meanwhile")
        carry_out(plan, folder)

    monkeypatch.setattr(finish, "carry_out", save_first)

    assert start(clone) == 0
    assert "Typed meanwhile" in kept(clone)[LESSON].read_text()


def test_a_second_update_at_the_same_time_waits_for_its_turn(clone, capsys):
    with update.only_one(clone / ".course-update.lock"):
        assert start(clone) == 1
    assert "Another update of this folder is running." in capsys.readouterr().err


def test_outputs_alone_are_no_change_of_a_learner_s(clone):
    run_all(clone / LESSON)

    assert start(clone) == 0
    assert kept(clone) == {}


def test_a_folder_that_cannot_be_written_is_said_before_anything_changes(clone, monkeypatch, capsys):
    before = files(clone)
    allowed = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != "modules" and allowed(path, mode))

    assert start(clone) == 1
    assert "The folder modules of the course cannot be written, so nothing was changed." in capsys.readouterr().err
    assert files(clone) == before


def test_a_part_of_the_course_may_be_on_another_disk(clone, published, monkeypatch):
    """Moving a prepared file there is refused by the system; it is copied, and moved within that disk."""
    work_in(clone)
    replace = os.replace

    def across_disks(source, target):
        if update.FOLDER in str(source) and clone / "modules" in Path(target).parents:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        replace(source, target)

    monkeypatch.setattr(os, "replace", across_disks)

    assert start(clone) == 0
    assert_new_with_work(clone, published)
