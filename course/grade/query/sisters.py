"""A condition that stands in one column of a query, and not in the column that is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sqlglot import exp

from course.grade.query.cause import Cause, Query
from course.grade.query.groups import key_width
from course.grade.query.parts import MOST_STEPS, conjuncts, made_earlier, maker_of
from course.grade.query.search import optional

if TYPE_CHECKING:
    from course.grade.query.attempt import Attempt


@optional
def cause(attempt: Attempt) -> Cause | None:
    """The condition that other columns have and a wrong one lacks, if that uses none of its columns."""
    query, differences, names = attempt.query, attempt.differences, attempt.expected.columns
    if not query or not differences.changed or differences.extra or differences.missing:
        return None
    measures = range(key_width(attempt.expected), len(names))
    right = [position for position in measures if position not in differences.columns]
    if not right or len(differences.columns) != 1:
        return None
    wrong = differences.columns[0]
    maker = maker_of(query, wrong)
    if maker is None or not maker.find(exp.AggFunc):
        return None
    used = set(_used(query, maker))
    for condition in _elsewhere(query, right, names):
        columns = {column.name.lower() for column in condition.find_all(exp.Column)}
        if columns and not columns & used:
            words = f"`{query.written(condition)}` stands elsewhere in your query, not in `{names[wrong]}`."
            return Cause("sister", words, "Does the task ask for it there, too?", query.place(maker))
    return None


def _used(query: Query, maker: exp.Expression, depth: int = MOST_STEPS) -> Iterator[str]:
    """The columns behind a column: those that it counts or compares, and those of earlier steps from which these come."""
    for column in maker.find_all(exp.Column):
        made = made_earlier(query, column) if depth else None
        if made is not None:
            yield from _used(query, made, depth - 1)
        if made is not None or column.find_ancestor(exp.Count) is None or column.find_ancestor(exp.Filter, exp.If):
            yield column.name.lower()


def _elsewhere(query: Query, positions: list[int], names: tuple[str, ...]) -> Iterator[exp.Expression]:
    """The conditions of other columns, without those that are about the column itself, as its name says."""
    for position in positions:
        maker = maker_of(query, position)
        stem = re.sub(r"_(pct|eur|rate|share|at)$", "", names[position].lower())
        for condition in _conditions(maker) if maker is not None else ():
            if stem not in condition.sql().lower():
                yield condition


def _conditions(maker: exp.Expression) -> Iterator[exp.Expression]:
    for node in maker.find_all(exp.Filter, exp.If, exp.CountIf):
        condition = node.expression if isinstance(node, exp.Filter) else node.this
        yield from conjuncts(condition)
