"""The step viewer: a query with WITH steps, walked through one step at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from IPython.display import HTML, display

if TYPE_CHECKING:
    from course.grade.query.results import Result

Run = Callable[[str], "Result"]


class StepDemo:
    """What ``course.steps(sql)`` gives a notebook: the viewer, and all steps as a static output of its own."""

    def __init__(self, sql: str):
        self.sql = sql

    def _ipython_display_(self) -> None:
        from course.views.demos.steps.measure import measured
        from course.views.demos.steps.picture import twin
        from course.views.demos.steps.split import split
        from course.views.demos.steps.widget import StepViewer
        from course.views.frame import problem_html
        from course.views.live import display_live
        from course.views.twin import style

        try:
            steps = measured(split(self.sql), ask)
        except Exception as error:  # whatever is wrong with the query, the reader gets a sentence
            display(HTML(style() + problem_html(_reason(self.sql, error))))
            return
        display_live(StepViewer(steps).widget)
        display(HTML(twin(steps)))


def ask(sql: str) -> Result:
    """The result of a query on the practice data. Raises what the sandbox raises."""
    from course.case.database import practice_database
    from course.grade.query.sandbox import run

    return run(practice_database(), sql)


def _reason(sql: str, error: Exception) -> object:
    from course.grade.query.explain import explain
    from course.grade.query.sandbox import QueryError

    return explain(sql, error).text if isinstance(error, QueryError) else error
