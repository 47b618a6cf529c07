"""The practice data as pandas data frames, for work in a notebook that goes beyond a query."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from course.case.database import practice_database

if TYPE_CHECKING:
    from pandas import DataFrame


def read_frame(sql: str) -> DataFrame:
    """All rows of a query on the practice data; missing values are those of pandas.

    Raises duckdb.Error for a query that does not run. The data are opened read-only, and nothing else can be read.
    """
    with duckdb.connect(str(practice_database()), read_only=True) as connection:
        connection.execute("SET enable_external_access = false")
        return connection.sql(sql).df()
