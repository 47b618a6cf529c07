"""Own bank connectors or an aggregator: what each costs and brings month by month, and when one overtakes the other.

Money is in euro and falls at months 0, 1, 2, …; month 0 is today. Positive is money in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from course.case.database import practice_database
from course.case.facts import fact
from course.grade.query.sandbox import run

LONGEST = 120  # months that anybody looks ahead
HORIZON = 36
SLIP = 5
RANGES = {
    "growth": (0.01, 0.05),
    "months": (8, 12),
    "fee": (0.007, 0.011),
    "volume": (900_000, 1_340_000),
    "upkeep": (0.10, 0.30),
    "salary": (8_000, 10_000),
    "benefit": (22_000, 34_000),
    "on_call": (1_000, 4_000),
    "discount": (0.08, 0.16),
    "platform": (2_000, 3_000),
}
"""What the people who know each assumption think possible: its lowest and its highest value."""


@dataclass(frozen=True)
class Assumptions:
    """What both options rest on. Rates are shares: 0.03 is 3%."""

    volume: float
    growth: float = 0.03
    fee: float = 0.009
    benefit: float = 28_000
    engineers: float = 4
    salary: float = 9_000
    months: float = 9
    set_up: float = 40_000
    upkeep: float = 0.20
    on_call: float = 2_000
    hosting: float = 1_500
    entry: float = 85_000
    live: float = 3
    platform: float = 2_500
    discount: float = 0.12
    slip: float = 0

    @property
    def monthly_discount(self) -> float:
        """The rate of a month that compounds to the yearly one.

        >>> round(Assumptions(0).monthly_discount, 6)
        0.009489
        """
        return (1 + self.discount) ** (1 / 12) - 1

    @property
    def team(self) -> float:
        """What the team costs in a month of building."""
        return self.engineers * self.salary

    @property
    def running(self) -> float:
        """What the own connectors cost in a month once they are live: upkeep as planned, on-call, hosting.

        >>> Assumptions(0).running
        8900.0
        """
        return self.upkeep * self.team * self.months / 12 + self.on_call + self.hosting

    @property
    def built(self) -> float:
        """The month in which the own connectors go live. A slip prolongs the building, not what was planned to be kept up."""
        return self.months + self.slip

    def refreshes(self, month: int) -> float:
        return self.volume * (1 + self.growth) ** month

    def build(self, month: int) -> float:
        """The cash of a month if Mandaro builds."""
        start = -self.set_up if month == 0 else 0.0
        return start + (-self.team if month < self.built else self.benefit - self.running)

    def buy(self, month: int) -> float:
        """The cash of a month if Mandaro buys."""
        start = -self.entry if month == 0 else 0.0
        live = month >= self.live
        return start + (self.benefit - self.fee * self.refreshes(month) - self.platform if live else 0.0)


@dataclass(frozen=True)
class Swing:
    """How far an assumption moves the lead of building, in euro, from its low value to its high one."""

    name: str
    low: float
    high: float
    lead_low: float
    lead_high: float

    @property
    def width(self) -> float:
        return abs(self.lead_high - self.lead_low)

    @property
    def flips(self) -> bool:
        """Whether the better option changes between the two ends."""
        return (self.lead_low > 0) != (self.lead_high > 0)


def worth(cash: Callable[[int], float], rate: float, horizon: int = HORIZON) -> float:
    """The net present value of the months 0 to ``horizon``; ``rate`` is that of a month.

    >>> round(worth(lambda month: -100 if month == 0 else 60, 0.1, 2), 2)
    4.13
    """
    return sum(cash(month) / (1 + rate) ** month for month in range(horizon + 1))


def worths(given: Assumptions, horizon: int = HORIZON) -> tuple[float, float]:
    """What building and what buying is worth today."""
    rate = given.monthly_discount
    return worth(given.build, rate, horizon), worth(given.buy, rate, horizon)


def lead(given: Assumptions, horizon: int = HORIZON) -> float:
    """By how much building is worth more than buying; below zero if it is worth less."""
    build, buy = worths(given, horizon)
    return build - buy


def equal_volume(given: Assumptions, horizon: int = HORIZON) -> float:
    """The refreshes a month, today, at which both are worth the same. Fees grow in step with them, so it is a rule of three.

    >>> round(equal_volume(Assumptions(1_100_000)))
    1207503
    """
    fees = lead(replace(given, volume=1.0), horizon) - lead(replace(given, volume=0.0), horizon)
    return -lead(replace(given, volume=0.0), horizon) / fees


def overtaken(given: Assumptions) -> int:
    """The first horizon, in months, at which building is worth more than buying; 0 if there is none up to LONGEST.

    >>> overtaken(Assumptions(1_100_000)), overtaken(Assumptions(1_100_000, slip=5))
    (39, 52)
    """
    rate, ahead = given.monthly_discount, 0.0
    for month in range(LONGEST + 1):
        ahead += (given.build(month) - given.buy(month)) / (1 + rate) ** month
        if month and ahead > 0:
            return month
    return 0


def swings(given: Assumptions, ranges: dict[str, tuple[float, float]], horizon: int = HORIZON) -> list[Swing]:
    """One assumption after the other at both ends of its range, the others as given; the widest swing first."""
    found = [
        Swing(name, low, high, *(lead(replace(given, **{name: value}), horizon) for value in (low, high)))
        for name, (low, high) in ranges.items()
    ]
    return sorted(found, key=lambda swing: -swing.width)


@cache
def clean_volume() -> float:
    """The refreshes of December without those that P07 polled for nothing, from the practice data."""
    return float(run(practice_database(), fact("F12.clean").sql).rows[0][0])


@cache
def counted_volume() -> float:
    """All refreshes of December, from the practice data."""
    return float(run(practice_database(), fact("F12.refreshes").sql).rows[0][0])


def polled_share(of_rest: bool = False) -> float:
    """What P07 polled for nothing, as a percentage of all refreshes of December, or of the others."""
    return 100 * (counted_volume() - clean_volume()) / (clean_volume() if of_rest else counted_volume())


def remaining_share() -> float:
    """The other refreshes, as a percentage of all."""
    return 100 - polled_share()


def given(**changes: float) -> Assumptions:
    """The assumptions of the case, with changes; the volume is that of the data."""
    return Assumptions(**{"volume": clean_volume(), **changes})


def build_worth(horizon: int = HORIZON, **changes: float) -> float:
    """What building is worth, in thousand euro."""
    return worths(given(**changes), int(horizon))[0] / 1000


def buy_worth(horizon: int = HORIZON, **changes: float) -> float:
    """What buying is worth, in thousand euro."""
    return worths(given(**changes), int(horizon))[1] / 1000


def break_even(horizon: int = HORIZON, **changes: float) -> float:
    """The refreshes a month at which both are worth the same."""
    return equal_volume(given(**changes), int(horizon))


def difference(horizon: int = HORIZON, **changes: float) -> float:
    """By how much the better option is worth more, in thousand euro."""
    return abs(lead(given(**changes), int(horizon))) / 1000


def difference_at_counted() -> float:
    """The same at all refreshes of December, those that P07 polled for nothing among them."""
    return difference(volume=counted_volume())


def break_even_millions() -> float:
    """The volume at which both are worth the same, in millions."""
    return break_even() / 1e6


def margin() -> float:
    """How far the break-even volume is above the volume, in percent."""
    return 100 * (break_even() / clean_volume() - 1)


def clean_millions() -> float:
    """The volume without what P07 polled for nothing, in millions."""
    return clean_volume() / 1e6


def counted_millions() -> float:
    """All refreshes of December, in millions."""
    return counted_volume() / 1e6


def polled_millions() -> float:
    """What P07 polled for nothing, in millions."""
    return counted_millions() - clean_millions()


def month_of_volume(refreshes: float) -> int:
    """The first month in which the plan itself expects so many refreshes; 0 if they are there today, -1 if never."""
    plan = given()
    return next((month for month in range(LONGEST + 1) if plan.refreshes(month) >= refreshes), -1)


def month_of_overtaking(**changes: float) -> int:
    """The first horizon in months at which building is worth more."""
    return overtaken(given(**changes))
