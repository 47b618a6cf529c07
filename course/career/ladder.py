"""Levels of product managers at three firms: their scope, and published pay estimates widened into ranges.

The estimates (ladder.tsv) are third-party figures for product managers of all kinds, total pay a year in thousand US
dollars. No source was found that distinguishes technical product managers from others.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from math import ceil, floor
from pathlib import Path

SPREAD = 0.3
"""How far a range reaches to either side of its estimate.

One level carries such figures: two offers at Amazon's L6 came to about 210 and “in the range of” 400 thousand dollars
a year (nailyourjobinterview.com, no date, seen 23 November 2026), and the estimate for that level is 304.
"""

STEP = 10
"""Ends of a range are multiples of ten thousand dollars, rounded outwards."""

TABLE = Path(__file__).with_suffix(".tsv")


@dataclass(frozen=True)
class Scope:
    """How much a level answers for. ``number`` counts from the smallest."""

    number: int
    name: str
    words: str


@dataclass(frozen=True)
class Level:
    """A rung of a firm's ladder. ``estimate`` is one site's figure in thousand dollars, ``dated`` that site's date."""

    firm: str
    level: str
    title: str
    scope: int
    estimate: int
    site: str
    address: str
    dated: str

    @property
    def name(self) -> str:
        return f"{self.firm} {self.level}"

    @property
    def low(self) -> int:
        """The lower end of the range.

        >>> level = Level("Amazon", "L6", "Senior PM", 3, 304, "", "", "")
        >>> level.low, level.high
        (210, 400)
        """
        return STEP * floor(self.estimate * (1 - SPREAD) / STEP)

    @property
    def high(self) -> int:
        return STEP * ceil(self.estimate * (1 + SPREAD) / STEP)

    def holds(self, pay: float) -> bool:
        """Whether a yearly pay in thousand dollars is in the range."""
        return self.low <= pay <= self.high


SCOPES = (
    Scope(
        1,
        "One feature, guided",
        "Works on a feature of somebody else's area. A manager sets the goal and looks in every week.",
    ),
    Scope(
        2,
        "A few features",
        "Owns some features with one team. Decides how they are built, and agrees with a manager on which.",
    ),
    Scope(
        3,
        "A product area",
        "Owns an area from problem to result: what to build, why, and the number it is judged by. Nobody looks in.",
    ),
    Scope(
        4,
        "Several teams",
        "Sets a direction that several teams follow, none of which reports to them. "
        "The problem had no name before they described it.",
    ),
    Scope(
        5,
        "A portfolio",
        "Answers for a group of products or an organisation: where money and people go, and what comes of it in years.",
    ),
)


@cache
def read_levels() -> tuple[Level, ...]:
    """All levels, firm by firm, from the lowest."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return tuple(Level(**{**row, "scope": int(row["scope"]), "estimate": int(row["estimate"])}) for row in rows)


def of_scope(number: int) -> tuple[Level, ...]:
    """The levels with this scope, at most one per firm.

    >>> [level.name for level in of_scope(3)]
    ['Google L5', 'Meta IC5', 'Amazon L6']
    """
    return tuple(level for level in read_levels() if level.scope == number)


def holding(pay: float) -> tuple[Level, ...]:
    """The levels whose range holds a yearly pay in thousand dollars.

    >>> [level.name for level in holding(700)]
    ['Google L7', 'Meta IC6', 'Meta IC7', 'Amazon L8']
    """
    return tuple(level for level in read_levels() if level.holds(pay))
