"""A precedence graph in a form: judged by what follows from its arrows, and circles by name."""

from __future__ import annotations

import pytest

from course.grade.form import compile_form, judge_form, reference
from course.grade.kind import make_key
from course.keys.key import AuthorError
from course.verdict import Outcome

FIELD = {
    "id": "dinner", "ask": "What comes first?", "kind": "precedence", "options": ["shop", "cook", "lay", "eat"],
    "right": {"cook": ["shop"], "eat": ["cook", "lay"]},
}  # fmt: skip
MISTAKES = {
    "Nobody cooks for a table that is not laid, you say; and the guests can lay it meanwhile.": {
        "dinner": {"with": {"cook": ["lay"]}}
    },
    "You eat before the table is laid.": {"dinner": {"without": {"eat": ["lay"]}}},
}


def compiled(mistakes: dict | None = None, **changes):
    return compile_form(
        make_key("form", {"fields": [{**FIELD, **changes}], "mistakes": mistakes or {}}), lambda sql: []
    )


def judged(answer: object, **more):
    return judge_form(compiled(**more), {"dinner": answer})


@pytest.mark.parametrize(
    "answer",
    [
        {"cook": ["shop"], "eat": ["cook", "lay"]},
        {"cook": ["shop"], "eat": ["lay", "cook", "shop"]},
        {"cook": ["shop", "cook", "nowhere"], "eat": ["lay", "cook"], "elsewhere": ["shop"], "lay": []},
    ],
)
def test_arrows_that_others_imply_are_neither_asked_for_nor_wrong(answer):
    verdict = judged(answer)

    assert (verdict.outcome, verdict.score) == (Outcome.PASSED, 1.0)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"cook": ["shop"], "eat": ["cook"]}, "1 arrow is missing or too many. Read the note of eat again"),
        ({"cook": ["shop", "lay"], "eat": ["cook"]}, "1 arrow is missing or too many. You let cook wait for lay"),
        ({"eat": ["cook", "lay"]}, "1 arrow is missing or too many. Read the note of cook again"),
        ({"cook": ["shop"], "shop": ["eat"], "eat": ["cook", "lay"]}, "none of them can ever begin: shop → eat → cook → shop"),
    ],
)  # fmt: skip
def test_the_first_wrong_arrow_is_named(answer, said):
    verdict = judged(answer)

    assert verdict.outcome is Outcome.NOT_YET and verdict.score < 1
    assert said in verdict.findings[0].seen


def test_a_circle_earns_nothing():
    assert judged({"cook": ["shop"], "shop": ["eat"], "eat": ["cook", "lay"]}).score == 0


@pytest.mark.parametrize("answer", [None, {}, {"cook": []}, {"cook": "shop"}, "damaged", ["cook"]])
def test_what_cannot_be_read_is_open(answer):
    assert judged(answer).outcome is Outcome.NOT_ATTEMPTED


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [({"cook": ["shop", "lay"], "eat": ["cook", "lay"]}, 0), ({"cook": ["shop"], "eat": ["cook"]}, 1)],
)
def test_a_known_mistake_is_answered(answer, sentence):
    assert judged(answer, mistakes=MISTAKES).findings[0].seen == list(MISTAKES)[sentence]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"right": {"cook": ["shop"], "shop": ["eat"], "eat": ["cook"]}}, "wait for each other: shop → eat → cook → shop"),
        ({"right": {"cook": ["wine"]}}, "is not among its options"),
        ({"right": {}}, "is not among its options"),
        ({"mistakes": {"No.": {"dinner": {"only": {"cook": ["lay"]}}}}}, "holds “with” or “without”"),
        ({"mistakes": {"No.": {"dinner": {"with": {"cook": ["wine"]}}}}}, "is not among its options"),
    ],
)  # fmt: skip
def test_authors_hear_what_cannot_be(changes, problem):
    with pytest.raises(AuthorError, match=problem):
        compiled(**changes)


def test_what_follows_from_a_learners_own_graph_counts():
    fields = [
        {**FIELD, "options": ["W1", "W2", "W3", "W4", "W5"], "right": {"W3": ["W1", "W2"], "W4": ["W2"], "W5": ["W3", "W4"]}},
        {"id": "days", "ask": "How many days?", "unit": "days", "model": "parts.length", "parameters": {"graph": {"field": "dinner"}, "parts": "small"}},
    ]  # fmt: skip
    form = compile_form(make_key("form", {"fields": fields}), lambda sql: [])
    own = {"W3": ["W1"], "W4": ["W2"], "W5": ["W3", "W4"]}

    assert judge_form(form, reference(form)).outcome is Outcome.PASSED
    verdict = judge_form(form, {"dinner": own, "days": "6"})
    assert [finding.kind for finding in verdict.findings] == ["wrong", "follows"]
    circle = judge_form(form, {"dinner": {"W1": ["W2"], "W2": ["W1"]}, "days": "6"})
    assert [finding.kind for finding in circle.findings] == ["wrong", "wrong"]


def test_an_arrow_bent_until_it_fits_a_wrong_number_does_not_pay():
    fields = [
        {**FIELD, "options": ["W1", "W2", "W3", "W4", "W5"], "right": {"W3": ["W1", "W2"], "W4": ["W2"], "W5": ["W3", "W4"]}, "weight": 4},
        {"id": "days", "ask": "How many days?", "unit": "days", "model": "parts.length", "parameters": {"graph": {"field": "dinner"}, "parts": "small"}},
    ]  # fmt: skip
    form = compile_form(make_key("form", {"fields": fields}), lambda sql: [])
    bent = {"W3": ["W1", "W2"], "W4": ["W2", "W3"], "W5": ["W4"]}

    plain = judge_form(form, {**reference(form), "days": "10"})
    follows = judge_form(form, {"dinner": bent, "days": "10"})
    assert follows.findings[-1].kind == "follows"
    assert follows.score < plain.score < 1
