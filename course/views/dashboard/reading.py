"""Reads what a dashboard shows from the case data: figures and plots for a description and the chosen filters."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from course.case.database import practice_database
from course.dashboards.describe import Chart, Dashboard
from course.dashboards.queries import figures, fill_labels, query
from course.grade.query.results import Result
from course.grade.query.sandbox import run
from course.views.dashboard.parts import Figure
from course.views.dashboard.plot import Plot

Run = Callable[[str], Result]


def ask(sql: str) -> Result:
    """The result of a query on the practice data. Raises what the sandbox raises."""
    return run(practice_database(), sql)


def read_figures(dashboard: Dashboard, choice: Mapping[str, str], run: Run = ask) -> list[Figure]:
    """The figures of all tiles."""
    scope_kpis = [kpi for kpi in dashboard.kpis if kpi.value]
    rows = run(figures(dashboard, choice)).rows if scope_kpis else ()
    parts = {part or week: values for part, week, *values in rows}
    tile_figures = []
    for kpi in dashboard.kpis:
        texts = fill_labels(_as_chart(kpi.unit, kpi.denominator), dashboard.filters, choice)
        if kpi.sql:
            ((now,),) = run(query(dashboard, kpi.sql, choice)).rows
            tile_figures.append(Figure(kpi, texts.unit, texts.denominator, now))
            continue
        values = {part: row[scope_kpis.index(kpi)] for part, row in parts.items()}
        weeks = tuple(value for part, value in values.items() if part not in ("now", "before") and value is not None)
        tile_figures.append(Figure(kpi, texts.unit, texts.denominator, values.get("now"), values.get("before"), weeks))
    return tile_figures


def read_chart(dashboard: Dashboard, chart: Chart, choice: Mapping[str, str], run: Run = ask) -> tuple[Plot, str]:
    """A chart with its rows, and the query that gave them."""
    sql = query(dashboard, chart.sql, choice)
    return Plot(fill_labels(chart, dashboard.filters, choice), run(sql)), sql


def _as_chart(unit: str, denominator: str) -> Chart:
    return Chart("bars", "", "", "", "", unit, "", denominator=denominator)
