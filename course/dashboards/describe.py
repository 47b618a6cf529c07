"""The words in which a dashboard is described: figures, charts and filters, with their data as SQL text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from course.case.facts import quoted

KINDS = ("line", "bars", "columns", "histogram", "funnel", "heat")


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
        """Any days, named by themselves."""
        return cls(span(start, end), start.isoformat(), end.isoformat())

    @property
    def sql(self) -> str:
        return f"day between date '{date.fromisoformat(self.start)}' and date '{date.fromisoformat(self.end)}'"

    @property
    def before(self) -> Period:
        """As many days, immediately before."""
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

    def option(self, label: str) -> Option | Period:
        """The choice with this label, of periods also "2025-12-03/2025-12-31", cut to the days that there are.

        Raises KeyError for any other, so that no one's text reaches a query.
        """
        known = {option.label: option for option in self.options}
        return known[label] if label in known or not self.is_period else self._days(label)

    @property
    def is_period(self) -> bool:
        return isinstance(self.options[0], Period)

    @property
    def limits(self) -> tuple[date, date]:
        """The first and the last day of all periods."""
        starts, ends = ([date.fromisoformat(getattr(each, name)) for each in self.options] for name in ("start", "end"))
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
    ``sql`` instead, a query for a single value, and ``on`` says of which day. ``good`` is up, down or nothing.
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

    ``x``, ``y`` and ``series`` name columns; a heat map draws ``y`` as colour with ``series`` as its rows. ``of`` names
    the column with the number of cases behind a value. ``zone`` says which time zone days and hours are of,
    ``denominator`` what a share is a share of. ``y_from`` is where the value axis begins; left out, bars begin at zero
    and a line near its lowest value. ``second`` draws another column against an axis of its own. ``marks`` are notes
    at places on the x axis. ``flaw`` names what is wrong on purpose.
    """

    kind: str
    title: str
    sql: str
    x: str
    y: str
    unit: str
    y_title: str
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
    marks: tuple[tuple[str, str], ...] = ()
    wide: bool = False
    flaw: str = ""


@dataclass(frozen=True)
class Dashboard:
    """A dashboard. ``scope`` is the query of its cases, with a column ``day``; charts read ``scope`` or ``chosen``.

    ``chosen`` holds the rows of ``scope`` that fall into the chosen period.
    """

    id: str
    title: str
    question: str
    scope: str
    filters: tuple[Filter, ...]
    kpis: tuple[Kpi, ...]
    charts: tuple[Chart, ...]
    source: str

    def filter(self, name: str) -> Filter:
        return next(each for each in self.filters if each.name == name)

    @property
    def first_choice(self) -> dict[str, str]:
        """The label that each filter begins with, by the filter's name."""
        return {each.name: each.options[0].label for each in self.filters}


@dataclass(frozen=True)
class Tile:
    """One figure told twice: a chart with a flaw, the same data without it, and what each makes a reader believe.

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
        return quoted(self.first_glance if flawed else self.true_reading)


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
