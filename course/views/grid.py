"""A query's result as an accessible HTML table."""

from __future__ import annotations

from html import escape

SHOWN = 50
NUMBERS = ("INT", "DECIMAL", "DOUBLE", "FLOAT", "REAL", "NUMERIC")


def grid(columns: tuple[str, ...], types: tuple[str, ...], rows: tuple[tuple, ...], footer: str) -> str:
    """A table of at most 50 rows with numbers at the right, NULL shown as NULL, and ``footer`` below.

    >>> "NULL" in grid(("n",), ("BIGINT",), ((None,),), "1 row")
    True
    """
    numeric = [any(name in kind.upper() for name in NUMBERS) for kind in types]
    head = "".join(_head(name, is_number) for name, is_number in zip(columns, numeric, strict=True))
    body = "".join(
        "<tr>" + "".join(_cell(value, is_number) for value, is_number in zip(row, numeric, strict=True)) + "</tr>"
        for row in rows[:SHOWN]
    )
    return (
        '<div class="course-scroll" tabindex="0" role="region" aria-label="Result table"><table class="course-table">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        f'<p class="course-note">{escape(footer)}</p>'
    )


def count_line(row_count: int, shown: int, seconds: float | None = None, capped: bool = False) -> str:
    """How many rows there are, how many of them are shown, and how long it took.

    >>> count_line(84000, 50, 0.0421)
    '84,000 rows, the first 50 shown · 42 ms'
    """
    rows = "1 row" if row_count == 1 else f"{'more than ' if capped else ''}{row_count:,} rows"
    part = f", the first {shown} shown" if row_count > shown else ""
    time = "" if seconds is None else f" · {seconds * 1000:.0f} ms"
    return f"{rows}{part}{time}"


def cell_text(value: object) -> str:
    """A value as a person reads it; NULL is the word NULL.

    >>> [cell_text(value) for value in (None, True, 0.5, 12, "x")]
    ['NULL', 'true', '0.5', '12', 'x']
    """
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _head(name: str, is_number: bool) -> str:
    return f'<th scope="col"{_number(is_number)}>{escape(name)}</th>'


def _cell(value: object, is_number: bool) -> str:
    text = escape(cell_text(value))
    return f'<td{_number(is_number)}>{f"<span class=course-null>{text}</span>" if value is None else text}</td>'


def _number(is_number: bool) -> str:
    return ' class="course-number"' if is_number else ""
