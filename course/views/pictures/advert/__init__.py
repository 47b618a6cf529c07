"""A job advert in which one phrase is marked. ``shows`` is title, company and text; the options stand in the text."""

from __future__ import annotations

import re
from html import escape


def data(settings: dict) -> dict:
    """``parts``: the text cut at the phrases, as [text, whether it can be marked]. ValueError if a phrase is absent."""
    return {"parts": parts(settings["shows"]["text"], settings["options"])}


def html(settings: dict, answer: object) -> str:
    """The advert with its marked phrase."""
    shown = settings["shows"]
    text = "".join(
        f"<mark>{escape(part)}</mark>" if can and part == answer else escape(part)
        for part, can in parts(shown["text"], settings["options"])
    )
    return f"<p><strong>{escape(shown['title'])}</strong> · {escape(shown['company'])}</p><p>{text}</p>"


def parts(text: str, phrases: list[str]) -> list[list]:
    """
    >>> parts("Own the roadmap. Write SQL.", ["Write SQL"])
    [['Own the roadmap. ', False], ['Write SQL', True], ['.', False]]
    """
    absent = [phrase for phrase in phrases if text.count(phrase) != 1]
    if absent:
        raise ValueError(f"“{absent[0]}” does not stand once in the advert “{text[:40]}…”.")
    cut = re.split(f"({'|'.join(re.escape(phrase) for phrase in phrases)})", text)
    return [[part, part in phrases] for part in cut if part]
