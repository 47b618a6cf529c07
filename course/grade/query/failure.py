"""A query that failed: its text, the error, the tables that it can see, and the place in its clauses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from course.grade.query.code import clauses, code_only, select_clauses
from course.grade.query.sandbox import QueryError
from course.grade.query.sqltext import base_tables, parse
from course.grade.query.tables import Tables


@dataclass(frozen=True)
class Case:
    """A query that failed, the error, and the tables that it can see."""

    sql: str
    error: QueryError
    tables: Tables

    def problem(self, kind: str, message: str, look: str = "") -> QueryError:
        return QueryError(kind, message, self.error.place, look, self.error.raw)

    @property
    def marked(self) -> str:
        """The text at the error's place, short enough for a sentence."""
        start, length = self.error.place or (0, 0)
        text = " ".join(self.sql[start : start + length].replace("`", "'").split())
        return text if len(text) <= 60 else text[:59] + "…"

    @property
    def sources(self) -> dict[str, str]:
        """The names under which the query knows its tables, and the tables."""
        tree = parse(self.sql)
        return {table.alias_or_name.lower(): table.name.lower() for table in base_tables(tree)} if tree else {}

    @property
    def is_flat(self) -> bool:
        """Whether the query has no steps of its own, so that its columns are those of the course's tables."""
        return sum(clause.name == "SELECT" for clause in clauses(self.sql)) == 1

    @property
    def has_steps(self) -> bool:
        """Whether a part of the query reads what another part makes, in WITH or in brackets after FROM."""
        return bool(re.search(r"\bWITH\b|\b(FROM|JOIN)\s*\(\s*SELECT\b", self.code, re.IGNORECASE))

    @property
    def reachable(self) -> list[str]:
        """The columns that a name could mean: those of the tables or, in a query of several steps, DuckDB's guesses."""
        if not self.is_flat:
            return str(self.error.details.get("candidates", "")).lower().split(",")
        return sorted({column for table in self.used for column in self.tables.columns[table]})

    @property
    def used(self) -> list[str]:
        return [table for table in self.tables.columns if table in self.sources.values()]

    @property
    def clause(self) -> str:
        """The clause in which the place is."""
        start = self.error.place[0] if self.error.place else 0
        earlier = select_clauses(self.sql, start)
        return earlier[-1].name if earlier else ""

    @property
    def code(self) -> str:
        return code_only(self.sql)


def listing(names: Iterable[str], conjunction: str = "and") -> str:
    items = [f"`{name}`" for name in names]
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {conjunction} {items[-1]}"
