"""Texts that are made to keep the checks busy: every one is judged, and none breaks a check."""

from __future__ import annotations

import pytest

from course.bench.documents import SHAPES, UNITS
from course.grade.document import compile_document, judge_document
from course.grade.kind import make_key
from tests.grade.document.corpus import STRONG

STORIES = {"check": "stories", "points": 1, "count": 5, "criteria": 2}
SLOTS = {
    "check": "slots", "points": 1, "section": "Problem", "slots": {"what": "(charg|paid).{0,60}twice"},
    "ranges": [[1, 60, "min(?:ute)?s?\\b"]],
}  # fmt: skip


@pytest.fixture(scope="module")
def spec():
    return compile_document(make_key("document", {"rubric": "spec", "checks": [STORIES, SLOTS], "reference": STRONG}))


@pytest.mark.slow
@pytest.mark.parametrize("made", SHAPES, ids=lambda made: made.__name__)
@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS.keys())
def test_a_hostile_text_is_judged(spec, made, unit):
    """What never ends runs into the limit of every test; `course bench documents` measures how long each takes."""
    assert judge_document(spec, made(unit)).score <= 0.5
