"""What the kinds of query exercises share: their keys have survivors, and their answers are texts."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import Any

from course.grade.kind import Kind
from course.grade.query.expectation import QueryExpectation
from course.grade.query.key import QueryKey
from course.keys.key import Key
from course.verdict import Verdict

HIDDEN_SEEDS = tuple(range(1, 10))


class QueryKind(Kind):
    """A kind of exercise that is answered by a query."""

    is_query = True

    @abstractmethod
    def judge_query(self, expectation: QueryExpectation, query: str, starter: str) -> Verdict:
        """The verdict on a query in this language."""

    def judge(self, expectation: QueryExpectation, answer: object, starter: str = "") -> Verdict:
        return self.judge_query(expectation, answer if isinstance(answer, str) else "", starter)

    def secrets(self, key: QueryKey, starter: str) -> Iterator[str]:
        queries = (key.reference, *key.accept, *key.also, *(str(mistake.answer) for mistake in key.mistakes))
        return (query for query in queries if query.strip() != starter.strip())

    def make_key(self, parts: dict[str, Any]) -> Key:
        """The key; ``survivors`` is written as {mutant: reason}."""
        survivors = parts.get("survivors", {})
        return super().make_key({**parts, "survivors": tuple(survivors.items())} if survivors else parts)

    def nothing(self, starter: str, expectation: dict[str, Any]) -> str:
        return starter

    def read(self, data: dict[str, Any]) -> QueryExpectation:
        return QueryExpectation.from_json(data)
