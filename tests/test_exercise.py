"""An exercise as a learner meets it, without a screen: answers, sheet, hints, tries, grading."""

from __future__ import annotations

import json

import pytest

from course import exercise as exercises
from course import sheet as sheets
from course.exercise import Exercise
from course.grade.kind import make_key
from course.keys.key import digest
from course.verdict import Outcome

PARTS = {
    "fields": [{"id": "n", "ask": "How many?", "options": ["one", "two", "three", "four"], "right": "two"}],
    "mistakes": {"One too many.": {"n": "three"}},
    "hints": ["Think.", "Count.", "Two."],
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A module's folder as a learner has it, with one form exercise worth 4 points."""
    for name in ("NBGRADER_EXECUTION", "JPY_SESSION_NAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(exercises, "_open_answers", {})
    monkeypatch.setattr(sheets, "data_version", lambda: "data")
    key = make_key("form", PARTS)
    entry = sheets.ExerciseSheet(
        "9.1", "form", "Count", 5, 4.0, key.hints, digest(key), sheets.compile_key("form", key).to_json()
    )
    (tmp_path / "checks.json").write_text(sheets.Sheet("data", (entry,)).text())
    (tmp_path / "09-count.ipynb").write_text(json.dumps({"cells": [], "metadata": {}}))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_an_answer_comes_back_in_a_new_kernel(folder, monkeypatch):
    exercise = Exercise("form", "9.1")
    exercise.answer = {"n": "two"}
    exercise.answers.flush()
    monkeypatch.setattr(exercises, "_open_answers", {})

    assert Exercise("form", "9.1").answer == {"n": "two"}
    assert (folder / "09-count.answers.json").exists()


@pytest.mark.parametrize(
    ("answer", "outcome", "says"),
    [
        ({}, Outcome.NOT_ATTEMPTED, "No field"),
        ({"n": "three"}, Outcome.NOT_YET, "One too many."),
        ({"n": "two"}, Outcome.PASSED, "1 of 1"),
        ("nonsense from a strange file", Outcome.NOT_ATTEMPTED, "No field"),
    ],
)
def test_check_and_grade_agree(folder, answer, outcome, says):
    exercise = Exercise("form", "9.1")
    exercise.answer = answer

    checked, (counts, graded) = exercise.verdict(), exercise.graded(**PARTS)

    assert checked == graded and counts == answer
    assert checked.outcome is outcome and says in checked.text


def test_the_best_answer_counts_at_grading(folder):
    exercise = Exercise("form", "9.1")
    exercise.answer = {"n": "two"}
    exercise.record_try(exercise.answer, exercise.verdict())
    exercise.answer = {"n": "three"}
    exercise.record_try(exercise.answer, exercise.verdict())

    assert exercise.verdict().outcome is Outcome.NOT_YET
    counts, verdict = exercise.graded(**PARTS)
    assert counts == {"n": "two"} and verdict.outcome is Outcome.PASSED


def test_a_claimed_best_score_is_judged_again(folder):
    claimed = {"answer": {"n": "one"}, "best": {"n": "four"}, "best_score": 1.0, "saved_at": "2026-01-05T09:00:00Z"}
    (folder / "09-count.answers.json").write_text(json.dumps({"version": 1, "exercises": {"9.1": claimed}}))

    assert Exercise("form", "9.1").graded(**PARTS)[1].score == 0


def test_hints_open_one_by_one_and_stay(folder):
    exercise = Exercise("form", "9.1")

    assert [exercise.next_hint() for _ in range(4)] == ["Think.", "Count.", "Two.", "Two."]
    assert exercise.hints_seen == ("Think.", "Count.", "Two.")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "is missing beside this notebook"),
        ("{", "is damaged"),
        ("[]", "is damaged"),
        ('{"version": 2}', "another version"),
        ('{"version": 1, "data": "data", "exercises": {}}', "does not know exercise 9.1"),
        ('{"version": 1, "data": "data", "exercises": {"9.1": {"id": 3}}}', "is damaged"),
    ],
)
def test_a_sheet_that_cannot_be_used_is_said(folder, content, says):
    path = folder / "checks.json"
    path.unlink() if content is None else path.write_text(content)

    with pytest.raises(sheets.SheetError, match=says):
        Exercise("form", "9.1").verdict()


def test_a_sheet_for_other_data_is_said(folder, monkeypatch):
    monkeypatch.setattr(sheets, "data_version", lambda: "newer")

    with pytest.raises(sheets.SheetError, match="another version of the course data"):
        Exercise("form", "9.1").verdict()


def test_a_stale_sheet_does_not_decide_a_mark(folder):
    exercise = Exercise("form", "9.1")
    exercise.answer = {"n": "one"}
    changed = {**PARTS, "fields": [{**PARTS["fields"][0], "right": "one"}]}

    assert exercise.verdict().outcome is Outcome.NOT_YET
    assert exercise.graded(**changed)[1].outcome is Outcome.PASSED
