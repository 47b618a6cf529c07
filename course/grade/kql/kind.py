"""Exercises that are answered in KQL."""

from __future__ import annotations

from collections.abc import Iterator

from course.case.database import practice_database
from course.grade.kql.key import KqlKey
from course.grade.kql.language import compile_kql, explain_kql, judge_kql, translate
from course.grade.query.base_kind import HIDDEN_SEEDS, DidNotRun, QueryKind
from course.grade.query.expectation import QueryExpectation
from course.grade.query.results import Result
from course.grade.query.sandbox import QueryError, run
from course.verdict import Verdict


class KqlKind(QueryKind):
    """KQL, translated to SQL and judged as that."""

    name = "kql"
    Key = KqlKey

    def compile(self, key: KqlKey) -> QueryExpectation:
        return compile_kql(key, HIDDEN_SEEDS)

    def judge_query(self, expectation: QueryExpectation, query: str, starter: str) -> Verdict:
        return judge_kql(expectation, query, starter=starter)

    def result(self, query: str) -> Result:
        try:
            translation = translate(query)
        except QueryError as error:
            raise DidNotRun(error.finding) from error
        try:
            return run(practice_database(), translation.sql)
        except QueryError as error:
            raise DidNotRun(explain_kql(translation, error)) from error

    def secrets(self, key: KqlKey, starter: str) -> Iterator[str]:
        """The queries in KQL, and the reference in SQL."""
        yield from super().secrets(key, starter)
        yield key.sql


KIND = KqlKind()
