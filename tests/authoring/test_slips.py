"""Plausible wrong answers to one field of a form: which ones there are, and that a verdict has something to say to them."""

from __future__ import annotations

from pathlib import Path

import pytest

from course import sheet as sheets
from course.authoring.form.slips import slips
from course.authoring.read import read, sources
from course.grade.form import compile_form, judge_form, reference
from course.grade.form.samples import samples_of
from course.grade.kind import make_key
from course.grade.query.rows import find_rows

ROOT = Path(__file__).resolve().parents[2]
ANSWERED = 0.9
FORMS = [each for path in sources(ROOT) for each in read(path) if each.kind == "form"]


def compiled(*fields: dict, mistakes: dict | None = None):
    return compile_form(make_key("form", {"fields": list(fields), "mistakes": mistakes or {}, "hints": []}), find_rows)


CHOICE = {"id": "act", "ask": "What now?", "options": ["report", "wait", "ask"], "right": "report"}
SEVERAL = {"id": "hold", "ask": "Which hold?", "kind": "choices", "options": list("abc"), "right": ["a", "b"]}
MATCH = {
    "id": "who",
    "ask": "Who?",
    "kind": "match",
    "items": ["date"],
    "classes": ["PM", "EM"],
    "right": {"date": "EM"},
}
NUMBER = {"id": "n", "ask": "How many?", "unit": "rows", "sql": "SELECT 40"}
DAY = {"id": "day", "ask": "When?", "kind": "date", "sql": "SELECT DATE '2025-12-03'"}
ORDER = {"id": "steps", "ask": "In which order?", "kind": "order", "options": list("bca"), "right": list("abc")}
TABLE = {
    "id": "t",
    "ask": "Fill in",
    "kind": "table",
    "rows": ["x"],
    "columns": [{**CHOICE}],
    "right": {"x": {"act": "ask"}},
}


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (CHOICE, ["wait", "ask"]),
        (SEVERAL, [["b"], ["a"], ["a", "b", "c"]]),
        (MATCH, [{"date": "PM"}]),
        (NUMBER, ["-40", "20", "80", "0.4", "4000"]),
        (DAY, ["2025-12-02", "2025-12-04", "2025-11-03"]),
        (ORDER, [list("bac"), list("acb")]),
        (TABLE, [{"x": {"act": "report"}}, {"x": {"act": "wait"}}]),
    ],
    ids=lambda value: value.get("kind", value["id"]) if isinstance(value, dict) else "",
)
def test_the_slips_of_a_field(field, expected):
    form = compiled(field)
    (only,) = form.fields

    assert list(only.rule.slips(only.settings, form.right(only))) == expected


@pytest.mark.parametrize(
    ("field", "answer", "says"),
    [
        (CHOICE, "ask", "“What now?” does not hold yet."),
        ({**CHOICE, "reasons": {"ask": "Nobody is left to ask"}}, "ask", "“What now?”: Nobody is left to ask."),
        ({**MATCH, "reasons": {"PM": "A PM says what and why."}}, {"date": "PM"}, "look at “date” again. A PM says what and why."),
        (NUMBER, "80", "That is twice the right figure. Is something in it counted twice?"),
        (NUMBER, "41", "“How many?” does not hold yet."),
    ],
)  # fmt: skip
def test_what_is_said_to_a_slip(field, answer, says):
    finding = judge_form(compiled(field), {field["id"]: answer}).findings[0]

    assert finding.seen.endswith(says)


def test_what_nobody_answers_is_listed():
    found = slips(compiled(CHOICE, mistakes={"A breach does not wait.": {"act": "wait"}}))

    assert (found.tried, found.unanswered) == (2, ("act = ask",))
    assert list(found.lines())[1] == "        only “does not hold yet.”: act = ask"


@pytest.mark.parametrize("exercise", FORMS, ids=lambda exercise: exercise.id)
def test_nine_of_ten_slips_in_an_exercise_get_a_reason_or_a_place(exercise):
    expected = sheets.expectation(sheets.load(exercise.notebook.parent)[exercise.id])

    assert samples_of(expected) or slips(expected).share >= ANSWERED
    assert reference(expected)
