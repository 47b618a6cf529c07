"""A job advert in which one phrase is marked. ``shows`` is title, company and text; the options occur in the text."""

from __future__ import annotations

import re
from html import escape


def data(settings: dict) -> dict:
    """``parts``: the text cut at the phrases, as [text, whether it can be marked]. ValueError if a phrase does not occur once."""
    return {"parts": parts(settings["shows"]["text"], settings["options"])}


def html(settings: dict, answer: object) -> str:
    """The advert with its marked phrase."""
    advert = settings["shows"]
    text = "".join(
        f"<mark>{escape(part)}</mark>" if is_option and part == answer else escape(part)
        for part, is_option in parts(advert["text"], settings["options"])
    )
    return f"<p><strong>{escape(advert['title'])}</strong> · {escape(advert['company'])}</p><p>{text}</p>"


def parts(text: str, phrases: list[str]) -> list[list]:
    """
    >>> parts("Own the roadmap. Write SQL.", ["Write SQL"])
    [['Own the roadmap. ', False], ['Write SQL', True], ['.', False]]
    """
    unclear = [phrase for phrase in phrases if text.count(phrase) != 1]
    if unclear:
        raise ValueError(f"“{unclear[0]}” does not stand once in the advert “{text[:40]}…”.")
    pieces = re.split(f"({'|'.join(re.escape(phrase) for phrase in phrases)})", text)
    return [[part, part in phrases] for part in pieces if part]
