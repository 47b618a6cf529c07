"""Positions of the notes of a chart: in lines above it, so that they are hidden neither by bars nor by each other."""

from __future__ import annotations

from dataclasses import dataclass

from course.views.dashboard.plot import Plot

LINE = 16  # px, the height of a line of notes
WIDE = 560  # px, the approximate length of an axis
CHARACTER = 6.4  # px, the average width
GAP = 12  # px between two notes


@dataclass(frozen=True)
class Note:
    """Words at a place on an axis, in a line counted upwards from the chart, to the left or right of their rule."""

    x: object
    words: str
    line: int
    is_left: bool


def notes(plot: Plot) -> list[Note]:
    """The marks of a chart; one whose day is not shown is left out."""
    occupied: list[tuple[int, float, float]] = []
    result = []
    for x, words in plot.chart.marks:
        if plot.chart.kind == "line" and x not in plot.xs:
            continue
        start, length = WIDE * _share(plot, x), CHARACTER * len(words) + GAP
        is_left = start + length > WIDE and start > length
        left, right = (start - length, start) if is_left else (start, start + length)
        line = next(
            n for n in range(len(occupied) + 1) if not any(n == m and left < r and s < right for m, s, r in occupied)
        )
        occupied.append((line, left, right))
        result.append(Note(x, words, line, is_left))
    return result


def room(plot: Plot) -> int:
    """The height of the notes in px."""
    return LINE * max((note.line + 1 for note in notes(plot)), default=0)


def _share(plot: Plot, x: object) -> float:
    """How far along its axis a place is, from 0 to 1."""
    if plot.chart.kind == "line":
        return plot.xs.index(x) / max(len(plot.xs) - 1, 1)
    low, high = (plot.ticks[0], plot.ticks[-1]) if plot.chart.kind == "spans" else (plot.xs[0], plot.xs[-1] + plot.step)
    return (float(x) - low) / ((high - low) or 1)
