"""Results in which nothing is left, no row or one row of nothing: which conditions leave nothing together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sqlglot import exp

from course.grade.query.cause import Cause, Query
from course.grade.query.confirm import is_day
from course.grade.query.parts import conjuncts
from course.grade.query.results import Result, Row
from course.grade.query.search import optional
from course.grade.query.sqltext import base_tables

if TYPE_CHECKING:
    from sqlglot import exp

MOST_CONDITIONS = 10


def is_hollow(result: Result) -> bool:
    """Whether a result has no row, or one that counts and sums nothing."""
    return not result.row_count or (result.row_count == 1 and _is_nothing(result.rows))


def _is_nothing(rows: tuple[Row, ...]) -> bool:
    return all(
        cell is None or (cell == 0 and cell is not False) or str(cell).lower() == "nan" for row in rows for cell in row
    )


@optional
def cause(query: Query, task_values: tuple[str | float, ...]) -> Cause | None:
    """The conditions without which something would be left: one of them, or two that nothing meets together."""
    removing = [condition for condition, sql in _without_each(query) if _finds_something(query, sql)]
    for condition in removing:
        if other := _excluded(query, condition):
            words = f"`{query.written(condition)}` and `{query.written(other)}` exclude each other: where no row of the LEFT JOIN fits, all its columns are NULL."
            look = "What a partner must be like goes into ON."
            return Cause("hollow", words, look, query.place(other))
    for condition in removing:
        if partner := _partner(query, condition):
            words = f"No row is left: each one has a partner in `{partner}`."
            look = "Which of its rows count as a partner? A condition beside the key says so."
            return Cause("hollow", words, look, query.place(condition))
    written = [f"`{query.written(condition)}`" for condition in removing]
    if len(removing) == 1:
        words = f"No row is left, and without {written[0]} there would be rows."
        if query.tree.find(exp.Join) and _is_named(removing[0], task_values):  # it may well be right
            look = "Does it say what the task asks? If it does, look at the join: does it link the right keys?"
            return Cause("hollow", words, look)
        return Cause("hollow", words, "Does it say what the task asks?", query.place(removing[0]))
    if removing:
        odd = [condition for condition in removing if not _is_named(condition, task_values)]
        odd = [condition for condition in odd if any(each.is_string for each in condition.find_all(exp.Literal))] or odd
        place = query.place(odd[0]) if len(odd) == 1 else None
        words = (
            f"No row meets both {written[0]} and {written[1]}."
            if len(removing) == 2
            else (f"No row meets {', '.join(written[:-1])} and {written[-1]} together.")
        )
        return Cause("hollow", words, "Does the task ask for each of them, and just so?", place)
    return None


def _is_named(condition: exp.Expression, task_values: tuple[str | float, ...]) -> bool:
    """Whether a condition compares with nothing but what the task names, days and spans aside: nobody knows which it means."""
    values = [
        each.name
        for each in condition.find_all(exp.Literal)
        if not is_day(each.name) and each.find_ancestor(exp.Interval) is None
    ]
    named = {str(value) for value in task_values}
    return all(value in named for value in values) or condition.find(exp.Select) is not None


def _partner(query: Query, condition: exp.Expression) -> str:
    """The table in which a condition asks for rows that are missing, by NOT EXISTS or by IS NULL after a LEFT JOIN."""
    denied = condition.this.unnest() if isinstance(condition, exp.Not) else None
    if isinstance(denied, exp.Exists):
        table = denied.find(exp.Table)
        return table.name if table else ""
    join = _left_join(query, condition)
    return join.this.name if join is not None else ""


def _left_join(query: Query, condition: exp.Expression) -> exp.Join | None:
    """The LEFT JOIN whose rows without a partner a condition asks for, by IS NULL."""
    is_null = isinstance(condition, exp.Is) and isinstance(condition.expression, exp.Null)
    if is_null and isinstance(condition.this, exp.Column):
        for join in query.tree.find_all(exp.Join):
            if join.side == "LEFT" and join.this.alias_or_name == _owner(query, condition.this):
                return join
    return None


def _owner(query: Query, column: exp.Expression) -> str:
    """The name under which a SELECT reads the table of a column; empty if that is not clear."""
    if column.table:
        return column.table
    select = column.find_ancestor(exp.Select)
    tables = [table for table in base_tables(query.tree) if table.find_ancestor(exp.Select) is select]
    owners = [table for table in tables if column.name.lower() in query.tables.columns.get(table.name.lower(), ())]
    return owners[0].alias_or_name if len(owners) == 1 else ""


def _excluded(query: Query, condition: exp.Expression) -> exp.Expression | None:
    """A condition beside IS NULL that only a row with a partner can meet: it asks something else of the joined table."""
    join = _left_join(query, condition)
    clause = condition.find_ancestor(exp.Where)
    for other in conjuncts(clause) if join is not None and clause else ():
        columns = list(other.find_all(exp.Column))
        is_open = isinstance(other, exp.Is) or bool(other.find(exp.Coalesce, exp.Or, exp.Case, exp.Select))
        asks = bool(columns) and all(_owner(query, column) == join.this.alias_or_name for column in columns)
        if other is not condition and asks and not is_open:
            return other
    return None


def _finds_something(query: Query, sql: str) -> bool:
    rows = query.tables.look(sql)
    return bool(rows) and not _is_nothing(rows)


def _without_each(query: Query) -> Iterator[tuple[exp.Expression, str]]:
    """The conditions of all WHERE and HAVING clauses, each with the query that lacks it."""
    for number, clause in enumerate(query.tree.find_all(exp.Where, exp.Having)):
        parts = list(clause.this.flatten()) if isinstance(clause.this, exp.And) else [clause.this]
        for position, part in enumerate(parts[:MOST_CONDITIONS]):
            copy = query.tree.copy()
            found = list(copy.find_all(exp.Where, exp.Having))[number]
            rest = [other.copy() for other in parts[:position] + parts[position + 1 :]]
            if rest:
                found.set("this", exp.and_(*rest))
            else:
                found.pop()
            yield part, copy.sql("duckdb", copy=False)
