"""How large an answer may be: every kind refuses what is larger in the same words, before it is judged."""

from __future__ import annotations

import pytest

from course import sheet
from course.grade.kind import KINDS
from course.grade.size import LONGEST, MOST_VALUES, too_large
from course.verdict import Outcome

MANY, LONG = "holds more than 5,000 values", "holds more than 200,000 characters"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (None, ""),
        ("x" * LONGEST, ""),
        ("x" * (LONGEST + 1), LONG),
        (["x"] * (MOST_VALUES - 1), ""),
        (["x"] * MOST_VALUES, MANY),
        ({"a": ["x"] * 30_000}, MANY),
        ({"a": {str(number): 1 for number in range(30_000)}}, MANY),
        ([["x"] * 100] * 100, MANY),
        (["x" * 1_000] * 201, LONG),
        ({"x" * (LONGEST + 1): 1}, LONG),
    ],
)
def test_what_is_too_large(answer, words):
    assert too_large(answer) == words


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("answer", [{"a": [1] * 30_000}, "x" * 5_000_000])
def test_every_kind_refuses_it_in_words(kind, answer):
    verdict = sheet.judge(kind, None, answer)
    assert (verdict.outcome, verdict.score) == (Outcome.NOT_YET, 0.0)
    assert "more than can be judged" in verdict.headline and "It is saved as it is." in verdict.text
