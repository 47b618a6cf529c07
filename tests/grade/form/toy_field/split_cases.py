"""What a Python says in which the toy kind of field is installed. Run by ``tests/grade/form/test_new_kind.py``."""

from __future__ import annotations

import pytest

from course.authoring.form.guessing import guessing
from course.grade.form import FormExpectation, compile_form, judge_form, mistaken, reference
from course.grade.kind import make_key
from course.keys.key import AuthorError
from course.verdict import Outcome
from course.views.form.answer import answers_html
from course.views.form.body import notes, source
from course.views.form.field import browser_data

FIELD = {
    "id": "load",
    "ask": "How do customers pay?",
    "kind": "split",
    "parts": ["card", "bank", "wallet"],
    "sql": "SELECT …",
}
MISTAKES = {"You split by value, not by number.": {"load": {"card": 30, "bank": 50}}}
ROWS = [("card", 60), ("bank", 25), ("wallet", 15)]


def compiled(**changes) -> FormExpectation:
    key = make_key("form", {"fields": [{**FIELD, **changes}], "mistakes": MISTAKES})
    return compile_form(key, lambda sql: ROWS)


FORM = compiled()


@pytest.mark.parametrize(
    ("answer", "score", "says"),
    [
        ({"card": "60", "bank": "25 %", "wallet": "15"}, 1, "3 of 3 are right."),
        ({"card": "57", "bank": "28", "wallet": "15"}, 1, "3 of 3 are right."),
        ({"card": "70", "bank": "15", "wallet": "15"}, 1 / 3, "does not hold yet"),
        ({"card": "60", "bank": "25", "wallet": "5"}, 0, "your shares come to 90 %"),
        ({"card": "60"}, 1 / 3, "2 of 3 are still open"),
        ({"card": "30", "bank": "50", "wallet": "20"}, 1 / 3, "You split by value, not by number."),
        ({}, 0, "No field is filled in yet."),
        ("damaged", 0, "No field is filled in yet."),
    ],
)
def test_it_is_judged(answer, score, says):
    verdict = judge_form(FormExpectation.from_json(FORM.to_json()), {"load": answer})

    assert verdict.score == pytest.approx(score)
    assert says in verdict.text


def test_its_reference_passes_and_its_mistake_does_not():
    assert judge_form(FORM, reference(FORM)).outcome is Outcome.PASSED
    assert judge_form(FORM, mistaken(FORM, FORM.mistakes[0])).findings[0].seen == FORM.mistakes[0].sentence


@pytest.mark.parametrize(
    ("changes", "says"), [({"parts": ["card", "bank"]}, "its parts are not a whole"), ({"share": 1}, "takes id, ask")]
)
def test_a_field_that_makes_no_sense_is_refused(changes, says):
    with pytest.raises(AuthorError, match=says):
        compiled(**changes)


def test_it_is_guessed():
    assert 0 < guessing(FORM, tries=200).score < 0.25


def test_what_was_typed_is_understood():
    assert notes(FORM, {"load": {"card": "60", "bank": "~25"}}) == {"load/bank": "understood: 25 percent"}


def test_its_answer_is_shown_without_a_kernel():
    html = answers_html(FORM.to_json()["fields"], {"load": {"card": "60"}})

    assert "<li>card: 60 %</li><li>bank: —</li>" in html


def test_the_browser_has_its_control_and_learns_nothing_right():
    assert "CONTROLS.split =" in source(".js") and "course-split" in source(".css")
    assert browser_data(FORM, FORM.fields[0]) == {
        "id": "load", "kind": "split", "ask": FIELD["ask"], "parts": FIELD["parts"], "view": "", "shows": {}, "picture": {},
    }  # fmt: skip
