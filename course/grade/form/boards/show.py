"""What a tile shows: the rows of its query, or a sentence that says why there are none, and the figures in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import product

from course.case.database import practice_database
from course.case.tables import BY_NAME
from course.dashboards.compose import (
    ADDED,
    BEFORE,
    Composed,
    ComposeError,
    bins,
    chart_of,
    own_chart,
    sql_of,
    with_axis,
)
from course.dashboards.describe import Chart
from course.dashboards.measures import DAY, MONTH, PERIODS, QUARTER, SPLITS, WEEK, WHOLE, Measure
from course.grade.count import quantity
from course.grade.form.days import MONTHS
from course.grade.query.explain import explain
from course.grade.query.results import Result, is_number
from course.grade.query.sandbox import QueryError, SandboxError, run

Run = Callable[[str], Result]
SECONDS = 2.0  # a query of one's own is run after each pause in typing
MOST_SLOW, HURRIED = 3, 0.3
MOST_KEPT = 2_000
_kept: dict[tuple[str, str], Result | QueryError] = {}
MOST_ROWS = 1_200
MOST_PLACES = {"bars": 24, "columns": 100, "heat": 36}
YEAR = next(period for period in PERIODS.values() if period.start == "2025-01-01")
TABLE = re.compile(rf"\b(?:{'|'.join(BY_NAME)})\b", re.I)
BETWEEN = " · "
CASES = ("cases", "n", "count", "n_cases", "number_of_cases", "cases_counted")


@dataclass(frozen=True)
class Cell:
    """One figure: the days and the parts that it is of. ``parts`` are pairs of column and value."""

    start: str
    end: str
    parts: frozenset[tuple[str, str]]
    value: float


@dataclass(frozen=True)
class Shown:
    """A tile as it is shown. ``problem`` says why nothing is; ``remark`` what is odd about what is.

    ``differs`` says where a query of one's own is not what its measure is.
    """

    tile: Composed
    chart: Chart | None = None
    result: Result | None = None
    problem: str = ""
    remark: str = ""
    differs: str = ""
    cells: tuple[Cell, ...] = ()
    values: tuple[float, ...] = ()

    @property
    def places(self) -> list:
        return self._column(self.chart.x)

    @property
    def names(self) -> list:
        return list(dict.fromkeys(self._column(self.chart.series))) if self.chart.series else []

    def _column(self, name: str) -> list:
        at = self.result.columns.index(name)
        return [row[at] for row in self.result.rows]


def ask(sql: str, seconds: float = SECONDS) -> Result:
    """The result of a query on the practice data, kept for the next time. Raises QueryError, also for the same text again."""
    key = str(practice_database()), sql
    if key not in _kept:
        while len(_kept) >= MOST_KEPT:
            _kept.pop(next(iter(_kept)))
        try:
            _kept[key] = run(practice_database(), sql, seconds=seconds)
        except QueryError as error:
            _kept[key] = error
    found = _kept[key]
    if isinstance(found, QueryError):
        raise found
    return found


class Patience:
    """Asks for a whole page: after ``MOST_SLOW`` queries that took too long, each further one gets ``HURRIED`` seconds.

    What took too long once is not run again, so that a tile and Check say the same.
    """

    def __init__(self) -> None:
        self.slow = 0

    def __call__(self, sql: str) -> Result:
        is_new = (str(practice_database()), sql) not in _kept
        try:
            return ask(sql, SECONDS if self.slow < MOST_SLOW else HURRIED)
        except QueryError as error:
            self.slow += is_new and error.kind != "engine"
            raise


def show(tile: Composed, ask: Run = ask) -> Shown:
    """What a tile shows."""
    if not tile.measure:
        return Shown(tile, problem="Choose what this tile measures.")
    try:
        return _own(tile, ask) if tile.is_own else _shown(tile, ask)
    except ComposeError as error:
        return Shown(tile, problem=str(error))


def look(tile: Composed, ask: Run = ask) -> Shown:
    """What a tile shows to somebody who composes it: where the data cannot be read at all, a sentence that says so.

    A judge must not take that for an answer, and calls ``show``.
    """
    try:
        return show(tile, ask)
    except (SandboxError, OSError) as error:
        return Shown(tile, problem=f"The data of the case cannot be read just now. {error}")


def _shown(tile: Composed, ask: Run) -> Shown:
    chart = chart_of(tile)
    result = ask(chart.sql)
    rows = tuple(row for row in result.rows if row[result.columns.index(chart.y)] is not None)
    if not rows:
        raise ComposeError(f"There are no cases of “{tile.of.label}” in {tile.period}. Choose another period.")
    result = replace(result, rows=rows, row_count=len(rows))
    _refuse_many(chart, result)
    cells = _seen(tile, _cells(tile, chart, result))
    remark = _young(tile, [end for _, _, end in bins(tile.along, tile.days, tile.of.until)])
    chart = with_axis(chart, tile.axis, [row[result.columns.index(chart.y)] for row in rows])
    values = tuple(row[result.columns.index(chart.y)] for row in rows) + tuple(
        row[result.columns.index("cases")] for row in rows
    )
    return Shown(tile, chart, result, remark=remark, cells=cells, values=values)


def _cells(tile: Composed, chart: Chart, result: Result) -> Iterable[Cell]:
    days = {label: (start, end) for label, start, end in bins(tile.along, tile.days, tile.of.until)}
    columns = [result.columns.index(name) for name in (chart.x, chart.series) if name]
    y = result.columns.index(chart.y)
    for row in result.rows:
        words = [word for at in columns for word in str(row[at]).removeprefix("acquirer ").split(BETWEEN)]
        if tile.along == WHOLE:
            start, end = days[tile.period]
            names = list(reversed(words)) if len(columns) == 2 else words
        else:
            start, end = days.get(words[0], ("", ""))
            names = words[1:]
        parts = zip(tile.by.columns, names, strict=False)
        yield Cell(start, end, frozenset([*parts, *tile.by.fixed]), float(row[y]))


def _seen(tile: Composed, cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """The figures that can be read: of one number the last, and the one before if it is compared with that; of a sum none."""
    shown = () if tile.compare == ADDED else tuple(cells)
    return shown[-2 if tile.compare == BEFORE else -1 :] if tile.chart == "number" else shown


def _young(tile: Composed, ends: list[str]) -> str:
    """That the last quarter is there in part, because its later cases are too young to be judged."""
    until = tile.of.until
    if not until or tile.along != QUARTER or until not in ends:
        return ""
    return f"The last quarter is {MONTHS[int(until[5:7]) - 1]} only: younger loans have not had two months yet."


def _own(tile: Composed, ask: Run) -> Shown:
    if not tile.sql:
        return Shown(tile, problem="Write your query, or let the tile use the course’s own.")
    try:
        result = _without_cases(ask(tile.sql))
    except QueryError as error:
        return Shown(tile, problem=f"Your query did not run. {explain(tile.sql, error).text}")
    columns, problem = _roles(result)
    if problem:
        return Shown(tile, problem=problem)
    if not TABLE.search(tile.sql):
        return Shown(
            tile, problem="Your query reads none of the course’s tables, so nobody can find these figures again."
        )
    x, series, y = columns
    chart = own_chart(tile, result.columns, x, y, series)
    result, left_out = _tidy(result, columns, chart)
    if not result.rows:
        return Shown(tile, problem=f"Your query returns no value in `{y}`: every row has NULL there.")
    try:
        _refuse_many(chart, result)
    except ComposeError as error:
        return Shown(tile, problem=str(error))
    remark = (
        f"{quantity(left_out, 'row')} without a value {'is' if left_out == 1 else 'are'} left out." if left_out else ""
    )
    cells, differs = _recognised(tile, result, columns, ask)
    cells = _seen(tile, cells)
    at = result.columns.index(y)
    chart = with_axis(chart, tile.axis, [row[at] for row in result.rows])
    return Shown(tile, chart, result, "", remark, differs, cells, tuple(row[at] for row in result.rows))


def _roles(result: Result) -> tuple[tuple[str, str, str], str]:
    """Which column is the place, which the series and which the value; or a sentence that says why none can be told."""
    none = ("", "", "")
    if not result.row_count:
        return none, "Your query returns no rows. Look at its conditions: each one leaves rows out."
    if result.row_count > MOST_ROWS or not result.complete:
        return none, f"Your query returns {result.row_count:,} rows, and a tile can show {MOST_ROWS:,}. Sum them up, by month or by week."  # fmt: skip
    columns = result.columns
    if len(set(columns)) < len(columns):
        return none, "Two columns of your query have one name. Give each its own with AS."
    if len(columns) not in (2, 3):
        return none, f"Your query returns {quantity(len(columns), 'column')}. A tile needs two or three: the place, the part if there is one, and the value last."  # fmt: skip
    y = columns[-1]
    values = [row[-1] for row in result.rows if row[-1] is not None]
    text = next((value for value in values if not is_number(value)), None)
    if text is not None:
        return none, f"The last column of your query, `{y}`, has to be a number. It holds “{str(text)[:40]}”."
    return (columns[0], columns[1] if len(columns) == 3 else "", y), ""


def _without_cases(result: Result) -> Result:
    """The result without a count of its cases, and with the column that is named value at the end, as the course's queries have them."""
    named = [name.casefold() for name in result.columns]
    if len(set(named)) < len(named) or len(named) < 3:
        return result
    kept = [at for at, name in enumerate(named) if name not in CASES or len(named) - at < 2 and "value" not in named and name != "cases"]  # fmt: skip
    kept.sort(key=lambda at: named[at] == "value")
    columns = tuple(result.columns[at] for at in kept)
    return replace(result, columns=columns, rows=tuple(tuple(row[at] for at in kept) for row in result.rows))


def _tidy(result: Result, columns: tuple[str, str, str], chart: Chart) -> tuple[Result, int]:
    """The rows that have a value, their labels as texts, a place and its part in one where the chart has no colours for parts."""
    x, series, y = columns
    rows = [
        (_label(row[0]), *([_label(row[1])] if series else []), row[-1]) for row in result.rows if row[-1] is not None
    ]
    if series and not chart.series:
        rows = [(f"{place}{BETWEEN}{part}", part, value) for place, part, value in rows]
    seen: dict[tuple, tuple] = {}
    for row in rows:
        seen.setdefault(row[:-1], row)  # a second value at the same place cannot be drawn
    return replace(result, rows=tuple(seen.values()), row_count=len(seen)), result.row_count - len(rows)


def _label(value: object) -> str:
    return "no name" if value is None else str(value).removesuffix("T00:00:00")


def _refuse_many(chart: Chart, result: Result) -> None:
    places = len({row[result.columns.index(chart.x)] for row in result.rows})
    shown = len(result.rows) if chart.kind == "columns" else places
    most = MOST_PLACES.get(chart.kind, MOST_ROWS)
    if shown > most:
        raise ComposeError(f"{shown:,} {'columns' if chart.kind == 'columns' else 'places'} are too many to read here. Choose longer steps along the axis, or a line.")  # fmt: skip


def _recognised(
    tile: Composed, result: Result, columns: tuple[str, str, str], ask: Run
) -> tuple[tuple[Cell, ...], str]:
    """The figures of a query of one's own, found again in the course's own; or where the two differ."""
    rows = [([word for label in row[: 2 if columns[1] else 1] for word in dict.fromkeys(str(label).split(BETWEEN))], row[-1]) for row in result.rows]  # fmt: skip
    measure = tile.of
    known, along = _known_parts(measure, ask), set(measure.along)
    read = []
    for words, value in rows:
        times, parts = [], {}
        for word in dict.fromkeys(words):
            part = known.get(_plain(word))
            if part:
                parts[part[0]] = part[1]
            elif (time := _time(word, columns[0])) is not None:
                times.append(time[0])
                along &= set(time[1])
            elif word not in PERIODS:
                return (), f"I cannot tell what “{word}” stands for. Name months as in `Dec 2025`, weeks and days as dates, and parts as the tables do."  # fmt: skip
        read.append((times[0] if times else "", parts, float(value)))
    best: tuple[tuple[int, float], str] = ((-1, 0.0), "")
    for cells in _candidates(tile, read, along, ask):
        found, near, apart, first = [], 0, 0.0, ""
        for (time, parts, value), (words, _) in zip(read, rows, strict=True):
            cell = cells.get((time, frozenset(parts.items())))
            if cell is None:
                apart += 1e9
                first = first or f"the course has nothing at {', '.join(words)}"
                continue
            if abs(cell.value - value) <= _tolerance(measure):
                found.append(cell)
                continue
            near += _is_fraction(cell.value, value, measure) or _is_rounded(cell.value, value, measure)
            apart += abs(cell.value - value)
            first = first or f"at {', '.join(words)} yours says {_why(cell.value, value, measure)}"  # fmt: skip
        if len(found) == len(read):
            return tuple(found), ""
        if (len(found) + near, -apart) > best[0]:
            best = (len(found) + near, -apart), first
    if best[0][0] > 0:
        return (), f"{best[1][0].upper()}{best[1][1:]}."
    words, value = rows[0]
    return (), f"However it is counted, “{measure.label}” does not come to {_shown_value(float(value), measure)} at {', '.join(words)}. Let the tile use the course’s query, open it below the chart, and compare."  # fmt: skip


def _candidates(tile: Composed, read: list, possible: set[str], ask: Run) -> Iterable[dict]:
    """Figures of the course by time and shown parts, for each way in which a query can have come to such rows."""
    shown = {name for _, parts, _ in read for name in parts}
    times = {time for time, _, _ in read}
    for along in sorted(possible):
        if (along == WHOLE) == bool(times - {""}) or not times <= _names(along):
            continue
        for split in (
            "",
            *(
                name
                for name in ("acquirer", "country", "acquirer+country", "channel", "reason")
                if name in tile.of.splits
            ),
        ):
            if not shown <= set(SPLITS[split].columns):
                continue
            for period in PERIODS.values() if along == WHOLE else (YEAR,):
                yield from _with_hidden(replace(tile, is_own=False, sql="", split=split, along=along, period=period.label, chart="columns", compare=""), shown, ask)  # fmt: skip


def _with_hidden(tile: Composed, shown: set[str], ask: Run) -> Iterable[dict]:
    chart = chart_of(tile)
    cells = list(_cells(tile, chart, ask(sql_of(tile))))
    hidden = [name for name in tile.by.columns if name not in shown]
    choices = [sorted({value for cell in cells for column, value in cell.parts if column == name}) for name in hidden]
    for values in product(*choices):
        fixed = frozenset(zip(hidden, values, strict=True))
        yield {
            ("" if tile.along == WHOLE else cell.start, cell.parts - fixed): cell
            for cell in cells
            if fixed <= cell.parts
        }


@lru_cache(maxsize=4)
def _names(along: str) -> frozenset[str]:
    """The first days of all bins."""
    return frozenset([""]) if along == WHOLE else frozenset(start for _, start, _ in bins(along, YEAR))


def _known_parts(measure: Measure, ask: Run) -> dict[str, tuple[str, str]]:
    """What the parts of a measure are called, and which column each is of."""
    known = {}
    for name in {column for split in measure.splits for column in SPLITS[split].columns}:
        for (value,) in ask(f"select distinct {name} from ({measure.scope}) order by 1").rows:
            known |= {_plain(value): (name, value), _plain(f"{name} {value}"): (name, value)}
    return known


def _plain(word: object) -> str:
    return str(word).casefold().replace("_", " ").strip()


def _time(word: str, column: str) -> tuple[str, tuple[str, ...]] | None:
    """The first day of the time that a word names, and what can begin on it; None if it names no time.

    >>> [_time(word, "month")[0] for word in ("Dec 2025", "2025-12", "December", "12", "2025-12-01")] == 5 * ["2025-12-01"]
    True
    >>> _time("Q4 2025", "x"), _time("HA", "x")
    (('2025-10-01', ('quarter',)), None)
    """
    plain, named = _plain(word).replace(" 2025", "").replace("2025 ", ""), column.casefold()
    for number, name in enumerate(MONTHS, 1):
        spelled = (name.casefold(), name[:3].casefold(), f"2025-{number:02}")
        if plain in spelled or (plain == str(number) and "month" in named):
            return f"2025-{number:02}-01", (MONTH,)
    if plain.lstrip("q") in ("1", "2", "3", "4") and ("q" in plain or "quarter" in named):
        return f"2025-{3 * int(plain[-1]) - 2:02}-01", (QUARTER,)
    try:
        return date.fromisoformat(word).isoformat(), (MONTH, QUARTER, WEEK, DAY)
    except ValueError:
        return None


def _tolerance(measure: Measure) -> float:
    return 0.6 * 10**-measure.decimals


def _shown_value(value: float, measure: Measure) -> str:
    return f"{value:,.{measure.decimals}f}{'%' if measure.unit == '%' else ''}"


def _is_fraction(right: float, value: float, measure: Measure) -> bool:
    return measure.unit == "%" and abs(100 * value - right) <= _tolerance(measure)


def _is_rounded(right: float, value: float, measure: Measure) -> bool:
    return any(abs(round(right, places) - value) < 1e-9 for places in range(measure.decimals))


def _why(right: float, value: float, measure: Measure) -> str:
    """A figure of one's own beside the course's, or the reason why it is not that."""
    if _is_fraction(right, value, measure):
        return f"{value:.3g}, which is a fraction: the measure is in per cent, so multiply by 100"
    if _is_rounded(right, value, measure):
        return f"{value:g}, which is rounded too far: the measure has {quantity(measure.decimals, 'decimal')}, so round to these or not at all"
    return f"{_shown_value(value, measure)}, and the course’s own says {_shown_value(right, measure)}"
