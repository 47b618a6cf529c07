"""Groups that are too fine because a division kept its remainder: 541 / 20 * 20 is 541 again, 541 // 20 * 20 is 540."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from course.grade.query.cause import Cause
from course.grade.query.confirm import replaced
from course.grade.query.groups import key_width, listed
from course.grade.query.parts import maker_of
from course.grade.query.results import canonical_rows
from course.grade.query.search import optional

if TYPE_CHECKING:
    from course.grade.query.attempt import Attempt


@optional
def cause(attempt: Attempt) -> Cause | None:
    """A column that tells groups apart, and whose divisions would give the right groups if they dropped the remainder."""
    query, right = attempt.query, attempt.expected
    if not query or len(attempt.result.columns) != len(right.columns):
        return None
    width = key_width(right)
    for position in range(width):
        maker = maker_of(query, position)
        divisions = list(maker.find_all(exp.Div)) if maker is not None and right.families[position] == "number" else []
        if not divisions:
            continue
        sql, _ = replaced(query, divisions, _whole)
        result = attempt.result_of(sql) if attempt.counts_like_expected(sql, width) else None
        expected = {row[position] for row in canonical_rows(right)}
        if result and {row[position] for row in canonical_rows(result)} == expected:
            odd = {row[position] for row in canonical_rows(attempt.result)} - expected
            shown = [listed(cells, right.types[position]) for cells in (odd, expected)]
            words = f"`{right.columns[position]}` holds {shown[0]}, expected {shown[1]}."
            look = f"`{query.written(maker)}` keeps the remainder: `/` divides exactly, `//` drops what is left over."
            return Cause("remainder", words, look, query.place(maker))
    return None


def _whole(division: exp.Expression) -> exp.Expression:
    return exp.IntDiv(this=division.this, expression=division.expression)
