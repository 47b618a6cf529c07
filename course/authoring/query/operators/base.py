"""What the mutation operators share: their registry, the meaning of names in a query, and edits of syntax trees."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlglot import exp

from course.case.schema import Column, Table

# What could replace a node (None: nothing), and a description of the change if the two texts do not show it.
Changes = Iterator[tuple[exp.Expression | None, str]]
Operator = Callable[[exp.Expression, "Catalog"], Changes]


class Registry(dict[str, list[tuple[tuple[type, ...], Operator]]]):
    """The operators by their class: the types of nodes, and the function that proposes changes."""

    def add(self, name: str, *types: type) -> Callable[[Operator], Operator]:
        """Register a function as the operator ``name``, or as a part of it, for nodes of these types."""

        def register(function: Operator) -> Operator:
            self.setdefault(name, []).append((types, function))
            return function

        return register


class Catalog:
    """What the names in a query mean."""

    def __init__(self, tree: exp.Expression, tables: tuple[Table, ...]):
        hidden = {cte.alias for cte in tree.find_all(exp.CTE)}
        self.tables = {table.name: table for table in tables if table.name not in hidden}

    def sources(self, node: exp.Expression) -> dict[str, Table]:
        """The tables of the SELECT around a node, by the names that they have there."""
        parts = [part for part in parts_of_from(select_of(node)) if part.name in self.tables]
        return {table.alias_or_name: self.tables[table.name] for table in parts}

    def find(self, node: object) -> tuple[Table, Column] | None:
        """The table and column that a node names; None for anything else and for columns of subqueries."""
        for alias, table in self.sources(node).items() if isinstance(node, exp.Column) else ():
            for column in table.columns:
                if column.name == node.name and node.table in ("", alias):
                    return table, column
        return None

    def ids(self, node: exp.Expression, *, nullable: bool = False) -> Iterator[exp.Column]:
        """The columns around a node that name a thing: single keys, and references to other tables.

        ``nullable`` keeps only those that may be NULL: by their description, or because of an outer join.
        """
        select = select_of(node)
        has_outer_join = select is not None and any(join.side for join in joins(select))
        for alias, table in self.sources(node).items():
            for column in table.columns:
                may_be_empty = has_outer_join or column.null_when is not None
                if (table.key == (column.name,) or column.references) and (may_be_empty or not nullable):
                    yield exp.column(column.name, alias)

    def is_single(self, node: exp.Expression, column: exp.Column) -> bool:
        """Whether each row around a node has a value of its own there: the key of the only table."""
        sources = self.sources(node)
        return len(parts_of_from(select_of(node))) == 1 and sources[column.table].key == (column.name,)


def select_of(node: exp.Expression) -> exp.Select | None:
    """The SELECT that a node belongs to; a SELECT belongs to itself."""
    return node if isinstance(node, exp.Select) else node.find_ancestor(exp.Select)


def parts_of_from(select: exp.Select | None) -> list[exp.Expression]:
    """What a SELECT reads: tables and subqueries, in the order of the text."""
    if select is None:
        return []
    return [part.this for part in (select.args.get("from_"), *joins(select)) if part]


def joins(select: exp.Select) -> list[exp.Join]:
    return select.args.get("joins") or []


def conjuncts(condition: exp.Expression | None) -> list[exp.Expression]:
    """The conditions that AND connects."""
    if condition is None:
        return []
    return list(condition.flatten()) if isinstance(condition, exp.And) else [condition]


def where(select: exp.Select) -> list[exp.Expression]:
    clause = select.args.get("where")
    return conjuncts(clause and clause.this)


def with_where(select: exp.Select, conditions: list[exp.Expression]) -> exp.Select:
    """A copy of a SELECT whose WHERE holds these conditions."""
    clause = exp.Where(this=exp.and_(*conditions)) if conditions else None
    return edited(select, where=clause)


def edited(node: exp.Expression, **arguments: object) -> exp.Expression:
    """A copy of a node with some of its arguments replaced."""
    node = node.copy()
    for name, value in arguments.items():
        node.set(name, value)
    return node


def named(column: exp.Expression, replacement: exp.Expression) -> exp.Expression:
    """The replacement of a column; in a SELECT list under the column's name, so that others still find it."""
    is_selected = column.arg_key == "expressions" and isinstance(column.parent, exp.Select)
    return exp.alias_(replacement, column.name) if is_selected and isinstance(column, exp.Column) else replacement


def rebuilt(kind: type[exp.Expression], node: exp.Expression) -> exp.Expression:
    """A node of another type with the same arguments."""
    return kind(**node.copy().args)


def without(items: list, position: int) -> list:
    """Copies of all items but one."""
    return [item.copy() for index, item in enumerate(items) if index != position]


def each_dropped(items: list) -> Iterator[list]:
    """The items with one left out, for each of them in turn if there are several."""
    return (without(items, position) for position in range(len(items) if len(items) > 1 else 0))


def text(node: exp.Expression) -> str:
    return node.sql("duckdb")
