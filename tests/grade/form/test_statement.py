"""Statements: every part counts, words that judge people never pass, and neither does what is too short or too long."""

from __future__ import annotations

import pytest

from course.grade.form.fields.statement import KIND, Statement
from course.keys.key import AuthorError

FIELD = Statement(
    id="told",
    ask="What happened?",
    most=20,
    says={"what broke": "twice", "how long": r"\b57\b"},
    never={r"\bfault of\b": "that judges a person", r"\bcareless\w*": "that judges"},
    right="For 57 hours, 186 payments were charged twice, and no alarm saw it.",
)
RIGHT = KIND.right(FIELD, lambda sql: [])


@pytest.mark.parametrize(
    ("answer", "share", "said"),
    [
        ("For 57 hours payments were charged TWICE, and nobody noticed.", 1, ""),
        ("For some hours payments were charged twice, and nobody noticed it.", 0.5, "it does not say how long"),
        (
            "Something in the system did not work for a while at the weekend.",
            0,
            "it does not say what broke and how long",
        ),
        ("A careless change charged payments twice for 57 hours, seen late.", 0.5, "“careless”: that judges"),
        (
            "By the fault of a careless person.",
            0,
            "“fault of”: that judges a person. “careless”: that judges. It has 7 words: write a sentence or two",
        ),
        ("Charged twice, 57 hours.", 0.5, "it has 4 words: write a sentence or two"),
        ("twice 57 " * 11, 0.5, "it has 22 words, and 20 are the most"),
    ],
    ids=["all", "one part", "none", "a judgement", "all at once", "too short", "too long"],
)
def test_it_is_judged_by_its_parts(answer, share, said):
    mark = KIND.judge(FIELD.settings, RIGHT, answer)

    assert (mark.share, mark.reason) == (share, said)
    assert mark.right() == (not said)


@pytest.mark.parametrize("answer", [None, "", "  ", 7, [], {}])
def test_what_is_no_text_is_open(answer):
    assert KIND.judge(FIELD.settings, RIGHT, answer).filled == 0


def test_neither_parts_nor_words_are_on_the_sheet_in_the_open():
    assert not {"says", "never"} & set(FIELD.settings)


@pytest.mark.parametrize(
    "change",
    [
        {"right": "Nothing happened."},
        {"says": {}},
        {"right": "A careless man charged 186 payments twice for 57 hours."},
    ],
)
def test_an_example_that_does_not_hold_is_refused(change):
    settings = {"id": "told", "ask": "?", "says": FIELD.says, "never": FIELD.never, "right": FIELD.right}

    with pytest.raises(AuthorError, match="does not hold"):
        KIND.right(Statement(**{**settings, **change}), lambda sql: [])


def test_a_mistake_must_be_one():
    with pytest.raises(AuthorError, match="does not hold"):
        KIND.mistake(FIELD.settings, RIGHT, FIELD.right, lambda sql: [])
