"""A journal: for each event the lines of its entry, with their sums."""

from __future__ import annotations

from html import escape

from course.grade.form.fields.journal import SIDES
from course.views.form.field import OPEN
from course.views.markup import table

HEADS = ("Account", "Debit, €", "Credit, €")


def html(settings: dict, answer: dict) -> str:
    """Each event with its entry as it was typed."""
    return "".join(f"<p>{escape(text)}</p>{_entry(answer.get(event))}" for event, text in settings["events"])


def _entry(lines: object) -> str:
    filled = [line for _, line in sorted(lines.items()) if isinstance(line, dict)] if isinstance(lines, dict) else []
    rows = [[str(line.get("account") or OPEN), *(str(line.get(side) or "") for side in SIDES)] for line in filled]
    return table(HEADS, rows, {1, 2}) if rows else f"<p>{OPEN}</p>"
