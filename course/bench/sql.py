"""Measures how fast queries are run and checked: from the call to the verdict, and from a key press to its picture."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from time import perf_counter

from course import sheet as sheets
from course.authoring.read import read, sources
from course.bench.in_browser import key_to_verdict
from course.bench.measurement import Measurement
from course.grade.kind import kind as grading
from course.verdict import Verdict
from course.views.kind import BODIES

ROUNDS = 5


@dataclass(frozen=True)
class Answer:
    """An answer to one of the course's query exercises, with three ways to treat it."""

    is_right: bool
    run: Callable[[], object]
    check_on_practice: Callable[[], Verdict]
    check: Callable[[], Verdict]


def bench(root: Path) -> list[Measurement]:
    """All references, alternatives and known mistakes of the course, each several times, with a warm worker.

    Most wrong answers take the check on practice data alone, right ones the whole check.
    """
    answers = list(_answers(root))
    right = [answer for answer in answers if answer.is_right]
    return [
        *_spread("run a query", _seconds(answer.run for answer in answers), 0.15),
        *_spread("check on practice data", _seconds(answer.check_on_practice for answer in answers), 0.15),
        *_spread("check a right answer on all data", _seconds(answer.check for answer in right), 0.5),
        *_spread("from key press to painted verdict", key_to_verdict(root), 1.0),
    ]


def _answers(root: Path) -> Iterator[Answer]:
    for exercise in (exercise for notebook in sources(root) for exercise in read(notebook)):
        key, kind = exercise.key, exercise.kind
        if grading(kind).is_query:
            expected = sheets.expectation(sheets.load(exercise.notebook.parent)[exercise.id])
            for text in (key.reference, *key.accept, *(str(mistake.answer) for mistake in key.mistakes)):
                yield Answer(
                    is_right=text in (key.reference, *key.accept),
                    run=partial(BODIES[kind].BODY.result, text),
                    check_on_practice=partial(sheets.judge, kind, replace(expected, hidden=()), text),
                    check=partial(sheets.judge, kind, expected, text),
                )


def _seconds(acts: Iterable[Callable[[], object]]) -> list[float]:
    """The time of each try; the first try of each answer is a warm-up and does not count."""
    return [seconds for act in acts for seconds in [_time_of(act) for _ in range(ROUNDS + 1)][1:]]


def _time_of(act: Callable[[], object]) -> float:
    start = perf_counter()
    act()
    return perf_counter() - start


def _spread(name: str, seconds: list[float], limit: float) -> list[Measurement]:
    """The median and the 95th percentile; empty without measurements."""
    if not seconds:
        return []
    return [
        Measurement(f"{name}, median", statistics.median(seconds), "s", limit),
        Measurement(f"{name}, 95th percentile", statistics.quantiles(seconds, n=100)[94], "s", limit),
    ]
