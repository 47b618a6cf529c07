"""Runs a query that a learner tries, and has it judged once it is no longer the one that was given."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from course.grade.query.code import same_text
from course.grade.query.expectation import QueryExpectation, compile_query
from course.grade.query.explain import explain
from course.grade.query.judge import judge_query
from course.grade.query.key import QueryKey
from course.grade.query.pasted import query_in
from course.grade.query.results import Result
from course.grade.query.sandbox import QueryError
from course.grade.query.sqltext import sort_keys
from course.keys.key import Mistake
from course.sequence.practice import Query, query
from course.verdict import Finding, Verdict
from course.views.dashboard.reading import ask


@dataclass(frozen=True)
class Trial:
    """What a query gave: its result, or why there is none. ``verdict`` is None for the query that was given."""

    result: Result | None
    problem: Finding | None = None
    verdict: Verdict | None = None


def try_query(query: Query, sql: str) -> Trial:
    """Run a query on the practice data. Raises what the sandbox raises, apart from errors in the query."""
    sql = query_in(sql)
    try:
        result = ask(sql)
    except QueryError as error:
        return Trial(None, problem=explain(sql, error))
    if same_text(sql, query.sql):
        return Trial(result)
    return Trial(result, verdict=judge_query(expectation(query.id), sql))


@cache
def expectation(id: str) -> QueryExpectation:
    """What the changed query is judged by: its result on the practice data, the order that it sorts by, and its mistakes."""
    part = query(id)
    mistakes = tuple(Mistake(sentence, sql) for sentence, sql in (part.mistakes or {}).items())
    key = QueryKey(reference=part.becomes, order=sort_keys(part.becomes), mistakes=mistakes)
    return compile_query(key, seeds=())
