"""Nine teams before one date: whose piece lies in which week, and where a plan clashes.

Week 1 begins on Monday 30 March 2026, week 5 ends on Friday 1 May; on Monday 4 May version 2 of the refunds API goes
live, with the guard against double charges behind it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import combinations

from course.grade.models import Run

WEEKS = 5
MONDAY = date(2026, 3, 30)


@dataclass(frozen=True, eq=False)
class Piece:
    """A team's piece. ``asked`` is the week in which the team wants to begin; ``fixed`` pieces begin there.

    ``after`` names the teams whose pieces it needs, ``expert`` a person whom two pieces cannot have at once,
    ``by`` the week in which it must be finished, with ``why``.
    """

    team: str
    work: str
    weeks: int
    asked: int
    after: tuple[str, ...] = ()
    expert: str = ""
    by: int = WEEKS
    why: str = ""
    fixed: bool = False

    @property
    def id(self) -> str:
        """Its name in a plan."""
        return self.team.lower()

    @property
    def starts(self) -> tuple[int, ...]:
        """The weeks in which it can begin without running past the last one."""
        return (self.asked,) if self.fixed else tuple(range(1, WEEKS - self.weeks + 2))

    def span(self, start: int) -> range:
        """The weeks that it takes."""
        return range(start, start + self.weeks)


LEDGER, NOOR = "Core's ledger engineer", "Noor"
REHEARSAL = "the rehearsal is on 27 April"
STORES = "the app stores take a week"
PIECES = (
    Piece("Pay", "The guard, behind a switch, by Tomasz's three", 2, 1, fixed=True),
    Piece("Core", "Reversing entries for refunds", 2, 3, expert=LEDGER),
    Piece("Risk", "List of payments that banks have returned", 1, 2, expert=NOOR, fixed=True),
    Piece("Data", "Alarm on second charges, each morning", 1, 2, after=("Pay",), expert=NOOR, by=4, why=REHEARSAL),
    Piece("Runway", "A stage for 5% of Pay's traffic", 1, 4, after=("Pay",), by=4, why=REHEARSAL),
    Piece("Link", "Test of the new interface on that stage", 1, 3, after=("Runway",)),
    Piece("Lend", "A key with each instalment it collects", 2, 4, after=("Pay",), expert=LEDGER),
    Piece("Mobile", "The refund in the customer's list", 1, 5, after=("Core",), by=4, why=STORES),
    Piece("MerchantOps", "Letter to the shops, with a tested example", 1, 4, after=("Link",)),
)

BY_TEAM = {piece.team: piece for piece in PIECES}
SHARING = tuple((one, other) for one, other in combinations(PIECES, 2) if one.expert and one.expert == other.expert)


def schedule(plan: dict) -> Run:
    """The clashes in a plan {team: first week}, the earliest in the list first; pieces that are fixed stay."""
    starts = starts_of(plan)
    return Run(1.0, tuple(clashes(starts)))


def starts_of(plan: dict) -> dict[str, int]:
    """The first week of every piece by its team; as asked where a plan says nothing."""
    return {piece.team: piece.asked if piece.fixed else int(plan.get(piece.id) or piece.asked) for piece in PIECES}


def clashes(starts: dict[str, int]) -> Iterator[str]:
    """Everything that keeps a plan from working, team by team, and then what two teams both need."""
    for piece in PIECES:
        yield from alone(piece, starts[piece.team])
        for needed in piece.after:
            yield from together(piece, starts[piece.team], BY_TEAM[needed], starts[needed])
    for one, other in SHARING:
        yield from together(one, starts[one.team], other, starts[other.team])


@cache
def alone(piece: Piece, start: int) -> tuple[str, ...]:
    """What is wrong with a piece that begins in a week, whatever the others do."""
    end = start + piece.weeks - 1
    if end <= piece.by:
        return ()
    return (f"{piece.team} is done in week {end} and has to be by week {piece.by}: {piece.why}",)


@cache
def together(one: Piece, start: int, other: Piece, other_start: int) -> tuple[str, ...]:
    """What is wrong between two pieces that begin in these weeks: the first needs the other, or both need one person."""
    ready, found = other_start + other.weeks, []
    if other.team in one.after and start < ready:
        done = f"which is done at the end of week {ready - 1}"
        found.append(f"{one.team} begins in week {start} and needs {other.team}'s piece, {done}")
    if one.expert and one.expert == other.expert and max(start, other_start) < min(start + one.weeks, ready):
        found.append(f"{one.team} and {other.team} both need {one.expert} in week {max(start, other_start)}")
    return tuple(found)


def without_slack() -> list[str]:
    """The teams whose piece cannot be done a week later without moving the date, in the order of the pieces.

    Counted back from the last week: the longest chain of pieces that need each other takes all of it.
    """
    return [piece.team for piece in PIECES if _before(piece) + piece.weeks + _behind(piece) == WEEKS]


def _before(piece: Piece) -> int:
    return max((_before(BY_TEAM[name]) + BY_TEAM[name].weeks for name in piece.after), default=0)


def _behind(piece: Piece) -> int:
    return max((other.weeks + _behind(other) for other in PIECES if piece.team in other.after), default=0)


def week_label(week: int) -> str:
    r"""
    >>> week_label(1), week_label(5)
    ('1 · 30\xa0Mar', '5 · 27\xa0Apr')
    """
    monday = MONDAY + timedelta(weeks=week - 1)
    return f"{week} · {monday.day}\xa0{monday:%b}"
