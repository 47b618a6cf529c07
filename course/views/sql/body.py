"""The body of an exercise in SQL."""

from __future__ import annotations

from course.views.query.body import QueryBody


class SqlBody(QueryBody):
    """An editor for SQL."""

    dialect = "duckdb"


BODY = SqlBody
