"""The vocabulary of dashboards: figures, charts and filters, with their data as SQL text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from course.case.facts import fill_quotes

KINDS = ("line", "bars", "columns", "histogram", "funnel", "heat", "spans")
SHARES = ("%", "pp")


@dataclass(frozen=True)
class Option:
    """One choice of a filter: its label, the SQL that it stands for, and the unit that it brings, if any."""

    label: str
    sql: str
    unit: str = ""


@dataclass(frozen=True)
class Period:
    """A choice of the filter ``period``: days from ``start`` to ``end`` in ISO form, both included.

    >>> Period("December", "2025-12-01", "2025-12-31").before.label
    '31 Oct – 30 Nov 2025'
    """

    label: str
    start: str
    end: str
    unit: str = ""

    @classmethod
    def of(cls, start: date, end: date) -> Period:
        """Any span of days, with its days as label."""
        return cls(span(start, end), start.isoformat(), end.isoformat())

    @classmethod
    def months(cls, label: str, first: str, last: str = "") -> Period:
        """Whole months, from "2025-10" to "2025-12".

        >>> Period.months("Q4 2025", "2025-10", "2025-12").end
        '2025-12-31'
        """
        start, end = (date.fromisoformat(f"{month}-01") for month in (first, last or first))
        following = (end + timedelta(days=31)).replace(day=1)
        return cls(label, start.isoformat(), (following - timedelta(days=1)).isoformat())

    @property
    def sql(self) -> str:
        return f"day between date '{date.fromisoformat(self.start)}' and date '{date.fromisoformat(self.end)}'"

    @property
    def before(self) -> Period:
        """The same number of days, immediately before."""
        start, end = date.fromisoformat(self.start), date.fromisoformat(self.end)
        last = start - timedelta(days=1)
        return Period.of(last - (end - start), last)


@dataclass(frozen=True)
class Filter:
    """A closed list of choices. ``name`` is the placeholder: ``{name}`` is the SQL in queries and the label in texts.

    The first choice is the one that a dashboard begins with. ``{name_unit}`` is the choice's unit in texts. A list of
    periods is open: any days between the first and the last of them can be chosen, too.
    """

    name: str
    label: str
    options: tuple[Option | Period, ...]

    @classmethod
    def of(cls, name: str, label: str, options: Mapping[str, str]) -> Filter:
        """Choices from labels with their SQL."""
        return cls(name, label, tuple(Option(*option) for option in options.items()))

    @classmethod
    def among(
        cls, name: str, label: str, all_: str, column: str, values: tuple[str, ...], pattern: str = "{}"
    ) -> Filter:
        """All cases, called ``all_``, or those with one of the values in a column.

        >>> Filter.among("acquirer", "Acquirer", "both", "t.acquirer", ("A", "B"), "acquirer {}").options[1]
        Option(label='acquirer A', sql="t.acquirer = 'A'", unit='')
        """
        options = {pattern.format(value).replace("_", " "): f"{column} = '{value}'" for value in values}
        return cls.of(name, label, {all_: "true", **options})

    def option(self, label: str) -> Option | Period:
        """The choice with this label, of periods also "2025-12-03/2025-12-31", cut to the days that they cover.

        Raises KeyError for any other, so that no free text reaches a query.
        """
        options = {option.label: option for option in self.options}
        return options[label] if label in options or not self.is_period else self._days(label)

    @property
    def is_period(self) -> bool:
        return isinstance(self.options[0], Period)

    @property
    def limits(self) -> tuple[date, date]:
        """The first and the last day of all periods."""
        starts, ends = (
            [date.fromisoformat(getattr(period, name)) for period in self.options] for name in ("start", "end")
        )
        return min(starts), max(ends)

    def _days(self, label: str) -> Period:
        first, last = self.limits
        try:
            start, end = (date.fromisoformat(day) for day in label.split("/"))
        except ValueError as error:
            raise KeyError(label) from error
        start, end = max(start, first), min(end, last)
        if start > end:
            raise KeyError(label)
        return Period.of(start, end)


@dataclass(frozen=True)
class Kpi:
    """A figure in a tile.

    ``value`` is an expression over the rows in scope, for the chosen period and the one before. A figure of one day has
    ``sql`` instead, a query for a single value, and ``on`` says which day. ``good`` is up, down or nothing.
    """

    label: str
    unit: str
    value: str = ""
    sql: str = ""
    on: str = ""
    decimals: int = 0
    denominator: str = ""
    good: str = ""


@dataclass(frozen=True)
class Chart:
    """One chart: its query, and which columns of the result are drawn how.

    ``x``, ``y`` and ``series`` name columns; a heat map draws ``y`` as colour with ``series`` as its rows, spans are
    bars from ``y`` to ``end``. The series called ``quiet`` is grey: the others are what the chart is about. ``of`` names
    the column with the number of cases behind a value. ``zone`` says which time zone days and hours are of,
    ``denominator`` what a share is a share of. ``y_from`` is where the value axis begins; left out, bars begin at zero
    and a line near its lowest value. ``second`` draws another column against its own axis. ``marks`` are notes
    at places on the x axis, ``target`` a value to compare with, which ``target_title`` names. ``flaw`` names what is
    wrong on purpose.

    What a dashboard's chart leaves out is filled in: ``unit`` and titles from the columns' names, the rest from the
    dashboard.
    """

    kind: str
    title: str
    sql: str
    x: str
    y: str
    unit: str = ""
    y_title: str = ""
    x_title: str = ""
    series: str = ""
    of: str = ""
    denominator: str = ""
    zone: str = ""
    source: str = ""
    note: str = ""
    decimals: int = 0
    y_from: float | None = None
    second: str = ""
    second_title: str = ""
    marks: tuple[tuple[str | float, str], ...] = ()
    end: str = ""
    quiet: str = ""
    wide: bool = False
    target: float | None = None
    target_title: str = ""
    flaw: str = ""


@dataclass(frozen=True)
class Dashboard:
    """A dashboard. ``scope`` is the query of its cases, with a column ``day``; charts read ``scope`` or ``chosen``.

    ``chosen`` holds the rows of ``scope`` that fall into the chosen period. ``denominator`` says what its shares are
    of, ``zone`` which time zone its days are of, ``source`` where its figures come from; a chart or figure that differs
    says so itself.
    """

    id: str
    title: str
    question: str
    scope: str
    filters: tuple[Filter, ...]
    kpis: tuple[Kpi, ...]
    charts: tuple[Chart, ...]
    source: str
    denominator: str = ""
    zone: str = "{zone}"

    def __post_init__(self) -> None:
        object.__setattr__(self, "kpis", tuple(self._full_kpi(kpi) for kpi in self.kpis))
        object.__setattr__(self, "charts", tuple(self._full_chart(chart) for chart in self.charts))

    def filter(self, name: str) -> Filter:
        return next(filter_ for filter_ in self.filters if filter_.name == name)

    @property
    def first_choice(self) -> dict[str, str]:
        """The label that each filter begins with, by the filter's name."""
        return {filter_.name: filter_.options[0].label for filter_ in self.filters}

    def _full_kpi(self, kpi: Kpi) -> Kpi:
        return replace(kpi, denominator=kpi.denominator or (self.denominator if kpi.unit in SHARES else ""))

    def _full_chart(self, chart: Chart) -> Chart:
        may_be_share = chart.unit in SHARES or "{" in chart.unit
        return replace(
            chart,
            unit=chart.unit or in_words(chart.y),
            y_title=chart.y_title or in_words(chart.y).capitalize(),
            x_title=chart.x_title or ("" if chart.x in DATED else in_words(chart.x).capitalize()),
            denominator=chart.denominator or (self.denominator if may_be_share else ""),
            zone=chart.zone or self.zone,
            source=chart.source or self.source,
        )


@dataclass(frozen=True)
class Tile:
    """One figure shown twice: a chart with a flaw, the same data without it, and what each makes a reader believe.

    ``first_glance`` and ``true_reading`` quote facts of the register by their ids in braces, such as ``{F4.ratio}``.
    """

    number: int
    flawed: Chart
    true: Chart
    first_glance: str
    true_reading: str

    @property
    def flaw(self) -> str:
        return self.flawed.flaw

    def reading(self, flawed: bool) -> str:
        """What one of the two charts makes a reader believe, in words and figures. Raises CaseError."""
        return fill_quotes(self.first_glance if flawed else self.true_reading)


DATED = ("day", "week")
"""Columns of days, whose axis names itself and its time zone."""

TIME_ZONE = Filter.of(
    "zone",
    "Time zone",
    {"UTC": "interval 0 hour", "UTC+1 (HA)": "interval 1 hour", "UTC+3 (KE2)": "interval 3 hour"},
)


def in_words(name: str) -> str:
    """A column's name as words."""
    return name.replace("_", " ")


def span(start: date, end: date) -> str:
    """Two days as one span.

    >>> span(date(2025, 12, 1), date(2025, 12, 31)), span(date(2025, 10, 1), date(2025, 12, 31))
    ('1–31 Dec 2025', '1 Oct – 31 Dec 2025')
    """
    if start == end:
        return f"{end.day} {end:%b %Y}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{end.day} {end:%b %Y}"
    return f"{start.day} {start:%b}{'' if start.year == end.year else f' {start.year}'} – {end.day} {end:%b %Y}"
