"""Slips that the text of a query gives away once its result is wrong: names in quotes, a LIMIT that was left, today."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlglot import exp

from course.grade.query.cause import Cause, Query
from course.grade.query.code import code_only
from course.grade.query.parts import conjuncts, joined
from course.grade.query.results import Result
from course.grade.query.search import optional
from course.grade.query.sqltext import outermost

if TYPE_CHECKING:
    from sqlglot import exp

UNITS = ("year", "quarter", "month", "week", "day", "hour")
TODAY = re.compile(
    r"\b(current_date|current_timestamp|localtimestamp|now|today|get_current_timestamp)\b(\s*\(\s*\))?", re.I
)


@optional
def name_in_quotes(query: Query) -> Cause | None:
    """A column of the result that is a text, and a name: the text of that name in each row."""
    names = {column for columns in query.tables.columns.values() for column in columns} | set(UNITS)
    for item in _selected(query):
        text = item.unalias()
        if isinstance(text, exp.Literal) and text.is_string and text.this.lower() in names:
            words = f"'{text.this}' in single quotes is that text itself, the same in every row."
            made = text.this.lower() in UNITS
            look = f"Make it from a moment, as in date_trunc('{text.this.lower()}', …)::DATE." if made else ""
            return Cause(
                "name-in-quotes", words, look or f"Without quotes it is the column: {text.this}.", query.place(text)
            )
    return None


@optional
def name_in_brackets(query: Query) -> Cause | None:
    for item in _selected(query):
        listed = item.unalias()
        if (
            isinstance(listed, exp.Array)
            and len(listed.expressions) == 1
            and isinstance(listed.expressions[0], exp.Column)
        ):
            column = query.written(listed.expressions[0])
            words = "Square brackets make a list, here with one value in each row."
            return Cause("name-in-brackets", words, f"Write {column} without them.", _whole(query, listed, r"\[\s*"))
    return None


def today(query: Query) -> Cause | None:
    use = TODAY.search(code_only(query.sql))
    if not use or (not use[2] and use[1].lower() in ("now", "today")):
        return None
    words = f"`{use[0]}` is the day on which the query runs, and the data end on 31 December 2025."
    return Cause("today", words, "Write the day that the task names.", (use.start(), len(use[0])))


def inner_limit(query: Query) -> Cause | None:
    """Rows that a LIMIT without an order leaves to chance, before anything is computed from them."""
    for limit in query.tree.find_all(exp.Limit):
        select = limit.parent
        if select is not outermost(query.tree) and isinstance(select, exp.Select) and not select.args.get("order"):
            words = (
                f"LIMIT {limit.expression.sql()} keeps any {limit.expression.sql()} rows before the rest is computed."
            )
            return Cause("limit", words, "Take it out.", _whole(query, limit, r"LIMIT\s*"))
    return None


@optional
def untied_exists(query: Query) -> Cause | None:
    """An EXISTS whose query names nothing outside itself: it asks the same of every row."""
    for exists in query.tree.find_all(exp.Exists):
        inner = exists.this
        tables = list(inner.find_all(exp.Table)) if isinstance(inner, exp.Select) else []
        names = {table.alias_or_name.lower() for table in tables}
        columns = {column for table in tables for column in query.tables.columns.get(table.name.lower(), ())}
        used = list(inner.find_all(exp.Column)) if tables else []
        if tables and all(each.table.lower() in names if each.table else each.name.lower() in columns for each in used):
            words = "The query after EXISTS names no row outside itself, so it is true for all of them or for none."
            look = "Tie it to the row outside by a key that both have."
            return Cause("untied-exists", words, look, query.place(exists))
    return None


@optional
def left_limit(query: Query, row_count: int) -> Cause | None:
    """A LIMIT at the end that has cut the result."""
    limit = ending_limit(query.tree)
    number = limit.expression if limit else None
    if not isinstance(number, exp.Literal) or number.this != str(row_count):
        return None
    return Cause("limit", f"LIMIT {number.this} ends your result there.", "Take it out.", limit_place(query, limit))


def limit_place(query: Query, limit: exp.Expression) -> tuple[int, int] | None:
    return _whole(query, limit, r"LIMIT\s*")


def limit_text(query: Query, limit: exp.Expression) -> str:
    place = limit_place(query, limit)
    return query.sql[place[0] : sum(place)] if place else limit.sql("duckdb").strip()


@optional
def only_limit(query: Query | None, result: Result, is_right: Callable[[str], bool]) -> Cause | None:
    """A LIMIT at the end without which the result would be right."""
    cause = query and left_limit(query, result.row_count)
    return cause if cause and is_right(without_limit(query)) else None


def without_limit(query: Query) -> str:
    copy = query.tree.copy()
    if limit := ending_limit(copy):
        limit.pop()
    return copy.sql("duckdb", copy=False)


def ending_limit(tree: exp.Expression) -> exp.Limit | None:
    """The LIMIT at the end of a query, or of the step that its last one shows as it is."""
    select = outermost(tree)
    steps = {step.alias: step.this for step in select.find_all(exp.CTE)}
    for _ in range(len(steps) + 1):
        if not isinstance(select, exp.Select) or select.args.get("limit"):
            return select.args.get("limit")
        source = select.args.get("from_")
        is_whole = source and [type(item) for item in select.expressions] == [exp.Star]
        if not is_whole or any(select.args.get(part) for part in ("joins", "where", "group", "having", "distinct")):
            return None
        select = steps.get(source.this.name)
    return None


@optional
def grouped_at_end(query: Query, expected: tuple[str, ...]) -> Cause | None:
    """A GROUP BY in the last step, though one row is expected, without what it makes rows for."""
    select = outermost(query.tree)
    group = select.args.get("group") if isinstance(select, exp.Select) else None
    if (
        not group
        or not group.expressions
        or not {key.name.lower() for key in group.expressions}.isdisjoint(map(str.lower, expected))
    ):
        return None
    keys = joined([f"`{query.written(key)}`" for key in group.expressions])
    words = f"Your last step makes a row for each {keys}."
    return Cause(
        "grouped-at-end", words, "For one row, leave out that GROUP BY.", _whole(query, group, r"GROUP\s+BY\s*")
    )


@optional
def taken_for_local(query: Query) -> Cause | None:
    """AT TIME ZONE on a moment without a zone: it takes that for the zone's own clock, and goes the other way."""
    moments = {
        column for columns in query.tables.columns.values() for column, kind in columns.items() if kind == "TIMESTAMP"
    }
    for node in query.tree.find_all(exp.AtTimeZone, exp.Anonymous):
        is_function = isinstance(node, exp.Anonymous)
        if is_function and (node.name.lower() != "timezone" or len(node.expressions) != 2):
            continue
        zone, moment = node.expressions if is_function else (node.args["zone"], node.this)
        is_plain = isinstance(zone, exp.Literal) and isinstance(moment, exp.Column) and moment.name.lower() in moments
        if is_plain and zone.name.upper() not in ("UTC", "GMT", "ETC/UTC"):
            words = f"`{query.written(node)}` takes `{moment.name}`, which is UTC, for a clock in {zone.name}, and turns it back into UTC."
            return Cause("other-zone", words, "Add the hours instead.", query.place(node))
    return None


@optional
def idle_in_on(query: Query) -> Cause | None:
    """A condition in the ON of a LEFT JOIN whose table is used nowhere else: it takes no row out."""
    for join in query.tree.find_all(exp.Join):
        if join.side != "LEFT" or not join.args.get("on") or not isinstance(join.this, exp.Table):
            continue
        inside = set(map(id, join.find_all(exp.Column)))
        table, names = join.this.alias_or_name, query.tables.columns.get(join.this.name.lower(), ())
        outside = (column for column in join.parent.find_all(exp.Column) if id(column) not in inside)
        if any(column.table == table for column in outside):
            continue
        for part in conjuncts(join.args["on"]):
            columns = list(part.find_all(exp.Column))
            if columns and all(
                column.table == table or (not column.table and column.name.lower() in names) for column in columns
            ):
                words = f"`{query.written(part)}` stands in the ON of a LEFT JOIN, and there it takes no row out."
                return Cause("idle-in-on", words, "Put it into WHERE, or write JOIN.", query.place(part))
    return None


def _whole(query: Query, node: exp.Expression, opening: str) -> tuple[int, int] | None:
    """The place of a node with the word or sign before it."""
    place = query.place(node)
    before = re.search(rf"{opening}\Z", code_only(query.sql)[: place[0]], re.IGNORECASE) if place else None
    return (before.start(), sum(place) - before.start()) if before else place


def _selected(query: Query) -> list[exp.Expression]:
    select = outermost(query.tree)
    return select.expressions if isinstance(select, exp.Select) else []


RULES: tuple[Callable[[Query], Cause | None], ...] = (
    name_in_quotes,
    name_in_brackets,
    inner_limit,
    untied_exists,
    today,
)
