"""Exercises by a closed sheet, as a learner meets them: Check saves, Run runs, and nothing says what is right."""

from __future__ import annotations

import json
from html import unescape

import pytest

from course import exercise as exercises
from course import sheet as sheets
from course.exercise import Exercise
from course.grade.kind import make_key
from course.keys.key import digest
from course.learner.progress import State, read_progress
from course.learner.saved import read_saved
from course.verdict import Outcome
from course.views import notebook as notebooks
from course.views.document.panel import Panel
from course.views.frame import frame_of
from course.views.notebook import NotebookExercise
from course.views.twin import fold_line, static_html
from course.views.welcome import map
from tests.course_copy import make_course, write_answers
from tests.views import face
from tests.views.conftest import FORM, QUERY, STARTER
from tests.views.test_document import KEY as DOCUMENT

RIGHT, WRONG = QUERY["reference"], QUERY["mistakes"]["The test shop is in."]
SAYS_SO = "Your instructor's sheet judges it."
KEYS = {"9.1": ("form", FORM), "9.2": ("sql", QUERY), "9.3": ("document", DOCUMENT)}


@pytest.fixture(scope="module")
def sheet_text() -> str:
    """The sheet of three exercises, closed; a hint is left to the query."""
    entries = []
    for id, (kind, parts) in KEYS.items():
        key = make_key(kind, parts)
        compiled = sheets.compile_key(kind, key).to_json()
        entry = sheets.ExerciseSheet(id, kind, "Merchants", 5, 4.0, key.hints, digest(key), compiled)
        entries.append(sheets.close(entry, ("Group.",) if id == "9.2" else ()))
    return sheets.Sheet(sheets.data_version(), tuple(entries)).text()


@pytest.fixture
def exercise(folder):
    def make(id: str) -> Exercise:
        return Exercise(KEYS[id][0], id, STARTER if id == "9.2" else "")

    return make


def labels(widget) -> list[str]:
    buttons = [part for part in face.parts(widget) if type(part).__name__ == "Button"]
    return [each.description for each in buttons if each.layout.display != "none"]


def test_a_query_is_run_and_never_compared(exercise):
    said = {}
    for sql in (RIGHT, WRONG):
        frame = frame_of(exercise("9.2"))
        frame.exercise.answer = sql
        frame.check()
        said[sql] = unescape(face.shown(frame.widget))

    assert all(SAYS_SO in text and "● answered" in text and "Not yet" not in text for text in said.values())
    assert "Expected result" not in labels(frame.widget)
    assert "Run" in labels(frame.widget) and "Hint 1 of 1" in labels(frame.widget)


def test_why_a_query_does_not_run_is_said(exercise):
    verdict = exercise("9.2").judge("SELEC 1")

    assert verdict.outcome is Outcome.SAVED and "Did you mean SELECT?" in verdict.text


@pytest.mark.parametrize(
    ("typed", "says"),
    [("320", "320 rows"), ("81,44", "81.44 rows"), ("a lot", "“a lot” is no number that I can read")],
)
def test_what_was_understood_of_a_number_is_said(exercise, typed, says):
    verdict = exercise("9.1").judge({"n": "two", "rows": typed})

    assert says in verdict.html().replace("<code>", "").replace("</code>", "")
    assert verdict.outcome is Outcome.SAVED and not [each for each in verdict.findings if each.kind == "known-mistake"]


def test_a_form_has_no_hints_and_marks_nothing(exercise):
    frame = frame_of(exercise("9.1"))
    frame.exercise.answer = {"n": "one", "rows": "1"}
    frame.check()

    assert not [label for label in labels(frame.widget) if label.startswith("Hint")]
    assert frame.body.widget.wrong == []


def test_of_a_document_only_the_checks_of_form_are_live(exercise):
    frame = frame_of(exercise("9.3"))
    frame.exercise.answer = "# Memo\n\nR1 The service shall be fast. [F3.count=999] and [F3.amount=1]"
    frame.check()
    panel = next(part for part in face.parts(frame.widget) if isinstance(part, Panel))
    checks = {check["id"]: check for check in panel.state["checks"]}

    assert checks["weak"]["findings"] and not checks["weak"].get("later")
    assert checks["facts"]["later"] and checks["executed"]["later"]
    assert "999" not in json.dumps(panel.state) and "points by the checks" not in panel.state["points"]
    assert SAYS_SO in unescape(face.shown(frame.widget)) and "999" not in exercise("9.3").verdict().text


def test_an_answer_that_was_checked_folds_as_answered(exercise):
    tried = exercise("9.2")
    assert fold_line(tried) == {}
    tried.answer = RIGHT
    tried.record_try(RIGHT, tried.verdict())

    assert fold_line(tried)["words"].startswith("answered ") and "passed" not in fold_line(tried)["words"]
    assert tried.answers["9.2"].best is None and tried.answers["9.2"].tries == 1


def test_what_it_says_is_not_said(exercise, monkeypatch):
    monkeypatch.setattr("course.views.twin.meaning", lambda id: "The secret meaning.")
    tried = exercise("9.2")
    tried.answer = RIGHT

    assert "secret meaning" not in static_html(tried, tried.verdict())


def test_validate_gives_no_points_and_says_why(folder, monkeypatch, capsys):
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    tried = NotebookExercise("sql", "9.2", STARTER)
    tried.answer = RIGHT

    assert tried.check() == 0.0
    assert "● Saved: understood a query" in capsys.readouterr().err.replace("\n", " ")
    assert notebooks.REPORT_WIDTH


def test_a_closed_expectation_is_no_key(exercise):
    """Whoever calls the judge itself with what is on a closed sheet learns nothing: there is nothing to judge by."""
    for id in ("9.1", "9.2"):
        tried = exercise(id)
        answers = ({"n": "two", "rows": "320"}, {"n": "one", "rows": "1"}) if id == "9.1" else (RIGHT, WRONG)
        outcomes = []
        for answer in answers:
            try:
                outcomes.append(sheets.judge(tried.kind, tried.expectation, answer, tried.starter).outcome)
            except Exception as error:
                outcomes.append(type(error))
        assert outcomes[0] == outcomes[1] != Outcome.PASSED


@pytest.fixture
def course(tmp_path, monkeypatch):
    monkeypatch.setattr(exercises, "_open_answers", {})
    root = make_course(tmp_path / "course")
    sheet = root / "exercises/05-sql/checks.json"
    data = json.loads(sheet.read_text())
    for entry in data["exercises"].values():
        entry["closed"] = True
    sheet.write_text(json.dumps(data))
    return root


def test_the_map_says_answered_in_place_of_passed(course):
    notebook = course / "exercises/05-sql/05-sql.ipynb"
    entry = read_saved(notebook)["5.1"].changed("SELECT 1").received()
    write_answers(notebook, **{"5_1": entry})
    module = next(each for each in read_progress(course) if each.module.number == 5)
    html = map.map_html(read_progress(course), course / "modules")

    assert [item.state for item in module.items] == [State.ANSWERED, State.OPEN]
    assert (module.passed, module.answered, module.exercises_done) == (0, 1, False)
    assert "1 of 2 answered" in html and "● answered, judged by your instructor" in html
    assert "1 of 2 exercises answered" in html


def test_a_module_whose_exercises_are_all_answered_is_done_but_for_its_decision(course):
    notebook = course / "exercises/05-sql/05-sql.ipynb"
    entry = read_saved(notebook)["5.1"].changed("SELECT 1").received()
    write_answers(notebook, **{"5_1": entry, "5_2": entry})
    module = next(each for each in read_progress(course) if each.module.number == 5)

    assert module.exercises_done and not module.done and module.minutes_left == 0
    assert "The exercises are answered." in map.map_html(read_progress(course), course / "modules")


@pytest.mark.parametrize(
    ("id", "answer", "is_answered"),
    [
        ("9.1", {"n": "one"}, False),
        ("9.1", {"n": "one", "rows": "1"}, True),
        ("9.2", "SELEC 1", False),
        ("9.2", WRONG, True),
    ],
)
def test_what_is_open_or_does_not_run_is_saved_and_not_answered(exercise, id, answer, is_answered):
    tried = exercise(id)
    tried.answer = answer
    tried.record_try(answer, tried.verdict())

    assert tried.answers[id].answer == answer
    assert bool(tried.answers[id].tries) == bool(fold_line(tried)) == is_answered
