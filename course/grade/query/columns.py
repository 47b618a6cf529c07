"""Columns of a wrong result that are not the task's: too many, too few, in another order, of another type, or below each other."""

from __future__ import annotations

from datetime import date

from sqlglot import exp

from course.grade.count import quantity
from course.grade.query import compare, diagnose, groups, shape, slips
from course.grade.query.attempt import Attempt, code, listing
from course.grade.query.parts import maker_of
from course.grade.query.results import canonical
from course.verdict import Finding

UNITS = (exp.Month, exp.Week, exp.WeekOfYear, exp.Day, exp.DayOfMonth, exp.Quarter)


def column_count(attempt: Attempt) -> Finding | None:
    yours, right = attempt.result.columns, attempt.expected.columns
    if len(yours) == len(right):
        return None
    message = f"{quantity(len(yours), 'column')}, expected {len(right)}: {listing(right)}."
    cause = diagnose.swallowed_comma(attempt.sql, attempt.tables) if len(yours) < len(right) else None
    extra = [name for name in yours if name.lower() not in {expected.lower() for expected in right}]
    is_certain = len(extra) == len(yours) - len(right) > 0
    look = f"Not asked for: {listing(extra)}." if is_certain else _other_shape(attempt) or _missing_columns(attempt)
    return attempt.finding("column-count", message, cause, look)


def _missing_columns(attempt: Attempt) -> str:
    """The columns that are not there, if all others are."""
    yours, right = _lower(attempt.result.columns), attempt.expected.columns
    missing = [name for name in right if name.lower() not in yours]
    return f"Missing: {listing(missing)}." if len(missing) == len(right) - len(yours) else ""


def _side_by_side(attempt: Attempt) -> str:
    """The column whose values are rows of the task, where yours has a column for each of them."""
    right, yours = attempt.expected, _lower(attempt.result.columns)
    for position, name in enumerate(right.columns[: groups.key_width(right)]):
        cells = {str(row[position]).lower() for row in right.rows} if right.families[position] == "text" else set()
        found = [column for column in yours if any(cell in column for cell in cells)]
        if name.lower() not in yours and len({cell for cell in cells for column in found if cell in column}) > 1:
            return f"Your columns {listing(found)} stand side by side; the task has a row for each `{name}`."
    return ""


def _other_shape(attempt: Attempt) -> str:
    return shape.below_each_other(attempt) or _side_by_side(attempt)


def row_shape(attempt: Attempt) -> Finding | None:
    """Rows in the place of columns, or columns in the place of rows: before the types of columns that are not there."""
    look = _other_shape(attempt)
    return attempt.finding("row-count", attempt.difference, None, look) if look else None


def column_order(attempt: Attempt) -> Finding | None:
    if attempt.has_right_rows or attempt.signature is None:
        return None
    if attempt.signature.loose != attempt.expectation.signature.loose and not (
        attempt.expected.complete and compare.arrangement(attempt.result, attempt.expected, attempt.decimals)
    ):
        return None
    yours, right = attempt.result.columns, attempt.expected.columns
    if _lower(yours) == _lower(right) and (
        places := compare.arrangement(attempt.result, attempt.expected, attempt.decimals)
    ):
        name, place = next((right[at], yours[place]) for at, place in enumerate(places) if at != place)
        return Finding("column-order", f"The rows are right, but what `{name}` should hold is in `{code(place)}`.")
    message = f"The rows are right, but the columns are in the order {listing(yours)}."
    return Finding("column-order", message, f"Expected: {listing(right)}.")


def _lower(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.lower() for name in names)


def column_names(attempt: Attempt) -> Finding | None:
    """Names that the task demands; and the task's own names on columns that hold something else."""
    yours, right = _lower(attempt.result.columns), _lower(attempt.expected.columns)
    if not attempt.expectation.names and (yours == right or sorted(yours) != sorted(right)):
        return None
    for number, (yours, right) in enumerate(zip(attempt.result.columns, attempt.expected.columns, strict=True), 1):
        if yours.lower() != right.lower():
            message = f"Column {number} is called `{code(yours)}`; the task asks for `{right}`."
            return Finding("column-name", message, look=f"Name it with AS: … AS {right}.")
    return None


def column_types(attempt: Attempt) -> Finding | None:
    pairs = zip(attempt.result.families, attempt.expected.families, strict=True)
    for position, (yours, right) in enumerate(pairs):
        your_type, right_type = attempt.result.types[position], attempt.expected.types[position]
        families = {canonical(row[position], your_type)[0] for row in attempt.result.rows if row[position] is not None}
        if families - {right} and right_type != "NULL":
            examples = [
                compare.cell_text(row[position], right_type)
                for row in attempt.expected.rows
                if row[position] is not None
            ]
            example = f", such as {examples[0]}" if examples else ""
            cause = attempt.query and (slips.name_in_quotes(attempt.query) or slips.name_in_brackets(attempt.query))
            message = (
                f"`{attempt.expected.columns[position]}` holds {FAMILIES[yours]}, expected {FAMILIES[right]}{example}."
            )
            look = _of_unit(attempt, position) or _conversion(attempt, position, (yours, right))
            return attempt.finding("column-type", message, cause, look)
    return None


def _conversion(attempt: Attempt, position: int, families: tuple[str, str]) -> str:
    """How to get from one type to the other, where the query shows that it is about that."""
    maker = maker_of(attempt.query, position)
    total = maker.this if isinstance(maker, exp.Filter) else maker
    if attempt.query and isinstance(total, exp.Count | exp.Sum | exp.Avg) and families[1] != "number":
        return f"`{attempt.query.written(maker)}` gives a number."
    if families == ("number", "date") and attempt.query and not attempt.query.tree.find(*UNITS, exp.Extract):
        return ""
    return CONVERSIONS.get(families, "")


def _of_unit(attempt: Attempt, position: int) -> str:
    """What to write for month(…), week(…) or day(…) where a date is expected."""
    maker, right = maker_of(attempt.query, position), attempt.expected
    if not isinstance(maker, UNITS) or right.families[position] != "date" or not attempt.query:
        return ""
    days = [date.fromisoformat(str(row[position])[:10]) for row in right.rows if row[position] is not None]
    unit = "month" if all(day.day == 1 for day in days) else "week" if all(day.weekday() == 0 for day in days) else ""
    whole = f"date_trunc('{unit}', …)::DATE" if unit and days else "…::DATE"
    return f"`{attempt.query.written(maker)}` is a number. As a date: {whole}."


# How a learner gets from one type to the other.
CONVERSIONS = {
    ("text", "date"): "Keep the date: date_trunc('month', …) gives the first day of a month, …::DATE gives the day.",
    ("number", "date"): "month(…), week(…) and day(…) give numbers. date_trunc('month', …) gives a date.",
    ("text", "boolean"): "A condition such as … IS NOT NULL is true or false by itself: no CASE is needed.",
    ("number", "boolean"): "A condition such as … IS NOT NULL is true or false by itself: no CASE is needed.",
    ("date", "boolean"): "Ask whether it is there: … IS NOT NULL is true or false.",
    ("text", "number"): "Leave out signs such as % and €, and whatever turns the number into text.",
}
FAMILIES = {"number": "a number", "date": "a date", "boolean": "true or false", "text": "text"}
