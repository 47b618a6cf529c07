"""Confirms a mistake on the query itself: undoing it in one place must give the right rows on all data sets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice, zip_longest
from typing import TYPE_CHECKING

from sqlglot import exp

from course.grade.query.cause import Cause, Query
from course.grade.query.excluded import named
from course.grade.query.search import optional
from course.grade.query.sqltext import base_tables
from course.grade.query.tables import values as column_values

if TYPE_CHECKING:
    from sqlglot import exp

MOST_CHANGES, MOST_LIKELY = 40, 12
MOST_VALUES = 8

Place = tuple[int, int] | None
Change = tuple[str, Place]  # the changed query, and the place of what was changed


def place_undone(
    operator: str,
    query: Query,
    values: tuple[str | float, ...],
    may_be_right: Callable[[str], bool],
    is_right: Callable[[str], bool],
) -> tuple[bool, Place, str]:
    """Whether undoing this kind of mistake in one place makes the query right, that place, and the kind.

    A kind that cannot be undone without knowing the right query counts as confirmed, and so do several kinds of which one
    may be it; one that two different columns undo does not, for chance may have done it. ``values`` are those that the task names. ``may_be_right`` takes less
    time than ``is_right``.
    """
    if operator not in UNDO:
        kinds = [_of_kind(kind, LIKELY[kind](query, values)) for kind in operator.split() if kind in LIKELY]
        in_turn = (change for turn in zip_longest(*kinds) for change in turn if change)
        found = ((place, kind) for kind, (sql, place) in islice(in_turn, MOST_LIKELY) if is_right(sql))
        return True, *next(found, (None, operator))
    changes = islice(UNDO[operator](query, values), MOST_CHANGES)
    likely = list(islice((change for change in changes if may_be_right(change[0])), 2 if operator in ONE_CHANGE else 1))
    is_clear = len(likely) == 1 and is_right(likely[0][0])
    return is_clear, likely[0][1] if is_clear else None, operator


def _of_kind(kind: str, changes: Iterator[Change]) -> Iterator[tuple[str, Change]]:
    return ((kind, change) for change in changes)


def missing_condition(query: Query, values: tuple[str | float, ...]) -> Iterator[tuple[str, Cause]]:
    """The query with one more condition, on a column on which a SELECT has none, with a value that the task names.

    It limits all rows, by WHERE, or those of one aggregate, by FILTER.
    """
    selects = [select for select in query.tree.find_all(exp.Select) if select.args.get("from_")]
    for is_moment in (False, True):  # ends of a range come last: there are most of them
        for select in sorted(selects, key=lambda select: bool(select.args.get("where"))):
            for table, column, condition in _missing(query, select, values, is_moment=is_moment):
                sql, _ = replaced(query, [select], lambda node, condition=condition: node.where(condition))
                words = f"`{table.name}` is read here without a condition on `{column.name}`, so all of its rows count."
                yield sql, Cause("condition-missing", words, "Which of them does the task mean?", query.place(table))
                for total in _unfiltered(select) if not is_moment else ():
                    sql, place = replaced(
                        query,
                        [total],
                        lambda node, condition=condition: exp.Filter(
                            this=node.copy(), expression=exp.Where(this=condition.copy())
                        ),
                    )
                    words = f"`{query.written(total)}` takes all rows, with any `{column.name}`."
                    yield sql, Cause("condition-missing", words, "Which of them does the task mean?", place)


def _missing(
    query: Query, select: exp.Expression, values: tuple[str | float, ...], *, is_moment: bool
) -> Iterator[tuple[exp.Expression, exp.Expression, exp.Expression]]:
    """The conditions that a SELECT may be missing, each with its table and its column."""
    tables = [table for table in base_tables(query.tree) if table.find_ancestor(exp.Select) is select]
    asked = {column.name.lower() for clause in _conditions(select) for column in clause.find_all(exp.Column)}
    for table in tables if not _is_optional(select, tables) else ():
        for name, kind in query.tables.columns.get(table.name.lower(), {}).items():
            column = exp.column(name, table.alias_or_name)
            if name not in asked and (kind in ("DATE", "TIMESTAMP")) == is_moment:
                yield from ((table, column, condition) for condition in _asking(query, column, kind, values))


def _unfiltered(select: exp.Expression) -> list[exp.Expression]:
    """The aggregates of a SELECT without a condition of their own."""
    totals = (total for item in select.expressions for total in item.find_all(exp.AggFunc))
    return [total for total in totals if not isinstance(total.parent, exp.Filter | exp.Window)]


def _conditions(select: exp.Expression) -> list[exp.Expression]:
    joins = [join.args["on"] for join in select.args.get("joins") or () if join.args.get("on")]
    return [*joins, *filter(None, [select.args.get("where")])]


def _is_optional(select: exp.Expression, tables: list[exp.Expression]) -> bool:
    """Whether there is an outer join, so that a condition in WHERE would say something else."""
    return any(join.side for join in select.args.get("joins") or ()) and len(tables) > 1


def _asking(
    query: Query, column: exp.Expression, kind: str, values: tuple[str | float, ...]
) -> Iterator[exp.Expression]:
    """The conditions that a column of this type may be missing."""
    texts = [value for value in values if isinstance(value, str)]
    days = [text for text in texts if any(_days_beside(text))]
    if kind == "BOOLEAN":
        yield exp.Not(this=column.copy())
        yield column.copy()
    elif kind == "VARCHAR":
        held = _values_of(query, column)
        yield from (exp.EQ(this=column.copy(), expression=exp.Literal.string(text)) for text in texts if text in held)
    elif kind in ("DATE", "TIMESTAMP"):
        for day in days:
            yield from (end(this=column.copy(), expression=exp.Literal.string(day)) for end in (exp.GTE, exp.LT))


@optional
def wrong_part(
    query: Query,
    values: tuple[str | float, ...],
    is_right: Callable[[str], bool],
    most: int,
) -> Cause | None:
    """A range open at one end, a condition too many, or a text or number that is not the task's: what would make it right.

    At most so many changes are tried, of each sort in turn.
    """
    sorts = (
        _with_other_end(query, values),
        without_condition(query, values),
        _with_other_text(query, values),
        _with_other_number(query, values),
    )
    in_turn = (change for turn in zip_longest(*sorts) for change in turn if change)
    changes = islice(in_turn, most)
    found = next((cause for sql, cause in changes if is_right(sql)), None)
    return found and named(query, _without_it(query, found, is_right) or found)


def _without_it(query: Query, found: Cause, is_right: Callable[[str], bool]) -> Cause | None:
    """The condition around a number or text, if all is right without it: then it need not have another one."""
    if found.kind not in ("other-number", "other-value") or not found.place:
        return None
    start, length = found.place
    around = (
        change
        for change in without_condition(query)
        if (place := change[1].place) and place[0] <= start and start + length <= sum(place)
    )
    return next((cause for sql, cause in around if is_right(sql)), None)


def without_condition(query: Query, values: tuple[str | float, ...] = ()) -> Iterator[tuple[str, Cause]]:
    """The query without one of the conditions of its WHERE clauses: first those with a value that the task does not name."""
    found = []
    for number, clause in enumerate(query.tree.find_all(exp.Where)):
        parts = list(clause.this.flatten()) if isinstance(clause.this, exp.And) else [clause.this]
        if not isinstance(clause.parent, exp.Filter):
            found += [(number, position, parts) for position, part in enumerate(parts) if not _links(part)]
    for number, position, parts in sorted(found, key=lambda each: not is_unnamed(each[2][each[1]], values)):
        copy = query.tree.copy()
        clause = next(islice(copy.find_all(exp.Where), number, None))
        rest = [other.copy() for other in parts[:position] + parts[position + 1 :]]
        if rest:
            clause.set("this", exp.and_(*rest))
        else:
            clause.pop()
        is_inner = parts[position].find_ancestor(exp.In, exp.Exists) is not None
        where = " in the inner query" if is_inner else ""
        words = f"`{query.written(parts[position])}` leaves out rows that count{where}."
        place = query.place(parts[position])
        yield copy.sql("duckdb", copy=False), Cause("condition-extra", words, "Does the task ask for it?", place)


def is_unnamed(part: exp.Expression, values: tuple[str | float, ...]) -> bool:
    """Whether a condition compares with a text or a number that the task does not name."""
    named = {str(value) for value in values}
    literals = (each.name for each in part.find_all(exp.Literal) if each.find_ancestor(exp.Interval) is None)
    return bool(named) and any(text not in named and text[:10] not in named for text in literals)


def _with_other_end(query: Query, values: tuple[str | float, ...]) -> Iterator[tuple[str, Cause]]:
    """The end of a range that has only a beginning, or the beginning of one that has only an end: a day of the task."""
    days = [value for value in values if isinstance(value, str) and any(_days_beside(value))]
    lower, upper = (exp.GTE, exp.GT), (exp.LT, exp.LTE)
    for node in query.tree.find_all(*lower, *upper):
        text, is_lower = node.expression.find(exp.Literal), isinstance(node, lower)
        others = node.find_ancestor(exp.Select).find_all(*(upper if is_lower else lower)) if text else ()
        if not text or not text.is_string or any(other.this == node.this for other in others):
            continue
        for day in days:
            if day != text.name and (day > text.name) == is_lower:
                end = (exp.LT if is_lower else exp.GTE)(this=node.this.copy(), expression=exp.Literal.string(day))
                both_ends = exp.paren(exp.and_(node.copy(), end))
                sql, place = replaced(query, [node], lambda _, both_ends=both_ends: both_ends)
                side = "end" if is_lower else "beginning"
                words = f"`{query.written(node)}` is one end of a range, and its {side} is missing: rows {'after' if is_lower else 'before'} it count, too."
                yield sql, Cause("open-range", words, "Which days does the task name?", place)


def _with_other_text(query: Query, named_by_task: tuple[str | float, ...]) -> Iterator[tuple[str, Cause]]:
    """Another value of the column, wherever the query compares it with this one."""
    uses: dict[str, list[exp.Expression]] = defaultdict(list)
    for comparison in query.tree.find_all(exp.EQ, exp.NEQ):
        text = comparison.expression
        if isinstance(comparison.this, exp.Column) and isinstance(text, exp.Literal) and text.is_string:
            uses[comparison.sql()].append(text)
    for nodes in uses.values():
        comparison = nodes[0].parent
        if nodes[0].name in named_by_task and comparison.find_ancestor(exp.Case, exp.If):
            continue  # it may well be right to tell these rows apart
        for value in _values_of(query, comparison.this):
            if value != nodes[0].name:
                sql, _ = replaced(query, nodes, lambda _, value=value: exp.Literal.string(value))
                words = f"`{query.written(comparison)}` does not ask for the value that the task means."
                yield sql, Cause("other-value", words, "Which rows does the task speak of?", query.place(comparison))


def _values_of(query: Query, column: exp.Expression) -> tuple[str, ...]:
    """The values of a column of texts, if it has few."""
    owners = [table for table in base_tables(query.tree) if _has(query, table, column)]
    kinds = query.tables.columns
    if not owners or kinds[owners[0].name.lower()][column.name.lower()] != "VARCHAR":
        return ()
    found = column_values(query.tables.database, owners[0].name.lower(), column.name.lower())
    return found if len(found) <= MOST_VALUES else ()


def _with_other_number(query: Query, values: tuple[str | float, ...]) -> Iterator[tuple[str, Cause]]:
    for literal in query.tree.find_all(exp.Literal):
        is_number = not literal.is_string or literal.name.isdigit()
        if is_number and _is_compared(literal):  # not those that are calculated with
            make = exp.Literal.string if literal.is_string else exp.Literal.number
            for number in values:
                if not isinstance(number, str) and str(number) != literal.name:
                    sql, place = replaced(query, [literal], lambda _, make=make, number=number: make(number))
                    words = f"The number {literal.name} is not the one that the task names here."
                    yield sql, Cause("other-number", words, "Read which one it is.", place)


def _is_compared(literal: exp.Expression) -> bool:
    """Whether a number is compared with something: that of an INTERVAL is so many seconds, days or months."""
    return isinstance(literal.find_ancestor(exp.Predicate, exp.Interval), exp.Predicate)


def replaced(query: Query, nodes: list[exp.Expression], make: Callable[[exp.Expression], exp.Expression]) -> Change:
    """The query with some of its nodes replaced; they are found again in a copy by their position."""
    wanted, place = set(map(id, nodes)), query.place(nodes[0])
    positions = {position for position, node in enumerate(query.tree.walk()) if id(node) in wanted}
    copy = query.tree.copy()
    for node in [node for position, node in enumerate(copy.walk()) if position in positions]:
        node.replace(make(node))
    return copy.sql("duckdb", copy=False), place


def _columns(query: Query, _: tuple) -> Iterator[Change]:
    """Another column of the same table and type, wherever a column is used in the same way."""
    return _other_columns(query, is_elsewhere=False)


def _columns_elsewhere(query: Query, _: tuple) -> Iterator[Change]:
    """A column of another table, with the same type, wherever a column is used in the same way."""
    return _other_columns(query, is_elsewhere=True)


def _other_columns(query: Query, *, is_elsewhere: bool) -> Iterator[Change]:
    uses: dict[str, list[exp.Expression]] = defaultdict(list)
    for column in query.tree.find_all(exp.Column):
        if not column.find_ancestor(exp.Ordered) and not _links(column.parent):
            uses[f"{column.sql()} {_use(column)}"].append(column)
    for nodes in uses.values():
        for name, table in _same_type(query, nodes[0], is_elsewhere=is_elsewhere):
            yield replaced(query, nodes, lambda _, name=name, table=table: exp.column(name, table or None))


def _links(node: exp.Expression) -> bool:
    """Whether a comparison is between two columns, as in ON."""
    return isinstance(node, exp.EQ) and isinstance(node.this, exp.Column) and isinstance(node.expression, exp.Column)


def _use(column: exp.Expression) -> str:
    """What a query does with a column: what it shows or groups by is one use."""
    parent = column.parent
    is_negated = isinstance(parent.parent, exp.Not)
    return "" if isinstance(parent, exp.Select | exp.Group | exp.Alias) else f"{is_negated} {parent.sql()}"


def _same_type(query: Query, column: exp.Expression, *, is_elsewhere: bool) -> Iterator[tuple[str, str]]:
    """The other columns of the same type in the tables around a column, each with its table."""
    select, kinds = column.find_ancestor(exp.Select), query.tables.columns
    tables = [table for table in base_tables(query.tree) if table.find_ancestor(exp.Select) is select]
    owner = next((table for table in tables if _has(query, table, column)), None)
    kind = kinds[owner.name.lower()][column.name.lower()] if owner else None
    for table in tables if owner else ():
        for name, other in kinds.get(table.name.lower(), {}).items():
            if other == kind and (table is not owner) == is_elsewhere and (is_elsewhere or name != column.name.lower()):
                yield name, table.alias_or_name


def _has(query: Query, table: exp.Expression, column: exp.Expression) -> bool:
    names = query.tables.columns.get(table.name.lower(), ())
    return column.table in ("", table.alias_or_name) and column.name.lower() in names


def _days(query: Query, values: tuple[str | float, ...]) -> Iterator[Change]:
    """Another day: one of those that the task names, or the day before or after."""
    for literal in query.tree.find_all(exp.Literal):
        if literal.is_string and (beside := list(_days_beside(literal.name[:10]))):
            for day in (*beside, *(value for value in values if isinstance(value, str) and any(_days_beside(value)))):
                yield replaced(query, [literal], lambda _, day=day: exp.Literal.string(day))


def _texts(query: Query, values: tuple[str | float, ...]) -> Iterator[Change]:
    """Another text that the task names."""
    texts = [value for value in values if isinstance(value, str) and not any(_days_beside(value))]
    for literal in query.tree.find_all(exp.Literal):
        if literal.is_string and not literal.name.isdigit() and not any(_days_beside(literal.name[:10])):
            for text in texts:
                yield replaced(query, [literal], lambda _, text=text: exp.Literal.string(text))


def _numbers(query: Query, values: tuple[str | float, ...]) -> Iterator[Change]:
    """Another number, wherever it is used in the same way: one that the task names, or one more or less."""
    uses: dict[str, list[exp.Expression]] = defaultdict(list)
    for literal in query.tree.find_all(exp.Literal):
        if not literal.is_string or literal.name.isdigit():
            uses[f"{type(literal.parent)} {literal.sql()}"].append(literal)
    for nodes in uses.values():
        make = exp.Literal.string if nodes[0].is_string else exp.Literal.number
        name = nodes[0].name
        beside = [int(name) + 1, int(name) - 1] if name.isdigit() else []
        for number in (*beside, *(value for value in values if not isinstance(value, str))):
            yield replaced(query, nodes, lambda _, make=make, number=number: make(number))


def is_day(text: str) -> bool:
    """Whether a text is a day or begins with one.

    >>> is_day("2025-12-01"), is_day("2025-12-01 00:00:00"), is_day("1")
    (True, True, False)
    """
    return any(_days_beside(text[:10]))


def _days_beside(text: str) -> Iterator[str]:
    """The days before and after a day."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return
    yield from ((day + timedelta(step)).isoformat() for step in (1, -1))


def _comparisons(query: Query, _: tuple) -> Iterator[Change]:
    kinds = (exp.GTE, exp.GT, exp.LT, exp.LTE, exp.EQ, exp.NEQ)
    for node in query.tree.find_all(*kinds):
        for other in kinds:
            if not isinstance(node, other):
                yield replaced(
                    query, [node], lambda found, other=other: other(this=found.this, expression=found.expression)
                )


def _aggregates(query: Query, _: tuple) -> Iterator[Change]:
    kinds = (exp.Sum, exp.Avg, exp.Min, exp.Max, exp.Count)
    for node in query.tree.find_all(*kinds):
        for other in kinds if not isinstance(node.this, exp.Star) else ():
            if not isinstance(node, other):
                yield replaced(query, [node], lambda found, other=other: other(this=found.this))


def _marks(query: Query, _: tuple) -> Iterator[Change]:
    """A mark of the same rows, true or false, in the place of a condition on another column."""
    for clause in query.tree.find_all(exp.Where):
        select = clause.find_ancestor(exp.Select)
        tables = [table for table in base_tables(query.tree) if table.find_ancestor(exp.Select) is select]
        marks = [
            exp.column(name, table.alias_or_name)
            for table in tables
            for name, kind in query.tables.columns.get(table.name.lower(), {}).items()
            if kind == "BOOLEAN"
        ]
        for part in clause.this.flatten() if isinstance(clause.this, exp.And) else [clause.this]:
            for mark in marks if not _links(part) else ():
                yield replaced(query, [part], lambda _, mark=mark: mark.copy())
                yield replaced(query, [part], lambda _, mark=mark: exp.Not(this=mark.copy()))


UNDO: dict[str, Callable[[Query, tuple[str | float, ...]], Iterator[Change]]] = {
    "COL": _columns,
    "COL_TABLE": _columns_elsewhere,
    "COL_TIME": _columns_elsewhere,
    "CST_NUM": _numbers,
    "CST_STR": _texts,
    "CST_DATE": _days,
    "ROR": _comparisons,
    "AGG": _aggregates,
}
# Kinds that can be undone in some queries: their place is found then, and they hold without it.
LIKELY = {**UNDO, "NEAR": _marks}
# A column that is NULL throughout undoes many conditions: only one column may be the right one.
ONE_CHANGE = frozenset({"COL", "COL_TABLE", "COL_TIME"})
