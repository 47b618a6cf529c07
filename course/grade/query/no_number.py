"""Columns that hold no number where one is expected: a division by 0, or the root of a negative number."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from sqlglot import exp

from course.grade.count import quantity
from course.grade.query.cause import Cause, Query
from course.grade.query.confirm import replaced
from course.grade.query.parts import MOST_STEPS, made_earlier, maker_of
from course.grade.query.results import Row
from course.grade.query.search import optional

if TYPE_CHECKING:
    from course.grade.query.attempt import Attempt

MOST_TRIED = 4
# How such numbers come from the database, and what they are.
SPECIAL = {"nan": "no number (NaN)", "inf": "infinite", "-inf": "infinite"}


@optional
def cause(attempt: Attempt) -> Cause | None:
    """The first column with such a cell where the expected result has none, and what makes it."""
    yours, right = attempt.result, attempt.expected
    if len(yours.columns) != len(right.columns) or not yours.rows:
        return None
    for position, name in enumerate(right.columns):
        odd = [row for row in yours.rows if _is_special(row, position)]
        if not odd or any(_is_special(row, position) for row in right.rows):
            continue
        where = "in every row" if len(odd) == yours.row_count else f"in {quantity(len(odd), 'row')}"
        where = "" if yours.row_count == 1 else f" {where}"
        words = f"`{name}` is {SPECIAL[odd[0][position]]}{where}"
        return _proved(attempt, position, words) or _made(attempt.query, position, words)
    return None


def _is_special(row: Row, position: int) -> bool:
    return isinstance(row[position], str) and row[position] in SPECIAL


def _proved(attempt: Attempt, position: int, words: str) -> Cause | None:
    """The division or the root without which no such cell would be left in the column."""
    query = attempt.query
    for part in islice(_parts(query, position), MOST_TRIED) if query else ():
        is_root = isinstance(part, exp.Sqrt)
        inside = part.this if is_root else part.expression
        sql, _ = replaced(query, [inside], _not_negative if is_root else _not_zero)
        result = attempt.result_of(sql)
        if result and len(result.columns) > position and not any(_is_special(row, position) for row in result.rows):
            return _of_root(query, part, words) if is_root else _of_division(query, part, words)
    return None


def _not_negative(node: exp.Expression) -> exp.Expression:
    return exp.Greatest(this=node.copy(), expressions=[exp.Literal.number(0)])


def _not_zero(node: exp.Expression) -> exp.Expression:
    return exp.Nullif(this=exp.paren(node.copy()), expression=exp.Literal.number(0))


def _of_root(query: Query, root: exp.Expression, words: str) -> Cause:
    words = f"{words}: it takes the root of a negative number, `{query.written(root)}`."
    look = "What is under the root is not what the formula means. Is it a percentage where a share belongs?"
    return Cause("no-number", words, look, query.place(root))


def _of_division(query: Query, division: exp.Expression, words: str) -> Cause:
    divisor = division.expression.unnest()
    counts = isinstance(divisor.this if isinstance(divisor, exp.Filter) else divisor, exp.Count)
    words = f"{words}: it divides by 0, for `{query.written(divisor)}` {'finds no rows' if counts else 'is 0'}."
    look = "Of what is it a part? Where the whole may be empty, divide by nullif(…, 0)."
    return Cause("no-number", words, look, query.place(divisor))


def _made(query: Query | None, position: int, words: str) -> Cause:
    maker = maker_of(query, position)
    place = query.place(maker) if query and maker is not None else None
    return Cause("no-number", f"{words}.", "What does your query divide by, or take the root of?", place)


def _parts(query: Query, position: int) -> Iterator[exp.Expression]:
    """The divisions and roots in what makes a column, and then in the earlier steps from which that comes."""
    makers = [maker_of(query, position)]
    for _ in range(MOST_STEPS):
        makers = [maker for maker in makers if maker is not None]
        for maker in makers:
            yield from maker.find_all(exp.Sqrt, exp.Div)
        makers = [made_earlier(query, column) for maker in makers for column in maker.find_all(exp.Column)]
