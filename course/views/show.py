"""Shows the result of a query in a lesson, as a table that can be read without a kernel."""

from __future__ import annotations

from IPython.display import HTML, display

from course.grade.query.explain import explain
from course.grade.query.sandbox import QueryError
from course.views.dashboard.reading import ask
from course.views.frame import did_not_run_html
from course.views.grid import count_line, grid
from course.views.twin import style


def show_query(sql: str) -> None:
    """Run a query on the practice data and show its first rows, or say in plain words why there are none."""
    try:
        result = ask(sql)
        html = grid(result.columns, result.types, result.rows, count_line(result.row_count))
    except QueryError as error:
        html = did_not_run_html(explain(sql, error))
    display(HTML(style() + html))
