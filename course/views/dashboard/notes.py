"""Where the notes of a chart are: in lines above it, so that no bar hides them and none of them hides another."""

from __future__ import annotations

from dataclasses import dataclass

from course.views.dashboard.plot import Plot

LINE = 16  # px, the height of a line of notes
WIDE = 560  # px, about how long an axis is
CHARACTER = 6.4  # px, an average one
GAP = 12  # px between two notes


@dataclass(frozen=True)
class Note:
    """Words at a place of an axis, in the line counted from the chart up, at the left or the right of their rule."""

    at: object
    words: str
    line: int
    is_left: bool


def notes(plot: Plot) -> list[Note]:
    """The marks of a chart; one whose day is not shown is left out."""
    taken: list[tuple[int, float, float]] = []
    placed = []
    for at, words in plot.chart.marks:
        if plot.chart.kind == "line" and at not in plot.xs:
            continue
        start, length = WIDE * _share(plot, at), CHARACTER * len(words) + GAP
        is_left = start + length > WIDE and start > length
        left, right = (start - length, start) if is_left else (start, start + length)
        line = next(n for n in range(len(taken) + 1) if not any(n == m and left < r and s < right for m, s, r in taken))
        taken.append((line, left, right))
        placed.append(Note(at, words, line, is_left))
    return placed


def room(plot: Plot) -> int:
    """The height of the notes in px."""
    return LINE * max((note.line + 1 for note in notes(plot)), default=0)


def _share(plot: Plot, at: object) -> float:
    """How far along its axis a place is, from 0 to 1."""
    if plot.chart.kind == "line":
        return plot.xs.index(at) / max(len(plot.xs) - 1, 1)
    low, high = (plot.ticks[0], plot.ticks[-1]) if plot.chart.kind == "spans" else (plot.xs[0], plot.xs[-1] + plot.step)
    return (float(at) - low) / ((high - low) or 1)
