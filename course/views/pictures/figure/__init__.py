"""A figure of the board pack above the control of its field: ``"view": "figure", "shows": {"number": 3}``."""

from __future__ import annotations

from html import escape

from course.dashboards.pack import PACK, Figure
from course.views.dashboard.parts import static_chart
from course.views.dashboard.plot import Plot
from course.views.dashboard.reading import ask
from course.views.form.field import OPEN
from course.views.grid import count_line, grid


def data(settings: dict) -> dict:
    """What the browser puts above the control."""
    return {"html": _figure_html(PACK[settings["shows"]["number"] - 1])}


def html(settings: dict, answer: object) -> str:
    """The answer; the figure itself is in the task."""
    return escape(str(answer)) if answer else OPEN


def _figure_html(figure: Figure) -> str:
    chart = static_chart(Plot(figure.chart, ask(figure.chart.sql)), figure.chart.sql)
    return f"{chart}{_further(figure.further_sql)}" if figure.further_sql else chart


def _further(sql: str) -> str:
    """The table that a reader can ask for."""
    result = ask(sql)
    rows = grid(result.columns, result.types, result.rows, count_line(len(result.rows)))
    return f'<details class="course-further"><summary>Ask for further data</summary>{rows}</details>'
