"""Where a notebook runs, and who runs it."""

from __future__ import annotations

import json

import pytest

from course.learner.place import Run, current_notebook, current_run, grade_points


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
