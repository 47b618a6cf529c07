"""A diagnostic: complete counts, right or not, and nothing of it is told before it is complete."""

from __future__ import annotations

import pytest

from course.authoring.prove import prove
from course.grade.form import compile_form, judge_form
from course.grade.kind import make_key
from course.keys.key import AuthorError
from course.verdict import Outcome

FIELDS = [
    field
    for name, strand in (("a", "APIs (module 4)"), ("b", "Data (module 5)"), ("c", "Risk"), ("d", "Money"))
    for field in (
        {"id": name, "ask": f"Sample {name}?", "options": ["yes", "no", "perhaps"], "right": "yes", "help": "Look."},
        {"id": f"{name}_sure", "ask": "How sure?", "kind": "confidence", "of": name, "strand": strand},
    )
]
PARTS = {"fields": FIELDS, "mistakes": {"No is said too early.": {"a": "no"}}}
FORM = compile_form(make_key("form", PARTS), lambda sql: [])


def answers(**given: tuple[str, int]) -> dict:
    choices = {name: choice for name, (choice, _) in given.items()}
    return choices | {f"{name}_sure": str(sure) for name, (_, sure) in given.items()}


SURE = answers(a=("yes", 100), b=("yes", 100), c=("yes", 100), d=("yes", 100))


@pytest.mark.parametrize(
    "change", [{}, {"a": "no"}, {"a": "no", "b": "no", "c": "perhaps", "d": "no"}, {"a_sure": "50"}, {"b_sure": "75%"}]
)
def test_complete_has_full_marks_right_or_wrong(change):
    verdict = judge_form(FORM, {**SURE, **change})

    assert (verdict.outcome, verdict.score) == (Outcome.PASSED, 1.0)


@pytest.mark.parametrize("change", [{"a": ""}, {"a_sure": ""}, {"a_sure": "40"}, {"a": "never offered"}])
def test_an_open_sample_is_asked_for_and_nothing_else_is_told(change):
    verdict = judge_form(FORM, {**SURE, "b": "no", **change})

    assert (verdict.outcome, verdict.score) == (Outcome.NOT_YET, 0.75)
    assert verdict.headline == "3 of 4 samples are complete."
    assert [finding.kind for finding in verdict.findings] == ["empty"]


def test_nothing_is_no_attempt():
    assert judge_form(FORM, {}).outcome is Outcome.NOT_ATTEMPTED


@pytest.mark.parametrize(
    ("given", "first"),
    [
        (SURE, "Nothing of which you were 75% sure or more turned out otherwise. Take the modules in"),
        ({**SURE, "a": "no", "a_sure": "60"}, "Nothing of which"),
        ({**SURE, "a": "no"}, "Sure, and it turned out otherwise: APIs (module 4), 100% sure. Take this strand"),
        (
            answers(a=("no", 80), b=("no", 95), c=("no", 75), d=("no", 90)),
            "Sure, and it turned out otherwise: Data (module 5), 95% sure; Money, 90% sure; APIs (module 4), 80% "
            "sure. Take these three strands first.",
        ),
    ],
)
def test_the_first_thing_told_is_where_to_begin(given, first):
    assert judge_form(FORM, given).findings[0].text.startswith(first)


def test_then_comes_the_brier_score_and_what_did_not_hold():
    verdict = judge_form(FORM, {**SURE, "a": "no", "b": "no"})

    assert verdict.headline == "All 4 samples are complete, which is what counts. 2 of them hold."
    assert [finding.kind for finding in verdict.findings] == ["calibration", "confidence", "known-mistake", "wrong"]


def test_all_of_a_diagnostic_are_samples():
    mixed = [*FIELDS, {"id": "e", "ask": "And?", "options": ["yes", "no"], "right": "no"}]

    with pytest.raises(AuthorError, match="“e” has no confidence with a strand"):
        compile_form(make_key("form", {"fields": mixed}), lambda sql: [])


def test_its_proofs_ask_that_every_complete_answer_earns_the_same():
    proofs = {proof.tried: proof for proof in prove("form", "9.1", "", PARTS)}

    assert all(proof.holds for proof in proofs.values())
    assert proofs["guessing"].seen == "Every complete answer earns the same, right or not."
