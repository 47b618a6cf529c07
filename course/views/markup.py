"""Pieces of HTML that many views need: a small table, a part that scrolls, a part that opens."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from html import escape

WIDE = ' class="course-wrap"'


class Markup(str):
    """Text that is HTML already, such as a link in the cell of a table."""


def table(
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    numbers: Collection[int] = (),
    wide: Collection[int] = (),
    caption: str = "",
) -> str:
    """A table whose rows begin with their label. Columns are counted from 0.

    Those in ``numbers`` hold figures, those in ``wide`` sentences, which are broken into lines.

    >>> table(("Fix", "Price"), [("Index", "4")], numbers={1}).count('class="course-number"')
    2
    """
    classes = [_cell_class(n in numbers, n in wide) for n in range(len(heads))]
    caption_html = f"<caption>{escape(caption)}</caption>" if caption else ""
    head_cells = "".join(
        f'<th scope="col"{css_class.replace(WIDE, "")}>{_cell(head)}</th>'
        for head, css_class in zip(heads, classes, strict=True)
    )
    body = "".join(_row(row, classes) for row in rows)
    return (
        f'<table class="course-table">{caption_html}<thead><tr>{head_cells}</tr></thead><tbody>{body}</tbody></table>'
    )


def scrolled(label: str, html: str, kind: str = "") -> str:
    """A part that scrolls if it does not fit, also by keyboard."""
    css_class = f" {kind}" if kind else ""
    return f'<div class="course-scroll{css_class}" tabindex="0" role="region" aria-label="{escape(label)}">{html}</div>'


def folded(summary: str, html: str) -> str:
    """A part that a click on its summary opens."""
    return f"<details><summary>{_cell(summary)}</summary>{html}</details>"


def note(words: str) -> str:
    """A quiet sentence."""
    return f'<p class="course-note">{_cell(words)}</p>'


def _row(row: Sequence[str], classes: Sequence[str]) -> str:
    label, *cells = zip(row, classes, strict=True)
    value_cells = "".join(f"<td{css_class}>{_cell(cell)}</td>" for cell, css_class in cells)
    return f'<tr><th scope="row"{label[1]}>{_cell(label[0])}</th>{value_cells}</tr>'


def _cell(words: str) -> str:
    return words if isinstance(words, Markup) else escape(words)


def _cell_class(is_number: bool, is_wide: bool) -> str:
    return ' class="course-number"' if is_number else WIDE if is_wide else ""
