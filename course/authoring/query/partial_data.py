"""Runs authors' queries on any part of a hidden data set, each only once per set of rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

import duckdb
from sqlglot import exp

from course.case.tables import BY_NAME
from course.grade import data
from course.grade.query.examples import MOST_ROWS
from course.grade.query.expectation import literals
from course.grade.query.key import QueryKey
from course.grade.query.results import Result, fingerprint
from course.grade.query.sqltext import base_tables, parse
from course.grade.query.worker import Refused
from course.grade.query.worker import run as run_here

Node = tuple[str, int]  # a table and the number of a row in it
Rows = frozenset[Node]


@dataclass(frozen=True)
class DataSet:
    """A whole data set: its rows, and which of them cannot remain without which others.

    ``followers`` maps each row to the rows that cannot remain without it, ``leaders`` the other way round.
    ``large_families`` maps a row to those that refer to it if they are too many to be shown.
    """

    seed: int
    rows: Rows
    followers: dict[Node, list[Node]] = field(default_factory=lambda: defaultdict(list))
    leaders: dict[Node, list[Node]] = field(default_factory=lambda: defaultdict(list))
    large_families: dict[Node, list[Node]] = field(default_factory=dict)

    def completed(self, rows: Rows) -> Rows:
        """The rows, and those of their families that are left out."""
        return rows.union(*(family for parent, family in self.large_families.items() if parent in rows))

    def link(self, child: str, parent: str, pairs: Iterable[tuple[int, int]]) -> None:
        """Record the rows that cannot remain without each row: first of all those that refer to it.

        ``pairs`` holds the numbers of a child's row and of the row that it refers to. If each row of a table has some
        that refer to it, as each payment has its attempts, they are a family and go together. A family too large to be
        shown, as the instalments of a loan, may lose its last rows: each row goes with the one before it, and the first
        one with the loan.
        """
        families: dict[Node, list[Node]] = defaultdict(list)
        for child_row, parent_row in pairs:
            self._follow((parent, parent_row), (child, child_row))
            families[parent, parent_row].append((child, child_row))
        has_childless = len(families) < sum(name == parent for name, _ in self.rows)
        if child == parent or has_childless or not families:
            return
        are_large = min(map(len, families.values())) > MOST_ROWS
        for parent_row, family in families.items():
            for previous, child_row in zip((parent_row, *family), family, strict=False):
                if are_large and previous != parent_row:
                    self._follow(previous, child_row)
                else:
                    self._follow(child_row, parent_row)
        if are_large:
            self.large_families.update(families)

    def _follow(self, leader: Node, follower: Node) -> None:
        self.followers[leader].append(follower)
        self.leaders[follower].append(leader)


class PartialData:
    """The tables that a key's queries read, filled with any chosen rows of a hidden data set.

    A table is filled only when a query reads it, and a query runs only once on the same rows of the tables that it
    reads: reducing the rows for one mistake repeats many of the queries that were run for another.
    """

    def __init__(self, key: QueryKey) -> None:
        self.key = key
        self.focus = literals(key.reference)
        self.tables = _with_parents(
            _tables_of(key.reference, *key.accept, *(mistake.answer for mistake in key.mistakes))
        )
        self._connection = duckdb.connect(config={"threads": "1"})
        self._data_sets: dict[int, DataSet] = {}
        self._results: dict[tuple, Result | None] = {}
        self._target: dict[str, tuple[int, frozenset[int]]] = {}  # by table: the seed, and the numbers of the rows
        self._content: dict[str, tuple[int, frozenset[int]]] = {}

    def open(self, seed: int) -> DataSet:
        """Switch to another data set, without any rows yet."""
        if seed not in self._data_sets:
            self._data_sets[seed] = self._read(seed)
        self.data_set = self._data_sets[seed]
        self.fill(frozenset())
        return self.data_set

    def fill(self, rows: Rows) -> None:
        """Fill the tables with these rows of the data set and no others."""
        numbers = defaultdict(set)
        for name, number in rows:
            numbers[name].add(number)
        self._target = {name: (self.data_set.seed, frozenset(numbers[name])) for name in self.tables}

    def run(self, sql: str) -> Result | None:
        """What a query returns on the rows that are filled in; None if it fails."""
        names = _read_by(sql, self.tables)
        cache_key = (sql, *(self._target[name] for name in names))
        if cache_key not in self._results:
            self._results[cache_key] = self._run(sql, names)
        return self._results[cache_key]

    @property
    def right(self) -> Result | None:
        """The result of the reference."""
        return self.run(self.key.reference)

    @property
    def is_fair(self) -> bool:
        """Whether all right answers agree on the rows that are filled in."""
        decimals = self.key.decimals
        alternatives = map(self.run, self.key.accept)
        right = fingerprint(self.right, decimals)
        return all(
            alternative is not None and fingerprint(alternative, decimals) == right for alternative in alternatives
        )

    @property
    def may_be_empty(self) -> bool:
        """Whether the reference returns no row on empty tables."""
        self.fill(frozenset())
        return not (self.right and self.right.rows)

    def shown_row_count(self, rows: Rows, sql: str) -> int:
        """How many of the rows a learner sees: those of the tables that a query or the reference reads."""
        tables_read = _tables_of(self.key.reference, sql)
        return sum(name in tables_read for name, _ in rows)

    def content(self, name: str) -> tuple[tuple, ...]:
        """The rows that are filled into a table, as the sheet writes them."""
        return self.run(f"FROM {name}").rows

    def _read(self, seed: int) -> DataSet:
        path = str(data.database(seed, self.focus)).replace("'", "''")
        self._connection.execute(f"ATTACH '{path}' AS source (READ_ONLY); CREATE SCHEMA whole_{seed}")
        rows: set[Node] = set()
        for name in self.tables:
            table = f"whole_{seed}.{name}"
            self._connection.execute(f"CREATE TABLE {table} AS SELECT rowid AS row_number, * FROM source.{name}")
            rows.update((name, number) for (number,) in self._ask(f"SELECT row_number FROM {table}"))
        self._connection.execute("DETACH source")
        data_set = DataSet(seed, frozenset(rows))
        for name in self.tables:
            for column in BY_NAME[name].columns:
                parent, _, target = (column.references or "").partition(".")
                if parent:
                    data_set.link(name, parent, self._pairs(seed, name, column.name, parent, target))
        return data_set

    def _pairs(self, seed: int, child: str, column: str, parent: str, target: str) -> list[tuple[int, int]]:
        return self._ask(
            f"SELECT child.row_number, parent.row_number FROM whole_{seed}.{child} child "
            f"JOIN whole_{seed}.{parent} parent ON child.{column} = parent.{target} ORDER BY ALL"
        )

    def _run(self, sql: str, names: tuple[str, ...]) -> Result | None:
        for name in names:
            if self._content.get(name) != self._target[name]:
                self._fill(name, *self._target[name])
        try:
            result = Result.from_json(run_here(self._connection, sql))
        except (duckdb.Error, Refused):
            return None
        return result if result.complete else None

    def _fill(self, name: str, seed: int, numbers: frozenset[int]) -> None:
        where = f"row_number IN ({', '.join(map(str, sorted(numbers)))}) ORDER BY row_number" if numbers else "false"
        self._connection.execute(
            f"CREATE OR REPLACE TABLE {name} AS SELECT * EXCLUDE (row_number) FROM whole_{seed}.{name} WHERE {where}"
        )
        self._content[name] = seed, numbers

    def _ask(self, sql: str) -> list[tuple]:
        return self._connection.execute(sql).fetchall()


@cache
def _tables_of(*queries: str) -> set[str]:
    return {table.name.lower() for sql in queries if (tree := parse(str(sql))) for table in base_tables(tree)}


@cache
def _read_by(sql: str, tables: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the tables on which a query's result may depend: all of them if its text leaves that uncertain."""
    tree = parse(sql)
    tables_read = list(tree.find_all(exp.Table)) if isinstance(tree, exp.Query) else []
    if not tables_read or not all(isinstance(table.this, exp.Identifier) for table in tables_read):
        return tables
    return tuple(name for name in tables if name in {table.name.lower() for table in tables_read})


def _with_parents(names: set[str]) -> tuple[str, ...]:
    """The tables and all those that they refer to, in alphabetical order."""
    closure = set(names)
    while True:
        columns = (column for name in closure for column in BY_NAME[name].columns)
        parents = {column.references.partition(".")[0] for column in columns if column.references}
        if parents <= closure:
            return tuple(sorted(closure))
        closure |= parents
