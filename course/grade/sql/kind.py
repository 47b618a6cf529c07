"""Exercises that are answered in SQL."""

from __future__ import annotations

from course.grade.query.base_kind import HIDDEN_SEEDS, QueryKind
from course.grade.query.expectation import QueryExpectation, compile_query
from course.grade.query.judge import judge_query
from course.grade.query.key import QueryKey
from course.verdict import Verdict


class SqlKind(QueryKind):
    """SQL, run on the practice data and on the hidden data sets, and compared by its results."""

    name = "sql"
    Key = QueryKey

    def compile(self, key: QueryKey) -> QueryExpectation:
        return compile_query(key, HIDDEN_SEEDS)

    def judge_query(self, expectation: QueryExpectation, query: str, starter: str) -> Verdict:
        return judge_query(expectation, query, starter=starter)


KIND = SqlKind()
