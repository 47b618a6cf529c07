"""The step viewer: a query with WITH steps, walked through one step at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from course.grade.query.explain import explain
from course.grade.query.results import Result
from course.grade.query.sandbox import QueryError
from course.views.controls import Walk
from course.views.dashboard.reading import ask
from course.views.demo import Demo, Part, Row
from course.views.demos.steps import picture
from course.views.demos.steps.measure import measure_steps
from course.views.demos.steps.split import split


class Steps(Demo):
    """A query of several steps, to walk through one at a time: ``course.steps("WITH … SELECT …")``."""

    title = "The query, step by step"

    def __init__(self, sql: str, run: Callable[[str], Result] = ask):
        self.sql, self.run = sql, run

    def make_controls(self) -> Sequence[Row]:
        try:
            self.steps = measure_steps(split(self.sql), self.run)
        except QueryError as error:
            raise ValueError(explain(self.sql, error).text) from error
        self.walk = Walk([step.step.name for step in self.steps])
        return [[self.walk]]

    def picture(self) -> Sequence[Part]:
        position = self.walk.value
        return [
            picture.rail(self.steps, position),
            picture.title(self.steps, position) + picture.body(self.steps, position),
        ]

    def sentence(self) -> str:
        return picture.sentence(self.steps, self.walk.value)

    def still(self) -> Sequence[Part]:
        positions = range(len(self.steps))
        return [
            f"<section>{picture.title(self.steps, position)}{picture.body(self.steps, position)}</section>"
            for position in positions
        ]


DEMO = Steps
