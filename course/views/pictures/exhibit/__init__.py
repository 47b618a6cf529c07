"""An exhibit above a choice: a log, a small table, a note, as it lies on a desk. ``shows`` is title and text."""

from __future__ import annotations

from html import escape

from course.views.markup import note


def data(settings: dict) -> dict:
    """Nothing beyond the field's settings."""
    return {}


def html(settings: dict, answer: object) -> str:
    """The exhibit, and the chosen option below it."""
    shown = settings["shows"]
    chosen = escape(str(answer)) if answer in settings["options"] else "—"
    head = note(shown["title"])
    return f'{head}<pre class="course-answer">{escape(shown["text"])}</pre>{chosen}'
