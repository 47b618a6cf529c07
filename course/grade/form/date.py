"""A day, within so many days."""

from __future__ import annotations

from datetime import date, timedelta

from course.grade.form.fields import Date
from course.grade.form.mark import OPEN, Mark
from course.grade.form.sources import Rows, single
from course.keys.key import AuthorError


def right(field: Date, found: object) -> str:
    """The right day, ISO 8601. Raises AuthorError for a day that was typed, or that is none."""
    if not isinstance(found, Rows):
        raise AuthorError(f"Field “{field.id}”: nothing finds the right day. Give sql or fact.")
    return _day(single(found)).isoformat()


def clean(settings: dict, answer: object) -> str | None:
    """The day that was answered; None if it is none.

    >>> clean({}, "2025-12-03"), clean({}, "3 Dec")
    ('2025-12-03', None)
    """
    try:
        return date.fromisoformat(str(answer)).isoformat()
    except ValueError:
        return None


def judge(settings: dict, right: str, answer: object) -> Mark:
    value = clean(settings, answer)
    if value is None:
        typed = "" if answer is None else str(answer).strip()
        return Mark(0, reason=f"“{typed}” is no day that I can read. Type 2025-12-31.") if typed else OPEN
    return Mark(int(_apart(value, right) <= settings["days"]))


def reference(settings: dict, right: str) -> str:
    return right


def mistake(settings: dict, right: str, found: object) -> str:
    return _day(single(found)).isoformat()


def distance(settings: dict, right: str, wrong: str, answer: object) -> float | None:
    value = clean(settings, answer)
    return None if value is None or _apart(value, wrong) > settings["days"] else float(_apart(value, wrong))


def mistaken(settings: dict, right: str, wrong: str) -> str:
    return wrong


def near(day: str, days: int) -> str:
    """The day so many days later."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def _apart(one: str, other: str) -> int:
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)


def _day(value: object) -> date:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError as error:
        raise AuthorError(f"{value!r} is no day; write it as 2025-12-31.") from error
