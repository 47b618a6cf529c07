"""From what somebody composed, a tile of a page, to the chart that it stands for. The same vocabulary as all dashboards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from course.dashboards.describe import SHARES, Chart, Period
from course.dashboards.measures import (
    ALONG,
    DAY,
    MEASURES,
    MONTH,
    PERIODS,
    QUARTER,
    SPLITS,
    WEEK,
    WHOLE,
    Measure,
    Split,
)

CHARTS = {"number": "one number", "columns": "columns", "line": "line", "bars": "bars", "heat": "table of colours"}
ALONE, BEFORE, VOLUME, ADDED = "", "before", "volume", "added"
COMPARISONS = {
    ALONE: "nothing",
    BEFORE: "the period before, in words",
    VOLUME: "its volume, on a second axis",
    ADDED: "itself, added up from the first",
}
ZERO, LOW = "", "low"
AXES = {ZERO: "from zero", LOW: "from just below the lowest value"}
LABELS = {MONTH: "strftime({0}, '%b %Y')", QUARTER: "'Q' || quarter({0}) || ' 2025'", WEEK: "{0}", DAY: "{0}"}
TRUNCATED = {MONTH: "month", QUARTER: "quarter", WEEK: "week", DAY: "day"}

OWN_SOURCE = "a query of one’s own, below"
NAMED = {"acquirer": "'acquirer ' || acquirer"}
"""What the parts of a column are called where it stands alone."""


class ComposeError(Exception):
    """A tile that cannot be drawn as it is; the message says in a sentence what to change."""


@dataclass(frozen=True)
class Composed:
    """A tile as somebody composed it. If it ``is_own``, ``sql`` is their own query for the measure; else the course's is used."""

    question: str = ""
    measure: str = ""
    chart: str = "columns"
    along: str = MONTH
    period: str = next(iter(PERIODS))
    split: str = ""
    axis: str = ZERO
    compare: str = ALONE
    target: float | None = None
    target_source: str = ""
    target_words: str = ""  # what was typed as a target and is no number
    note: str = ""
    sql: str = ""
    is_own: bool = False

    @property
    def of(self) -> Measure:
        return MEASURES[self.measure]

    @property
    def by(self) -> Split:
        return SPLITS[self.split]

    @property
    def days(self) -> Period:
        return PERIODS[self.period]


def chart_of(tile: Composed) -> Chart:
    """The chart of a tile that shows a measure by the course's query. Raises ComposeError."""
    measure = tile.of
    if tile.along not in measure.along:
        offered = " or ".join(ALONG[along] for along in measure.along)
        raise ComposeError(f"“{measure.label}” cannot be shown {ALONG[tile.along]}. Choose {offered}.")
    if tile.split not in measure.splits:
        raise ComposeError(f"“{measure.label}” cannot be broken down {tile.by.label}. Choose another breakdown.")
    if tile.chart == "number" and tile.split:
        raise ComposeError("One number cannot be broken down. Choose “no breakdown”, or another chart.")
    if tile.along == WHOLE and tile.compare in (BEFORE, ADDED):
        raise ComposeError("The period as a whole is a single value, with nothing before it. Choose months, or compare with nothing.")  # fmt: skip
    x, series = _columns(tile)
    return _drawn(tile, sql_of(tile), x, "value", series if tile.chart != "bars" else "", of="cases")


def own_chart(tile: Composed, columns: tuple[str, ...], x: str, y: str, series: str) -> Chart:
    """The chart of a tile that shows what a query of one's own returned: which of its columns is drawn how."""
    return _drawn(tile, tile.sql, x, y, "" if tile.chart in ("bars", "number") else series)


def sql_of(tile: Composed) -> str:
    """The course's query for a tile."""
    measure, split = tile.of, tile.by
    x, series = _columns(tile)
    start = f"date_trunc('{TRUNCATED.get(tile.along)}', day)::date"
    names = NAMED.get(split.column) or " || ' · ' || ".join(split.columns)
    if tile.along == WHOLE:
        place, name = (split.columns[1], split.columns[0]) if series else (names or f"'{tile.period}'", "")
    else:
        place, name = LABELS[tile.along].format(start), names
    if tile.chart == "bars" and name:
        place, name = f"{place} || ' · ' || {name}", ""
    shown = [f"{place} as {x}", *([f"{name} as {series}"] if name else [])]
    group = ", ".join([*([start] if tile.along != WHOLE else []), *split.columns])
    lines = [
        f"with cases as ({measure.scope})",
        f"select {', '.join(shown)}, {measure.value} as value, {measure.cases} as cases",
        f"from cases where {tile.days.sql} and {split.where}",
        f"group by {group}" if group else "",
        f"having {start} >= date '{tile.days.start}' and {start} + 6 <= date '{tile.days.end}'"
        if tile.along == WEEK
        else "",
        f"order by {group}" if group else "",
    ]
    sql = "\n".join(filter(None, lines))
    if tile.compare != ADDED:
        return sql
    over = f"partition by {series} order by place" if name else "order by place"
    return f"select * exclude (place, value), sum(value) over ({over}) as value from (select *, row_number() over () as place from ({sql}))"  # fmt: skip


def bins(along: str, period: Period, until: str = "") -> list[tuple[str, str, str]]:
    """The label, the first and the last day of each bin of a period; ``until`` is the last day there is.

    >>> bins("month", PERIODS["1 Nov – 15 Dec 2025"])
    [('Nov 2025', '2025-11-01', '2025-11-30'), ('Dec 2025', '2025-12-01', '2025-12-15')]
    """
    start, end = date.fromisoformat(period.start), date.fromisoformat(min(period.end, until or period.end))
    if along == WHOLE:
        return [(period.label, start.isoformat(), end.isoformat())] if start <= end else []
    found, first = [], _first(along, start)
    while first <= end:
        last = _last(along, first)
        if along != WEEK or (first >= start and last <= end):
            found.append((_label(along, first), max(first, start).isoformat(), min(last, end).isoformat()))
        first = last + timedelta(days=1)
    return found


def with_axis(chart: Chart, axis: str, values: Iterable[float]) -> Chart:
    """The chart with its value axis where the tile wants it; a line begins near its lowest value only if that is wanted."""
    if chart.kind == "line":
        return chart if axis == LOW else replace(chart, y_from=0.0)
    low, high = min(values), max(values)
    start = low - (high - low or low) / 10
    return replace(chart, y_from=start) if axis == LOW and start > 0 else chart


def is_cut(along: str, period: Period) -> bool:
    """Whether a month or quarter at an edge of the period is there in part.

    >>> is_cut("month", PERIODS["1 Nov – 15 Dec 2025"]), is_cut("quarter", PERIODS["November 2025"]), is_cut("month", PERIODS["Oct–Dec 2025"])
    (True, True, False)
    """
    if along not in (MONTH, QUARTER):
        return False
    start, end = date.fromisoformat(period.start), date.fromisoformat(period.end)
    return _first(along, start) != start or _last(along, _first(along, end)) != end


def _drawn(tile: Composed, sql: str, x: str, y: str, series: str, of: str = "") -> Chart:
    measure = tile.of
    kind = "line" if tile.compare == VOLUME and not tile.is_own else "columns" if tile.chart == "number" else tile.chart
    return Chart(
        kind, tile.question or "This tile asks no question yet", sql, x, y, unit=measure.unit, y_title=measure.label,
        x_title="" if tile.along in (WEEK, DAY) else _x_title(tile), series=series if kind != "line" or tile.compare != VOLUME else "",
        of=of, denominator=_denominator(tile) if measure.unit in SHARES else "", zone="UTC", source=OWN_SOURCE if tile.is_own else measure.source, note=tile.note,
        decimals=measure.decimals, second=of if tile.compare == VOLUME else "", second_title=measure.of.capitalize(),
        target=tile.target, target_title=tile.target_source,
    )  # fmt: skip


def _denominator(tile: Composed) -> str:
    fixed = {"acquirer": "acquirer {}", "country": "banks in {}"}
    only = ", ".join(fixed[column].format(value) for column, value in tile.by.fixed)
    return f"{tile.of.denominator}{f', {only} only' if only and not tile.is_own else ''}"


def _x_title(tile: Composed) -> str:
    if tile.along == WHOLE:
        return " and ".join(tile.by.columns[-1:] if tile.chart != "bars" else tile.by.columns).capitalize() or "Period"
    when = " in which the loans were paid out" if tile.of.label.startswith("Loans") else ""
    return f"{tile.along.capitalize()}{when}"


def _columns(tile: Composed) -> tuple[str, str]:
    """The names of the columns for the x axis and for the series."""
    columns = tile.by.columns
    if tile.along != WHOLE:
        return tile.along, "_and_".join(columns)
    if len(columns) == 2 and tile.chart != "bars":
        return columns[1], columns[0]
    return "_and_".join(columns) or "whole_period", ""


def _first(along: str, day: date) -> date:
    if along == WEEK:
        return day - timedelta(days=day.weekday())
    if along == QUARTER:
        return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return day.replace(day=1) if along == MONTH else day


def _last(along: str, first: date) -> date:
    length = {WEEK: 7, DAY: 1}.get(along)
    if length:
        return first + timedelta(days=length - 1)
    later = first + timedelta(days=31 if along == MONTH else 93)
    return later.replace(day=1) - timedelta(days=1)


def _label(along: str, first: date) -> str:
    if along == QUARTER:
        return f"Q{(first.month + 2) // 3} {first.year}"
    return f"{first:%b %Y}" if along == MONTH else first.isoformat()
