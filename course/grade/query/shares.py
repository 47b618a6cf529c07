"""Percentages of the wrong whole: what a wrong column divides, as the other columns of the result show."""

from __future__ import annotations

from itertools import permutations

from sqlglot import exp

from course.grade.query.attempt import Attempt
from course.grade.query.cause import Cause
from course.grade.query.groups import key_width
from course.grade.query.parts import maker_of
from course.grade.query.results import Result, Row, is_number
from course.grade.query.search import optional

LEAST_ROWS = 3
LOOK = "Read which part of which whole the task asks for."
FACTORS = (100, 1)

Pair = tuple[int, int, int]  # the factor, and the positions of the part and the whole


@optional
def cause(attempt: Attempt) -> Cause | None:
    """The columns of which a wrong column is the quotient in every row, where the right one is that of others."""
    yours, right, differences = attempt.result, attempt.expected, attempt.differences
    if not differences.changed or differences.extra or differences.missing or len(yours.rows) < LEAST_ROWS:
        return None
    for wrong in differences.columns:
        others = [at for at in range(key_width(right), len(right.columns)) if at not in differences.columns]
        if len(others) < 2 or right.families[wrong] != "number":
            continue
        mine = _quotients(yours, wrong, others, attempt.decimals)
        theirs = _quotients(right, wrong, others, attempt.decimals)
        if len(mine) == 1 and len(theirs) == 1 and mine != theirs:
            _, part, whole = mine[0]
            names = [f"`{right.columns[at]}`" for at in (wrong, part, whole)]
            words = f"In every row {names[0]} is {names[1]} as a part of {names[2]}."
            query = attempt.query
            maker = maker_of(query, wrong)
            return Cause("other-whole", words, LOOK, query.place(maker) if query and maker is not None else None)
        if len(theirs) == 1 and (over := _over_rows(attempt, wrong)):
            return over
    return None


def _over_rows(attempt: Attempt, wrong: int) -> Cause | None:
    """A column that is divided by a total over several rows, where the right one is a quotient within the row."""
    query, name = attempt.query, attempt.expected.columns[wrong]
    maker = maker_of(query, wrong)
    for division in maker.find_all(exp.Div) if maker is not None else ():
        whole = division.expression.unnest()
        if whole.find(exp.Window):
            words = f"`{name}` is divided by `{query.written(whole)}`: one whole for several rows."
            return Cause("other-whole", words, LOOK, query.place(division))
    return None


def _quotients(result: Result, position: int, others: list[int], decimals: int | None) -> list[Pair]:
    """The pairs of columns whose quotient a column holds in every row."""
    digits = 6 if decimals is None else decimals
    return [
        (factor, part, whole)
        for part, whole in permutations(others, 2)
        for factor in FACTORS
        if all(_is_quotient(row, (factor, part, whole), position, digits) for row in result.rows)
    ]


def _is_quotient(row: Row, pair: Pair, position: int, digits: int) -> bool:
    factor, part, whole = pair
    if not all(is_number(row[at]) for at in (part, whole)):
        return False
    if not row[whole] or not is_number(row[position]):
        return not row[whole] and row[position] is None
    return abs(row[position] - factor * row[part] / row[whole]) <= 0.51 * 10**-digits
