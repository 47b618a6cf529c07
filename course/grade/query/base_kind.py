"""What the kinds of query exercises share: their keys have survivors, and their answers are texts."""

from __future__ import annotations

from typing import Any

from course.grade.kind import Kind
from course.grade.query.expectation import QueryExpectation
from course.keys.key import Key

HIDDEN_SEEDS = (1, 2, 3, 4, 5)


class QueryKind(Kind):
    """A kind of exercise that is answered by a query."""

    is_query = True

    def make_key(self, parts: dict[str, Any]) -> Key:
        """The key; ``survivors`` is written as {mutant: reason}."""
        survivors = parts.get("survivors", {})
        return super().make_key({**parts, "survivors": tuple(survivors.items())} if survivors else parts)

    def nothing(self, starter: str, expectation: dict[str, Any]) -> str:
        return starter

    def read(self, data: dict[str, Any]) -> QueryExpectation:
        return QueryExpectation.from_json(data)
