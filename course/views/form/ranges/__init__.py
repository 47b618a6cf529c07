"""Ranges: two boxes for each quantity, what it is at least and at most."""

from __future__ import annotations

from html import escape

from course.verdict import code_html
from course.views.form.field import OPEN, list_html


def html(settings: dict, answer: dict) -> str:
    """Each quantity with its two ends."""
    return list_html(
        f"{code_html(quantity['ask'])}: {escape(_ends(quantity, answer))}" for quantity in settings["quantities"]
    )


def _ends(quantity: dict, answer: dict) -> str:
    ends = answer.get(quantity["id"]) or {}
    return f"{ends.get('low') or OPEN} to {ends.get('high') or OPEN} {quantity['unit']}"
