"""A match: a list of classes beside each item."""

from __future__ import annotations

from html import escape

from course.verdict import code_html
from course.views.form.field import OPEN, list_html


def html(settings: dict, answer: dict) -> str:
    """Each item with its class."""
    return list_html(f"{code_html(item)}: {escape(str(answer.get(item) or OPEN))}" for item in settings["items"])
