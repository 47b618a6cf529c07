"""Values worth testing with: boundaries, ties and the neighbours of an exercise's own literals."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date, datetime, timedelta
from typing import Any

from ..random import Dice

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
BOUNDARIES = (
    "2025-03-01",
    "2025-06-01",
    "2025-07-01",
    "2025-10-01",
    "2025-10-06",
    "2025-11-01",
    "2025-11-14",
    "2025-11-30",
    "2025-12-01",
    "2025-12-03",
    "2025-12-19",
    "2025-12-31",
)
LOCAL_MIDNIGHTS = (timedelta(0), timedelta(hours=-1), timedelta(hours=-3))
"""Midnight in UTC, in HA and in KE2, relative to UTC."""

NAMES = ("Avelova Market", "Bran Kitchen", "Bran kitchen", "Cortico Books", "Dolmane Coffee")


class Pools:
    """The values to draw from, given the literals ``focus`` of a query."""

    def __init__(self, dice: Dice, focus: tuple[str | int | float, ...]) -> None:
        self.dice = dice
        self.numbers = sorted(
            {
                int(value) + step
                for value in focus
                if isinstance(value, int | float) and abs(value) < 2**31
                for step in (-1, 0, 1)
            }
        )
        words = [value for value in focus if isinstance(value, str)]
        self.dates = sorted(parsed for parsed in map(_date, words) if parsed)
        self.words = [word for word in words if not _date(word)]
        instants = list(map(datetime.fromisoformat, BOUNDARIES))
        instants += [base for day in self.dates for base in (day, day - DAY, day + DAY)]
        self._instants = sorted(
            {
                base + shift + step
                for base in instants
                for shift in LOCAL_MIDNIGHTS
                for step in (-SECOND, timedelta(0), SECOND)
            }
        )
        self._focused = sorted(
            {day + step for day in self.dates for step in (-DAY, -SECOND, timedelta(0), SECOND, DAY)}
        )

    def number(self, low: int, high: int, *usual: int) -> int:
        """A usual number, or one next to a literal of the query, from ``low`` to ``high``."""
        close_numbers = _between(self.numbers, low, high)
        return self.dice.choice(close_numbers) if close_numbers and self.dice.chance(45) else self.dice.choice(usual)

    def moment(self, low: datetime, high: datetime) -> datetime:
        """A moment in the range, mostly at a boundary of a day or month, sometimes anywhere."""
        close_to_focus = _between(self._focused, low, high)
        if close_to_focus and self.dice.chance(40):
            return self.dice.choice(close_to_focus)
        close_to_boundary = _between(self._instants, low, high)
        if close_to_boundary and self.dice.chance(75):
            return self.dice.choice(close_to_boundary)
        return low + SECOND * self.dice.below(int((high - low).total_seconds()) + 1)

    def name(self) -> str:
        """A usual name (two differ only in case), or a neighbour of one of the query's words."""
        similar_names = [name for word in self.words for name in neighbours(word)]
        return self.dice.choice(similar_names) if similar_names and self.dice.chance(50) else self.dice.choice(NAMES)


def neighbours(word: str) -> tuple[str, ...]:
    """The word and what is easily mistaken for it: smaller, greater, in the other case, with a trailing space.

    >>> neighbours("paid")
    ('paid', 'paic', 'paida', 'PAID', 'paid ')
    """
    plain = word.strip("%_") or "x"
    smaller = plain[:-1] + chr(max(ord(plain[-1]) - 1, 32))
    return plain, smaller, f"{plain}a", plain.swapcase(), f"{plain} "


def _between(sorted_values: list, low: Any, high: Any) -> list:
    return sorted_values[bisect_left(sorted_values, low) : bisect_right(sorted_values, high)]


def _date(word: str) -> datetime | None:
    try:
        return datetime.fromisoformat(word).replace(tzinfo=None)
    except ValueError:
        return None


def day(text: str) -> datetime:
    """Midnight UTC of a day, or the moment, in ISO form."""
    return datetime.fromisoformat(text)


def add_months(start: date, months: int) -> date:
    """The same day ``months`` later, or the last day of a shorter month.

    >>> add_months(date(2025, 1, 31), 1)
    datetime.date(2025, 2, 28)
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(start.day, (following - DAY).day))
