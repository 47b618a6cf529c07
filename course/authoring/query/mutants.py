"""Makes mutants of a query: the same query with one small mistake of the kind that people make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import shorten

from sqlglot import exp, parse_one
from sqlglot.errors import SqlglotError

from course.authoring.query.operators import OPERATORS, Catalog
from course.case.schema import Table
from course.keys.key import AuthorError

DIALECT = "duckdb"
LONGEST_CHANGE = 90
BINDING = (exp.Binary, exp.Not, exp.Neg)  # nodes in which an operator that binds less tightly needs brackets


@dataclass(frozen=True)
class Mutant:
    """A query with one mistake: the class of the mistake (a key of OPERATORS), the query, and what was changed."""

    operator: str
    sql: str
    change: str

    @property
    def name(self) -> str:
        """Its name in a review, unique among the mutants of one query."""
        return f"{self.operator}: {self.change}"


def parse(sql: str) -> exp.Expression:
    """The syntax tree of a query in DuckDB's dialect. Raises AuthorError."""
    try:
        return parse_one(sql, dialect=DIALECT)
    except SqlglotError as error:
        raise AuthorError(f"This query cannot be taken apart: {str(error).splitlines()[0]} It reads: {sql}") from error


def mutants(sql: str, tables: tuple[Table, ...]) -> tuple[Mutant, ...]:
    """All mutants of a query, in the order of OPERATORS and of the query's text, without repetitions.

    Some do not bind and some mean the same as the query: only running them tells. Raises AuthorError.

    >>> [mutant.change for mutant in mutants("SELECT name FROM shop LIMIT 3", ()) if mutant.operator == "LIM"]
    ['`LIMIT 3` became `LIMIT 4`', '`LIMIT 3` became `LIMIT 2`', '`LIMIT 3` dropped']
    """
    tree = parse(sql)
    mutant_by_text, names = {tree.sql(DIALECT): None}, set()
    for operator, changed_tree, change in _changes(tree, Catalog(tree, tables)):
        text = changed_tree.sql(DIALECT)
        if text not in mutant_by_text:
            mutant_by_text[text] = mutant = Mutant(operator, text, _unique(operator, change, names))
            names.add(mutant.name)
    return tuple(mutant for mutant in mutant_by_text.values() if mutant)


def _changes(tree: exp.Expression, catalog: Catalog) -> Iterator[tuple[str, exp.Expression, str]]:
    nodes = list(tree.walk(bfs=False))
    for operator, rules in OPERATORS.items():
        for position, node in enumerate(nodes):
            for types, propose in rules:
                if isinstance(node, types):
                    for replacement, change in propose(node, catalog):
                        yield (
                            operator,
                            replaced(tree, position, replacement),
                            change or _in_words(node, replacement),
                        )


def replaced(tree: exp.Expression, position: int, replacement: exp.Expression | None) -> exp.Expression:
    """A copy of the tree with the node at ``position`` of its depth-first walk replaced, or dropped for None."""
    tree = tree.copy()
    node = next(node for index, node in enumerate(tree.walk(bfs=False)) if index == position)
    if replacement is None:
        node.pop()
        return tree
    if isinstance(replacement, exp.Binary) and isinstance(node.parent, BINDING):
        replacement = exp.paren(replacement, copy=False)
    if node is tree:
        return replacement
    node.replace(replacement)
    return tree


def _in_words(node: exp.Expression, replacement: exp.Expression | None) -> str:
    original = _short(node)
    return f"`{original}` became `{_short(replacement)}`" if replacement else f"`{original}` dropped"


def _short(node: exp.Expression) -> str:
    return shorten(node.sql(DIALECT), LONGEST_CHANGE, placeholder=" …")


def _unique(operator: str, change: str, names: set[str]) -> str:
    number, text = 1, change
    while f"{operator}: {text}" in names:
        number += 1
        text = f"{change} ({number})"
    return text
