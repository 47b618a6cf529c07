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
    kinds = [_kind(n in numbers, n in wide) for n in range(len(heads))]
    below = f"<caption>{escape(caption)}</caption>" if caption else ""
    top = "".join(
        f'<th scope="col"{kind.replace(WIDE, "")}>{_cell(head)}</th>' for head, kind in zip(heads, kinds, strict=True)
    )
    body = "".join(_row(row, kinds) for row in rows)
    return f'<table class="course-table">{below}<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>'


def scrolled(label: str, html: str, kind: str = "") -> str:
    """A part that scrolls where it does not fit, also by keyboard."""
    more = f" {kind}" if kind else ""
    return f'<div class="course-scroll{more}" tabindex="0" role="region" aria-label="{escape(label)}">{html}</div>'


def folded(summary: str, html: str) -> str:
    """A part that is opened by a click on its summary."""
    return f"<details><summary>{_cell(summary)}</summary>{html}</details>"


def note(words: str) -> str:
    """A quiet sentence."""
    return f'<p class="course-note">{_cell(words)}</p>'


def _row(row: Sequence[str], kinds: Sequence[str]) -> str:
    label, *cells = zip(row, kinds, strict=True)
    rest = "".join(f"<td{kind}>{_cell(cell)}</td>" for cell, kind in cells)
    return f'<tr><th scope="row"{label[1]}>{_cell(label[0])}</th>{rest}</tr>'


def _cell(words: str) -> str:
    return words if isinstance(words, Markup) else escape(words)


def _kind(is_number: bool, is_wide: bool) -> str:
    return ' class="course-number"' if is_number else WIDE if is_wide else ""
