"""A query's result as an accessible HTML table."""

from __future__ import annotations

from html import escape

from course.grade.count import quantity
from course.grade.query.compare import cell_text
from course.grade.query.results import family
from course.views.markup import note, scrolled

SHOWN = 50
LONG_NAME = 28  # characters: longer names of columns are cut off on screen


def grid(columns: tuple[str, ...], types: tuple[str, ...], rows: tuple[tuple, ...], footer: str) -> str:
    """A table of at most 50 rows with numbers on the right, NULL shown as NULL, and ``footer`` below.

    >>> "NULL" in grid(("n",), ("BIGINT",), ((None,),), "1 row")
    True
    """
    numeric = [family(kind) == "number" for kind in types]
    head = "".join(_head(name, is_number) for name, is_number in zip(columns, numeric, strict=True))
    body = "".join(
        "<tr>" + "".join(_cell(*cell) for cell in zip(row, types, numeric, strict=True)) + "</tr>"
        for row in rows[:SHOWN]
    )
    rows_html = f'<table class="course-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    return scrolled("Result table", rows_html) + note(footer)


def count_line(row_count: int, seconds: float | None = None) -> str:
    """How many rows there are, how many of them are shown, and how long it took.

    >>> count_line(84000, 0.0421)
    '84,000 rows, the first 50 shown · 42 ms'
    """
    rows = quantity(row_count, "row")
    part = f", the first {SHOWN} shown" if row_count > SHOWN else ""
    time = "" if seconds is None else f" · {seconds * 1000:.0f} ms"
    return f"{rows}{part}{time}"


def _head(name: str, is_number: bool) -> str:
    tooltip = f' title="{escape(name)}"' if len(name) > LONG_NAME else ""
    return f'<th scope="col"{_number(is_number)}{tooltip}>{escape(name)}</th>'


def _cell(value: object, kind: str, is_number: bool) -> str:
    return f"<td{_number(is_number)}>{cell_html(value, kind)}</td>"


def cell_html(value: object, kind: str) -> str:
    """A value as a cell shows it: NULL differs from a text that reads NULL."""
    text = escape(cell_text(value, kind))
    return f"<span class=course-null>{text}</span>" if value is None else text


def _number(is_number: bool) -> str:
    return ' class="course-number"' if is_number else ""
