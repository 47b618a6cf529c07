"""The body of an exercise in SQL."""

from __future__ import annotations

from course.case.database import practice_database
from course.grade.query.explain import explain
from course.grade.query.results import Result
from course.grade.query.sandbox import QueryError, run
from course.views.query.body import DidNotRun, QueryBody


class SqlBody(QueryBody):
    """An editor for SQL."""

    dialect = "duckdb"

    @staticmethod
    def result(query: str) -> Result:
        try:
            return run(practice_database(), query)
        except QueryError as error:
            raise DidNotRun(explain(query, error)) from error


BODY = SqlBody
