"""Measures how fast a function is run and checked: from the call to the verdict, in a process that is warm."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from time import perf_counter

import psutil

from course import sheet as sheets
from course.authoring.read import SourceExercise, read, sources
from course.bench.measurement import Measurement, spread
from course.grade.python import run as runner
from course.grade.python.answer import PythonAnswer
from course.grade.python.expectation import PythonExpectation, record
from course.grade.python.kind import KIND
from course.grade.python.program import digest
from course.verdict import Verdict

ROUNDS = 5
CHECK_SECONDS, RUN_SECONDS, FIRST_SECONDS = 1.5, 1.0, 6.0
MOST_MEMORY = 400  # MB: pandas, DuckDB, and the frames that are kept


@dataclass(frozen=True)
class Exercise:
    """An exercise in Python as a learner's machine knows it, and its key."""

    source: SourceExercise

    @cached_property
    def expected(self) -> PythonExpectation:
        return sheets.expectation(sheets.load(self.source.notebook.parent)[self.source.id])

    @property
    def cells(self) -> tuple[str, ...]:
        key = self.source.key
        return key.reference, *key.accept, *(str(mistake.answer) for mistake in key.mistakes)

    def run(self, cell: str) -> object:
        """What the Run button does."""
        expected = self.expected
        practice = [runner.data_set(expected.inputs, 0, 0)]
        return runner.run(cell, expected.function, expected.inputs, practice, expected.focus)

    def check(self, cell: str) -> Verdict:
        """What the Check button does: the function on all data sets, and the verdict."""
        answer = PythonAnswer.of(cell, record(self.expected, cell, digest(cell)))
        return sheets.judge(KIND.name, self.expected, answer.to_json())


def bench(root: Path) -> list[Measurement]:
    """All references, alternatives and known mistakes of the course, each several times."""
    exercises = list(map(Exercise, _sources(root)))
    answers = [(exercise, cell) for exercise in exercises for cell in exercise.cells]
    first = [_time_of(partial(_with_new_process, exercise)) for exercise in exercises]
    runs = _seconds([partial(exercise.run, cell) for exercise, cell in answers])
    checks = _seconds([partial(exercise.check, cell) for exercise, cell in answers])
    memory = psutil.Process(runner.process_id()).memory_info().rss / 1e6
    runner.stop()
    return [
        *spread("run a function on practice data", runs, RUN_SECONDS),
        *spread("check a function on all data", checks, CHECK_SECONDS),
        Measurement("first check of a kernel", max(first), "s", FIRST_SECONDS),
        Measurement("memory of the process that runs functions", memory, "MB", MOST_MEMORY),
    ]


def _sources(root: Path) -> Iterator[SourceExercise]:
    exercises = (exercise for notebook in sources(root) for exercise in read(notebook))
    return (exercise for exercise in exercises if exercise.kind == KIND.name)


def _with_new_process(exercise: Exercise) -> None:
    runner.stop()
    exercise.check(exercise.cells[0])


def _seconds(acts: list[Callable[[], object]]) -> list[float]:
    """The time of each try; the first try of each answer is a warm-up and does not count."""
    return [seconds for act in acts for seconds in [_time_of(act) for _ in range(ROUNDS + 1)][1:]]


def _time_of(act: Callable[[], object]) -> float:
    start = perf_counter()
    act()
    return perf_counter() - start
