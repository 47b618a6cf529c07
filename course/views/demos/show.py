"""Shows the result of a query in a lesson, as a table that stays readable without a kernel."""

from __future__ import annotations

from IPython.display import HTML, display

from course.views.grid import count_line, grid
from course.views.twin import style


def show_query(sql: str) -> None:
    """Run a query on the practice data and show its first rows, or in plain words why there are none."""
    from course.case.database import practice_database
    from course.grade.query.explain import explain
    from course.grade.query.sandbox import QueryError, run
    from course.views.frame import did_not_run_html

    try:
        result = run(practice_database(), sql)
    except QueryError as error:
        display(HTML(style() + did_not_run_html(explain(sql, error))))
        return
    footer = count_line(result.row_count)
    display(HTML(style() + grid(result.columns, result.types, result.rows, footer)))
