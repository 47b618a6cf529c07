"""What a notebook's cells show and give: to a learner, to Validate, and to the autograder."""

from __future__ import annotations

import pytest

import course
from course.keys.key import AuthorError
from course.sheet import data_version
from course.views import notebook
from course.views.notebook import NotebookExercise
from tests.views.conftest import QUERY, STARTER


@pytest.fixture
def displayed(monkeypatch):
    """Everything that is displayed, in order."""
    outputs = []

    class Handle:
        def update(self, output):
            outputs.append(output)

    def display(output, display_id=False):
        outputs.append(output)
        return Handle() if display_id else None

    monkeypatch.setattr(notebook, "display", display)
    monkeypatch.setattr(notebook, "display_live", outputs.append)
    return outputs


def answered(sql: str) -> NotebookExercise:
    exercise = NotebookExercise("sql", "9.2", STARTER)
    exercise.answer = sql
    return exercise


def html(outputs) -> str:
    return " ".join(output.data for output in outputs if hasattr(output, "data"))


@pytest.mark.parametrize(
    ("sql", "points"),
    [(QUERY["reference"], 4.0), (QUERY["mistakes"]["The test shop is in."], 0.0), (STARTER, 0.0), ("SELEC", 0.0)],
)
def test_validate_and_autograde_give_the_same_plain_points(folder, displayed, monkeypatch, capsys, sql, points):
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    validated, reported = answered(sql).check(), capsys.readouterr().err
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    exercise = answered(sql)

    assert exercise.check() is None
    graded = exercise.grade(**QUERY)
    assert type(validated) is type(graded) is float
    assert validated == graded == points
    assert bool(reported) == (points < 4)  # what nbgrader's report on a cell shows
    assert capsys.readouterr().err == ""


def test_the_feedback_shows_answer_and_verdict_and_nothing_secret(folder, displayed, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    answered("SELECT tier FROM merchants -- <mine>").grade(**QUERY)

    assert "SELECT tier FROM merchants -- &lt;mine&gt;" in html(displayed)
    assert "Not yet" in html(displayed) and "NOT is_internal" not in html(displayed)
    assert "<script" not in html(displayed) and "http" not in html(displayed)


def test_the_static_copy_follows_what_is_saved(folder, displayed):
    exercise = NotebookExercise("sql", "9.2", STARTER)
    exercise._ipython_display_()
    exercise._frame.exercise.answer = "SELECT tier FROM merchants -- typed"
    exercise.answers.flush()

    assert "-- typed" in displayed[-1].data and "Not yet" not in displayed[-1].data


def test_the_static_copy_keeps_a_verdict_only_beside_its_answer(folder, displayed):
    exercise = NotebookExercise("sql", "9.2", STARTER)
    exercise._ipython_display_()
    exercise.answer = QUERY["mistakes"]["The test shop is in."]
    exercise._update(exercise.verdict())
    exercise.answers.flush()
    assert "Not yet" in displayed[-1].data and "The test shop is in." in displayed[-1].data

    exercise.answer = QUERY["reference"]
    exercise.answers.flush()
    assert "The test shop is in." not in displayed[-1].data


@pytest.mark.parametrize("sql", ["SELECT 1 AS café", "SELEC", STARTER])
def test_a_report_holds_exercise_versions_verdict_and_answer(folder, displayed, sql):
    exercise = answered(sql)
    verdict = exercise.verdict()

    head, *rest = exercise.report().splitlines()
    assert head == f"Exercise 9.2, course {course.__version__}, data {data_version()}"
    assert rest == [verdict.line, *(finding.text for finding in verdict.findings), "", *sql.splitlines()]


def test_a_report_shows_the_answer_to_a_form_as_json(folder, displayed):
    exercise = NotebookExercise("form", "9.1")
    exercise.answer = {"n": "one"}

    assert exercise.report().endswith('{\n "n": "one"\n}')


def test_a_report_says_why_nothing_could_be_checked(folder, displayed):
    (folder / "checks.json").unlink()

    assert "checks.json is missing beside this notebook" in answered("SELECT 1").report()


@pytest.mark.parametrize("broken", [{"reference": "SELECT nothing"}, {"colour": "red"}, {}])
def test_an_error_gives_no_points_but_stops_the_cell(folder, displayed, monkeypatch, broken):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")

    with pytest.raises(AuthorError):
        answered(QUERY["reference"]).grade(**broken)
    assert html(displayed) == ""


def test_the_verdict_joins_the_answer_that_counts(folder, displayed, monkeypatch):
    exercise = answered(QUERY["reference"])
    exercise.record_try(exercise.answer, exercise.verdict())
    exercise.answer = "SELECT 1"
    exercise.answers.flush()
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    exercise = NotebookExercise("sql", "9.2", STARTER)
    exercise._ipython_display_()
    exercise.grade(**QUERY)

    before, after = displayed
    assert "SELECT 1" in before.data and "Passed" not in before.data
    assert "NOT is_internal" in after.data and "The best answer, which counts" in after.data and "Passed" in after.data


def test_a_time_that_is_none_stops_nothing(folder, displayed, monkeypatch):
    (folder / "09-count.answers.json").write_text(
        '{"version": 1, "exercises": {"9.2": {"answer": "SELECT 1", "saved_at": "the other day"}}}'
    )
    NotebookExercise("sql", "9.2", STARTER)._ipython_display_()

    assert "SELECT 1" in html(displayed)


def test_a_learner_sees_widget_twin_and_verdict(folder, displayed):
    exercise = answered(QUERY["mistakes"]["The test shop is in."])
    exercise._ipython_display_()
    assert exercise.check() is None

    widget, twin, verdict = displayed
    assert "course-frame" in widget._dom_classes
    assert "SELECT tier" in twin.data and "Not yet" in verdict.data


def test_a_missing_sheet_is_a_sentence_not_a_crash(folder, displayed):
    (folder / "checks.json").unlink()
    exercise = answered("SELECT 1")
    exercise._ipython_display_()
    exercise.check()

    assert "checks.json is missing" in html(displayed)
