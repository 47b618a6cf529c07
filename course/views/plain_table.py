"""A small table as static HTML: heads, row labels and cells, with numbers at the right."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from html import escape


def plain_table(heads: Sequence[str], rows: Iterable[Sequence[str]], numbers: Collection[int] = ()) -> str:
    """The first cell of each row is its label; ``numbers`` are the positions of columns that hold figures.

    >>> plain_table(("Fix", "Price"), [("Index", "4")], {1}).count('class="course-number"')
    2
    """
    top = "".join(f'<th scope="col"{_kind(n in numbers)}>{escape(head)}</th>' for n, head in enumerate(heads))
    body = "".join(_row(row, numbers) for row in rows)
    return f'<table class="course-table"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>'


def _row(row: Sequence[str], numbers: Collection[int]) -> str:
    label, *cells = (escape(cell) for cell in row)
    rest = "".join(f"<td{_kind(n in numbers)}>{cell}</td>" for n, cell in enumerate(cells, 1))
    return f'<tr><th scope="row"{_kind(0 in numbers)}>{label}</th>{rest}</tr>'


def _kind(is_number: bool) -> str:
    return ' class="course-number"' if is_number else ""
