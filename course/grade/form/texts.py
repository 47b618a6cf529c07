"""Compares short texts as a reader does: words around a value, trailing zeros and units do not matter."""

from __future__ import annotations

import re

from course.grade.form.numbers import NUMBER, SPACES, UNITS, read_number

ENDS = " .,;:!?\"'“”‘’`"
SETTING = r"[a-z]+(?:_[a-z]+)+"  # the name of a setting in a file, such as desired_count
ZEROS = re.compile(r"(?<=\d)[.,]0{1,2}$")
AROUND = (
    re.compile(r"^(?:it is|it's|the|an?)\s+"),
    re.compile(rf"^`?{SETTING}`?\s*[=:]\s*"),
    re.compile(rf"\s*\(\s*`?{SETTING}`?\s*\)$"),
    re.compile(r"\s+with\s+\d+\s+[a-z]+$"),
)
VERSION = re.compile(r"(?:\s*(?:==|[:@])\s*|\s+(?:version\s+|v\.?\s*)?)\d+(?:\.\d+)*$|\s+v\d+(?:\.\d+)*$")


def plain(text: object) -> str:
    """A text without what never matters: case, spaces, punctuation at the ends.

    >>> plain("  EU-West  1. ")
    'eu-west 1'
    """
    return " ".join(str("" if text is None else text).casefold().split()).strip(ENDS)


def is_same(text: str, accepted: list[str]) -> bool:
    """Whether a text says what one of the accepted texts says; all of them are plain.

    A version does not matter where the first accepted text has none.

    >>> [is_same(text, ["8", "8 s"]) for text in ("8.0", "8000 ms", "8 (acquirer_timeout)", "8 min", "9")]
    [True, True, True, False, False]
    >>> [is_same(text, ["uvicorn"]) for text in ("uvicorn with 6 workers", "uvicorn 0.40", "uvicorn (gunicorn)")]
    [True, True, False]
    """
    asks_no_version = not any(sign.isdigit() for sign in accepted[0])
    readings = _readings(text, asks_no_version)
    return not readings.isdisjoint(accepted) or not _measures(readings).isdisjoint(_measures(accepted))


def _readings(text: str, asks_no_version: bool) -> set[str]:
    """The text, and what is left of it without the words around its value."""
    readings = {text}
    for pattern in (*AROUND, ZEROS, *([VERSION] if asks_no_version else [])):
        readings |= {pattern.sub("", reading).strip(ENDS) for reading in readings}
    return readings - {""}


def _measures(texts: set[str] | list[str]) -> set[tuple[float, str]]:
    """The quantities among the texts, as what they measure: 8000 ms is 8 of s."""
    return {measure for measure in map(_measure, texts) if measure}


def _measure(text: str) -> tuple[float, str] | None:
    number = NUMBER.match(text)
    factor, measures = UNITS.get(text[number.end() :].strip(SPACES) if number else "", (0.0, ""))
    reading = read_number(number.group(), decimals=1) if number and measures else None
    return (round(reading.value * factor, 9), measures) if reading and reading.value is not None else None
