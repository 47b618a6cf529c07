"""Measures how long the course's document exercises take to judge texts that are made to keep the checks busy."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from course import sheet as sheets
from course.authoring.read import read, sources
from course.bench.measurement import Measurement
from course.grade.document.judge import LONGEST
from course.grade.document.kind import KIND as DOCUMENT
from course.grade.kind import kind as grading

LIMIT = 2.0
SECTIONS = ("Problem", "Goals", "Non-goals", "Requirements", "Risks")

# What each one targets: a pattern that could retry the same characters, or a list compared with a list.
UNITS = {
    "open brackets": "[", "open tags": "[F=", "open facts": "[F3.count=", "open comments": "<!-- keep a:", "a long comment": "<!-- keep a:" + " " * 400,
    "pictures": "![", "links": "[a](", "emphasis": "**a _b ", "quotations": "> > > a ", "escapes": "\\", "html": "<a b ",
    "if then": "R1 if then then then ", "when the": "R1 when the the the ", "digits": "1", "commas": "1,", "spaces": "a" + " " * 99, "tabs": "\t",
    "stories": "As a b, I want to so that ", "headings": "## a\n", "items": "- goal goal\n", "nested items": "  - a\n", "rows": "| a | b |\n",
    "fences": "```\na\n```\n", "criteria": "```gherkin\nScenario: a\n```\n", "curly quotes": "“", "ellipses": "… ", "owners": "Owner: * _ ",
    "underlines": "_", "ids": "R1 ", "shall": "- R1 the shall shall\n", "percents": "1 % ", "pronouns": "it ",
}  # fmt: skip


def everywhere(unit: str) -> str:
    """The unit in every section that is checked, LONGEST characters in all."""
    length = LONGEST // len(SECTIONS) - 40
    return "".join(f"## {name}\n\n{_repeated(unit, length)}\n\n" for name in SECTIONS)[:LONGEST]


def one_line(unit: str) -> str:
    """The unit as one endless requirement in the first section."""
    start = f"## {SECTIONS[0]}\n\n"
    return start + re.sub(r"\s", " ", _repeated(unit, LONGEST - len(start)))


SHAPES: tuple[Callable[[str], str], ...] = (everywhere, one_line)


def bench(root: Path) -> list[Measurement]:
    """For each document exercise, the text that takes longest to judge."""
    texts = {f"{name}, {shape.__name__}": shape(unit) for name, unit in UNITS.items() for shape in SHAPES}
    return [
        Measurement(f"{exercise.id}: {name}", seconds, "s", LIMIT)
        for notebook in sources(root)
        for exercise in read(notebook)
        if grading(exercise.kind) is DOCUMENT
        for seconds, name in [max((_seconds(exercise, text), name) for name, text in texts.items())]
    ]


def _seconds(exercise, text: str) -> float:
    expected = sheets.expectation(sheets.load(exercise.notebook.parent)[exercise.id])
    start = perf_counter()
    sheets.judge(exercise.kind, expected, text)
    return perf_counter() - start


def _repeated(unit: str, length: int) -> str:
    return (unit * (length // len(unit) + 1))[:length]
