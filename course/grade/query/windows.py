"""Windows that go through other rows, or in another order, than the task means."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from course.grade.query.cause import Cause, Query
from course.grade.query.confirm import replaced
from course.grade.query.parts import joined
from course.grade.query.repairs import ids_of
from course.grade.query.sqltext import base_tables

MOST_ORDERS, MOST_KEYS = 6, 4
Change = tuple[str, Cause]


def rewindowed(query: Query) -> Iterator[Change]:
    """The windows of a query with another order, and with other groups."""
    windows = list(query.tree.find_all(exp.Window))
    for same in {window.args["order"].sql() if window.args.get("order") else "": window for window in windows}.values():
        yield from _in_other_order(query, same, windows)
    for window in windows:
        yield from _of_other_groups(query, window)


def _in_other_order(query: Query, window: exp.Window, windows: list[exp.Window]) -> Iterator[Change]:
    """A window sorted by another moment, wherever a window has this order."""
    order = window.args.get("order")
    same = [
        each for each in windows if (each.args.get("order") and each.args["order"].sql()) == (order and order.sql())
    ]
    is_needed = order is not None or isinstance(window.this, exp.RowNumber | exp.Lag | exp.Lead)
    key = order.expressions[0].this if order and isinstance(order.expressions[0], exp.Ordered) else None
    if not is_needed or (key is not None and not isinstance(key, exp.Column)):
        return
    written = query.written(key) if key is not None else ""
    for column in _moments(query, window)[:MOST_ORDERS]:
        if key is None or column.name.lower() != key.name.lower():
            new = exp.Order(expressions=[exp.Ordered(this=column.copy())])
            sql, place = replaced(query, same, lambda node, new=new: _with(node, "order", new.copy()))
            words = f"The window sorts by `{written}`; sorted by `{column.name}` your result would be right."
            look = "Rows that are equal there come in any order, which may be the right one by chance."
            if not written:
                words, look = f"The window has no ORDER BY: with `{column.name}` there your result would be right.", ""
            yield sql, Cause("window-order", words, look, place)


def _moments(query: Query, window: exp.Window) -> list[exp.Column]:
    """The moments by which a window may be sorted: those that the query uses anyway come first."""
    select = window.find_ancestor(exp.Select)
    tables = [table for table in base_tables(query.tree) if table.find_ancestor(exp.Select) is select]
    used = {column.name.lower() for column in query.tree.find_all(exp.Column)}
    found = [
        exp.column(name, table.alias_or_name)
        for table in tables
        for name, kind in query.tables.columns.get(table.name.lower(), {}).items()
        if kind in ("DATE", "TIMESTAMP")
    ]
    return sorted(found, key=lambda column: column.name.lower() not in used)


def _of_other_groups(query: Query, window: exp.Window) -> Iterator[Change]:
    """A window over the rows of one key, in the place of several keys."""
    keys = window.args.get("partition_by") or []
    if len(keys) < 2:
        return
    written = joined([f"`{query.written(key)}`" for key in keys])
    select = window.find_ancestor(exp.Select)
    aliases = {table.alias_or_name for table in base_tables(query.tree) if table.find_ancestor(exp.Select) is select}
    ids = [column for column in ids_of(query.tree, query.tables) if column.rpartition(".")[0] in aliases]
    for column in ids[:MOST_KEYS]:
        name = column.rpartition(".")[2]
        new = exp.maybe_parse(column, dialect="duckdb")
        sql, place = replaced(query, [window], lambda node, new=new: _with(node, "partition_by", [new.copy()]))
        words = f"The window goes through the rows of each {written} together; here it is each `{name}`."
        yield sql, Cause("partition", words, "Look at PARTITION BY: which rows belong together?", place)


def _with(node: exp.Expression, part: str, value: object) -> exp.Expression:
    copy = node.copy()
    copy.set(part, value)
    return copy
