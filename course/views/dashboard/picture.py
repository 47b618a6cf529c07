"""The static picture of a chart: a small SVG of our own from the same plot as the live one, without any dependency.

It stands in the twin, where no kernel and no script is alive: in feedback pages, formgrader, an exported notebook.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape

from course.views.chart_colours import CATEGORIES, GREY
from course.views.dashboard.plot import LABEL_GAP, Plot, number, place, spread, ticks

WIDTH, LEFT, TOP, BOTTOM = 640, 64, 8, 44
RIGHT = 96  # for the names at the ends of lines
INK = f"fill:var(--jp-content-font-color2, {GREY})"


def picture(plot: Plot, ringed: tuple[str, ...] = ()) -> str:
    """The chart as an SVG element with its summary as title; it needs at least one row.

    ``ringed`` are places on the x axis of a line, each of which gets a ring around its point.
    """
    draw = {"line": _line, "bars": _bars, "funnel": _bars, "columns": _columns, "histogram": _columns, "heat": _heat}
    height = plot.height + TOP + BOTTOM
    body = "".join(draw[plot.chart.kind](plot)) + "".join(_rings(plot, ringed))
    return (
        f'<svg class="course-picture" role="img" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'xmlns="http://www.w3.org/2000/svg" style="max-width:100%;height:auto;font:12px system-ui,sans-serif">'
        f"<title>{escape(plot.summary)}</title>{body}</svg>"
    )


def places(plot: Plot) -> list[tuple[float, float]]:
    """Where the points of a line lie in the picture, in px from its left and upper edge, row by row."""
    at, up = _across(plot), _upwards(plot.ticks, plot.height)
    return [(at(plot.xs.index(row[plot.chart.x])), up(row[plot.chart.y])) for row in plot.rows]


def spark(values: list[float]) -> str:
    """A line as small as a word: where a figure went, without axes."""
    if len(values) < 2:
        return ""
    low, high = min(values), max(values)
    scale = 20 / (high - low) if high > low else 0
    points = " ".join(
        f"{2 + n * 92 / (len(values) - 1):.1f},{24 - (value - low) * scale:.1f}" for n, value in enumerate(values)
    )
    last = points.rsplit(" ", 1)[-1].split(",")
    return (
        '<svg class="course-spark" viewBox="0 0 96 28" width="96" height="28" aria-hidden="true">'
        f'<polyline points="{points}" fill="none" stroke="{CATEGORIES[0]}" stroke-width="1.5"/>'
        f'<circle cx="{last[0]}" cy="{last[1]}" r="2.5" fill="{CATEGORIES[0]}"/></svg>'
    )


def _line(plot: Plot) -> Iterator[str]:
    right, at = _right(plot), _across(plot)
    up = _upwards(plot.ticks, plot.height)
    yield from _grid(plot, right)
    every = max(1, len(plot.xs) // 6)
    for n, x in list(enumerate(plot.xs))[::every]:
        anchor = "end" if at(n) > WIDTH - LEFT / 2 else "middle"
        yield _text(at(n), plot.height + TOP + 18, _short(x), anchor)
    ends = []
    for name in plot.names or [None]:
        rows = [row for row in plot.rows if name is None or row[plot.chart.series] == name]
        points = [(at(plot.xs.index(row[plot.chart.x])), up(row[plot.chart.y])) for row in rows]
        yield _path(points, plot.colour(name))
        ends.append(points[-1][1])
    for name, y in (
        zip(plot.names, spread([end - TOP for end in ends], LABEL_GAP, plot.height), strict=True) if plot.names else ()
    ):
        yield _text(WIDTH - right + 8, y + TOP + 4, name, style=f"fill:{plot.colour(name)};font-weight:600")
    if plot.chart.second:
        yield from _second(plot, at)
    for x, note in plot.chart.marks:
        if x in plot.xs:
            yield from _mark(at(plot.xs.index(x)), plot, note)
    yield _text(LEFT, plot.height + TOP + 38, plot.x_title)


def _right(plot: Plot) -> int:
    return RIGHT if plot.names or plot.chart.second else 16


def _across(plot: Plot) -> Callable[[float], float]:
    return _scale(0, len(plot.xs) - 1, LEFT, WIDTH - _right(plot))


def _rings(plot: Plot, ringed: tuple[str, ...]) -> Iterator[str]:
    for row, (x, y) in zip(plot.rows, places(plot), strict=True) if ringed else ():
        if row[plot.chart.x] in ringed:
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="8" style="fill:none;stroke:{GREY};stroke-width:3"/>'


def _second(plot: Plot, at: Callable[[float], float]) -> Iterator[str]:
    values = [row[plot.chart.second] for row in plot.rows]
    marks = ticks(min(values), max(values))
    up = _upwards(marks, plot.height)
    yield _path([(at(n), up(value)) for n, value in enumerate(values)], CATEGORIES[1], ' stroke-dasharray="6 3"')
    for mark in marks:
        yield _text(WIDTH - RIGHT + 8, up(mark) + 4, f"{mark:,g}", style=f"fill:{CATEGORIES[1]}")
    yield _text(WIDTH - 8, plot.height + TOP + 38, plot.chart.second_title, "end", f"fill:{CATEGORIES[1]}")


def _columns(plot: Plot) -> Iterator[str]:
    yield from _grid(plot, 16)
    up, room = _upwards(plot.ticks, plot.height), (WIDTH - LEFT - 16) / len(plot.xs)
    is_binned = plot.chart.kind == "histogram"
    names = plot.names or [None]
    filled = 1 if is_binned else plot.filled
    width = room * filled / len(names)
    every = max(1, len(plot.xs) // 12)
    for n, x in list(enumerate(plot.xs))[::every]:
        yield _text(LEFT + room * n + (0 if is_binned else room / 2), plot.height + TOP + 18, str(x), "middle")
    for row in plot.rows:
        n, k = plot.xs.index(row[plot.chart.x]), names.index(row[plot.chart.series] if plot.names else None)
        left = LEFT + room * n + room * (1 - filled) / 2 + width * k
        top, foot = up(row[plot.chart.y]), up(plot.foot)
        yield _rect(left, min(top, foot), width - 1, abs(foot - top), plot.colour(names[k]))
        if len(plot.rows) <= 8:
            yield _text(left + width / 2, top - 4, plot.label(row[plot.chart.y]), "middle")
    for x, note in plot.chart.marks:
        yield from _mark(LEFT + room * (float(x) - plot.xs[0]) / plot.step, plot, note)
    yield _text(LEFT, plot.height + TOP + 38, plot.x_title)


def _bars(plot: Plot) -> Iterator[str]:
    marks, row_height = plot.ticks, plot.height / len(plot.rows)
    at = _scale(marks[0], marks[-1], 0, WIDTH)
    for n, row in enumerate(plot.rows):
        y, value = TOP + n * row_height, row[plot.chart.y]
        label = plot.share(row) if plot.chart.kind == "funnel" else plot.label(value)
        yield _text(0, y + 14, str(row[plot.chart.x]))
        yield _text(WIDTH, y + 14, label, "end", f"{INK};font-weight:600")
        base, end = at(plot.foot), at(value)
        yield _rect(min(base, end), y + 20, abs(end - base), 14, plot.colour(None))


def _heat(plot: Plot) -> Iterator[str]:
    left, room, row_height = 96, (WIDTH - 96) / len(plot.xs), plot.height / len(plot.names)
    yield _text(left, plot.height + TOP + 38, plot.x_title)
    for n, x in enumerate(plot.xs):
        yield _text(left + room * (n + 0.5), plot.height + TOP + 18, str(x), "middle")
    for n, name in enumerate(plot.names):
        yield _text(left - 8, TOP + row_height * (n + 0.5) + 4, name, "end")
    for row in plot.rows:
        x, y = (
            left + room * plot.xs.index(row[plot.chart.x]),
            TOP + row_height * plot.names.index(row[plot.chart.series]),
        )
        value = row[plot.chart.y]
        yield _rect(x + 1, y + 1, room - 2, row_height - 2, plot.fill(value))
        yield _text(x + room / 2, y + row_height / 2 + 4, plot.label(value), "middle", f"fill:{plot.ink(value)}")


def _grid(plot: Plot, right: float) -> Iterator[str]:
    up = _upwards(plot.ticks, plot.height)
    for mark in plot.ticks:
        y = up(mark)
        ends = f'x1="{LEFT}" x2="{WIDTH - right:g}" y1="{y:.1f}" y2="{y:.1f}"'
        yield f'<line {ends} stroke="{GREY}" stroke-opacity="0.25"/>'
        yield (
            _text(LEFT - 8, y + 4, number(mark, "", 2).removesuffix(".00").removesuffix("0"), "end")
            if mark % 1
            else _text(LEFT - 8, y + 4, f"{mark:,g}".replace("-", "−"), "end")
        )


def _mark(x: float, plot: Plot, note: str) -> Iterator[str]:
    foot = plot.height + TOP
    yield f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{foot}" stroke="{GREY}" stroke-dasharray="4 3"/>'
    yield _text(x + 4, TOP + 10, note)


def _scale(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    return lambda value: start + (end - start) * (value - low) / ((high - low) or 1)


def _upwards(marks: list[float], height: int) -> Callable[[float], float]:
    return _scale(marks[0], marks[-1], TOP + height, TOP)


def _short(x: object) -> str:
    """A tick's label: day and month of a date."""
    words = place(x).split()
    return " ".join(words[1:3]) if len(words) == 4 else str(x)


def _text(x: float, y: float, text: str, anchor: str = "start", style: str = INK) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" style="{style}">{escape(text)}</text>'


def _rect(x: float, y: float, width: float, height: float, colour: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{height:.1f}" fill="{colour}"/>'


def _path(points: list[tuple[float, float]], colour: str, extra: str = "") -> str:
    shown = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{shown}" fill="none" stroke="{colour}" stroke-width="2"{extra}/>'
