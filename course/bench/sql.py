"""Measures how fast queries are run and checked: from the call to the verdict, and from a key press to its picture.

A verdict without a name is measured in cold passes: the reference on each data set of its
exercise, each opened for it. That is what a pass was before data sets stayed open, and a piece of work that no change
to the judge makes longer or shorter; a pass itself has become ten times as fast, and what is tried to find a cause
(a dozen changed queries) has not. What a learner waits for has an absolute bound beside it.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from time import perf_counter

import duckdb
import psutil

from course import sheet as sheets
from course.authoring.read import SourceExercise, read, sources
from course.bench.in_browser import key_to_verdict
from course.bench.measurement import Measurement, spread
from course.grade import data
from course.grade.kind import kind as grading
from course.grade.query import sandbox, worker
from course.grade.query.expectation import QueryExpectation
from course.verdict import Verdict

ROUNDS = 5
# Kinds of findings that say how a result differs and know no reason for it.
UNNAMED = frozenset({"rows", "row-count", "hidden"})
MOST_PASSES, MOST_PASSES_EVER = 1.5, 3.0
MOST_MEMORY = 250  # MB: 16 small data sets, and what queries took and was not given back


@dataclass(frozen=True)
class Exercise:
    """A query exercise as a learner's machine knows it, and its key."""

    source: SourceExercise

    @cached_property
    def expected(self) -> QueryExpectation:
        return sheets.expectation(sheets.load(self.source.notebook.parent)[self.source.id])

    @property
    def right(self) -> tuple[str, ...]:
        return self.source.key.reference, *self.source.key.accept

    @property
    def wrong(self) -> tuple[str, ...]:
        return tuple(str(mistake.answer) for mistake in self.source.key.mistakes)

    def run(self, text: str) -> object:
        return grading(self.source.kind).result(text)

    def check(self, text: str) -> Verdict:
        return sheets.judge(self.source.kind, self.expected, text)

    def check_on_practice(self, text: str) -> Verdict:
        mistakes = tuple(replace(mistake, loose=mistake.loose[:1]) for mistake in self.expected.mistakes)
        return sheets.judge(self.source.kind, replace(self.expected, hidden=(), mistakes=mistakes), text)

    def check_unknown(self, text: str) -> Verdict:
        """As if nobody knew any mistake."""
        return sheets.judge(self.source.kind, replace(self.expected, mistakes=()), text)

    def pass_on_data_opened_anew(self) -> None:
        """The reference on each data set, in this process, with each opened and locked for it."""
        sql = getattr(self.source.key, "sql", "") or self.source.key.reference
        for seed in (0, *(hidden.seed for hidden in self.expected.hidden)):
            path = str(data.database(seed, self.expected.focus))
            with duckdb.connect(path, read_only=True, config=worker.OPENING) as connection:
                for statement in worker.LOCKING:
                    connection.execute(statement)
                worker.run(connection, sql)


def bench(root: Path) -> list[Measurement]:
    """All references, alternatives and known mistakes of the course, each several times, with a warm worker."""
    exercises = [exercise for exercise in map(Exercise, _sources(root)) if grading(exercise.source.kind).is_query]
    answers = [(exercise, text) for exercise in exercises for text in (*exercise.right, *exercise.wrong)]
    right = [(exercise, text) for exercise in exercises for text in exercise.right]
    unnamed = [
        (exercise, text)
        for exercise in exercises
        for text in exercise.wrong
        if exercise.check_unknown(text).findings[0].kind in UNNAMED
    ]
    beyond = [_in_turn(partial(one.check, text), partial(one.run, text)) for one, text in answers]
    nameless = [
        _in_turn(partial(one.check_unknown, text), partial(one.run, text), one.pass_on_data_opened_anew)
        for one, text in unnamed
    ]
    passes = [verdict / opened_anew for verdict, _, opened_anew in nameless]
    over = [verdict - query for verdict, query, *_ in (*beyond, *nameless)]
    return [
        *spread("run a query", _seconds(partial(exercise.run, text) for exercise, text in answers), 0.15),
        *spread(
            "check on practice data", _seconds(partial(one.check_on_practice, text) for one, text in answers), 0.15
        ),
        *_quick("check a right answer on all data", _seconds(partial(one.check, text) for one, text in right), 0.04),
        *_quick("a verdict beyond its query's own time", over, 0.08),
        *spread("a verdict without a name, in cold passes", passes, MOST_PASSES, "×"),
        Measurement("the longest of them", max(passes), "×", MOST_PASSES_EVER),
        Measurement("memory of the process that runs queries", _memory(), "MB", MOST_MEMORY),
        Measurement("first check of a kernel", _first_check(*right[0]), "s", 2.0),
        *spread("from key press to painted verdict", key_to_verdict(root), 1.0),
    ]


def _sources(root: Path) -> Iterator[SourceExercise]:
    return (exercise for notebook in sources(root) for exercise in read(notebook))


def _quick(name: str, seconds: list[float], median: float) -> list[Measurement]:
    """The median with a bound of its own; 150 ms for nineteen of twenty."""
    middle, most = spread(name, seconds, 0.15)
    return [replace(middle, limit=median), most]


def _memory() -> float:
    """What the worker holds after all this, in MB."""
    return psutil.Process(sandbox.process_id()).memory_info().rss / 1e6


def _first_check(exercise: Exercise, text: str) -> float:
    """With data sets that are made, in a process that is not started."""
    sandbox.stop()
    return _time_of(partial(exercise.check, text))


def _in_turn(*acts: Callable[[], object]) -> list[float]:
    """The median time of each act: in turn, so that a busy machine slows all of them."""
    rounds = [[_time_of(act) for act in acts] for _ in range(ROUNDS)]
    return [statistics.median(times) for times in zip(*rounds, strict=True)]


def _seconds(acts: Iterable[Callable[[], object]]) -> list[float]:
    """The time of each try; the first try of each answer is a warm-up and does not count."""
    return [seconds for act in acts for seconds in [_time_of(act) for _ in range(ROUNDS + 1)][1:]]


def _time_of(act: Callable[[], object]) -> float:
    start = perf_counter()
    act()
    return perf_counter() - start
