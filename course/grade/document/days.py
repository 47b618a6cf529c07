"""Finds the days that a text names, in any usual notation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
NAMED = re.compile(
    r"\b(?P<year>20\d\d)-(?P<m>[01]?\d)-(?P<d>[0-3]?\d)\b|"
    rf"\b(?P<d2>[0-3]?\d)\.?(?:st|nd|rd|th)?(?: of)?\s(?P<m2>{MONTH})(?:,?\s(?P<y2>20\d\d))?|\b(?P<m3>{MONTH})\s(?:the )?(?P<d3>[0-3]?\d)(?:st|nd|rd|th)?\b(?:,?\s(?P<y3>20\d\d))?|"
    r"\b(?P<d4>[0-3]?\d)\.\s?(?P<m4>[01]?\d)\.(?:\s?(?P<y4>20\d\d))?(?!\d)", re.IGNORECASE
)  # fmt: skip


@dataclass(frozen=True)
class Day:
    """A day as it is written, and which one that is; 0 for a month that does not exist, and for a year that is not said."""

    text: str
    month: int
    day: int
    year: int = 0

    @property
    def exists(self) -> bool:
        """Whether the calendar has it; a day without a year is looked up in a leap year."""
        try:
            return bool(date(self.year or 2028, self.month, self.day))
        except ValueError:
            return False


def days(text: str) -> list[Day]:
    """The days in a text, in order.

    >>> [(day.month, day.day) for day in days("On 2026-05-04, 4 May, May 4th and 4.5.2026.")]
    [(5, 4), (5, 4), (5, 4), (5, 4)]
    """
    return [_day(match) for match in NAMED.finditer(text)]


def _day(match: re.Match[str]) -> Day:
    number = match["d"] or match["d2"] or match["d3"] or match["d4"]
    name = match["m2"] or match["m3"]
    month = MONTHS.index(name[:3].lower()) + 1 if name else int(match["m"] or match["m4"])
    year = match["year"] or match["y2"] or match["y3"] or match["y4"] or 0
    return Day(match[0].strip(" ."), month if 1 <= month <= 12 else 0, int(number), int(year))
