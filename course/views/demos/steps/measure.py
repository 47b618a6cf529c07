"""Measures each step of a query: how many rows go in, how many come out, which columns, the first rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from course.grade.query.results import Result
from course.views.demos.steps.split import FINAL, Step

Run = Callable[[str], Result]
HEAD_ROWS = 5


@dataclass(frozen=True)
class MeasuredStep:
    """A step with its first rows, its row count, and the row counts of everything that it reads."""

    step: Step
    rows: int
    head: Result
    sources: tuple[tuple[str, int], ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return self.head.columns


def measure_steps(steps: Sequence[Step], run: Run) -> tuple[MeasuredStep, ...]:
    """Every step, measured. Raises what ``run`` raises."""
    counts: dict[str, int] = {}
    measured_steps = []
    for step in steps:
        for name in step.reads:
            if name not in counts:
                counts[name] = _count(f'SELECT * FROM "{name}"', run)
        counts[step.name] = _count(step.query, run)
        sources = tuple((name, counts[name]) for name in step.reads)
        measured_steps.append(MeasuredStep(step, counts[step.name], _head(step, run), sources))
    return tuple(measured_steps)


def _count(query: str, run: Run) -> int:
    return run(f"SELECT count(*) FROM ({query.rstrip().rstrip(';')}\n)").rows[0][0]


def _head(step: Step, run: Run) -> Result:
    """The first rows: of the answer in its own order, of a step sorted by its columns, so that they never change."""
    if step.name == FINAL:
        return run(f"SELECT * FROM ({step.query.rstrip().rstrip(';')}\n) LIMIT {HEAD_ROWS}")
    return run(f"{step.query}\nORDER BY ALL LIMIT {HEAD_ROWS}")
