"""Vega-Lite 5 specifications of charts, as plain dictionaries for JupyterLab's own renderer.

The values that people read are formatted in Python, so that the picture, its tooltips, the table and the static twin
agree. Days are drawn in UTC regardless of the reader's clock: their time zone is decided by the query.
"""

from __future__ import annotations

from course.views.chart_colours import GREY
from course.views.dashboard.layers import LAYERS
from course.views.dashboard.plot import Plot, place

MIME = "application/vnd.vegalite.v5+json"
METADATA = {MIME: {"embed_options": {"renderer": "svg", "actions": False}}}
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNgYAAAAAMAASsJTYQAAAAASUVORK5CYII="
"""A transparent PNG of one pixel, in base64."""
SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
CONFIG = {
    "font": "system-ui, sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelColor": GREY, "titleColor": GREY, "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal",
        "domainColor": GREY, "tickColor": GREY, "gridColor": GREY, "gridOpacity": 0.22, "labelLimit": 260,
    },
}  # fmt: skip


def spec(plot: Plot) -> dict:
    """The specification of a chart with its rows in it."""
    return {
        "$schema": SCHEMA,
        "description": plot.summary,
        "background": "transparent",
        "width": "container",
        "height": plot.height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "padding": {"left": 0, "top": 6, "right": 6, "bottom": 4},
        "data": {"values": [_datum(plot, row) for row in plot.rows]},
        "config": CONFIG,
        **LAYERS[plot.chart.kind](plot),
    }


def bundle(plot: Plot) -> dict:
    """The specification as an output of a notebook, with the summary for front ends that don't draw it.

    JupyterLab (4.6) adds a PNG if there is none, and redraws until it has one. For a chart that is not laid out yet, such
    as one in a cell out of sight, it gets an empty PNG and the page hangs for good. So there is one from the start.
    """
    data = {MIME: spec(plot), "text/plain": plot.summary, "image/png": PIXEL}
    return {"output_type": "display_data", "data": data, "metadata": METADATA}


def _datum(plot: Plot, row: dict) -> dict:
    chart, value = plot.chart, row[plot.chart.y]
    datum = {"x": row[chart.x], "y": value, "when": place(row[chart.x]), "shown": plot.label(value)}
    if chart.kind == "histogram":
        datum |= {"end": row[chart.x] + plot.step, "when": f"{row[chart.x]:,} to below {row[chart.x] + plot.step:,}"}
    if chart.kind == "funnel":
        datum["shown"] = plot.share(row)
    if chart.kind == "spans":
        datum |= {"end": row[chart.end], "shown": plot.row_label(row)}
    if chart.kind == "heat":
        datum |= {"fill": plot.fill(value), "ink": plot.ink(value)}
    if chart.series:
        datum["series"] = row[chart.series]
    if chart.of:
        datum["cases"] = row[chart.of]
    if chart.second:
        datum["second"] = row[chart.second]
    return datum
