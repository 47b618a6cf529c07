"""A returned value as HTML: a frame as the course's grid, a single value as a sentence."""

from __future__ import annotations

from html import escape

from course.grade.count import quantity
from course.grade.python.value import Value
from course.grade.query.compare import cell_text
from course.views.grid import SHOWN, grid
from course.views.markup import note


def value_html(value: Value, words: str = "") -> str:
    """The value, its labels of rows before it, and what it is in words below."""
    if value.is_rows:
        shown = value.with_index().table
        return grid(shown.columns, shown.types, shown.rows, f"{words or size(value)}")
    if value.shape == "nothing":
        return note("It returns nothing (None).")
    if value.shape == "other":
        return note(f"It returns {value.words}.")
    text = cell_text(value.table.rows[0][0], value.table.types[0])
    return f'<p class="course-finding"><strong>{escape(text)}</strong></p>' + note(words or value.words)


def size(value: Value) -> str:
    """How large a value is, and how much of it is shown.

    >>> from course.grade.python.value import read_value
    >>> size(read_value({"type": "list", "items": [1], "count": 1}))
    'a list of 1'
    """
    part = f", the first {min(SHOWN, len(value.table.rows))} shown" if value.table.row_count > SHOWN else ""
    if value.shape == "frame":
        return f"a frame with {quantity(value.table.row_count, 'row')}{part}"
    return f"{value.words}{part}"
