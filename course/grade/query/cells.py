"""Which columns of a wrong result differ, in which direction, and where the query makes them."""

from __future__ import annotations

from course.grade.query.cause import Cause, Query
from course.grade.query.compare import Differences
from course.grade.query.groups import key_width
from course.grade.query.parts import joined, look_at, maker_of
from course.grade.query.results import Result, is_number


def cause(differences: Differences, right: Result, query: Query | None, example: str) -> Cause | None:
    """Facts about the columns of changed rows; nothing if rows are there that belong to none."""
    if not differences.changed or differences.extra or differences.missing:
        return None
    names, positions = right.columns, differences.columns
    if size := _size_of_all(differences, right):
        words = f"`{names[positions[0]]}` is too {size} in each of them. {example}"
        return Cause("rows-counted", words, look_at(query, QUESTIONS[size]))
    has_right_column = any(_is_measure(right, position) for position in range(len(names)) if position not in positions)
    if not has_right_column and len(positions) > 1:
        return None
    maker = maker_of(query, positions[0])
    look = f"Look at how your query makes {joined([f'`{names[each]}`' for each in positions])}."
    look = f"The other columns are right. {look}" if has_right_column else look
    return Cause("column-made", example, look, maker and query.place(maker))


def _size_of_all(differences: Differences, right: Result) -> str:
    """In which direction the first of several counts differs: then other rows are counted than should be."""
    first = differences.columns[0]
    measures = [position for position in range(len(right.columns)) if _is_measure(right, position)]
    counts = all(isinstance(row[first], int) for pair in differences.changed for row in pair)
    return direction(differences, first) if len(measures) > 1 and first == measures[0] and counts else ""


QUESTIONS = {
    "large": "Which rows count that should not, or count twice?",
    "small": "Which rows that should count are missing?",
}


def _is_measure(right: Result, position: int) -> bool:
    """Whether a column is calculated: one that does not tell groups apart."""
    return right.families[position] == "number" and position >= key_width(right)


def direction(differences: Differences, position: int) -> str:
    """Whether a column is too large in all changed rows, or too small in all."""
    pairs = [(yours[position], right[position]) for yours, right in differences.changed]
    if len(pairs) < 2 or not all(is_number(yours) and is_number(right) for yours, right in pairs):
        return ""
    if all(yours > right for yours, right in pairs):
        return "large"
    return "small" if all(yours < right for yours, right in pairs) else ""
