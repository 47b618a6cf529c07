"""Puts generated columns into DuckDB tables with the declared types and NOT NULL rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .schema import Table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def definition(table: Table) -> str:
    """The CREATE TABLE statement.

    >>> from .tables import table
    >>> definition(table("calendar"))
    'create table calendar (day DATE not null, weekday INTEGER not null, is_payday BOOLEAN not null, holiday VARCHAR)'
    """
    columns = ", ".join(
        f"{column.name} {column.type}{' not null' if column.null_when is None else ''}" for column in table.columns
    )
    return f"create table {table.name} ({columns})"


def fill(connection: DuckDBPyConnection, table: Table, columns: dict[str, np.ndarray]) -> None:
    """Insert columns into the table. Raises KeyError if a declared column is missing, ValueError if there is an extra one."""
    generated = {column.name: _readable(columns[column.name]) for column in table.columns}
    if len(generated) != len(columns):
        raise ValueError(f"{table.name} has undeclared columns: {sorted(columns.keys() - generated.keys())}")
    connection.execute(f"insert into {table.name} select * from generated")  # DuckDB finds the variable by its name


def arrays(table: Table, rows: list[tuple]) -> dict[str, np.ndarray]:
    """Rows in the order of the table's columns, turned into columns."""
    return {
        column.name: _array(column.type, values)
        for column, values in zip(table.columns, zip(*rows, strict=True), strict=True)
    }


def _readable(values: np.ndarray) -> np.ndarray:
    """DuckDB reads moments in seconds but not in whole days."""
    return values.astype("datetime64[s]") if values.dtype.kind == "M" else values


def _array(kind: str, values: tuple) -> np.ndarray:
    if kind in ("DATE", "TIMESTAMP"):
        return np.array(values, dtype="datetime64[s]")
    if kind == "INTEGER" and None in values:
        return np.ma.masked_array([value or 0 for value in values], mask=[value is None for value in values])
    return np.array(values, dtype=object if kind == "VARCHAR" else None)
