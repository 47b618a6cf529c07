"""The layers of each kind of chart in Vega-Lite: marks, axes, colours, notes and tooltips."""

from __future__ import annotations

import math
from datetime import UTC, datetime

from course.views.chart_colours import CATEGORIES, GREY
from course.views.dashboard.notes import LINE, notes
from course.views.dashboard.plot import LABEL_GAP, Plot, spread


def _tooltip(plot: Plot) -> list[dict]:
    chart = plot.chart
    fields = [{"field": "when", "title": plot.x_title or "Place"}]
    fields += [{"field": "series", "title": chart.series.replace("_", " ").capitalize()}] if chart.series else []
    fields += [{"field": "shown", "title": chart.y_title}]
    fields += [{"field": "cases", "title": chart.of.replace("_", " ").capitalize(), "format": ",d"}] if chart.of else []
    return [{**field, "type": "quantitative" if "format" in field else "nominal"} for field in fields]


def _y_axis(plot: Plot, field: str = "y") -> dict:
    ticks = plot.ticks
    return {
        "field": field,
        "type": "quantitative",
        "scale": {"domain": [ticks[0], ticks[-1]], "zero": False, "nice": False},
        "axis": {"title": None, "values": ticks, "domain": False, "ticks": False, "labelPadding": 8, "format": ",~f"},
    }


def _colour(plot: Plot) -> dict:
    """One colour, or one per series; the names are at the marks or in a separate legend."""
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
    elif plot.is_worded:
        x = {"field": "x", "type": "ordinal", "sort": None, "axis": {**x_axis, "labelAngle": 0}}
    else:
        x = {"field": "x", "type": "quantitative", "scale": {"zero": False, "nice": False}, "axis": x_axis}
    hover = {"name": "hover", "select": {"type": "point", "on": "mouseover", "clear": "mouseout", "nearest": True}}
    opacity = {"condition": {"param": "hover", "empty": False, "value": 1}, "value": 0}
    layers = [
        {"mark": {"type": "line", "strokeWidth": 2, "description": plot.summary}},
        {
            "mark": {"type": "point", "filled": True, "size": 60},
            "params": [hover],
            "encoding": {"opacity": opacity, "tooltip": _tooltip(plot)},
        },
    ]
    layers += _second(plot) if plot.chart.second else [*_end_names(plot), *_brush(plot)]
    resolve = {"resolve": {"scale": {"y": "independent"}}} if plot.chart.second else {}
    spec = {"encoding": {"x": x, "y": _y_axis(plot), "color": _colour(plot)}, "layer": layers}
    if plot.chart.second:
        first = {"layer": layers[:2], "encoding": {"y": _y_axis(plot), "color": _colour(plot)}}
        return {"encoding": {"x": x}, "layer": [first, *layers[2:]], **resolve}
    return {**spec, "layer": [*layers, *_target(plot), *_notes(plot, x)]}


def _milliseconds(day: str) -> int:
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp() * 1000)


def _target(plot: Plot) -> list[dict]:
    """A dashed line at the target, with its words above it."""
    if plot.target is None:
        return []
    y, colour = {**_y_axis(plot), "field": "target"}, {"value": CATEGORIES[3]}
    data = {"data": {"values": [{"target": plot.target, "words": plot.target_words}]}}
    line = {"mark": {"type": "rule", "strokeDash": [2, 3]}, "encoding": {"x": {"value": 0}, "x2": {"value": "width"}, "y": y, "color": colour}}  # fmt: skip
    words = {"mark": {"type": "text", "align": "left", "dy": -7, "fontSize": 12, "fontWeight": 600}}
    encoding = {"x": {"value": 4}, "y": y, "text": {"field": "words"}, "color": {"value": GREY}}
    return [{**data, **line}, {**data, **words, "encoding": encoding}]


def _second(plot: Plot) -> list[dict]:
    """A line against an axis of its own on the right."""
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
    offsets = spread([(plot.ticks[-1] - value) * scale for value in values], LABEL_GAP, plot.height)
    data = [
        {"x": plot.xs[-1] if plot.is_worded else max(plot.xs), "y": plot.ticks[-1] - offset / scale, "series": name}
        for name, offset in zip(plot.names, offsets, strict=True)
    ]
    mark = {"type": "text", "align": "left", "dx": 8, "fontSize": 12, "fontWeight": 600, "clip": False}
    return [{"data": {"values": data}, "mark": mark, "encoding": {"text": {"field": "series"}}}]


def _brush(plot: Plot) -> list[dict]:
    """Drag over days: their average appears above, each day weighted by its cases."""
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


def _notes(plot: Plot, axis: dict) -> list[dict]:
    """Rules through the chart at places on an axis, with their words above it."""
    chart_notes = notes(plot)
    if not chart_notes:
        return []
    values = [
        {
            "x": note.x if plot.is_dated else float(note.x),
            "note": note.words,
            "top": 4 - LINE * (note.line + 1),
            "is_left": note.is_left,
        }
        for note in chart_notes
    ]
    data = {"data": {"values": values}}
    x, colour = {**axis, "field": "x"}, {"value": GREY}
    top = {"field": "top", "type": "quantitative", "scale": None, "axis": None}
    rule = {"x": x, "y": top, "y2": {"value": plot.height}, "color": colour}
    texts = [
        {
            **data,
            "transform": [{"filter": f"{'' if is_left else '!'}datum.is_left"}],
            "mark": {"type": "text", "align": align, "dx": dx, "baseline": "top", "fontSize": 12},
            "encoding": {"x": x, "y": top, "text": {"field": "note"}, "color": colour},
        }
        for is_left, align, dx in ((False, "left", 4), (True, "right", -4))
        if any(note.is_left == is_left for note in chart_notes)
    ]
    return [{**data, "mark": {"type": "rule", "strokeDash": [4, 3]}, "encoding": rule}, *texts]


def _bars(plot: Plot) -> dict:
    """Horizontal bars: names above them, values at their ends, a zero line if some are negative."""
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
        "scale": {"paddingInner": 1 - plot.column_share, "paddingOuter": (1 - plot.column_share) / 2},
    }
    offset = {"xOffset": {"field": "series", "sort": None}} if plot.names else {}
    text = {"type": "text", "dy": -8, "fontSize": 12, "fontWeight": 600}
    bar = {"tooltip": _tooltip(plot), "color": _colour(plot), "y2": {"datum": plot.foot}}
    layers = [{"mark": "bar", "encoding": bar}]
    if len(plot.rows) <= 8:
        layers.append({"mark": {**text, "color": GREY}, "encoding": {"text": {"field": "shown"}}})
    layers += _target(plot)
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
    return {"layer": [{"mark": bar, "encoding": encoding}, *_notes(plot, x)]}


def _spans(plot: Plot) -> dict:
    """Bars from one value to another, one line per name, above one axis."""
    ticks = plot.ticks
    plain = {"title": None, "domain": False, "ticks": False, "labelPadding": 8}
    axis = {**plain, "values": ticks, "format": ",~f", "labelFlush": False}
    scale = {"domain": [ticks[0], ticks[-1]], "zero": False, "nice": False}
    x = {"field": "y", "type": "quantitative", "axis": axis, "scale": scale}
    y = {"field": "x", "type": "nominal", "sort": None, "axis": plain}
    bar = {"x": x, "x2": {"field": "end"}, "y": y, "tooltip": _tooltip(plot), "color": _colour(plot)}
    return {"layer": [{"mark": {"type": "bar", "height": {"band": 0.66}}, "encoding": bar}, *_notes(plot, x)]}


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


LAYERS = {
    "line": _line,
    "heat": _heat,
    "bars": _bars,
    "funnel": _bars,
    "columns": _columns,
    "histogram": _histogram,
    "spans": _spans,
}
"""What is drawn for each kind of chart."""
