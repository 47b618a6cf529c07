"""Exercises that are answered in SQL."""

from __future__ import annotations

from collections.abc import Iterator

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

    def judge(self, expectation: QueryExpectation, answer: object, starter: str = "") -> Verdict:
        return judge_query(expectation, answer if isinstance(answer, str) else "", starter=starter)

    def secrets(self, key: QueryKey, starter: str) -> Iterator[str]:
        queries = (key.reference, *key.accept, *(str(mistake.answer) for mistake in key.mistakes))
        return (query for query in queries if query.strip() != starter.strip())


KIND = SqlKind()
