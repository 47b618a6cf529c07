"""Exercises that are answered in SQL."""

from __future__ import annotations

from course.case.database import practice_database
from course.grade.kind import OwnFigure
from course.grade.query.base_kind import HIDDEN_SEEDS, DidNotRun, QueryKind
from course.grade.query.expectation import QueryExpectation, compile_query
from course.grade.query.explain import explain
from course.grade.query.judge import judge_query
from course.grade.query.key import QueryKey
from course.grade.query.pasted import query_in
from course.grade.query.results import Result
from course.grade.query.sandbox import QueryError, run
from course.verdict import Verdict


class SqlKind(QueryKind):
    """SQL, run on the practice data and on the hidden data sets, and compared by its results."""

    name = "sql"
    Key = QueryKey

    def compile(self, key: QueryKey) -> QueryExpectation:
        return compile_query(key, HIDDEN_SEEDS)

    def judge_query(self, expectation: QueryExpectation, query: str, starter: str) -> Verdict:
        return judge_query(expectation, query, starter=starter)

    def result(self, query: str) -> Result:
        try:
            return run(practice_database(), query_in(query))
        except QueryError as error:
            raise DidNotRun(explain(query, error)) from error

    def figure(self, expectation: object, place: str, answer: object) -> OwnFigure | None:
        """The number in a column of the query's only row. The query is run, so this is for who shows it, not for judges."""
        try:
            result = run(practice_database(), answer if isinstance(answer, str) else "")
        except QueryError:
            return None
        columns = [name.lower() for name in result.columns]
        if result.row_count != 1 or place not in columns:
            return None
        value = result.rows[0][columns.index(place)]
        return OwnFigure(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


KIND = SqlKind()
