"""What the kinds of query exercises share: their keys have survivors, and their answers are texts."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import Any

from course.grade.count import quantity
from course.grade.kind import Kind
from course.grade.query.code import is_blank, same_text
from course.grade.query.expectation import QueryExpectation, Signature
from course.grade.query.key import QueryKey
from course.grade.query.pasted import query_in
from course.grade.query.results import Result
from course.keys.key import Key
from course.verdict import UNFINISHED, Finding, Verdict

HIDDEN_SEEDS = tuple(range(1, 10))
NOT_RUN = "It is saved as it is. A query has to run before anybody can judge it."
NOTHING_KNOWN = Result((), (), (), 0)


class DidNotRun(Exception):
    """A query that gave no result, with the finding that says why."""

    def __init__(self, finding: Finding):
        self.finding = finding


class QueryKind(Kind):
    """A kind of exercise that is answered by a query."""

    is_query = True

    @abstractmethod
    def judge_query(self, expectation: QueryExpectation, query: str, starter: str) -> Verdict:
        """The verdict on a query in this language."""

    def judge(self, expectation: QueryExpectation, answer: object, starter: str = "") -> Verdict:
        return self.judge_query(expectation, answer if isinstance(answer, str) else "", starter)

    @abstractmethod
    def result(self, query: str) -> Result:
        """The result of a query in this language on the practice data. Raises DidNotRun."""

    def close(self, expectation: QueryExpectation) -> QueryExpectation:
        """Nothing is left but the form of it: what a result looks like is stated in the task."""
        return QueryExpectation(NOTHING_KNOWN, Signature("", "", ""), (), expectation.names, None, (), (), ())

    def receive(self, expectation: QueryExpectation, answer: object, starter: str = "") -> Verdict:
        """How many rows and columns the query returns on the practice data, or why it does not run."""
        query = answer if isinstance(answer, str) else ""
        if is_blank(query_in(query)):
            return Verdict.not_attempted("there is no query yet.")
        if starter and same_text(query_in(query), query_in(starter)):
            return Verdict.not_attempted("this is still the query that was given.")
        try:
            result = self.result(query)
        except DidNotRun as error:
            return Verdict.saved("a query that does not run", error.finding, Finding(UNFINISHED, NOT_RUN))
        size = f"{quantity(result.row_count, 'row')} with {quantity(len(result.columns), 'column')}"
        return Verdict.saved(f"a query that returns {size}")

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
