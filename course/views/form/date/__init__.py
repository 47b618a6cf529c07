"""A day: a box for text."""

from __future__ import annotations

from html import escape


def html(settings: dict, answer: object) -> str:
    return escape(str(answer))
