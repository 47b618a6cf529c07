"""Texts that are made to keep the checks busy: every one is judged in time, and none breaks a check."""

from __future__ import annotations

import re
import time

import pytest

from course.grade.document import compile_document, judge_document
from course.grade.document.judge import LONGEST
from course.keys import make_key
from tests.grade.document.corpus import STRONG

SECONDS = 2
STORIES = {"check": "stories", "points": 1, "count": 5, "criteria": 2}
SLOTS = {
    "check": "slots", "points": 1, "section": "Problem", "slots": {"what": "(charg|paid).{0,60}twice"},
    "ranges": [[1, 60, "min(?:ute)?s?\\b"]],
}  # fmt: skip
WHERE = ("Problem", "Goals", "Non-goals", "Requirements", "Risks")

# What each one is after: a pattern that could try the same characters again and again, or a list compared with a list.
UNITS = {
    "open brackets": "[", "open tags": "[F=", "open facts": "[F3.count=", "open comments": "<!-- keep a:", "a long comment": "<!-- keep a:" + " " * 400,
    "pictures": "![", "links": "[a](", "emphasis": "**a _b ", "quotations": "> > > a ", "escapes": "\\", "html": "<a b ",
    "if then": "R1 if then then then ", "when the": "R1 when the the the ", "digits": "1", "commas": "1,", "spaces": "a" + " " * 99, "tabs": "\t",
    "stories": "As a b, I want to so that ", "headings": "## a\n", "items": "- goal goal\n", "nested items": "  - a\n", "rows": "| a | b |\n",
    "fences": "```\na\n```\n", "criteria": "```gherkin\nScenario: a\n```\n", "curly quotes": "“", "ellipses": "… ", "owners": "Owner: * _ ",
    "underlines": "_", "ids": "R1 ", "shall": "- R1 the shall shall\n", "percents": "1 % ", "pronouns": "it ",
}  # fmt: skip


@pytest.fixture(scope="module")
def spec():
    return compile_document(make_key("document", {"rubric": "spec", "checks": [STORIES, SLOTS], "reference": STRONG}))


def everywhere(unit: str) -> str:
    """The unit in every section that is looked into, LONGEST characters in all."""
    each = LONGEST // len(WHERE) - 40
    return "".join(f"## {name}\n\n{(unit * (each // len(unit) + 1))[:each]}\n\n" for name in WHERE)[:LONGEST]


def one_line(unit: str) -> str:
    """The unit as one endless requirement in the first section."""
    start = "## Problem\n\n"
    return start + re.sub(r"\s", " ", unit * LONGEST)[: LONGEST - len(start)]


@pytest.mark.parametrize("made", [everywhere, one_line], ids=lambda made: made.__name__)
@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS.keys())
def test_a_hostile_text_is_judged_in_time(spec, made, unit):
    began = time.process_time()
    verdict = judge_document(spec, made(unit))

    assert time.process_time() - began < SECONDS
    assert verdict.score <= 0.5
