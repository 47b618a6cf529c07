"""A choice of several words in one row."""

from __future__ import annotations

from course.verdict import code_html


def data(settings: dict) -> dict:
    """Nothing beyond the field's settings."""
    return {}


def html(settings: dict, answer: object) -> str:
    """The chosen option."""
    return code_html(str(answer)) if answer in settings["options"] else "—"
