"""A query whose result is wrong, and the reason for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from course.grade.query.sqltext import place_of, written
from course.grade.query.tables import Tables

if TYPE_CHECKING:
    from sqlglot import exp


@dataclass(frozen=True)
class Cause:
    """Why a result is wrong: a stable kind, the reason, what to look at, and the place in the query."""

    kind: str
    words: str
    look: str = ""
    place: tuple[int, int] | None = None


@dataclass(frozen=True)
class Query:
    """A query that runs: its text, its tree, and the tables that it can see."""

    sql: str
    tree: exp.Expression
    tables: Tables

    def place(self, node: exp.Expression) -> tuple[int, int] | None:
        return place_of(node, self.sql)

    def written(self, node: exp.Expression) -> str:
        return written(node, self.sql)
