"""Guessing: what random answers earn in a form."""

from __future__ import annotations

import pytest

from course.authoring.form.guessing import guess, guessing
from course.authoring.prove import prove
from course.grade.form import compile_form, judge_form
from course.grade.kind import make_key
from course.verdict import Outcome
from tests.grade.form.form_of_every_kind import FIELDS, PARTS, find_rows


def choice(*options: str) -> dict:
    return {"id": "a", "ask": "?", "options": list(options), "right": options[0]}


def measured(*fields: dict):
    alone = [{name: value for name, value in field.items() if name not in ("evidence", "of")} for field in fields]
    return guessing(compile_form(make_key("form", {"fields": alone}), find_rows), tries=500)


@pytest.mark.parametrize(
    ("field", "lowest", "highest"),
    [
        (choice("yes", "no"), 0.4, 0.6),
        (choice("a", "b", "c", "d"), 0.2, 0.3),
        (FIELDS[0], 0.0, 0.02),
        *(
            (field, 0.0, 0.25)
            for field in FIELDS
            if field.get("kind") in ("text", "date", "marks", "order", "match", "logic")
        ),
    ],
    ids=str,
)
def test_the_mean_of_random_answers(field, lowest, highest):
    assert lowest <= measured(field).score <= highest


def test_every_kind_can_be_guessed():
    from random import Random

    every = compile_form(make_key("form", PARTS), find_rows)

    assert guess(every, Random(1)).keys() == {field["id"] for field in FIELDS}
    assert judge_form(every, guess(every, Random(1))).outcome is Outcome.NOT_YET
    assert guessing(every, tries=50) == guessing(every, tries=50)


@pytest.mark.parametrize(("options", "holds"), [(("yes", "no"), False), (tuple("abcde"), True)])
def test_an_exercise_that_can_be_guessed_is_not_fair(options, holds):
    proofs = prove("form", "9.1", "", {"fields": [choice(*options)]})

    assert [proof.holds for proof in proofs if proof.tried == "guessing"] == [holds]
