"""The tables that a query can see: their columns, and a way to look something up in their data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from course.grade.query.results import Row, family
from course.grade.query.sandbox import QueryError, run

COLUMNS = """
SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal ORDER BY table_oid, column_index
"""


@dataclass(frozen=True)
class Tables:
    """``columns`` maps each table to its columns and their DuckDB types; names are in lower case."""

    database: Path
    columns: Mapping[str, Mapping[str, str]]

    def look(self, sql: str) -> tuple[Row, ...]:
        """The rows of a query about the data; none when it does not run: then nothing is known. It may take as long as a query."""
        try:
            return run(self.database, sql).rows
        except QueryError:
            return ()

    def holds_text(self, tables: Iterable[str], text: str) -> bool:
        """Whether ``text`` is a value in some text column of ``tables``."""
        value = literal(text)
        return any(
            self.look(f"SELECT 1 FROM {name(table)} WHERE {name(column)} = {value} LIMIT 1")
            for table in tables
            for column, kind in self.columns[table].items()
            if family(kind) == "text"
        )


@lru_cache(maxsize=256)
def values(database: Path, table: str, column: str) -> tuple[str, ...]:
    """The values of a column of texts, sorted; none if they cannot be read."""
    sql = f"SELECT DISTINCT {name(column)} FROM {name(table)} WHERE {name(column)} IS NOT NULL ORDER BY 1"
    return tuple(str(row[0]) for row in Tables(database, {}).look(sql))


def name(text: str) -> str:
    """A name as SQL writes it, whatever characters it contains."""
    return '"' + text.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL writes it, whatever characters it contains."""
    return "'" + text.replace("'", "''") + "'"


@lru_cache(maxsize=8)
def tables_of(database: Path) -> Tables:
    """Raises what ``sandbox.run`` raises when the data cannot be read."""
    columns: dict[str, dict[str, str]] = {}
    for table, column, kind in run(database, COLUMNS).rows:
        columns.setdefault(table.lower(), {})[column.lower()] = kind
    return Tables(database, columns)
