"""A number: a box with its unit, or a slider."""

from __future__ import annotations

from html import escape


def html(settings: dict, answer: object) -> str:
    """The number as it was typed, with its unit."""
    unit = settings.get("unit", "")
    return escape(str(answer) if not unit or unit in str(answer) else f"{answer} {unit}")
