"""What is drawn for a chart, not how: names, axes, ticks and labels, from its description and its rows."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from course.dashboards.describe import Chart
from course.grade.query.results import Result
from course.views.chart_colours import CATEGORIES, GREY, ink, shade

LABEL_GAP = 15  # px between the names at the ends of lines
HEIGHT = {"line": 232, "columns": 232, "histogram": 232}
ROW = {"bars": 44, "funnel": 44, "heat": 28, "spans": 24}
WIDTH = 640
TARGETED = ("line", "columns", "histogram")
ZERO_BASED = ("bars", "columns", "histogram", "funnel", "spans")


@dataclass(frozen=True)
class Plot:
    """A chart with the rows that its query returned. ``width`` is that of its static picture in px."""

    chart: Chart
    result: Result
    width: int = WIDTH

    @classmethod
    def of(cls, chart: Chart, rows: Sequence[Mapping[str, object]]) -> Plot:
        """A chart of rows that were computed, not queried."""
        columns = tuple(rows[0]) if rows else ()
        return cls(chart, Result(columns, ("",) * len(columns), tuple(tuple(row.values()) for row in rows), len(rows)))

    @cached_property
    def rows(self) -> list[dict]:
        """The rows that have a value, as dictionaries."""
        rows = (dict(zip(self.result.columns, row, strict=True)) for row in self.result.rows)
        return [row for row in rows if row[self.chart.y] is not None]

    @cached_property
    def xs(self) -> list:
        """The places on the x axis, in the order of the query."""
        return list(dict.fromkeys(row[self.chart.x] for row in self.rows))

    @cached_property
    def names(self) -> list[str]:
        """The series, in the order of the query."""
        return list(dict.fromkeys(row[self.chart.series] for row in self.rows)) if self.chart.series else []

    @cached_property
    def values(self) -> list[float]:
        ends = [float(row[self.chart.end]) for row in self.rows] if self.chart.end else []
        return [float(row[self.chart.y]) for row in self.rows] + ends

    @property
    def target(self) -> float | None:
        """The target, where it can be drawn as a line through the chart."""
        return self.chart.target if self.chart.kind in TARGETED and self.rows else None

    @property
    def target_words(self) -> str:
        """The target as its line is called."""
        value = number(self.chart.target, self.chart.unit, 3)
        shown = re.sub(r"(?<=\d)\.?0+(?=\D*$)", "", value) if "." in value else value
        return f"Target {shown}{f' ({self.chart.target_title})' if self.chart.target_title else ''}"

    @property
    def is_dated(self) -> bool:
        return bool(self.xs) and isinstance(self.xs[0], str) and len(self.xs[0]) == 10 and self.xs[0][4] == "-"

    @property
    def is_worded(self) -> bool:
        """Whether the places on the x axis are words, such as months, in the order of the query."""
        return bool(self.xs) and isinstance(self.xs[0], str) and not self.is_dated

    @property
    def height(self) -> int:
        """The height of the drawing area in px."""
        count = len(self.names) if self.chart.kind == "heat" else len(self.xs)
        return HEIGHT.get(self.chart.kind) or max(count, 1) * ROW[self.chart.kind]

    @cached_property
    def ticks(self) -> list[float]:
        """Round values that span the data: from zero for bars, otherwise from below the lowest value."""
        values = self.values + ([] if self.target is None else [self.target])
        low, high = (min(values), max(values)) if values else (0.0, 1.0)
        if self.chart.y_from is not None:
            low = self.chart.y_from
        elif self.chart.kind in ZERO_BASED:
            low, high = min(low, 0.0), max(high, 0.0)
        return ticks(low, high, 8 if self.chart.kind == "spans" else 5)

    @property
    def foot(self) -> float:
        """The value at which bars begin: zero, or the end of an axis that does not reach it."""
        return max(self.ticks[0], min(self.ticks[-1], 0))

    @property
    def column_share(self) -> float:
        """The share of its slot that a column fills; a few columns are further apart."""
        return 0.6 if len(self.xs) * max(len(self.names), 1) > 4 else 0.36

    @property
    def step(self) -> float:
        """The width of a histogram's bin."""
        return min((b - a for a, b in zip(self.xs, self.xs[1:], strict=False)), default=1)

    def colour(self, name: str | None) -> str:
        if name and name == self.chart.quiet:
            return GREY
        names = [series for series in self.names if series != self.chart.quiet]
        return CATEGORIES[names.index(name) % len(CATEGORIES) if name in names else 0]

    def fill(self, value: float) -> str:
        """The colour of a cell of a heat map."""
        low, high = min(self.values), max(self.values)
        return shade((value - low) / (high - low) if high > low else 0.5)

    def ink(self, value: float) -> str:
        return ink(self.fill(value))

    def label(self, value: float | None) -> str:
        return number(value, self.chart.unit, self.chart.decimals)

    def row_label(self, row: dict) -> str:
        """A row's value, or its start and end."""
        value = self.label(row[self.chart.y])
        return f"{value}–{self.label(row[self.chart.end])}" if self.chart.end else value

    def share(self, row: dict) -> str:
        """A funnel's label for a step: its number, and its share of the previous step."""
        position = self.xs.index(row[self.chart.x])
        label = self.label(row[self.chart.y])
        if position == 0 or not self.values[position - 1]:
            return label
        return f"{label} · {100 * self.values[position] / self.values[position - 1]:.0f}% of the step before"

    @property
    def y_title(self) -> str:
        unit = f" ({self.chart.unit})" if self.chart.unit.lower() != self.chart.y_title.lower() else ""
        return self.chart.y_title + unit

    @property
    def x_title(self) -> str:
        words = self.chart.x_title
        if self.is_dated:
            words = words or ("Week from" if self.step_days == 7 else "Day")
            return f"{words} ({self.chart.zone})" if self.chart.zone else words
        return words

    @property
    def step_days(self) -> int:
        days = [date.fromisoformat(x) for x in self.xs[:3]]
        return (days[1] - days[0]).days if len(days) > 1 else 1

    @property
    def subtitle(self) -> str:
        """Unit, denominator and time zone in one line."""
        zone = f"days in {self.chart.zone}" if self.chart.zone and self.chart.zone not in self.x_title else ""
        parts = (self.y_title, self.chart.denominator, zone)
        return ", ".join(part for part in parts if part)

    @property
    def summary(self) -> str:
        """The chart in a sentence or two, for people who cannot see it."""
        head = f"{self.chart.title}. {self.subtitle}."
        if not self.rows:
            return f"{head} There are no cases."
        low, high = (find(self.rows, key=lambda row: row[self.chart.y]) for find in (min, max))
        target = "" if self.target is None else f" {self.target_words}."
        return f"{head} Lowest {self._in_words(low)}, highest {self._in_words(high)}.{target}"

    def _in_words(self, row: dict) -> str:
        series = f"{row[self.chart.series]}, " if self.chart.series else ""
        return f"{self.row_label(row)} ({series}{place(row[self.chart.x])})"


SPACED = {"%": "%", "pp": " pp"}
"""The units that are written with a number, with the space before them."""


def number(value: float | None, unit: str = "", decimals: int = 0) -> str:
    """A value as people read it; only per cent and euro are written with it, other units are in the title.

    >>> number(80.04, "%", 1), number(1234567, "€"), number(12.4, "attempts a day", 1), number(-7.31, "pp", 2)
    ('80.0%', '€1,234,567', '12.4', '−7.31 pp')
    """
    if value is None:
        return "–"
    text = f"{value:,.{0 if isinstance(value, int) or unit.startswith('€') else decimals}f}".replace("-", "−")
    if unit.startswith("€"):
        return f"€{text}"
    return f"{text}{SPACED.get(unit, '')}"


def place(x: object) -> str:
    """A place on the x axis in words.

    >>> place("2025-12-03"), place("organic"), place(500)
    ('Wed 3 Dec 2025', 'organic', '500')
    """
    try:
        day = date.fromisoformat(str(x))
    except ValueError:
        return str(x)
    return f"{day:%a} {day.day} {day:%b %Y}"


def ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round numbers from at most ``low`` to at least ``high``.

    >>> ticks(0, 97), ticks(78.4, 81)
    ([0, 20, 40, 60, 80, 100], [78, 79, 80, 81])
    """
    if high <= low:
        low, high = (low - 1, low + 1) if low else (0, 1)
    raw = (high - low) / about
    scale = 10.0 ** math.floor(math.log10(raw))
    step = next(factor for factor in (1, 2, 5, 10) if factor * scale >= raw * 0.999) * scale
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    values = (round(n * step, 10) for n in range(first, last + 1))
    return [int(value) if value == int(value) else value for value in values]


def spread(places: list[float], gap: float, end: float) -> list[float]:
    """Places pushed apart by at least ``gap`` and kept between 0 and ``end``, in their order.

    >>> spread([10, 12, 50], 15, 100)
    [3.5, 18.5, 50.0]
    """
    order = sorted(range(len(places)), key=places.__getitem__)
    groups: list[list[int]] = []
    centre: list[float] = []
    for index in order:
        groups.append([index])
        centre.append(places[index])
        while len(groups) > 1 and centre[-1] - centre[-2] < gap * (len(groups[-1]) + len(groups[-2])) / 2:
            last, middle = groups.pop(), centre.pop()
            n, m = len(groups[-1]), len(last)
            centre[-1] = (centre[-1] * n + middle * m) / (n + m)
            groups[-1] += last
    result = [0.0] * len(places)
    for group, middle in zip(groups, centre, strict=True):
        half = gap * (len(group) - 1) / 2
        middle = min(max(middle, half), max(end - half, half))
        for n, index in enumerate(group):
            result[index] = middle - half + n * gap
    return result
