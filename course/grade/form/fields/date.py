"""A day, within so many days."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from random import Random

from course.grade.form.field import Field, FieldKind
from course.grade.form.mark import OPEN, Mark
from course.grade.form.sources import FindRows, Rows, single
from course.keys.key import AuthorError


@dataclass(frozen=True, kw_only=True)
class Date(Field):
    """A day, at most ``days`` away from the right one. Wrong value: "2025-12-03", or a source."""

    kind: str = "date"
    days: int = 0


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
        >>> KIND.clean({}, "2025-12-03"), KIND.clean({}, "3 Dec")
        ('2025-12-03', None)
        """
        try:
            return datetime.date.fromisoformat(str(answer)).isoformat()
        except ValueError:
            return None

    def judge(self, settings: dict, right: str, answer: object) -> Mark:
        day = self.clean(settings, answer)
        if day is None:
            typed = "" if answer is None else str(answer).strip()
            return Mark(0, reason=f"“{typed}” is no day that I can read. Type 2025-12-31.") if typed else OPEN
        return Mark(int(_days_apart(day, right) <= settings["days"]))

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


def _days_apart(day: str, other: str) -> int:
    return abs((datetime.date.fromisoformat(day) - datetime.date.fromisoformat(other)).days)


def _day(value: object) -> datetime.date:
    try:
        return datetime.date.fromisoformat(str(value)[:10])
    except ValueError as error:
        raise AuthorError(f"{value!r} is no day; write it as 2025-12-31.") from error


KIND = DateKind()
