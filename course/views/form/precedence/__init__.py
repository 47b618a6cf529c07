"""A precedence graph: for each part a list of those that must be done first."""

from __future__ import annotations

from html import escape

from course.verdict import code_html
from course.views.form.field import OPEN, list_html


def html(settings: dict, answer: dict) -> str:
    """Each part with what it needs."""
    return list_html(
        f"{code_html(option)} needs {escape(', '.join(map(str, answer.get(option) or ()))) or OPEN}"
        for option in settings["options"]
    )
