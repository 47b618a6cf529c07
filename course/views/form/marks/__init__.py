"""Lines to mark: boxes to tick, and a box to type their numbers in."""

from __future__ import annotations

from html import escape

from course.views.form.field import list_html


def html(settings: dict, answer: list) -> str:
    """The marked lines with their ids."""
    return list_html(f"{escape(id)} <code>{escape(label)}</code>" for id, label in settings["options"] if id in answer)
