"""A line whose points are marked: ``shows`` describes its chart as in course.dashboards.describe. For marks.

The ids of the field's options are the places on the chart's x axis, such as the days "2025-11-01" to "2025-11-30".
"""

from __future__ import annotations

from html import escape

from course.dashboards.describe import Chart
from course.views.dashboard.parts import chart_foot, chart_head
from course.views.dashboard.picture import WIDTH, height, picture, places
from course.views.dashboard.plot import Plot, place
from course.views.dashboard.reading import ask
from course.views.form.field import OPEN
from course.views.stills import stills


def data(settings: dict) -> dict:
    """The chart as SVG, and each of its points: its position, as a percentage of the picture, and its label."""
    plot = _plot(settings)
    points = [
        {
            "id": str(row[plot.chart.x]),
            "says": f"{place(row[plot.chart.x])}: {plot.label(row[plot.chart.y])}",
            "left": round(100 * x / WIDTH, 2),
            "top": round(100 * y / height(plot), 2),
        }
        for row, (x, y) in zip(plot.rows, places(plot), strict=True)
    ]
    return {
        "head": chart_head(plot),
        "svg": picture(plot),
        "foot": chart_foot(plot, plot.chart.sql),
        "points": points,
        "labels": dict(settings["options"]),
    }


def html(settings: dict, answer: object) -> str:
    """The chart with a ring around each marked point, and the marked points as a list."""
    marked_points = [(id, label) for id, label in settings["options"] if isinstance(answer, list) and id in answer]
    names = "".join(f"<li>{escape(label)}</li>" for _, label in marked_points)
    picture_html = stills(picture(_plot(settings), ringed=tuple(id for id, _ in marked_points)))
    return picture_html + (f"<ul>{names}</ul>" if marked_points else OPEN)


def _plot(settings: dict) -> Plot:
    chart = Chart(**settings["shows"])
    return Plot(chart, ask(chart.sql))
