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
from course.bench.measurement import Measurement, spread
from course.grade.kind import kind as grading
from course.grade.query.expectation import QueryExpectation
from course.verdict import Verdict
from course.views.kind import BODIES

ROUNDS = 5
# Kinds of findings that say how a result differs and know no reason for it.
UNNAMED = frozenset({"rows", "row-count", "hidden"})
MOST_PASSES = 1.5


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
    unnamed = list(_unnamed_verdicts(root))
    right = [answer for answer in answers if answer.is_right]
    return [
        *spread("run a query", _seconds(answer.run for answer in answers), 0.15),
        *spread("check on practice data", _seconds(answer.check_on_practice for answer in answers), 0.15),
        *spread("check a right answer on all data", _seconds(answer.check for answer in right), 0.5),
        *spread("a verdict without a name, in passes", unnamed, MOST_PASSES, "×"),
        *spread("from key press to painted verdict", key_to_verdict(root), 1.0),
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
                    check_on_practice=partial(sheets.judge, kind, _on_practice_data(expected), text),
                    check=partial(sheets.judge, kind, expected, text),
                )


def _on_practice_data(expected: QueryExpectation) -> QueryExpectation:
    mistakes = tuple(replace(mistake, loose=mistake.loose[:1]) for mistake in expected.mistakes)
    return replace(expected, hidden=(), mistakes=mistakes)


def _unnamed_verdicts(root: Path) -> Iterator[float]:
    """How many times longer than a pass a verdict takes that finds no reason: on known mistakes, as if nobody knew them."""
    for exercise in (exercise for notebook in sources(root) for exercise in read(notebook)):
        key, kind = exercise.key, exercise.kind
        if not grading(kind).is_query:
            continue
        expected = sheets.expectation(sheets.load(exercise.notebook.parent)[exercise.id])
        judge = partial(sheets.judge, kind, replace(expected, mistakes=()))
        wrong = [str(mistake.answer) for mistake in key.mistakes]
        nameless = [text for text in wrong if judge(text).findings[0].kind in UNNAMED]
        yield from (_ratio(partial(judge, text), partial(judge, key.reference)) for text in nameless)


def _ratio(act: Callable[[], object], other: Callable[[], object]) -> float:
    """How many times longer one act takes than another: in turn, so that a busy machine slows both."""
    pairs = [(_time_of(act), _time_of(other)) for _ in range(ROUNDS)]
    return statistics.median(first for first, _ in pairs) / statistics.median(second for _, second in pairs)


def _seconds(acts: Iterable[Callable[[], object]]) -> list[float]:
    """The time of each try; the first try of each answer is a warm-up and does not count."""
    return [seconds for act in acts for seconds in [_time_of(act) for _ in range(ROUNDS + 1)][1:]]


def _time_of(act: Callable[[], object]) -> float:
    start = perf_counter()
    act()
    return perf_counter() - start
