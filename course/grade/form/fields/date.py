"""A day, within so many days."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from course.grade.form.days import read_day, shown_day, understood
from course.grade.form.field import Field, FieldKind, Note
from course.grade.form.mark import OPEN, Mark
from course.grade.form.sources import FindRows, Rows, single
from course.keys.key import AuthorError


@dataclass(frozen=True, kw_only=True)
class Date(Field):
    """A day as people write it (6 March 2026, 6.3.2026, March 6), at most ``days`` away from the right one.

    The ``parameters`` may hold the ``year`` that is meant where none is typed; without it a day needs its year. Wrong
    value: "2025-12-03", or a source.
    """

    kind: str = "date"
    days: int = 0

    @property
    def settings(self) -> dict[str, Any]:
        """As of every field, and the year if there is one."""
        return {**super().settings, **self.parameters}


class DateKind(FieldKind):
    """Days are kept as in ISO 8601."""

    Field = Date
    is_single = is_cell = takes_bare_queries = True

    def right(self, field: Date, find_rows: FindRows) -> str:
        """The right day. Raises AuthorError for a day that was typed, or that is none."""
        day = self.find(field.source, find_rows)
        if not isinstance(day, Rows):
            raise AuthorError(f"Field “{field.id}”: nothing finds the right day. Give sql or fact.")
        return _day(single(day)).isoformat()

    def clean(self, settings: dict, answer: object) -> str | None:
        """
        >>> KIND.clean({}, "2025-12-03"), KIND.clean({"year": 2025}, "3 Dec"), KIND.clean({}, "3 Dec")
        ('2025-12-03', '2025-12-03', None)
        """
        reading = read_day(answer, settings.get("year", 0))
        return reading.day.isoformat() if reading and reading.day else None

    def judge(self, settings: dict, right: str, answer: object) -> Mark:
        reading = read_day(answer, settings.get("year", 0))
        if reading is None:
            return OPEN
        if reading.day is None:
            return Mark(0, reason=reading.problem)
        return Mark(int(_days_apart(reading.day.isoformat(), right) <= settings["days"]))

    def reference(self, settings: dict, right: str) -> str:
        return right

    def guess(self, settings: dict, right: str, random: Random) -> str:
        """A day of the right fortnight."""
        return (_day(right) + datetime.timedelta(days=random.randint(-14, 14))).isoformat()

    def mistake(self, settings: dict, right: str, value: object, find_rows: FindRows) -> str:
        return _day(single(self.find(value, find_rows))).isoformat()

    def distance(self, settings: dict, right: str, wrong: str, answer: object) -> float | None:
        """In days; None if it is further than what still counts."""
        day = self.clean(settings, answer)
        return None if day is None or _days_apart(day, wrong) > settings["days"] else float(_days_apart(day, wrong))

    def understood(self, settings: dict, answer: object) -> str:
        day = self.clean(settings, answer)
        return shown_day(_day(day)) if day else ""

    def notes(self, settings: dict, answer: object) -> Iterator[Note]:
        yield (), understood(answer, settings.get("year", 0))

    def slips(self, settings: dict, right: str) -> list[str]:
        """The day before, the day after, and the same day of the month before."""
        day = _day(right)
        month_before = (day.replace(day=1) - datetime.timedelta(days=1)).replace(day=min(day.day, 28))
        days = (day - datetime.timedelta(days=1), day + datetime.timedelta(days=1), month_before)
        return [each.isoformat() for each in days if _days_apart(each.isoformat(), right) > settings["days"]]


def _days_apart(day: str, other: str) -> int:
    return abs((datetime.date.fromisoformat(day) - datetime.date.fromisoformat(other)).days)


def _day(value: object) -> datetime.date:
    try:
        return datetime.date.fromisoformat(str(value)[:10])
    except ValueError as error:
        raise AuthorError(f"{value!r} is no day; write it as 2025-12-31.") from error


KIND = DateKind()
