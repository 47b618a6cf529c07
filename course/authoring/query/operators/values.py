"""Mutation operators for what the rows contain: aggregates, NULLs, constants, arithmetic, columns."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

from sqlglot import exp

from course.authoring.query.operators.base import Catalog, Changes, Registry, edited, named, rebuilt, select_of, text

OPERATORS = Registry()
AGGREGATES = {
    exp.Sum: (exp.Avg, exp.Min, exp.Max, exp.Count),
    exp.Avg: (exp.Sum, exp.Min, exp.Max, exp.Median),
    exp.Min: (exp.Max, exp.Avg, exp.AnyValue),
    exp.Max: (exp.Min, exp.Avg, exp.AnyValue),
    exp.Median: (exp.Avg, exp.Max),
    exp.PercentileCont: (exp.Avg, exp.Max, exp.PercentileDisc),
    exp.PercentileDisc: (exp.Avg, exp.Max, exp.PercentileCont),
}
UNITS = ("SECOND", "MINUTE", "HOUR", "DAY", "WEEK", "MONTH", "QUARTER", "YEAR")
ARITHMETIC = {
    exp.Add: (exp.Sub,),
    exp.Sub: (exp.Add,),
    exp.Mul: (exp.Div,),
    exp.Div: (exp.Mul, exp.IntDiv),
    exp.IntDiv: (exp.Mul, exp.Div),
}
DAY = re.compile(r"(\d{4}-\d\d-\d\d)(.*)", re.DOTALL)
# Numbers that are not amounts: places, positions and lists have operators of their own.
PLACES = (exp.Limit, exp.Offset, exp.Round, exp.Group, exp.Ordered, exp.Lag, exp.Lead, exp.Select, exp.DataTypeParam)
MOST_COLUMNS = 2  # other columns of the same type that are tried per column


@OPERATORS.add("AGG", *AGGREGATES)
def other_aggregate(node: exp.Expression, _: Catalog) -> Changes:
    for other in AGGREGATES[type(node)]:
        arguments = {"expression": node.expression.copy()} if other in (exp.PercentileCont, exp.PercentileDisc) else {}
        yield other(this=node.this.copy(), **arguments), ""


@OPERATORS.add("AGG_DISTINCT", exp.Sum, exp.Avg)
def aggregate_distinct(node: exp.Expression, _: Catalog) -> Changes:
    if isinstance(node.this, exp.Distinct):
        yield edited(node, this=node.this.expressions[0].copy()), ""
    else:
        yield edited(node, this=exp.Distinct(expressions=[node.this.copy()])), ""


@OPERATORS.add("CNT", exp.Count)
def other_count(node: exp.Count, catalog: Catalog) -> Changes:
    argument = node.this
    inner = argument.expressions[0] if isinstance(argument, exp.Distinct) else argument
    columns = [] if isinstance(inner, (exp.Star, exp.Literal)) else [inner]
    for column in (*columns, *catalog.ids(node, nullable=True)):
        yield _count(column), ""
    for column in (*columns, *(column for column in catalog.ids(node) if not catalog.is_single(node, column))):
        yield _count(exp.Distinct(expressions=[column.copy()])), ""
    yield _count(exp.Star()), ""


@OPERATORS.add("CNT", exp.CountIf)
def count_for_count_if(node: exp.CountIf, _: Catalog) -> Changes:
    yield _count(node.this), ""
    yield _count(exp.Star()), ""


@OPERATORS.add("DROP_FILTER", exp.Filter)
def no_filter(node: exp.Filter, _: Catalog) -> Changes:
    yield node.this.copy(), ""


@OPERATORS.add("CASE_ELSE", exp.Case)
def other_else(node: exp.Case, _: Catalog) -> Changes:
    yield edited(node, default=None if node.args.get("default") else exp.Literal.number(0)), ""


@OPERATORS.add("NUL_IS", exp.Is)
def is_not_null(node: exp.Is, _: Catalog) -> Changes:
    if not isinstance(node.parent, exp.Not):
        yield exp.not_(node.copy()), ""


@OPERATORS.add("NUL_IS", exp.Not)
def is_null(node: exp.Not, _: Catalog) -> Changes:
    if isinstance(node.this, exp.Is):
        yield node.this.copy(), ""


@OPERATORS.add("NUL_EQ", exp.Is, exp.Not)
def equals_null(node: exp.Expression, _: Catalog) -> Changes:
    inner = node.this if isinstance(node, exp.Not) else node
    if isinstance(inner, exp.Is) and isinstance(inner.expression, exp.Null) and not isinstance(node.parent, exp.Not):
        yield rebuilt(exp.NEQ if isinstance(node, exp.Not) else exp.EQ, inner), ""


@OPERATORS.add("NUL_EQ", exp.NullSafeEQ, exp.NullSafeNEQ)
def equals_not_safely(node: exp.Binary, _: Catalog) -> Changes:
    yield rebuilt(exp.EQ if isinstance(node, exp.NullSafeEQ) else exp.NEQ, node), ""


@OPERATORS.add("NUL_COALESCE", exp.Coalesce)
@OPERATORS.add("NUL_NULLIF", exp.Nullif)
@OPERATORS.add("ROUND", exp.Round)
def unwrapped(node: exp.Expression, _: Catalog) -> Changes:
    yield node.this.copy(), ""


@OPERATORS.add("ROUND", exp.Round)
def other_decimals(node: exp.Round, _: Catalog) -> Changes:
    decimals = node.args.get("decimals")
    if isinstance(decimals, exp.Literal):
        for step in (1, -1):
            yield edited(node, decimals=exp.Literal.number(int(decimals.name) + step)), ""


@OPERATORS.add("UNIT", exp.TimestampTrunc, exp.DateTrunc, exp.DateDiff, exp.Interval)
def other_unit(node: exp.Expression, _: Catalog) -> Changes:
    unit = node.text("unit").upper()
    for other in _neighbours(UNITS, unit if unit in UNITS else unit.removesuffix("S")):
        yield edited(node, unit=exp.var(other)), ""


@OPERATORS.add("UNIT", exp.Extract)
def other_part(node: exp.Extract, _: Catalog) -> Changes:
    for other in _neighbours(UNITS, node.name.upper()):
        yield edited(node, this=exp.var(other)), ""


@OPERATORS.add("UNIT", exp.DateDiff)
def whole_units(node: exp.DateDiff, _: Catalog) -> Changes:
    """DuckDB's date_sub counts whole units, date_diff the boundaries that are crossed."""
    unit = exp.Literal.string(node.text("unit").lower())
    yield exp.func("date_sub", unit, node.expression.copy(), node.this.copy(), dialect="duckdb"), ""


@OPERATORS.add("CST_NUM", exp.Literal)
def other_number(node: exp.Literal, _: Catalog) -> Changes:
    is_count = isinstance(node.parent, exp.Interval) or not node.is_string
    if is_count and not isinstance(node.parent, PLACES):
        number = Decimal(node.name)
        step = Decimal(1) if number == number.to_integral() else Decimal(1).scaleb(number.as_tuple().exponent)
        for other in (number + step, number - step):
            yield exp.Literal(this=str(other), is_string=node.is_string), ""


@OPERATORS.add("CST_NUM", exp.Select)
def other_span_throughout(node: exp.Select, _: Catalog) -> Changes:
    """A span of time that the whole query adds several times, longer or shorter everywhere."""
    spans = [text(span) for span in node.find_all(exp.Interval)] if node.parent is None else []
    for span in dict.fromkeys(span for span in spans if spans.count(span) > 1):
        for step in (1, -1):
            changed = node.copy()
            for other in [other for other in changed.find_all(exp.Interval) if text(other) == span]:
                other.set("this", exp.Literal.string(str(int(other.this.name) + step)))
            yield changed, f"`{span}` became another span throughout ({step:+})"


@OPERATORS.add("CST_STR", exp.Literal)
def other_text(node: exp.Literal, catalog: Catalog) -> Changes:
    if not node.is_string or DAY.fullmatch(node.name) or not isinstance(node.parent, (exp.Predicate, exp.In)):
        return
    for other in dict.fromkeys((*_other_values(node, catalog), node.name.swapcase())):
        yield exp.Literal.string(other), ""


@OPERATORS.add("CST_DATE", exp.Literal)
def other_day(node: exp.Literal, _: Catalog) -> Changes:
    match = DAY.fullmatch(node.name) if node.is_string else None
    if match:
        day = date.fromisoformat(match[1])
        year_ago = day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)
        for other in (day + timedelta(1), day - timedelta(1), year_ago):
            yield exp.Literal.string(f"{other.isoformat()}{match[2]}"), ""


@OPERATORS.add("ARI", *ARITHMETIC)
def other_arithmetic(node: exp.Binary, _: Catalog) -> Changes:
    for other in ARITHMETIC[type(node)]:
        yield other(this=node.this.copy(), expression=node.expression.copy()), ""
    for side, rest in (("this", "expression"), ("expression", "this")):
        if isinstance(node.args[side], exp.Literal) and (side == "expression" or isinstance(node, exp.Mul)):
            yield node.args[rest].copy(), ""


@OPERATORS.add("COL", exp.Column)
def other_column(node: exp.Column, catalog: Catalog) -> Changes:
    for name in _same_type(node, catalog):
        yield named(node, exp.column(name, node.table or None)), ""


@OPERATORS.add("COL", exp.Select)
def other_column_throughout(node: exp.Select, catalog: Catalog) -> Changes:
    for column in {text(column): column for column in _columns(node)}.values():
        positions = [position for position, other in enumerate(_columns(node)) if text(other) == text(column)]
        for name in _same_type(column, catalog) if len(positions) > 1 else ():
            select = node.copy()
            columns = _columns(select)
            for position in positions:
                columns[position].replace(named(columns[position], exp.column(name, column.table or None)))
            yield select, f"`{text(column)}` became `{name}` throughout"


@OPERATORS.add("COL_TABLE", exp.Column)
def same_column_elsewhere(node: exp.Column, catalog: Catalog) -> Changes:
    for alias, table in catalog.sources(node).items():
        if node.table and alias != node.table and node.name in {column.name for column in table.columns}:
            yield named(node, exp.column(node.name, alias)), ""


def _count(argument: exp.Expression) -> exp.Count:
    return exp.Count(this=argument.copy(), big_int=True)


def _neighbours(items: tuple, item: object) -> list:
    position = items.index(item) if item in items else None
    return (
        []
        if position is None
        else [items[neighbour] for neighbour in (position + 1, position - 1) if 0 <= neighbour < len(items)]
    )


def _other_values(node: exp.Literal, catalog: Catalog) -> list[str]:
    """The neighbours of a text among the values that the column beside it may have, else a part of the text."""
    table_and_column = catalog.find(node.parent.this)
    return (table_and_column and _neighbours(table_and_column[1].values, node.name)) or [node.name[:-1]]


def _columns(select: exp.Select) -> list[exp.Column]:
    return [column for column in select.find_all(exp.Column, bfs=False) if select_of(column) is select]


def _same_type(node: exp.Column, catalog: Catalog) -> list[str]:
    """The next columns of the same type in the same table."""
    table_and_column = catalog.find(node)
    if not table_and_column:
        return []
    table, column = table_and_column
    position = table.columns.index(column)
    other_columns = (*table.columns[position + 1 :], *table.columns[:position])
    return [other.name for other in other_columns if other.type == column.type][:MOST_COLUMNS]
