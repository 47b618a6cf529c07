"""Where a notebook runs, and who runs it."""

from __future__ import annotations

import json
import shutil

import pytest

from course import exercise as exercises
from course.exercise import Exercise
from course.learner.answers_file import answers_path
from course.learner.place import Run, current_notebook, current_run, grade_points
from course.learner.saved import read_saved
from course.sequence import ROOT


@pytest.fixture
def course_root(tmp_path, monkeypatch):
    for name in ("NBGRADER_EXECUTION", "JPY_SESSION_NAME"):
        monkeypatch.delenv(name, raising=False)
    for folder in ("solutions/05-sql", "exercises/05-sql"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "05-sql.ipynb").write_text("{}")
    (tmp_path / "nbgrader_config.py").write_text("")
    return tmp_path


@pytest.mark.parametrize(
    ("folder", "execution", "run"),
    [
        ("solutions/05-sql", None, Run.AUTHOR),
        ("exercises/05-sql", None, Run.LEARNER),
        ("exercises/05-sql", "validate", Run.VALIDATE),
        ("exercises/05-sql", "autograde", Run.AUTOGRADE),
    ],
)
def test_who_runs_it(course_root, monkeypatch, folder, execution, run):
    monkeypatch.chdir(course_root / folder)
    if execution:
        monkeypatch.setenv("NBGRADER_EXECUTION", execution)

    assert current_run(current_notebook()) is run


@pytest.mark.parametrize(
    ("execution", "session", "name"),
    [
        (None, "elsewhere/other.ipynb", "other.ipynb"),
        (None, "exercises/05-sql/05-sql-Copy1.ipynb", "05-sql-Copy1.ipynb"),
        (None, "exercises/05-sql/Ada's [05] sql.IPYNB", "Ada's [05] sql.IPYNB"),
        (None, None, "05-sql.ipynb"),
        ("autograde", "elsewhere/other.ipynb", "05-sql.ipynb"),
    ],
)
def test_which_notebook_it_is(course_root, monkeypatch, execution, session, name):
    monkeypatch.chdir(course_root / "exercises/05-sql")
    if execution:
        monkeypatch.setenv("NBGRADER_EXECUTION", execution)
    if session:
        monkeypatch.setenv("JPY_SESSION_NAME", str(course_root / session))

    assert current_notebook().name == name


@pytest.mark.parametrize("execution", ["validate", None])
def test_without_a_name_the_original_goes_before_its_copies(course_root, monkeypatch, execution):
    folder = course_root / "exercises/05-sql"
    (folder / "05-sql-Copy1.ipynb").write_text("{}")
    monkeypatch.chdir(folder)
    if execution:
        monkeypatch.setenv("NBGRADER_EXECUTION", execution)

    assert current_notebook().name == "05-sql.ipynb"
    (folder / "05-sql.ipynb").rename(folder / "mine.ipynb")
    assert current_notebook() is None


@pytest.mark.parametrize("name", ["05-sql-first-answers-Copy1.ipynb", "Mein Heft (2).ipynb", "a/b.ipynb"])
def test_a_renamed_notebook_keeps_its_answers_and_finds_its_checks(tmp_path, monkeypatch, name):
    notebook = shutil.copytree(ROOT / "exercises/05-sql-first-answers", (tmp_path / name).parent, dirs_exist_ok=True)
    (notebook / "05-sql-first-answers.ipynb").rename(tmp_path / name)
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    monkeypatch.setenv("JPY_SESSION_NAME", str(tmp_path / name))
    monkeypatch.setattr(exercises, "_open_answers", {})
    exercise = Exercise("form", "5.1")
    exercise.answer = {"a": "1"}
    exercise.answers.flush()

    assert exercise.points > 0 and exercise.sheet.title
    assert read_saved(tmp_path / name)["5.1"].answer == {"a": "1"}
    assert answers_path(tmp_path / name).exists()


@pytest.mark.parametrize(
    ("content", "points"),
    [
        (json.dumps({"cells": [{"metadata": {"nbgrader": {"grade_id": "5-2", "points": 4}}}]}), 4.0),
        (json.dumps({"cells": [{"metadata": {}}]}), None),
        ("not json", None),
        ("{}", None),
    ],
)
def test_points_stand_in_the_toolbar_only(tmp_path, content, points):
    path = tmp_path / "a.ipynb"
    path.write_text(content)

    assert grade_points(path, "5-2") == points
