"""Error budgets: what a month leaves to go wrong, how fast it burns, when an alarm rings, and what RB7 then asks for.

A burn rate of 1 uses a budget up exactly at the end of its month (Google, The Site Reliability Workbook, chapter 5, 2018).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

HOURS = 30 * 24
LARGE = 0.2  # of a budget: one incident that takes more gets a post-mortem, RB7


@dataclass(frozen=True)
class Alarm:
    """It rings when the events of the last ``window`` hours burn the budget at least ``rate`` times too fast."""

    window: int
    rate: float


@dataclass(frozen=True)
class Trouble:
    """What goes wrong from an hour of the month on, in shares of all requests, and for how long if nobody is called."""

    start: int
    hours: int
    unanswered: float = 0.0
    wrong: float = 0.0


@dataclass(frozen=True)
class Burn:
    """A month of one objective: what went wrong in each hour, and what its budget allows."""

    bad: tuple[float, ...]
    allowed: float

    @property
    def left(self) -> list[float]:
        """What is left of the budget at the end of each hour, as a share; less than 0 once it is overdrawn."""
        used, shares = 0.0, []
        for count in self.bad:
            used += count
            shares.append(1 - used / self.allowed)
        return shares

    @property
    def used(self) -> float:
        """The share of the budget that the month used."""
        return sum(self.bad) / self.allowed

    @property
    def empty_at(self) -> int | None:
        """The hour at whose end nothing is left; None if something is."""
        return next((hour for hour, share in enumerate(self.left) if share <= 1e-9), None)


def allowed(events: float, target: float) -> float:
    """How many of these events may go wrong, with the target in percent.

    >>> round(allowed(24_000, 99.5), 6)
    120.0
    """
    return events * (100 - target) / 100


def share_used(bad: float, allowed: float) -> float:
    """The share of a budget that is used, in percent.

    >>> share_used(186, 120)
    155.0
    """
    return 100 * bad / allowed


def burn_rate(bad: float, allowed: float, window: float) -> float:
    """How many times too fast a budget burns: its share that is gone, over the share of the month that it took.

    >>> burn_rate(6, 120, 6)
    6.0
    """
    return bad / allowed * HOURS / window


def rings_with(allowed: float, window: float, burn: float) -> int:
    """How many failures within so many hours make an alarm ring.

    >>> rings_with(120, 1, 14.4), rings_with(120, 6, 6)
    (3, 6)
    """
    return ceil(round(burn * allowed * window / HOURS, 9))


def rings_at(burn: Burn, alarm: Alarm, first: int = 0) -> int | None:
    """The first hour, of those from ``first`` on, at whose end an alarm rings; None if it never does."""
    for hour in range(first, len(burn.bad)):
        window = burn.bad[max(0, hour - alarm.window + 1) : hour + 1]
        if burn_rate(sum(window), burn.allowed, alarm.window) >= alarm.rate - 1e-9:
            return hour
    return None


def rings_for(burn: Burn, alarm: Alarm) -> int:
    """For how many hours an alarm goes on ringing once it rings: as long as its window still holds enough."""
    rings = rings_at(burn, alarm)
    if rings is None:
        return 0
    later = (rings_at(Burn(burn.bad[: hour + 1], burn.allowed), alarm, hour) for hour in range(rings, len(burn.bad)))
    return next((hour for hour, at in enumerate(later) if at is None), len(burn.bad) - rings)


def month(trouble: Trouble | None, per_hour: float, target: float, of: str, ends: int | None = None) -> Burn:
    """A month of so many requests an hour with one trouble in it, ended by the hour ``ends`` at the latest.

    ``of`` is what the objective counts: "unanswered" or "wrong".
    """
    bad = [0.0] * HOURS
    if trouble:
        last = trouble.start + trouble.hours
        for hour in range(trouble.start, min(HOURS, last if ends is None else min(last, ends))):
            bad[hour] = per_hour * (trouble.unanswered if of == "unanswered" else trouble.wrong)
    return Burn(tuple(bad), allowed(per_hour * HOURS, target))


def asked_by_rule(shares: Sequence[float], incidents: Sequence[float]) -> tuple[bool, bool]:
    """Whether RB7 stops releases, and whether it asks for a post-mortem: by the shares that budgets and incidents used.

    >>> asked_by_rule([0.4, 1.5], [0.1, 0.3])
    (True, True)
    """
    return any(share >= 1 for share in shares), any(share > LARGE for share in incidents)
