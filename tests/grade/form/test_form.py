"""The judge of forms: the verdict of a whole form, and what its author is told."""

from __future__ import annotations

import json
from copy import deepcopy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course.grade.form import FormExpectation, compile_form, judge_form, mistaken, reference
from course.grade.form.field import FIELD_KINDS, field_kind
from course.grade.kind import make_key
from course.keys.key import AuthorError
from course.verdict import Outcome
from tests.grade.form.form_of_every_kind import FIELDS, PARTS, find_rows


def compiled(parts: dict) -> FormExpectation:
    return compile_form(make_key("form", deepcopy(parts)), find_rows)


EVERY = compiled(PARTS)
RIGHT = reference(EVERY)
SMALL = {
    "fields": [
        {
            "id": "table",
            "ask": "Which table?",
            "options": ["payments", "payment_attempts", "merchants"],
            "right": "payments",
        },
        {
            "id": "grain",
            "ask": "One row is",
            "options": ["a try", "a payment"],
            "right": "a payment",
            "help": "Count the ids.",
        },
        {"id": "rows", "ask": "How many rows?", "sql": "SELECT count(*) FROM payments", "unit": "rows"},
        {"id": "null", "ask": "Can it be NULL?", "options": ["yes", "no"], "right": "yes"},
    ],
    "pass_at": 0.75,
    "mistakes": {
        "You chose tries, not payments.": {"table": "payment_attempts"},
        "280 counts tries.": {"rows": "SELECT 280"},
        "Both follow from counting tries.": {"table": "merchants", "grain": "a try"},
    },
}
SMALL_RIGHT = {"table": "payments", "grain": "a payment", "rows": "186", "null": "yes"}


@pytest.mark.parametrize(
    ("changes", "outcome", "score", "says"),
    [
        ({}, Outcome.PASSED, 1.0, "4 of 4"),
        ({"rows": 186}, Outcome.PASSED, 1.0, "4 of 4"),
        ({"null": "no"}, Outcome.PASSED, 0.75, "“Can it be NULL?” does not hold yet."),
        ({"table": "payment_attempts"}, Outcome.PASSED, 0.75, "You chose tries, not payments."),
        ({"rows": "280 rows"}, Outcome.PASSED, 0.75, "280 counts tries."),
        ({"rows": "many"}, Outcome.PASSED, 0.75, "“many” is no number"),
        ({"rows": "97.5"}, Outcome.PASSED, 0.75, "is not a whole number"),
        ({"rows": ""}, Outcome.PASSED, 0.75, "“How many rows?” is still open."),
        (
            {"grain": "a try", "rows": "1"},
            Outcome.NOT_YET,
            0.5,
            "2 of 4 are right, 3 are needed. “One row is” does not hold yet.",
        ),
        ({"table": "merchants", "grain": "a try"}, Outcome.NOT_YET, 0.5, "Both follow from counting tries."),
        ({"grain": "a try", "rows": None}, Outcome.NOT_YET, 0.5, "3 are needed. “One row is” does not hold yet."),
        ({"table": "merchants", "rows": "280", "grain": "a payment"}, Outcome.NOT_YET, 0.5, "280 counts tries."),
    ],
)
def test_verdict(changes, outcome, score, says):
    verdict = judge_form(compiled(SMALL), {**SMALL_RIGHT, **changes})

    assert (verdict.outcome, verdict.score) == (outcome, score)
    assert says in verdict.text


@pytest.mark.parametrize(
    "answer", [{}, {"rate": ""}, {"rate": None, "facts": []}, {"roles": {"scope": ""}}, {"sure": 90}, {"unknown": "x"}]
)
def test_an_empty_form_is_not_attempted(answer):
    assert judge_form(EVERY, answer).outcome is Outcome.NOT_ATTEMPTED


def test_every_kind_is_tried_here():
    assert {field.kind for field in EVERY.fields} == set(FIELD_KINDS)


@pytest.mark.parametrize("name", FIELD_KINDS)
def test_every_kind_tells_its_author_how_it_is_written(name):
    kind = field_kind(name)

    assert kind.Field.kind == name
    assert len(kind.Field.__doc__.split()) > 10 and "id: str" not in kind.Field.__doc__


ODD = ["9" * 4_300, 10**299, -1.5, True, "\ufffd", "", [[1]], {"a": {"b": [1]}}, {"": ""}, ["9" * 400, None]]


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field["id"])
def test_the_reference_of_every_kind_passes(field):
    alone = {name: value for name, value in field.items() if name not in ("evidence", "of")}
    fields = [FIELDS[0], field] if field.get("kind") == "confidence" else [alone]
    expected = compiled({"fields": fields})

    verdict = judge_form(expected, json.loads(json.dumps(reference(expected))))

    assert (verdict.outcome, verdict.score) == (Outcome.PASSED, 1.0)


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: str(odd)[:20])
@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field["id"])
def test_no_answer_makes_a_judge_fail(field, odd):
    parts = [part for name in ("rows", "items", "options") for part in field.get(name, []) if isinstance(part, str)]
    for answer in (odd, [odd], dict.fromkeys(parts, odd), [dict.fromkeys(parts, odd)]):
        assert judge_form(EVERY, {field["id"]: answer}).score < 1


@pytest.mark.parametrize("mistake", EVERY.mistakes, ids=lambda mistake: mistake.sentence)
def test_every_mistake_gets_its_own_sentence_first(mistake):
    verdict = judge_form(EVERY, mistaken(EVERY, mistake))

    assert verdict.score < 1
    assert verdict.findings[0].seen == mistake.sentence


def test_what_is_compiled_survives_json_and_holds_nothing_right_in_plain():
    kept = json.dumps(EVERY.to_json())

    assert FormExpectation.from_json(json.loads(kept)) == EVERY
    for secret in ("0.671", "186", "SELECT", "F3.count", "canary.cost", "Ireland", "eu-west-1", "before", "0.005"):
        assert secret not in kept


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=8,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from([field["id"] for field in FIELDS]), JSON))
def test_any_answer_at_all_is_judged_and_survives_json(answer):
    verdict = judge_form(EVERY, answer)

    assert 0 <= verdict.score < 1
    assert judge_form(EVERY, json.loads(json.dumps(answer))) == verdict


@settings(deadline=None)
@given(st.lists(st.sampled_from(EVERY.fields), unique_by=lambda field: field.id))
def test_leaving_fields_out_never_earns_more(fields):
    answer = {id: value for id, value in RIGHT.items() if id not in {field.id for field in fields}}

    assert judge_form(EVERY, answer).score <= judge_form(EVERY, RIGHT).score == 1


@pytest.mark.parametrize(("rate", "score"), [("0.671", 1.0), ("0.2", 0.0), ("", 0.0)])
def test_a_choice_counts_only_with_its_evidence(rate, score):
    fields = [{**FIELDS[0], "weight": 0}, FIELDS[6]]

    verdict = judge_form(compiled({"fields": fields}), {"rate": rate, "act": "report a breach"})

    assert verdict.score == score
    assert (verdict.outcome is Outcome.PASSED) == (score == 1)
    assert ("“What do you do?” counts only once “Dispute ratio of December” holds." in verdict.text) == (score == 0)


def test_what_rests_on_marks_that_are_too_few_is_headed_by_how_many_were_found():
    marks = {"id": "faults", "kind": "marks", "ask": "Which are wrong?", "enough": 0.9,
             "options": [[id, f"Statement {id}."] for id in "ABCDEF"], "right": ["A", "B", ["C", "D"]]}  # fmt: skip
    why = {"id": "why", "ask": "Why?", "options": ["this", "that"], "right": "this", "evidence": "faults"}
    expected = compiled({"fields": [marks, why]})
    verdict = judge_form(expected, {"faults": ["A", "D", "F"], "why": "this"})

    assert verdict.headline == "2 of 3 found, and 1 too many. What rests on that does not count yet."
    assert judge_form(expected, {"faults": ["A", "B", "C"], "why": "this"}).outcome is Outcome.PASSED


@pytest.mark.parametrize(("sure", "held", "says"), [("100%", True, "0.00"), (80, True, "0.04"), ("80", False, "0.64")])
def test_confidence_is_shown_and_never_counts(sure, held, says):
    expected = compiled({"fields": [FIELDS[0], FIELDS[-1]]})

    verdict = judge_form(expected, {"rate": "0,671" if held else "0.1", "sure": sure})

    assert verdict.score == float(held)
    assert f"is {says}:" in verdict.findings[-1].text


SEVERAL = {
    "fields": [
        {"id": "lines", "ask": "1. Which?", "kind": "choices", "options": list("abcde"), "right": list("abcd"), "enough": 0.75},
        {"id": "found", "ask": "2. How many?", "sql": "SELECT count(*) FROM payments"},
        {"id": "act", "ask": "3. What then?", "options": ["so", "no"], "right": "so", "evidence": "found"},
    ],
    "mistakes": {
        "Line e is an event.": {"lines": ["e"]},
        "That helps nobody.": {"act": "no"},
        "Question 2 asks for all.": {"found": "SELECT 280"},
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("found", "act", "said"),
    [
        ("186", "no", ["Question 3: That helps nobody.", "Question 1: Line e is an event."]),
        ("1", "so", ["“2. How many?” does not hold yet. Question 3 counts only once question 2 holds.",
                     "Question 1: Line e is an event."]),
        ("280", "no", ["Question 2 asks for all.", "Question 3: That helps nobody.", "Question 1: Line e is an event."]),
        ("1", "no", ["“2. How many?” does not hold yet.", "Question 3: That helps nobody.", "Question 1: Line e is an event."]),
    ],
)  # fmt: skip
def test_what_keeps_a_question_from_counting_is_said_before_what_counts_as_it_is(found, act, said):
    verdict = judge_form(compiled(SEVERAL), {"lines": list("abcde"), "found": found, "act": act})

    assert [finding.text for finding in verdict.findings] == said


BUILT = {
    "fields": [
        {"id": "sign", "ask": "1. Gain or loss?", "options": ["gain", "loss", "nothing"], "right": "loss"},
        {"id": "turn", "ask": "2. What turns it?", "options": ["A", "B", "C"], "right": "A", "rests_on": ["sign"]},
        {"id": "ask", "ask": "3. Whom do you ask?", "options": ["Sam", "Noor", "Lin"], "right": "Noor"},
    ],
    "mistakes": {"Sam cannot know.": {"ask": "Sam"}, "B turns nothing.": {"turn": "B"}},
}  # fmt: skip


@pytest.mark.parametrize(
    ("sign", "turn", "ask", "said"),
    [
        ("loss", "B", "Sam", ["Question 2: B turns nothing.", "Question 3: Sam cannot know."]),
        ("gain", "B", "Noor", ["“1. Gain or loss?” does not hold yet.", "Question 2: B turns nothing."]),
        ("", "B", "Noor", ["Question 2: B turns nothing.", "“1. Gain or loss?” is still open."]),
        ("gain", "B", "Sam",
         ["“1. Gain or loss?” does not hold yet.", "Question 3: Sam cannot know.", "Question 2: B turns nothing."]),
        ("", "B", "Sam", ["Question 2: B turns nothing.", "Question 3: Sam cannot know.", "“1. Gain or loss?” is still open."]),
    ],
)  # fmt: skip
def test_a_question_that_others_rest_on_comes_before_them_and_the_rest_in_the_order_of_the_page(sign, turn, ask, said):
    verdict = judge_form(compiled(BUILT), {"sign": sign, "turn": turn, "ask": ask})

    assert [finding.text for finding in verdict.findings] == said


def test_what_a_question_rests_on_is_kept_on_the_sheet_and_left_out_where_there_is_nothing():
    form = compiled(BUILT)

    assert [field.get("rests_on") for field in form.to_json()["fields"]] == [None, ("sign",), None]
    assert FormExpectation.from_json(json.loads(json.dumps(form.to_json()))) == form


def test_where_every_answer_has_to_hold_and_does_the_headline_says_so_and_the_share():
    verdict = judge_form(compiled({**SEVERAL, "pass_at": 1}), {"lines": list("abcde"), "found": "186", "act": "so"})

    assert verdict.line == "✓ Passed: every answer is good enough, and together they earn 96% of the points."


def test_weights_turn_the_headline_into_a_share():
    fields = [{**field, "weight": weight} for field, weight in zip(SMALL["fields"], (3, 1, 1, 1), strict=True)]

    verdict = judge_form(compiled({**SMALL, "fields": fields}), {**SMALL_RIGHT, "table": "merchants"})

    assert (verdict.score, verdict.headline) == (0.5, "50% is right, 75% is needed.")


@pytest.mark.parametrize(
    ("chosen", "headline"),
    [(["a", "b"], "100% is right."), (["a", "b", "c"], "90% is right."), (["a"], "61% is right, 80% is needed.")],
)
def test_what_passes_with_a_slip_is_not_all_right(chosen, headline):
    nodes = {"id": "nodes", "ask": "Which?", "kind": "choices", "options": list("abcde"), "right": ["a", "b"]}
    small = {"id": "why", "ask": "Why?", "options": ["so", "no"], "right": "so", "weight": 1}
    form = compiled({"fields": [{**nodes, "enough": 0.8, "weight": 1}, small], "pass_at": 0.8})

    assert judge_form(form, {"nodes": chosen, "why": "so"}).headline == headline


def test_a_form_of_which_all_must_hold_counts_answers_and_no_percentage():
    nodes = {"id": "nodes", "ask": "Which?", "kind": "choices", "options": list("abcde"), "right": ["a", "b"]}
    small = {"id": "why", "ask": "Why?", "options": ["so", "no"], "right": "so"}
    form = compiled({"fields": [{**nodes, "enough": 0.8}, small], "pass_at": 1})

    assert (
        judge_form(form, {"nodes": ["a"], "why": "so"}).headline == "1 of 2 answers holds, and all of them are needed."
    )


NUMBER = {"id": "a", "ask": "?", "sql": "SELECT 600", "unit": "€"}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (
            {"fields": [{"id": "a", "ask": "?", "options": ["x"], "right": "y"}], "mistakes": {}},
            "not among its options",
        ),
        ({"fields": [{"id": "a", "ask": "?"}], "mistakes": {}}, "nothing finds the right number"),
        ({"fields": [{"id": "a", "ask": "?", "right": 5}], "mistakes": {}}, "nothing finds the right number"),
        ({"fields": [{"id": "a", "ask": "?", "fact": "F99.x"}], "mistakes": {}}, "no fact “F99.x”"),
        ({"fields": [{"id": "a", "ask": "?", "model": "canary.nothing"}], "mistakes": {}}, "no model “canary.nothing”"),
        (
            {"fields": [{"id": "a", "ask": "?", "model": "canary.requests"}], "mistakes": {}},
            "does not take these parameters",
        ),
        ({"fields": [{"id": "a", "ask": "?", "kind": "colour"}], "mistakes": {}}, "no kind “colour”"),
        ({"fields": [NUMBER, NUMBER], "mistakes": {}}, "Two fields are called “a”"),
        ({"fields": [{**NUMBER, "evidence": "b"}], "mistakes": {}}, "names the field “b”"),
        ({"fields": [{**NUMBER, "rests_on": ["b"]}], "mistakes": {}}, "names the field “b”"),
        ({"mistakes": {"No such field.": {"colour": "red"}}}, "does not exist"),
        ({"mistakes": {"That is right.": {"table": "payments"}}}, "holds the right answer"),
        ({"fields": [{**NUMBER, "tolerance": 5}], "mistakes": {"Near.": {"a": "604"}}}, "within its tolerance"),
        (
            {"fields": [{**NUMBER, "tolerance": 5}], "mistakes": {"One.": {"a": "504"}, "Two.": {"a": "507"}}},
            "cannot be told apart",
        ),
        ({"mistakes": {"One.": {"table": "merchants"}, "Two.": {"table": "merchants"}}}, "cannot be told apart"),
        ({"fields": [{"id": "a", "question": "?"}]}, "“question” is not known"),
        ({"passes": 1}, "“passes” is not known"),
    ],
)
def test_an_author_is_told(changes, says):
    with pytest.raises(AuthorError, match=says):
        compiled({**SMALL, **changes})


@pytest.mark.parametrize(
    ("typed", "says"), [("506", "One."), ("508", "Two."), ("515", "Two."), ("490", "does not hold yet")]
)
def test_of_two_mistakes_the_nearer_one_is_told(typed, says):
    fields = [{**NUMBER, "tolerance": 8}]

    verdict = judge_form(
        compiled({"fields": fields, "mistakes": {"One.": {"a": "500"}, "Two.": {"a": "512"}}}), {"a": typed}
    )

    assert says in verdict.findings[0].text and len(verdict.findings) == 1


def test_questions_with_a_number_are_called_by_it():
    asks = [
        {
            "id": str(at),
            "ask": f"{at}. Is it so, or not so? (one word)",
            "options": ["a", "b"],
            "right": "a",
            "help": "Look.",
        }
        for at in range(1, 6)
    ]
    expected = compile_form(make_key("form", {"fields": [*asks[:4], {**asks[4], "evidence": "1"}]}), lambda sql: [])

    found = [finding.text for finding in judge_form(expected, {"1": "b", "5": "a"}).findings]

    assert "Questions 2, 3 and 4 are still open." in found
    assert any("Question 5 counts only once question 1 holds." in text for text in found)
