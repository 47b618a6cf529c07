"""Giveaways: forms that can be solved by where the right options stand."""

from __future__ import annotations

import pytest

from course.authoring.form.giveaways import giveaways
from course.grade.form.key import make_field

CASES = ["a", "b", "c", "d"]


def match(classes: str, right: str) -> dict:
    pairs = dict(zip(CASES, right, strict=True))
    return {"id": "cases", "ask": "?", "kind": "match", "items": CASES, "classes": list(classes), "right": pairs}


def table(kind: str, options: list[str], right: list[str]) -> dict:
    column = {"id": "to", "ask": "To", "kind": "choice", "options": options}
    cells = {row: {"to": value} for row, value in zip(CASES, right, strict=True)}
    more = {"start": "a"} if kind == "states" else {}
    return {"id": "grid", "ask": "?", "kind": kind, "rows": CASES, "columns": [column], "right": cells, **more}


def choice(id: str, right: str) -> dict:
    return {"id": id, "ask": "?", "options": ["x", "y", "z"], "right": right}


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ([match("wxyz", "wxyz")], ["“cases” come in the order of its list"]),
        ([match("wxyzv", "wxyv")], ["“cases” come in the order of its list"]),  # one that nobody needs hides nothing
        ([match("xwyz", "wxyz")], []),
        ([match("wxyz", "wwxy")], []),  # three of them, such as low, middle, high, may be in order
        ([table("table", list("wxyz"), list("wxyz"))], ["“grid”, column “to” come in the order"]),
        ([table("states", CASES, CASES)], []),  # states are listed in their own order
        ([choice("1", "x"), choice("2", "x"), choice("3", "x")], ["in each of its 3 choices, option 1 is right"]),
        ([choice("1", "x"), choice("2", "x"), choice("3", "z")], []),
        ([choice("1", "x"), choice("2", "x")], []),
    ],
)
def test_what_the_order_of_the_options_gives_away(fields, says):
    sentences = list(giveaways(tuple(map(make_field, fields))))

    assert len(sentences) == len(says)
    assert all(words in sentence for words, sentence in zip(says, sentences, strict=True))
