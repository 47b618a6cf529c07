"""Finds the days that a text names, in any usual notation."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
NAMED = re.compile(
    r"\b(?P<year>20\d\d)(?P<by>[-/])(?P<m>[01]?\d)(?P=by)(?P<d>[0-3]?\d)\b|\b(?P<d5>[0-3]?\d)/(?P<m5>[0-3]?\d)/(?P<y5>20\d\d)\b|"
    rf"\b(?P<d6>[0-3]?\d)-(?P<m6>{MONTH})-(?P<y6>(?:20)?\d\d)\b|"
    rf"\b(?P<d2>[0-3]?\d)\.?(?:st|nd|rd|th)?(?: of)?\s(?P<m2>{MONTH})(?:,?\s(?P<y2>20\d\d))?|\b(?P<m3>{MONTH})\s(?:the )?(?P<d3>[0-3]?\d)(?:st|nd|rd|th)?\b(?:,?\s(?P<y3>20\d\d))?|"
    r"\b(?P<d4>[0-3]?\d)\.\s?(?P<m4>[01]?\d)\.(?:\s?(?P<y4>20\d\d))?(?!\d)", re.IGNORECASE
)  # fmt: skip
FIRST = re.compile(
    r"(?<![\w.,:/-])(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\s*(?:to|and|or|until|till|[–-])\s*(?:the )?$", re.IGNORECASE
)
LAST = re.compile(
    r"\s*(?:(?:to|until|till|[–-])\s*(?:the )?(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b|and (?:the )?(?P<other>[0-3]?\d)(?:st|nd|rd|th)?\b(?!\s[a-z]))(?![.,/:-]?\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Day:
    """A day as it is written, and which one that is; 0 for a month that does not exist, and for a year that is not said."""

    text: str
    month: int
    day: int
    year: int = 0
    start: int = field(default=0, compare=False)  # where it is in the text

    @property
    def exists(self) -> bool:
        """Whether the calendar has it; a day without a year is looked up in a leap year."""
        try:
            return bool(date(self.year or 2028, self.month, self.day))
        except ValueError:
            return False


def days(text: str) -> list[Day]:
    """The days in a text, in order.

    >>> [(day.month, day.day) for day in days("On 2026-05-04, 4 May, May 4th, 4.5.2026, 04/05/2026 and 4-May-26.")]
    [(5, 4), (5, 4), (5, 4), (5, 4), (5, 4), (5, 4)]
    """
    return [_day(match) for match in NAMED.finditer(text)]


def days_and_ends(text: str) -> list[Day]:
    """The days in a text, and of “14 to 16 November” both.

    >>> [day.day for day in days_and_ends("Between 14 and 16 November, on Nov 14–16 and on 2 May, 186 payments.")]
    [14, 16, 14, 16, 2]
    """
    found = []
    for match in NAMED.finditer(text):
        named = _day(match)
        found.append(named)
        if match["d2"] and (first := FIRST.search(text, 0, match.start())):
            found.append(
                Day(f"{first['day']} {match['m2']}", named.month, int(first["day"]), named.year, first.start())
            )
        if match["d3"] and (last := LAST.match(text, match.end())):
            number = last["day"] or last["other"]
            found.append(Day(f"{match['m3']} {number}", named.month, int(number), named.year, last.start()))
    return sorted(found, key=lambda day: day.start)


def _day(match: re.Match[str]) -> Day:
    number = int(match["d"] or match["d2"] or match["d3"] or match["d4"] or match["d5"] or match["d6"])
    name = match["m2"] or match["m3"] or match["m6"]
    month = MONTHS.index(name[:3].lower()) + 1 if name else int(match["m"] or match["m4"] or match["m5"])
    year = int(match["year"] or match["y2"] or match["y3"] or match["y4"] or match["y5"] or match["y6"] or 0)
    if match["d5"] and month > 12:  # the month comes first in some countries
        number, month = month, number
    year += 2000 if 0 < year < 100 else 0
    return Day(match[0].strip(" ."), month if 1 <= month <= 12 else 0, number, year, match.start())
