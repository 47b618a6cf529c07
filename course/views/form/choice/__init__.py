"""One option of several: buttons, or a list where there are many."""

from __future__ import annotations

from html import escape


def html(settings: dict, answer: object) -> str:
    return escape(str(answer))
