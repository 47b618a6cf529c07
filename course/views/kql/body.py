"""The body of an exercise in KQL."""

from __future__ import annotations

from course.case.database import practice_database
from course.grade.kql.language import explain_kql, translate
from course.grade.query.results import Result
from course.grade.query.sandbox import QueryError, run
from course.views.query.body import DidNotRun, QueryBody


class KqlBody(QueryBody):
    """An editor for KQL."""

    dialect = "kql"

    @staticmethod
    def result(query: str) -> Result:
        try:
            translation = translate(query)
        except QueryError as error:
            raise DidNotRun(error.finding) from error
        try:
            return run(practice_database(), translation.sql)
        except QueryError as error:
            raise DidNotRun(explain_kql(translation, error)) from error


BODY = KqlBody
