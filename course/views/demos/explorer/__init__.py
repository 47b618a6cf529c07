"""The schema explorer: what the tables hold, how they are connected, and what their rows look like."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from IPython.display import HTML, display

if TYPE_CHECKING:
    from course.case.schema import Table
    from course.grade.query.results import Result


class Schema:
    """What ``course.schema()`` gives a notebook: the explorer, and its static twin as an output of its own."""

    def _ipython_display_(self) -> None:
        from course.case.database import practice_database
        from course.case.tables import TABLES
        from course.views.demos.explorer.details import twin
        from course.views.demos.explorer.widget import Explorer
        from course.views.frame import problem_html
        from course.views.live import display_live
        from course.views.twin import style

        try:
            counts, samples = read(practice_database(), TABLES)
        except Exception as error:  # whatever is wrong with the data, the learner reads a sentence
            display(HTML(style() + problem_html(error)))
            return
        display_live(Explorer(TABLES, counts, samples).widget)
        display(HTML(twin(TABLES, counts, samples)))


def read(database: Path, tables: Sequence[Table]) -> tuple[dict[str, int], dict[str, Result]]:
    """The number of rows of each table of a database file, and its first rows by key."""
    from course.grade.query.sandbox import run
    from course.views.demos.explorer.details import counts_sql, sample_sql

    counts = dict(run(database, counts_sql(tables)).rows)
    return counts, {table.name: run(database, sample_sql(table)) for table in tables}
