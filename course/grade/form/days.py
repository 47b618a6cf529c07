"""Reads days as people write them, and says what was understood."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LONGEST = 60  # characters: far more than a day takes
YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
NUMERIC = re.compile(r"(\d{1,2})\s*([-/.])\s*(\d{1,2})(?:\s*\2\s*(\d{4}|\d{2})?)?")
WORD = re.compile(r"[a-z]+|\d+")
ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
SIGNS = re.compile(r"[\s,.'’/-]*")
EXAMPLE = "6 March 2026"


@dataclass(frozen=True)
class Reading:
    """What was understood of a typed day; ``problem`` says why there is none."""

    day: date | None
    problem: str = ""


class _Unclear(Exception):
    """A text that names no day, or more than one; the message says why."""


def read_day(typed: object, year: int = 0) -> Reading | None:
    """The day that a person meant; None if nothing was typed. ``year`` is meant where none is typed, if it is given.

    With dots the day comes first, with slashes it is not clear which comes first.

    >>> [str(read_day(text, 2026).day) for text in ("6 March 2026", "21.5.2026", "May 21", "2026-03-06", "21/5")]
    ['2026-03-06', '2026-05-21', '2026-05-21', '2026-03-06', '2026-05-21']
    >>> read_day("6/3", 2026).problem
    '“6/3” can be 6 March or 3 June. Write the month as a word, for example 6 March 2026.'
    """
    text = "" if typed is None else str(typed).strip()
    if not text:
        return None
    if len(text) > LONGEST:
        return Reading(None, f"That has {len(text):,} characters. Type a day, for example {EXAMPLE}.")
    try:
        return Reading(_day(text, year))
    except _Unclear as error:
        return Reading(None, str(error))


def understood(typed: object, year: int = 0) -> str:
    """What was understood of a typed day, in words; empty where nothing was typed, or it is written as in ISO 8601.

    >>> understood("May 21", 2026), understood("2026-05-21")
    ('understood: 21 May 2026', '')
    """
    reading = read_day(typed, year)
    if reading is None or reading.day is None:
        return reading.problem if reading else ""
    return "" if str(typed).strip() == reading.day.isoformat() else f"understood: {shown_day(reading.day)}"


def shown_day(day: date) -> str:
    """
    >>> shown_day(date(2026, 3, 6))
    '6 March 2026'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _day(text: str, year: int) -> date:
    plain = text.casefold()
    if match := YEAR_FIRST.fullmatch(plain):
        return _valid(text, int(match[1]), int(match[3]), int(match[4]))
    if match := NUMERIC.fullmatch(plain):
        day, month = _day_and_month(text, int(match[1]), int(match[3]), match[2])
        return _valid(text, _year(text, match[4], year), month, day)
    return _in_words(text, plain, year)


def _day_and_month(text: str, first: int, second: int, sign: str) -> tuple[int, int]:
    if second > 12:
        return second, first
    if sign == "." or first > 12 or first == second or not first * second:
        return first, second
    meanings = f"{first} {MONTHS[second - 1]} or {second} {MONTHS[first - 1]}"
    raise _Unclear(f"“{text}” can be {meanings}. Write the month as a word, for example {EXAMPLE}.")


def _in_words(text: str, plain: str, year: int) -> date:
    words = WORD.findall(ORDINAL.sub("", plain))
    names = [word for word in words if word.isalpha() and word not in ("of", "the", "on")]
    months = [number for word in names if (number := _place(word, MONTHS))]
    weekdays = [number for word in names if (number := _place(word, WEEKDAYS))]
    numbers = sorted((word for word in words if word.isdigit()), key=lambda word: len(word) > 2)
    is_day = len(months) == 1 and len(weekdays) <= 1 and len(names) == len(months) + len(weekdays)
    if not is_day or len(numbers) not in (1, 2) or len(numbers[0]) > 2 or SIGNS.fullmatch(WORD.sub("", plain)) is None:
        raise _Unclear(f"“{text}” is no day that I can read. Type a day, for example {EXAMPLE}.")
    typed_year = numbers[1] if len(numbers) == 2 else None
    day = _valid(text, _year(text, typed_year, year), months[0], int(numbers[0]))
    if weekdays and day.weekday() != weekdays[0] - 1:
        raise _Unclear(f"{shown_day(day)} is a {WEEKDAYS[day.weekday()]}. Which day do you mean?")
    return day


def _place(word: str, names: tuple[str, ...]) -> int:
    """The number of the name, from 1, that a word of three letters or more begins; 0 if there is none."""
    return next((at for at, name in enumerate(names, 1) if len(word) > 2 and name.casefold().startswith(word)), 0)


def _year(text: str, typed: str | None, year: int) -> int:
    if typed is None and not year:
        raise _Unclear(f"“{text}” has no year. Add it, for example {EXAMPLE}.")
    return year if typed is None else int(typed) + (2000 if len(typed) == 2 else 0)


def _valid(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except (ValueError, OverflowError) as error:
        raise _Unclear(f"“{text}” is not in the calendar. Type a day, for example {EXAMPLE}.") from error
