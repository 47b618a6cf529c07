"""What of an exercise's open sheet tells its key, and whether a text says it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from course import sheet as sheets
from course.grade.document import DocumentExpectation
from course.grade.form import FormExpectation
from course.grade.python.expectation import PythonExpectation
from course.grade.query.expectation import QueryExpectation
from course.sheet import ExerciseSheet

NUMBER = re.compile(r"(?<![\w.])[-−]?\d[\d,]*(?:\.\d+)?")
FEWEST_DIGITS = 2  # of a number that tells something
SHORTEST = 4  # letters of a text that tells something


@dataclass(frozen=True)
class Telling:
    """What is right: numbers, each with how far from it still counts, and texts."""

    numbers: frozenset[tuple[float, float]] = frozenset()
    texts: frozenset[str] = frozenset()


def telling_of(entry: ExerciseSheet) -> Telling:
    """The numbers and the texts that are right in an exercise, as far as its sheet knows them."""
    leaves = list(_leaves(_right(sheets.expectation(entry))))
    numbers = frozenset((abs(leaf[0]), leaf[1]) for leaf in leaves if isinstance(leaf, tuple))
    texts = frozenset(leaf.lower() for leaf in leaves if isinstance(leaf, str) and len(leaf) >= SHORTEST)
    return Telling(numbers, texts)


def tells(text: str, telling: Telling, known: str = "") -> bool:
    """Whether a text says a number or a text that is right. What is ``known`` anyway, from the task, is no secret.

    >>> tells("It is 186, not 190.", Telling(frozenset({(186.2, 0.5)}))), tells("Two of 5.", Telling(frozenset({(5.0, 0.0)})))
    (True, False)
    """
    said = _numbers(text) - _numbers(known)
    lower, familiar = text.lower(), known.lower()
    is_said = any(abs(number - right) <= within for number in said for right, within in telling.numbers)
    return is_said or any(right in lower and right not in familiar for right in telling.texts)


def _numbers(text: str) -> set[float]:
    found = (number.replace(",", "").lstrip("-−") for number in NUMBER.findall(text))
    return {float(number) for number in found if len(number.replace(".", "").strip("0")) >= FEWEST_DIGITS}


def _right(expected: object) -> object:
    if isinstance(expected, FormExpectation):
        return [expected.right(field) for field in expected.fields if field.rule.is_judged]
    if isinstance(expected, QueryExpectation):
        return [list(expected.practice.rows), *([expected.focus] if expected.focus else [])]
    if isinstance(expected, PythonExpectation):
        return expected.practice
    if isinstance(expected, DocumentExpectation):
        return list(expected.truths)
    return None


def _leaves(value: object) -> Iterator[object]:
    """The texts in a value, and its numbers with how far from them still counts."""
    if isinstance(value, dict) and {"value", "within"} <= value.keys():
        yield float(value["value"]), float(value["within"])
    elif isinstance(value, bool):
        return
    elif isinstance(value, int | float):
        yield float(value), 0.0
    elif isinstance(value, dict):
        for part in value.values():
            yield from _leaves(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _leaves(part)
    else:
        yield value
