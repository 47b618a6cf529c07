"""Mutants that only data can suggest: a condition in the place of another that nearly agrees with it on the practice data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import duckdb
from sqlglot import exp

from course.authoring.query.mutants import DIALECT, Mutant, parse, replaced
from course.authoring.query.operators.base import Catalog, conjuncts, select_of, text
from course.case.tables import TABLES

OPERATOR = "NEAR"
LEAST_SHARE = 0.75  # of the rows that meet either condition, those that meet both; and likewise of those that do not
MOST_VALUES = 40
MOST_OF_EACH = 3
CLAUSES = (exp.Where, exp.Filter, exp.Having, exp.Qualify)
# What numbers and moments are compared by: a limit on either side.
LIMITS = ("<", ">=")
ORDERED = ("INTEGER", "BIGINT", "DOUBLE", "DATE", "TIMESTAMP")


@dataclass(frozen=True)
class Near:
    """Another condition, and how far it agrees."""

    share: float
    sql: str


def near_mutants(sql: str, connection: duckdb.DuckDBPyConnection) -> Iterator[Mutant]:
    """The query with each condition on a column replaced by those of other columns that nearly agree with it."""
    tree = parse(sql)
    catalog = Catalog(tree, TABLES)
    for position, node in enumerate(tree.walk(bfs=False)):
        if not _is_condition(node, catalog):
            continue
        found = sorted(_near(node, tree, catalog, connection), key=lambda near: (-near.share, near.sql))
        for near in islice(found, MOST_OF_EACH):
            changed = replaced(tree, position, exp.maybe_parse(near.sql, dialect=DIALECT))
            yield Mutant(OPERATOR, changed.sql(DIALECT), f"`{text(node)}` became `{near.sql}`")


def _is_condition(node: exp.Expression, catalog: Catalog) -> bool:
    """Whether a node is one of the conditions that AND joins, about columns of one table alone."""
    clause = node.find_ancestor(*CLAUSES)
    condition = clause and (clause.expression.this if isinstance(clause, exp.Filter) else clause.this)
    if condition is None or all(node is not part for part in conjuncts(condition)):
        return False
    columns = list(node.find_all(exp.Column))
    known = [catalog.find(column) for column in columns]
    return bool(known) and all(known) and len({table.name for table, _ in known}) == 1 and not node.find(exp.Select)


def _near(
    node: exp.Expression, tree: exp.Expression, catalog: Catalog, connection: duckdb.DuckDBPyConnection
) -> Iterator[Near]:
    used = {column.name for column in node.find_all(exp.Column)}
    for alias, table in catalog.sources(node).items():
        for column in table.columns:
            if column.name in used or column.references or column.name in table.key:
                continue
            pairs = _pairs(node, tree, f"{alias}.{column.name}", connection)
            for share, condition in _agreeing(pairs, column.type):
                if share >= LEAST_SHARE:
                    yield Near(share, condition.format(f"{alias}.{column.name}"))


def _pairs(
    node: exp.Expression, tree: exp.Expression, column: str, connection: duckdb.DuckDBPyConnection
) -> list[tuple[object, int, int]]:
    """For each value of a column among the rows of the SELECT: how many rows meet the condition, and how many there are."""
    select = select_of(node)
    probe = exp.select(
        column, f"count(*) FILTER (WHERE coalesce({text(node)}, false))", "count(*)", dialect=DIALECT
    ).group_by("1")
    for part in ("from_", "joins"):
        value = select.args.get(part)
        probe.set(part, [each.copy() for each in value] if isinstance(value, list) else value and value.copy())
    steps = tree.args.get("with_")
    probe.set("with_", steps and steps.copy())
    try:
        return connection.execute(probe.sql(DIALECT)).fetchall()
    except duckdb.Error:  # a query inside another that names its rows
        return []


def _agreeing(pairs: list[tuple[object, int, int]], kind: str) -> Iterator[tuple[float, str]]:
    met, total = sum(pair[1] for pair in pairs), sum(pair[2] for pair in pairs)
    if not met or met == total:
        return

    def share(both: int, rows: int) -> float:
        """How far a condition that ``rows`` rows meet, ``both`` of them with the first, agrees on rows that meet it and on others."""
        return min(both / (rows + met - both), (total - rows - met + both) / (total - both))

    nulls = next((pair for pair in pairs if pair[0] is None), (None, 0, 0))
    filled = sorted(pair for pair in pairs if pair[0] is not None)
    yield share(nulls[1], nulls[2]), "{} IS NULL"
    yield share(met - nulls[1], total - nulls[2]), "{} IS NOT NULL"
    if kind.startswith(ORDERED):
        below, count, best = 0, 0, []
        for value, hits, rows in filled:
            shares = share(below, count), share(met - nulls[1] - below, total - nulls[2] - count)
            best += [(each, f"{{}} {sign} {_literal(value)}") for sign, each in zip(LIMITS, shares, strict=True)]
            below, count = below + hits, count + rows
        yield from sorted(best, reverse=True)[:1]
    elif len(filled) <= MOST_VALUES:
        for value, hits, rows in filled:
            yield share(hits, rows), f"{{}} = {_literal(value)}"
            yield share(met - nulls[1] - hits, total - nulls[2] - rows), f"{{}} <> {_literal(value)}"


def _literal(value: object) -> str:
    if isinstance(value, bool | int | float):
        return str(value).lower()
    return "'" + str(value).replace("'", "''") + "'"
