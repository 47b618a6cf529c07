"""A bench on which authors' queries run on any part of a hidden data set."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import duckdb

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


class Bench:
    """The tables that a key's queries read, filled from a hidden data set with the rows that are asked for.

    ``followers`` maps each row of the data set to the rows that cannot stay without it, ``leaders`` the other way round.
    """

    def __init__(self, key: QueryKey) -> None:
        self.key = key
        self.focus = literals(key.reference)
        self.tables = _with_parents(_tables_of(key.reference, *key.accept, *(each.answer for each in key.mistakes)))
        self.seed = 0
        self.followers: dict[Node, list[Node]] = {}
        self.leaders: dict[Node, list[Node]] = {}
        self._large_families: dict[Node, list[Node]] = {}
        self._connection = duckdb.connect(config={"threads": "1"})
        self._filled: dict[str, frozenset[int]] = {}
        self._right: Result | None = None
        self._is_fair: bool | None = None

    def open(self, seed: int) -> Rows:
        """Read another data set. Returns all its rows."""
        path = str(data.database(seed, self.focus)).replace("'", "''")
        self._connection.execute(f"ATTACH '{path}' AS source (READ_ONLY); CREATE SCHEMA IF NOT EXISTS whole")
        for name in self.tables:
            self._connection.execute(
                f"CREATE OR REPLACE TABLE whole.{name} AS SELECT rowid AS row_number, * FROM source.{name};"
                f"CREATE OR REPLACE TABLE {name} AS FROM source.{name} LIMIT 0"
            )
        self._connection.execute("DETACH source")
        self._filled, self.seed = dict.fromkeys(self.tables, frozenset()), seed
        self.followers, self._large_families = defaultdict(list), {}
        for name in self.tables:
            for column in BY_NAME[name].columns:
                parent, _, target = (column.references or "").partition(".")
                if parent:
                    self._link(name, column.name, parent, target)
        self.leaders = defaultdict(list)
        for above, below in self.followers.items():
            for each in below:
                self.leaders[each].append(above)
        found = ((name, self._ask(f"SELECT row_number FROM whole.{name}")) for name in self.tables)
        return frozenset((name, number) for name, numbers in found for (number,) in numbers)

    def fill(self, rows: Rows) -> None:
        """Let the tables hold these rows of the data set and no others."""
        wanted = defaultdict(set)
        for name, number in rows:
            wanted[name].add(number)
        self._right = self._is_fair = None
        for name in self.tables:
            if self._filled[name] != wanted[name]:
                self._filled[name] = frozenset(wanted[name])
                numbers = ", ".join(map(str, sorted(wanted[name])))
                where = f"row_number IN ({numbers}) ORDER BY row_number" if numbers else "false"
                self._connection.execute(
                    f"CREATE OR REPLACE TABLE {name} AS SELECT * EXCLUDE (row_number) FROM whole.{name} WHERE {where}"
                )

    @property
    def right(self) -> Result | None:
        """The result of the reference."""
        self._right = self._right or self.run(self.key.reference)
        return self._right

    @property
    def is_fair(self) -> bool:
        """Whether all right answers agree on the rows that are filled in."""
        if self._is_fair is None:
            decimals = self.key.decimals
            others = map(self.run, self.key.accept)
            right = fingerprint(self.right, decimals)
            self._is_fair = all(other is not None and fingerprint(other, decimals) == right for other in others)
        return self._is_fair

    def run(self, sql: str) -> Result | None:
        """What a query gives on the rows that are filled in; None where it fails."""
        try:
            result = Result.from_json(run_here(self._connection, sql))
        except (duckdb.Error, Refused):
            return None
        return result if result.complete else None

    def shown(self, rows: Rows, sql: str) -> int:
        """How many of the rows a learner sees: those of the tables that a query or the reference reads."""
        read = _tables_of(self.key.reference, sql)
        return sum(name in read for name, _ in rows)

    @property
    def may_be_empty(self) -> bool:
        """Whether the reference gives no row where there are none."""
        self.fill(frozenset())
        return not (self.right and self.right.rows)

    def completed(self, rows: Rows) -> Rows:
        """The rows, and those of their families that are left out."""
        return rows.union(*(family for parent, family in self._large_families.items() if parent in rows))

    def _link(self, name: str, column: str, parent: str, target: str) -> None:
        """Note for each row the rows that cannot stay without it: in the first place those that refer to it.

        Where each row of a table has some that refer to it, as each payment has its attempts, they are a family and go
        together. A family too large to be shown, as the instalments of a loan, may lose its last rows: each row goes
        with the one before it, and the first one with the loan.
        """
        pairs = self._ask(
            f"SELECT child.row_number, parent.row_number FROM whole.{name} child JOIN whole.{parent} parent "
            f"ON child.{column} = parent.{target} ORDER BY ALL"
        )
        (count,) = self._ask(f"SELECT count(*) FROM whole.{parent}")[0]
        families: dict[Node, list[Node]] = defaultdict(list)
        for below, above in pairs:
            self.followers[parent, above].append((name, below))
            families[parent, above].append((name, below))
        if name == parent or len(families) < count:
            return
        are_large = min(map(len, families.values())) > MOST_ROWS
        for above, family in families.items():
            for before, below in zip((above, *family), family, strict=False):
                if are_large and before != above:
                    self.followers[before].append(below)
                else:
                    self.followers[below].append(above)
        if are_large:
            self._large_families |= families

    def content(self, name: str) -> tuple[tuple, ...]:
        """The rows that are filled into a table, as the sheet writes them."""
        return self.run(f"FROM {name}").rows

    def _ask(self, sql: str) -> list[tuple]:
        return self._connection.execute(sql).fetchall()


@cache
def _tables_of(*queries: str) -> set[str]:
    return {table.name.lower() for sql in queries if (tree := parse(str(sql))) for table in base_tables(tree)}


def _with_parents(names: set[str]) -> tuple[str, ...]:
    """The tables and all those that they refer to, in alphabetical order."""
    found = set(names)
    while True:
        columns = (column for name in found for column in BY_NAME[name].columns)
        parents = {column.references.partition(".")[0] for column in columns if column.references}
        if parents <= found:
            return tuple(sorted(found))
        found |= parents
