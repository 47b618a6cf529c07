"""Exercises that are answered in KQL."""

from __future__ import annotations

from collections.abc import Iterator

from course.grade.kql.key import KqlKey
from course.grade.kql.language import compile_kql, judge_kql
from course.grade.query.base_kind import HIDDEN_SEEDS, QueryKind
from course.grade.query.expectation import QueryExpectation
from course.verdict import Verdict


class KqlKind(QueryKind):
    """KQL, translated to SQL and judged as that."""

    name = "kql"
    Key = KqlKey

    def compile(self, key: KqlKey) -> QueryExpectation:
        return compile_kql(key, HIDDEN_SEEDS)

    def judge(self, expectation: QueryExpectation, answer: object, starter: str = "") -> Verdict:
        return judge_kql(expectation, answer if isinstance(answer, str) else "", starter=starter)

    def secrets(self, key: KqlKey, starter: str) -> Iterator[str]:
        queries = (key.reference, *key.accept, *(str(mistake.answer) for mistake in key.mistakes), key.sql)
        return (query for query in queries if query.strip() != starter.strip())


KIND = KqlKind()
