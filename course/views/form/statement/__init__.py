"""A statement: a box of a few lines that counts the words."""

from __future__ import annotations

from html import escape


def html(settings: dict, answer: object) -> str:
    return escape(str(answer))
