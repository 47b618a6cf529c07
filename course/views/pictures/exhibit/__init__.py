"""An exhibit above a choice: a log, a small table, a note. ``shows`` is title and text."""

from __future__ import annotations

from html import escape

from course.views.markup import note


def data(settings: dict) -> dict:
    """Nothing beyond the field's settings."""
    return {}


def html(settings: dict, answer: object) -> str:
    """The exhibit, and the chosen option below it."""
    exhibit = settings["shows"]
    choice_html = escape(str(answer)) if answer in settings["options"] else "—"
    head = note(exhibit["title"])
    return f'{head}<pre class="course-answer">{escape(exhibit["text"])}</pre>{choice_html}'
