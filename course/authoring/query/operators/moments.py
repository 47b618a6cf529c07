"""Mutation operators for moments: casts to a day, time columns that nearly agree, the last row in the place of any."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from course.authoring.query.operators.base import (
    Catalog,
    Changes,
    Registry,
    edited,
    joins,
    named,
    select_of,
    text,
    where,
    with_where,
)

OPERATORS = Registry()
COMPARISONS = (exp.GT, exp.GTE, exp.LT, exp.LTE, exp.EQ, exp.Between)
# What a moment is cut by is a day already: without the cast, the result is the same.
CUT = (exp.Literal, exp.TimestampTrunc, exp.DateTrunc)


@OPERATORS.add("CAST", exp.Cast)
def no_cast(node: exp.Cast, _: Catalog) -> Changes:
    if not isinstance(node.this, CUT):
        yield node.this.copy(), ""


@OPERATORS.add("COL_TIME", exp.Column)
def moment_of_another_table(node: exp.Column, catalog: Catalog) -> Changes:
    """Not after an outer join: there, any condition on the other table does what an inner join does."""
    table_and_column = catalog.find(node)
    has_outer_join = table_and_column and any(join.side for join in joins(select_of(node)))
    if table_and_column and table_and_column[1].type == "TIMESTAMP" and not has_outer_join:
        for column in _moments(node, catalog):
            is_elsewhere = catalog.sources(node)[column.table] is not table_and_column[0]
            if is_elsewhere and column.name != node.name:  # the same name is the business of COL_TABLE
                yield named(node, column), ""


@OPERATORS.add("COL_TIME", exp.Select)
def moment_in_subquery(node: exp.Select, catalog: Catalog) -> Changes:
    """Limits of time on the rows themselves, asked of the rows that EXISTS looks for."""
    for position, condition in enumerate(where(node)):
        limits = [part for part in where(node) if _limits_moment(part, catalog)]
        inner = condition.this if isinstance(condition, exp.Exists) else None
        if not limits or not isinstance(inner, exp.Select):
            continue
        for column in _moments(inner, catalog):
            moved = [_about(part, column) for part in limits]
            subquery = with_where(inner, [*(part.copy() for part in where(inner)), *moved])
            conditions = [
                exp.Exists(this=subquery) if index == position else part.copy()
                for index, part in enumerate(where(node))
                if part not in limits
            ]
            yield with_where(node, conditions), f"the limits of time became those of `{text(column)}`"


@OPERATORS.add("ANY_LAST", exp.LogicalOr)
def last_for_any(node: exp.LogicalOr, catalog: Catalog) -> Changes:
    for column in _moments(node, catalog):
        yield exp.ArgMax(this=node.this.copy(), expression=column), ""


@OPERATORS.add("ANY_FIRST", exp.LogicalOr)
def first_for_any(node: exp.LogicalOr, catalog: Catalog) -> Changes:
    for column in _moments(node, catalog):
        yield exp.ArgMin(this=node.this.copy(), expression=column), ""


@OPERATORS.add("ANY_LAST", exp.Exists)
def last_for_exists(node: exp.Exists, catalog: Catalog) -> Changes:
    """EXISTS that looks at the last row only, by each of its moments."""
    inner, parts = node.this, []
    if isinstance(inner, exp.Select):
        parts = [part for part in where(inner) if not _names_outside(part, inner, catalog)]
    for column in _moments(inner, catalog) if parts else ():
        linking = [part.copy() for part in where(inner) if part not in parts]
        last = edited(with_where(inner, linking), expressions=[exp.ArgMax(this=exp.and_(*parts), expression=column)])
        yield exp.Subquery(this=last), f"EXISTS became the last row by `{text(column)}`"


def _moments(node: exp.Expression, catalog: Catalog) -> Iterator[exp.Column]:
    """The moments that are never missing among the columns of the SELECT around a node."""
    for alias, table in catalog.sources(node).items():
        for column in table.columns:
            if column.type == "TIMESTAMP" and column.null_when is None:
                yield exp.column(column.name, alias)


def _limits_moment(condition: exp.Expression, catalog: Catalog) -> bool:
    """Whether a condition compares one moment with constants."""
    columns = list(condition.find_all(exp.Column))
    table_and_column = catalog.find(columns[0]) if len(columns) == 1 else None
    return isinstance(condition, COMPARISONS) and bool(table_and_column and table_and_column[1].type == "TIMESTAMP")


def _about(condition: exp.Expression, column: exp.Column) -> exp.Expression:
    """The condition, asked of another column."""
    changed = condition.copy()
    changed.find(exp.Column).replace(column.copy())
    return changed


def _names_outside(condition: exp.Expression, select: exp.Select, catalog: Catalog) -> bool:
    """Whether a condition names a table that is not in FROM of this SELECT."""
    sources = catalog.sources(select)
    return any(column.table not in ("", *sources) for column in condition.find_all(exp.Column))
