"""The judge of forms: choices and numbers, field by field."""

from __future__ import annotations

import pytest

from course.grade.form import FormExpectation, compile_form, judge_form
from course.keys import AuthorError, make_key
from course.verdict import Outcome

PARTS = {
    "fields": [
        {"id": "table", "ask": "Which table?", "options": ["payments", "payment_attempts", "merchants"], "right": "payments"},
        {"id": "grain", "ask": "One row is", "options": ["a try", "a payment"], "right": "a payment", "help": "Count the ids."},
        {"id": "rows", "ask": "How many rows?", "sql": "SELECT count(*) FROM payments", "unit": "rows"},
        {"id": "null", "ask": "Can it be NULL?", "options": ["yes", "no"], "right": "yes"},
    ],
    "pass_at": 0.75,
    "mistakes": {
        "You chose tries, not payments.": {"table": "payment_attempts"},
        "97,000 counts tries.": {"rows": "SELECT tries"},
        "Both follow from counting tries.": {"table": "merchants", "grain": "a try"},
    },
}
RIGHT = {"table": "payments", "grain": "a payment", "rows": "84 000", "null": "yes"}


def expectation(**changes):
    return compile_form(make_key("form", {**PARTS, **changes}), lambda sql: 97000 if "tries" in sql else 84000)


@pytest.mark.parametrize(
    ("changes", "outcome", "score", "says"),
    [
        ({}, Outcome.PASSED, 1.0, "4 of 4"),
        ({"rows": 84000}, Outcome.PASSED, 1.0, "4 of 4"),
        ({"null": "no"}, Outcome.PASSED, 0.75, "“Can it be NULL?” does not hold yet."),
        ({"table": "payment_attempts"}, Outcome.PASSED, 0.75, "You chose tries, not payments."),
        ({"rows": "97,000 rows"}, Outcome.PASSED, 0.75, "97,000 counts tries."),
        ({"rows": "many"}, Outcome.PASSED, 0.75, "“many” is not a whole number."),
        ({"rows": ""}, Outcome.PASSED, 0.75, "“How many rows?” is still open."),
        ({"grain": "a try", "rows": "1"}, Outcome.NOT_YET, 0.5, "“One row is” does not hold yet. Count the ids."),
        ({"table": "merchants", "grain": "a try"}, Outcome.NOT_YET, 0.5, "Both follow from counting tries."),
        ({"table": "not an option", "rows": None}, Outcome.NOT_YET, 0.5, "“Which table?” does not hold yet."),
    ],
)
def test_verdict(changes, outcome, score, says):
    verdict = judge_form(expectation(), {**RIGHT, **changes})

    assert (verdict.outcome, verdict.score) == (outcome, score)
    assert says in verdict.text


@pytest.mark.parametrize("answer", [{}, {"table": ""}, {"table": None, "rows": " "}, {"unknown": "x"}])
def test_an_empty_form_is_not_attempted(answer):
    assert judge_form(expectation(), answer).outcome is Outcome.NOT_ATTEMPTED


def test_what_is_compiled_survives_json_and_holds_no_right_answer():
    compiled = expectation()

    assert FormExpectation.from_json(compiled.to_json()) == compiled
    assert "84000" not in str(compiled.to_json()) and "SELECT" not in str(compiled.to_json())


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"fields": [{"id": "a", "ask": "?", "options": ["x"], "right": "y"}]}, "not among its options"),
        ({"fields": [{"id": "a", "ask": "?"}], "mistakes": {}}, "neither options nor sql"),
        ({"mistakes": {"No such field.": {"colour": "red"}}}, "does not exist"),
        ({"mistakes": {"That is right.": {"table": "payments"}}}, "holds the right answer"),
        ({"fields": [{"id": "a", "question": "?"}]}, "“question” is not known"),
        ({"passes": 1}, "“passes” is not known"),
    ],
)
def test_an_author_is_told(changes, says):
    with pytest.raises(AuthorError, match=says):
        expectation(**changes)
