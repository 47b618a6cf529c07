"""Which columns of a wrong result differ, in which direction, and where the query makes them."""

from __future__ import annotations

from course.grade.query.cause import Cause, Query
from course.grade.query.compare import Differences
from course.grade.query.parts import joined, look_at, maker_of
from course.grade.query.results import Result, is_number


def cause(differences: Differences, right: Result, query: Query | None, example: str) -> Cause | None:
    """Facts about the columns of changed rows; nothing if rows are there that belong to none."""
    if not differences.changed or differences.extra or differences.missing:
        return None
    names, positions = right.columns, differences.columns
    has_right_column = any(_is_measure(right, position) for position in range(len(names)) if position not in positions)
    if has_right_column or len(positions) == 1:
        maker = maker_of(query, positions[0])
        look = f"Look at how your query makes {joined([f'`{names[each]}`' for each in positions])}."
        look = f"The other columns are right. {look}" if has_right_column else look
        return Cause("column-made", example, look, maker and query.place(maker))
    directions = {direction(differences, position) for position in positions[:2]}
    if directions not in ({"large"}, {"small"}):
        return None
    (size,) = directions
    words = f"`{names[positions[0]]}` is too {size} in each of them. {example}"
    return Cause("all-columns", words, look_at(query, QUESTIONS[size]))


QUESTIONS = {
    "large": "Which rows count that should not, or count twice?",
    "small": "Which rows that should count are missing?",
}


def _is_measure(right: Result, position: int) -> bool:
    """Whether a column is calculated, as far as can be seen: not one that tells groups apart."""
    cells = [row[position] for row in right.rows]
    return right.families[position] == "number" and (len(cells) == 1 or position > 0)


def direction(differences: Differences, position: int) -> str:
    """Whether a column is too large in all changed rows, or too small in all."""
    pairs = [(yours[position], right[position]) for yours, right in differences.changed]
    if len(pairs) < 2 or not all(is_number(yours) and is_number(right) for yours, right in pairs):
        return ""
    if all(yours > right for yours, right in pairs):
        return "large"
    return "small" if all(yours < right for yours, right in pairs) else ""
