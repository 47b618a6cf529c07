"""Vega-Lite 5 specifications of charts, as plain dictionaries for JupyterLab's own renderer.

The values that people read are made in Python, so that the picture, its tooltips, the table and the static twin agree.
Days are drawn in UTC whatever the reader's clock says: their time zone is a matter of the query.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime

from course.views.chart_colours import CATEGORIES, GREY
from course.views.dashboard.plot import LABEL_GAP, Plot, place, spread

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
    layers = {
        "line": _line,
        "heat": _heat,
        "bars": _bars,
        "funnel": _bars,
        "columns": _columns,
        "histogram": _histogram,
    }
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
        **layers[plot.chart.kind](plot),
    }


def bundle(plot: Plot) -> dict:
    """The specification as an output of a notebook, with the summary for front ends that don't draw it.

    JupyterLab (4.6) adds a PNG where there is none, and draws again until it has one. Of a chart that is not laid out
    yet, as in a cell out of sight, it gets an empty one: the page hangs for good. So there is one from the start.
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
    if chart.kind == "heat":
        datum |= {"fill": plot.fill(value), "ink": plot.ink(value)}
    if chart.series:
        datum["series"] = row[chart.series]
    if chart.of:
        datum["cases"] = row[chart.of]
    if chart.second:
        datum["second"] = row[chart.second]
    return datum


def _tooltip(plot: Plot) -> list[dict]:
    chart = plot.chart
    shown = [{"field": "when", "title": plot.x_title or "Place"}]
    shown += [{"field": "series", "title": chart.series.replace("_", " ").capitalize()}] if chart.series else []
    shown += [{"field": "shown", "title": chart.y_title}]
    shown += [{"field": "cases", "title": chart.of.replace("_", " ").capitalize(), "format": ",d"}] if chart.of else []
    return [{**each, "type": "quantitative" if "format" in each else "nominal"} for each in shown]


def _y_axis(plot: Plot, field: str = "y") -> dict:
    ticks = plot.ticks
    return {
        "field": field,
        "type": "quantitative",
        "scale": {"domain": [ticks[0], ticks[-1]], "zero": False, "nice": False},
        "axis": {"title": None, "values": ticks, "domain": False, "ticks": False, "labelPadding": 8, "format": ",~f"},
    }


def _colour(plot: Plot) -> dict:
    """One colour, or one for each series; the names stand at the marks or in a legend of their own."""
    if not plot.names:
        return {"value": plot.colour(None)}
    scale = {"domain": plot.names, "range": [plot.colour(name) for name in plot.names]}
    return {"field": "series", "type": "nominal", "scale": scale, "legend": None}


def _line(plot: Plot) -> dict:
    x_axis = {"title": plot.x_title, "grid": False, "tickCount": 8, "labelPadding": 4, "labelFlush": False}
    if plot.is_dated and plot.step_days == 7:
        x_axis["values"] = [_milliseconds(day) for day in plot.xs[:: math.ceil(len(plot.xs) / 8)]]
    if plot.is_dated:
        x = {"field": "x", "type": "temporal", "scale": {"type": "utc"}, "axis": {**x_axis, "format": "%-d %b"}}
    else:
        x = {"field": "x", "type": "quantitative", "scale": {"zero": False, "nice": False}, "axis": x_axis}
    hover = {"name": "hover", "select": {"type": "point", "on": "mouseover", "clear": "mouseout", "nearest": True}}
    shown = {"condition": {"param": "hover", "empty": False, "value": 1}, "value": 0}
    layers = [
        {"mark": {"type": "line", "strokeWidth": 2, "description": plot.summary}},
        {
            "mark": {"type": "point", "filled": True, "size": 60},
            "params": [hover],
            "encoding": {"opacity": shown, "tooltip": _tooltip(plot)},
        },
    ]
    layers += _second(plot) if plot.chart.second else [*_end_names(plot), *_brush(plot)]
    resolve = {"resolve": {"scale": {"y": "independent"}}} if plot.chart.second else {}
    main = {"encoding": {"x": x, "y": _y_axis(plot), "color": _colour(plot)}, "layer": layers}
    if plot.chart.second:
        first = {"layer": layers[:2], "encoding": {"y": _y_axis(plot), "color": _colour(plot)}}
        return {"encoding": {"x": x}, "layer": [first, *layers[2:]], **resolve}
    return {**main, "layer": [*layers, *_marks(plot, x)]}


def _milliseconds(day: str) -> int:
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp() * 1000)


def _second(plot: Plot) -> list[dict]:
    """A line against an axis of its own, at the right."""
    colour = CATEGORIES[1]
    axis = {
        "title": plot.chart.second_title,
        "titleColor": colour,
        "labelColor": colour,
        "grid": False,
        "orient": "right",
    }
    y = {"field": "second", "type": "quantitative", "scale": {"zero": False}, "axis": axis}
    return [{"mark": {"type": "line", "strokeWidth": 2, "strokeDash": [6, 3], "color": colour}, "encoding": {"y": y}}]


def _end_names(plot: Plot) -> list[dict]:
    """The name of each series at the end of its line, pushed apart where lines end close together."""
    if not plot.names:
        return []
    ends = {name: [row for row in plot.rows if row[plot.chart.series] == name][-1] for name in plot.names}
    values = [ends[name][plot.chart.y] for name in plot.names]
    scale = plot.height / (plot.ticks[-1] - plot.ticks[0])
    places = spread([(plot.ticks[-1] - value) * scale for value in values], LABEL_GAP, plot.height)
    data = [
        {"x": max(plot.xs), "y": plot.ticks[-1] - at / scale, "series": name}
        for name, at in zip(plot.names, places, strict=True)
    ]
    mark = {"type": "text", "align": "left", "dx": 8, "fontSize": 12, "fontWeight": 600, "clip": False}
    return [{"data": {"values": data}, "mark": mark, "encoding": {"text": {"field": "series"}}}]


def _brush(plot: Plot) -> list[dict]:
    """Drag over days: their average stands above, each day weighted by its cases."""
    if plot.names or not plot.is_dated:
        return []
    weight = "datum.cases" if plot.chart.of else "1"
    brush = {"name": "brush", "select": {"type": "interval", "encodings": ["x"]}}
    days = "utcFormat(datum.first, '%-d %b') + ' – ' + utcFormat(datum.last, '%-d %b') + ': '"
    text = f"{days} + format(datum.mean, ',.{plot.chart.decimals}f')"
    unit = f" + ' {plot.chart.unit}'" if plot.chart.unit in ("%", "€") else ""
    average = {
        "transform": [
            {"filter": {"param": "brush", "empty": False}},
            {"calculate": f"datum.y * {weight}", "as": "weighted"},
            {"calculate": weight, "as": "weight"},
            {"calculate": "toDate(datum.x)", "as": "moment"},
            {"aggregate": [
                {"op": "sum", "field": "weighted", "as": "sum"}, {"op": "sum", "field": "weight", "as": "all"},
                {"op": "min", "field": "moment", "as": "first"}, {"op": "max", "field": "moment", "as": "last"},
            ]},
            {"filter": "datum.all > 0"},
            {"calculate": "datum.sum / datum.all", "as": "mean"},
            {"calculate": f"{text}{unit} + ' on average'", "as": "said"},
        ],
        "mark": {"type": "text", "align": "right", "baseline": "top", "fontSize": 12, "fontWeight": 600, "color": GREY},
        "encoding": {
            "x": {"value": "width"}, "y": {"value": 2}, "text": {"field": "said"}, "color": {"value": GREY},
        },
    }  # fmt: skip
    return [{"mark": {"type": "rule", "opacity": 0}, "params": [brush]}, average]


def _marks(plot: Plot, x: dict) -> list[dict]:
    """Notes at places on the x axis."""
    if not plot.chart.marks:
        return []
    values = [{"x": at if plot.is_dated else float(at), "note": note} for at, note in plot.chart.marks]
    shared = {"data": {"values": values}}
    return [
        {**shared, "mark": {"type": "rule", "color": GREY, "strokeDash": [4, 3]},
         "encoding": {"x": x, "y": {"value": 0}, "y2": {"value": plot.height}, "color": {"value": GREY}}},
        {**shared, "mark": {"type": "text", "align": "left", "dx": 4, "baseline": "top", "fontSize": 12},
         "encoding": {"x": x, "y": {"value": 0}, "text": {"field": "note"}, "color": {"value": GREY}}},
    ]  # fmt: skip


def _bars(plot: Plot) -> dict:
    """Lying bars: the names above them, the values at their ends, the zero line where some are negative."""
    ticks = plot.ticks
    x = {
        "field": "y", "type": "quantitative", "axis": None,
        "scale": {"domain": [ticks[0], ticks[-1]], "zero": False, "nice": False},
    }  # fmt: skip
    y = {"field": "x", "type": "nominal", "sort": None, "scale": {"paddingInner": 0, "paddingOuter": 0}, "axis": None}
    bar = {
        "mark": {"type": "bar", "height": 14, "yOffset": 9},
        "encoding": {"tooltip": _tooltip(plot), "color": _colour(plot)},
    }
    name = _text("x", x={"value": 0})
    value = _text("shown", x={"value": "width"}, align="right", weight=600)
    edges = {"x": x, "y": {"value": 0}, "y2": {"value": plot.height}}
    zero = {"mark": {"type": "rule", "color": GREY}, "data": {"values": [{"y": 0}]}, "encoding": edges}
    layers = [{"encoding": {"x": x, "y": y}, "layer": [bar]}, {"encoding": {"y": y}, "layer": [name, value]}]
    return {"layer": [*layers, zero] if ticks[0] < 0 else layers}


def _text(field: str, x: dict, align: str = "left", weight: int = 400) -> dict:
    mark = {"type": "text", "align": align, "yOffset": -9, "fontSize": 12, "fontWeight": weight, "color": GREY}
    return {"mark": mark, "encoding": {"x": x, "text": {"field": field}}}


def _columns(plot: Plot) -> dict:
    axis = {
        "title": plot.x_title,
        "labelAngle": 0,
        "ticks": False,
        "domain": True,
        "labelPadding": 6,
        "labelOverlap": True,
    }
    x = {
        "field": "x",
        "type": "nominal",
        "sort": None,
        "axis": axis,
        "scale": {"paddingInner": 1 - plot.filled, "paddingOuter": (1 - plot.filled) / 2},
    }
    offset = {"xOffset": {"field": "series", "sort": None}} if plot.names else {}
    text = {"type": "text", "dy": -8, "fontSize": 12, "fontWeight": 600}
    bar = {"tooltip": _tooltip(plot), "color": _colour(plot), "y2": {"datum": plot.foot}}
    layers = [{"mark": "bar", "encoding": bar}]
    if len(plot.rows) <= 8:
        layers.append({"mark": {**text, "color": GREY}, "encoding": {"text": {"field": "shown"}}})
    return {"encoding": {"x": x, "y": _y_axis(plot), **offset}, "layer": layers}


def _histogram(plot: Plot) -> dict:
    axis = {"title": plot.x_title, "grid": False, "tickCount": 8, "labelFlush": False}
    low, high = (plot.xs[0], plot.xs[-1] + plot.step) if plot.xs else (0, 1)
    scale = {"domain": [min(low, high), high], "nice": False, "zero": False}
    x = {"field": "x", "type": "quantitative", "axis": axis, "scale": scale}
    bar = {"type": "bar", "binSpacing": 1}
    encoding = {
        "x": x,
        "x2": {"field": "end"},
        "y": _y_axis(plot),
        "y2": {"datum": plot.foot},
        "tooltip": _tooltip(plot),
        "color": _colour(plot),
    }
    return {"layer": [{"mark": bar, "encoding": encoding}, *_marks(plot, x)]}


def _heat(plot: Plot) -> dict:
    x = {"field": "x", "type": "nominal", "sort": None, "axis": {
        "title": plot.x_title, "labelAngle": 0, "ticks": False, "domain": False, "orient": "top"}}  # fmt: skip
    y = {
        "field": "series",
        "type": "nominal",
        "sort": None,
        "axis": {"title": None, "ticks": False, "domain": False, "labelPadding": 6},
    }
    cell = {"type": "rect", "stroke": "transparent", "strokeWidth": 2, "cornerRadius": 2}
    fill = {"field": "fill", "type": "nominal", "scale": None}
    text = {"field": "ink", "type": "nominal", "scale": None}
    return {
        "encoding": {"x": x, "y": y},
        "layer": [
            {"mark": cell, "encoding": {"color": fill, "tooltip": _tooltip(plot)}},
            {"mark": {"type": "text", "fontSize": 12}, "encoding": {"text": {"field": "shown"}, "color": text}},
        ],
    }
