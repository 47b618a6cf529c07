"""The static picture of a chart: a small hand-made SVG of the same plot as the live one, without any dependency.

It is used in the twin, where no kernel or script runs: in feedback pages, formgrader, an exported notebook.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import partial
from html import escape

from course.views import draw
from course.views.chart_colours import CATEGORIES, GREY
from course.views.dashboard.notes import LINE, Note, notes, room
from course.views.dashboard.plot import LABEL_GAP, WIDTH, Plot, number, place, spread, ticks
from course.views.draw import scale

LEFT, TOP, BOTTOM = 64, 8, 44
RIGHT = 96  # for the names at the ends of lines
CHARACTER = 6.6  # px, the average width in a row's name
VALUE = 5  # characters of a value above a column
INK = f"fill:var(--jp-content-font-color2, {GREY})"
GRID = {"stroke": GREY, "stroke_opacity": 0.25}

_text = partial(draw.text, style=INK)


def picture(plot: Plot, ringed: tuple[str, ...] = ()) -> str:
    """The chart as an SVG element with its summary as title; it needs at least one row.

    ``ringed`` holds places on the x axis of a line whose points get a ring.
    """
    kinds = {
        "line": _line,
        "bars": _bars,
        "funnel": _bars,
        "columns": _columns,
        "histogram": _columns,
        "heat": _heat,
        "spans": _spans,
    }
    body = "".join(kinds[plot.chart.kind](plot)) + "".join(_rings(plot, ringed)) + "".join(_target(plot))
    return (
        f'<svg class="course-picture" role="img" viewBox="0 {-_above(plot)} {plot.width} {height(plot)}" width="{plot.width}" '
        f'height="{height(plot)}" xmlns="http://www.w3.org/2000/svg" '
        f'style="max-width:100%;height:auto;font:12px system-ui,sans-serif">'
        f"<title>{escape(plot.summary)}</title>{body}</svg>"
    )


def height(plot: Plot) -> int:
    """The height of the whole picture in px."""
    return _above(plot) + TOP + plot.height + BOTTOM


def _above(plot: Plot) -> int:
    """The height above the drawing area: notes, and in a small picture the value of a column that reaches the top."""
    return room(plot) + (TOP if plot.width != WIDTH and plot.chart.kind == "columns" else 0)


def places(plot: Plot) -> list[tuple[float, float]]:
    """Positions of the points of a line in the picture, in px from its left and upper edge, row by row."""
    return [(x, y + room(plot)) for x, y in _points(plot)]


def spark(values: list[float]) -> str:
    """A line as small as a word that shows how a figure changed, without axes."""
    if len(values) < 2:
        return ""
    low, high = min(values), max(values)
    y_of = scale(low, high, 24, 4)
    points = [(2 + n * 92 / (len(values) - 1), y_of(value)) for n, value in enumerate(values)]
    return (
        '<svg class="course-spark" viewBox="0 0 96 28" width="96" height="28" aria-hidden="true">'
        + draw.path(points, CATEGORIES[0], stroke_width=1.5)
        + draw.point(*points[-1], 2.5, fill=CATEGORIES[0])
        + "</svg>"
    )


def _line(plot: Plot) -> Iterator[str]:
    right, x_of = _right(plot), _across(plot)
    y_of = _upwards(plot.ticks, plot.height)
    yield _values_axis(plot, right)
    label_step = max(1, len(plot.xs) // (6 * plot.width // WIDTH))
    for n, x in list(enumerate(plot.xs))[::label_step]:
        anchor = "end" if x_of(n) > plot.width - LEFT / 2 else "middle"
        yield _text(x_of(n), plot.height + TOP + 18, _short(x), anchor)
    ends = []
    for name in plot.names or [None]:
        rows = [row for row in plot.rows if name is None or row[plot.chart.series] == name]
        points = [(x_of(plot.xs.index(row[plot.chart.x])), y_of(row[plot.chart.y])) for row in rows]
        yield draw.path(points, plot.colour(name), stroke_width=2)
        ends.append(points[-1][1])
    yield from _names(plot, ends)
    if plot.chart.second:
        yield from _second(plot, x_of)
    for note in notes(plot):
        yield from _note(x_of(plot.xs.index(note.x)), plot, note)
    yield _text(LEFT, plot.height + TOP + 38, plot.x_title)


def _names(plot: Plot, ends: list[float]) -> Iterator[str]:
    """The name of each series at the end of its line."""
    left = plot.width - _right(plot) + 8
    heights = spread([end - TOP for end in ends], LABEL_GAP, plot.height)
    for name, y in zip(plot.names, heights if plot.names else (), strict=True):
        yield _text(left, y + TOP + 4, name, style=f"fill:{plot.colour(name)};font-weight:600")


def _right(plot: Plot) -> int:
    return RIGHT if plot.names or plot.chart.second else 16


def _across(plot: Plot) -> Callable[[float], float]:
    return scale(0, len(plot.xs) - 1, LEFT, plot.width - _right(plot))


def _points(plot: Plot) -> list[tuple[float, float]]:
    x_of, y_of = _across(plot), _upwards(plot.ticks, plot.height)
    return [(x_of(plot.xs.index(row[plot.chart.x])), y_of(row[plot.chart.y])) for row in plot.rows]


def _rings(plot: Plot, ringed: tuple[str, ...]) -> Iterator[str]:
    for row, (x, y) in zip(plot.rows, _points(plot), strict=True) if ringed else ():
        if row[plot.chart.x] in ringed:
            yield draw.point(x, y, 8, style=f"fill:none;stroke:{GREY};stroke-width:3")


def _target(plot: Plot) -> Iterator[str]:
    """A dashed line at the target, with its words above it at the left."""
    if plot.target is not None:
        y, right = _upwards(plot.ticks, plot.height)(plot.target), _right(plot) if plot.chart.kind == "line" else 16
        yield draw.line(
            (LEFT, y), (plot.width - right, y), stroke=CATEGORIES[3], stroke_width=1.5, stroke_dasharray="2 3"
        )
        halo = "paint-order:stroke;stroke:var(--jp-layout-color0, #fff);stroke-width:4px;stroke-linejoin:round"
        yield _text(
            LEFT + 4,
            y - 5 if y > TOP + 14 else y + 15,
            plot.target_words,
            style=f"{INK};font-weight:600;{halo}",
        )


def _second(plot: Plot, x_of: Callable[[float], float]) -> Iterator[str]:
    values = [row[plot.chart.second] for row in plot.rows]
    marks, ink = ticks(min(values), max(values)), f"fill:{CATEGORIES[1]}"
    y_of = _upwards(marks, plot.height)
    points = [(x_of(n), y_of(value)) for n, value in enumerate(values)]
    yield draw.path(points, CATEGORIES[1], stroke_width=2, stroke_dasharray="6 3")
    for mark in marks:
        yield _text(plot.width - RIGHT + 8, y_of(mark) + 4, f"{mark:,g}", style=ink)
    yield _text(plot.width - 8, plot.height + TOP + 38, plot.chart.second_title, "end", style=ink)


def _columns(plot: Plot) -> Iterator[str]:
    yield _values_axis(plot, 16)
    y_of, slot = _upwards(plot.ticks, plot.height), (plot.width - LEFT - 16) / len(plot.xs)
    is_binned = plot.chart.kind == "histogram"
    series = [None] if is_binned or not plot.names else plot.names
    share = 1 if is_binned else plot.column_share
    width = slot * share / len(series)
    label_step = max(1, len(plot.xs) // 12) if plot.width == WIDTH else _label_step(plot, slot)
    room_for_values = len(plot.rows) <= 8 and (
        plot.width == WIDTH or (width if plot.names else slot) >= CHARACTER * VALUE
    )
    for n, x in list(enumerate(plot.xs))[::label_step]:
        left = LEFT + slot * n + (0 if is_binned else slot / 2)
        yield _text(left, plot.height + TOP + 18, _column_label(x) if plot.width != WIDTH else str(x), "middle")
    for row in plot.rows:
        name = row[plot.chart.series] if plot.names else None
        n, k = plot.xs.index(row[plot.chart.x]), 0 if is_binned else series.index(name)
        left = LEFT + slot * n + slot * (1 - share) / 2 + width * k
        top, foot = y_of(row[plot.chart.y]), y_of(plot.foot)
        yield draw.bar(left, min(top, foot), width - 1, abs(foot - top), fill=plot.colour(name))
        if room_for_values:
            yield _text(left + width / 2, top - 4, plot.label(row[plot.chart.y]), "middle")
    for note in notes(plot):
        yield from _note(LEFT + slot * (float(note.x) - plot.xs[0]) / plot.step, plot, note)
    yield _text(LEFT, plot.height + TOP + 38, plot.x_title)


def _label_step(plot: Plot, slot: float) -> int:
    """Each how many columns have a label, so that none touches the next."""
    return max(1, math.ceil((CHARACTER * max(len(_column_label(x)) for x in plot.xs) + 8) / slot))


def _bars(plot: Plot) -> Iterator[str]:
    marks, row_height = plot.ticks, plot.height / len(plot.rows)
    x_of = scale(marks[0], marks[-1], 0, plot.width)
    for n, row in enumerate(plot.rows):
        y, value = TOP + n * row_height, row[plot.chart.y]
        label = plot.share(row) if plot.chart.kind == "funnel" else plot.label(value)
        yield _text(0, y + 14, str(row[plot.chart.x]))
        yield _text(plot.width, y + 14, label, "end", style=f"{INK};font-weight:600")
        base, end = x_of(plot.foot), x_of(value)
        yield draw.bar(min(base, end), y + 20, abs(end - base), 14, fill=plot.colour(None))


def _spans(plot: Plot) -> Iterator[str]:
    left = 16 + CHARACTER * max(len(str(x)) for x in plot.xs)
    x_of, foot = scale(plot.ticks[0], plot.ticks[-1], left, plot.width - 24), plot.height + TOP
    yield draw.level_axis({x_of(tick): _number(tick) for tick in plot.ticks}, (TOP, foot), GRID, {"style": INK})
    row_height = plot.height / len(plot.xs)
    for n, x in enumerate(plot.xs):
        yield _text(0, TOP + row_height * (n + 0.5) + 4, str(x))
    for row in plot.rows:
        start, end = x_of(row[plot.chart.y]), x_of(row[plot.chart.end])
        y = TOP + row_height * plot.xs.index(row[plot.chart.x])
        colour = plot.colour(row[plot.chart.series] if plot.names else None)
        yield draw.bar(start, y + 4, end - start, row_height - 8, fill=colour)
    for note in notes(plot):
        yield from _note(x_of(float(note.x)), plot, note)


def _heat(plot: Plot) -> Iterator[str]:
    left, width, row_height = 96, (plot.width - 96) / len(plot.xs), plot.height / len(plot.names)
    yield _text(left, plot.height + TOP + 38, plot.x_title)
    for n, x in enumerate(plot.xs):
        yield _text(left + width * (n + 0.5), plot.height + TOP + 18, str(x), "middle")
    for n, name in enumerate(plot.names):
        yield _text(left - 8, TOP + row_height * (n + 0.5) + 4, name, "end")
    for row in plot.rows:
        x = left + width * plot.xs.index(row[plot.chart.x])
        y = TOP + row_height * plot.names.index(row[plot.chart.series])
        value = row[plot.chart.y]
        yield draw.bar(x + 1, y + 1, width - 2, row_height - 2, fill=plot.fill(value))
        ink = f"fill:{plot.ink(value)}"
        yield _text(x + width / 2, y + row_height / 2 + 4, plot.label(value), "middle", style=ink)


def _values_axis(plot: Plot, right: int) -> str:
    y_of = _upwards(plot.ticks, plot.height)
    labels = {y_of(tick): _number(tick) for tick in plot.ticks}
    return draw.upright_axis(labels, (LEFT, plot.width - right), GRID, {"style": INK})


def _number(tick: float) -> str:
    if tick % 1:
        return number(tick, "", 2).removesuffix(".00").removesuffix("0")
    return f"{tick:,g}".replace("-", "−")


def _note(x: float, plot: Plot, note: Note) -> Iterator[str]:
    """A rule through the chart, with its words above."""
    foot, top = plot.height + TOP, TOP - LINE * (note.line + 1)
    yield draw.line((x, top + 2), (x, foot), stroke=GREY, stroke_dasharray="4 3")
    yield _text(x - 4 if note.is_left else x + 4, top + 12, note.words, "end" if note.is_left else "start")


def _upwards(marks: list[float], height: int) -> Callable[[float], float]:
    return scale(marks[0], marks[-1], TOP + height, TOP)


def _column_label(x: object) -> str:
    return _short(x).removesuffix(" 2025") if len(str(x)) > 6 else str(x)


def _short(x: object) -> str:
    """A tick's label: day and month of a date."""
    words = place(x).split()
    return " ".join(words[1:3]) if len(words) == 4 else str(x)
