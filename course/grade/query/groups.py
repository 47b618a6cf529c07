"""Which groups a wrong result has and which it lacks, by the columns that tell the expected rows apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from sqlglot import exp

from course.grade.count import quantity
from course.grade.query import compare
from course.grade.query.cause import Cause, Query
from course.grade.query.parts import joined, last_day, look_at, maker_of
from course.grade.query.results import Result, canonical_rows
from course.grade.query.search import optional

MOST_NAMED = 3
MOST_GROUPS = 1_000

Cell = tuple[str, object]  # in canonical form: its family and its value
Group = tuple[Cell | None, ...]  # the cells of the columns that tell groups apart; None for one that need not be named


@optional
def cause(yours: Result, right: Result, decimals: int | None, query: Query | None) -> Cause | None:
    """Facts about the groups of a wrong result, and the parts of the query that may be behind them."""
    width = key_width(right)
    if not width or len(yours.columns) != len(right.columns) or not yours.complete:
        return None
    your_groups, right_groups = _groups(yours, width), _groups(right, width)
    extra = [group for group in dict.fromkeys(your_groups) if group not in set(right_groups)]
    missing = [group for group in right_groups if group not in set(your_groups)]
    names, types = right.columns[:width], right.types
    if extra and missing:
        return _made_otherwise(names, types, (extra, your_groups), (missing, right_groups), query)
    counts = Counter(your_groups)
    if not extra and not missing:
        repeated = [group for group in right_groups if counts[group] > 1]
        if not repeated:
            return None
        words = f"{_named(names, types, repeated[:1])} has {counts[repeated[0]]} rows, expected one."
        return Cause("group-repeated", words, look_at(query, "What makes a second row of it?", ("group", "joins")))
    odd, others = (extra, right_groups) if extra else (missing, your_groups)
    do_others_agree = compare.same_rows(_without(yours, odd, width), _without(right, odd, width), decimals)
    telling = _telling(odd, others)
    named, rest = _named(names, types, telling), "the others agree" if do_others_agree else "others differ as well"
    if extra and (made := _between(extra, right_groups, right, query)):
        words = f"Not expected: {named}, between those that are; {rest}."
        return Cause("group-made", words, *made)
    if missing and (gathered := _gathered(query, telling, names)):
        return Cause("group-gathered", f"Missing: {named}; {rest}.", *gathered)
    if not do_others_agree and (keys := _made_keys(query, telling, names)):
        question = "What lets such rows in?" if extra else "What keeps such rows out?"
        words = f"Not expected: {named}; {rest}." if extra else f"Missing: {named}; {rest}."
        look = f"{look_at(query, question)} Look at how your query makes {joined(keys)}, too."
        return Cause("group-extra" if extra else "group-missing", words, look)
    if extra:
        return Cause("group-extra", f"Not expected: {named}; {rest}.", look_at(query, "What lets such rows in?"))
    return Cause("group-missing", f"Missing: {named}; {rest}.", look_at(query, "What keeps such rows out?"))


def _between(extra: list[Group], right_groups: list[Group], right: Result, query: Query | None) -> tuple | None:
    """Where to look if a column holds values between the expected ones, and the query calculates it."""
    for position, name in enumerate(right.columns[: key_width(right)]):
        expected = {group[position] for group in right_groups}
        odd = [cell for group in extra if (cell := group[position]) not in expected]
        kinds = ("number", "date")
        cells = sorted((cell for cell in expected if cell[1] is not None and cell[0] in kinds), key=in_order)
        maker = maker_of(query, position)
        inside = [cell for cell in odd if cells and cell[0] == cells[0][0] and _lies_between(cell, cells)]
        if inside and maker is not None and not isinstance(maker, exp.Column):
            return f"Look at how your query makes `{name}`.", query.place(maker)
    return None


def _lies_between(cell: Cell, cells: list[Cell]) -> bool:
    return in_order(cells[0]) < in_order(cell) < in_order(cells[-1])


def _gathered(query: Query | None, telling: list[Group], names: Sequence[str]) -> tuple | None:
    """Where to look if the column by which missing groups are told apart is an aggregate: one value for several."""
    for position, name in enumerate(names):
        maker = maker_of(query, position) if telling[0][position] is not None else None
        if query and isinstance(maker, exp.Min | exp.Max | exp.AnyValue | exp.First | exp.Last):
            written = query.written(maker)
            look = f"`{written}` keeps one value where the task has a row for each: group by `{name}`, too."
            return look, query.place(maker)
    return None


def _made_keys(query: Query | None, telling: list[Group], names: Sequence[str]) -> list[str]:
    """The columns by which unexpected or missing groups are told apart, if the query calculates them."""
    makers = {
        name: maker_of(query, position) for position, name in enumerate(names) if telling[0][position] is not None
    }
    return [
        f"`{name}`"
        for name, maker in makers.items()
        if maker is not None and not isinstance(maker, exp.Column | exp.Literal)
    ]


def key_width(right: Result) -> int:
    """How many of the first columns tell all rows of a result apart; 0 if it has one row, or if it takes all columns."""
    if not right.complete or not 1 < right.row_count <= MOST_GROUPS:
        return 0
    rows = canonical_rows(right)
    return next((width for width in range(1, len(right.columns)) if len({row[:width] for row in rows}) == len(rows)), 0)


def _groups(result: Result, width: int) -> list[Group]:
    return [row[:width] for row in canonical_rows(result)]


def _without(result: Result, groups: Sequence[Group], width: int) -> Result:
    left_out = set(groups)
    pairs = zip(result.rows, _groups(result, width), strict=True)
    rows = tuple(row for row, group in pairs if group not in left_out)
    return Result(result.columns, result.types, rows, len(rows))


def _made_otherwise(
    names: Sequence[str],
    types: Sequence[str],
    yours: tuple[list[Group], list[Group]],
    right: tuple[list[Group], list[Group]],
    query: Query | None,
) -> Cause:
    """Groups of both kinds: the column that is made in another way, if there is one. Each side: what only it has, and all."""
    (extra, your_groups), (missing, right_groups) = yours, right
    for position, name in enumerate(names):
        only_yours = {group[position] for group in extra} - {group[position] for group in right_groups}
        only_right = {group[position] for group in missing} - {group[position] for group in your_groups}
        if only_yours and only_right:
            shown = [listed(cells, types[position]) for cells in (only_yours, only_right)]
            words = f"`{name}` holds {shown[0]}, expected {shown[1]}."
            if query and _are_others(only_yours, {group[position] for group in right_groups}):
                look = look_at(query, "Which rows should be there?")
                return Cause("group-made", words, f"{look} Look at how your query makes `{name}`, too.")
            return Cause("group-made", words, *_making(query, position, name))
    words = f"Not expected: {_named(names, types, extra)}. Missing: {_named(names, types, missing)}."
    return Cause("group-made", words, f"Look at how your query makes {joined([f'`{name}`' for name in names])}.")


def _are_others(odd: set[Cell], right: set[Cell]) -> bool:
    """Whether dates are of the same kind as the expected ones, and lie before or after all of them: then other rows are there."""
    try:
        days = [{_day(cell) for cell in cells} for cells in (odd, right)]
    except ValueError:  # no date, or none that Python knows
        return False
    firsts, last = min(right, key=in_order), max(right, key=in_order)
    is_outside = all(in_order(cell) < in_order(firsts) or in_order(cell) > in_order(last) for cell in odd)
    kinds = [({day.day == 1 for day in each}, {day.weekday() for day in each}) for each in days]
    is_weekly = len(kinds[1][1]) == 1
    is_monthly = kinds[1][0] == {True}
    return is_outside and (not is_monthly or kinds[0][0] == {True}) and (not is_weekly or kinds[0][1] == kinds[1][1])


def _day(cell: Cell) -> date:
    return date.fromisoformat(str(cell[1])[:10])


def _making(query: Query | None, position: int, name: str) -> tuple[str, tuple[int, int] | None]:
    """Where to look for what is wrong with a column: a column of a table is only as wrong as the choice of its rows."""
    maker = maker_of(query, position)
    if query and (maker is None or isinstance(maker, exp.Column)):
        return look_at(query, "Which rows should be there?"), None
    look = query and last_day(query, maker)
    return look or f"Look at how your query makes `{name}`.", query and query.place(maker)


def _telling(groups: list[Group], others: list[Group]) -> list[Group]:
    """The groups by the one column that alone tells them from all others, if there is one."""
    width = len(groups[0])
    for position in range(width):
        cells = dict.fromkeys(group[position] for group in groups)
        if not cells.keys() & {group[position] for group in others}:
            return [tuple(cell if at == position else None for at in range(width)) for cell in cells]
    return groups


def _named(names: Sequence[str], types: Sequence[str], groups: Sequence[Group]) -> str:
    """The first groups in words, and how many more there are.

    >>> _named(("month", "channel"), ("DATE", "VARCHAR"), [(("date", "2025-11-01"), ("text", "organic"))])
    '`month` 2025-11-01 with `channel` organic'
    """
    columns = [position for position in range(len(names)) if groups[0][position] is not None]
    if len(columns) == 1:
        position = columns[0]
        return f"`{names[position]}` {listed([group[position] for group in groups], types[position])}"
    shown = [
        " with ".join(f"`{names[position]}` {_text(group[position], types[position])}" for position in columns)
        for group in groups[:MOST_NAMED]
    ]
    return _joined(shown, len(groups) - len(shown))


def listed(cells: Sequence[Cell] | set[Cell], kind: str) -> str:
    ordered = sorted(cells, key=in_order)
    return _joined([_text(cell, kind) for cell in ordered[:MOST_NAMED]], len(ordered) - MOST_NAMED)


def in_order(cell: Cell) -> tuple:
    """A key that sorts cells of any kind: numbers that are none (NaN) after all others of their kind, NULL at the end.

    >>> sorted([("number", "nan"), ("null", None), ("number", 2)], key=in_order)
    [('number', 2), ('number', 'nan'), ('null', None)]
    """
    name, value = cell
    is_word = name == "number" and isinstance(value, str)
    return value is None, name, is_word, value


def _joined(texts: Sequence[str], left: int = 0) -> str:
    texts = [*texts, quantity(left, "other")] if left > 0 else texts
    return joined(texts)


def _text(cell: Cell, kind: str) -> str:
    return compare.cell_text(cell[1], kind)
