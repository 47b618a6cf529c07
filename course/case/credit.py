"""The effects of a credit cut-off: approvals, bad loans and profit, from applicants by score and the profit per loan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

WIDTH = 20
"""Width of a score band in points."""

CUTOFFS = tuple(range(500, 740, WIDTH))
"""The cut-offs that can be chosen: the lower end of each band."""

CURRENT, APPETITE = 620, 0.045
"""The cut-off in use, and the greatest bad rate that RB6 allows."""

EARNED, LOST, COST = 100, 560, 25
"""Euro of interest and fees on a loan that is paid back, euro lost on one that is not, and euro that each one costs."""

BREAK_EVEN = (EARNED - COST) / (EARNED + LOST)
"""The probability of default at which a loan neither earns nor loses."""

APPLICANTS = f"""
SELECT a.score // {WIDTH} * {WIDTH} AS band, count(*) AS applicants
FROM applications AS a
JOIN customers AS c ON c.customer_id = a.customer_id
WHERE NOT c.is_test AND a.score IS NOT NULL AND a.applied_at >= '2025-10-01' AND a.applied_at < '2026-01-01'
GROUP BY band
ORDER BY band
"""
"""Applicants of the fourth quarter who have a score, by the lower end of their band."""


@dataclass(frozen=True)
class Band:
    """The applicants whose scores are in the band of 20 points that begins at ``start``."""

    start: int
    applicants: int

    @property
    def default(self) -> float:
        """The probability that a loan of this band goes bad."""
        return default(self.start + WIDTH / 2)

    @property
    def per_loan(self) -> float:
        """Expected profit of one loan of this band, in euro."""
        return profit(self.default)

    @property
    def profit(self) -> float:
        """Expected profit of the whole band, in euro."""
        return self.applicants * self.per_loan

    @property
    def label(self) -> str:
        return f"{self.start}–{self.start + WIDTH - 1}"


@dataclass(frozen=True)
class Outcome:
    """The results of a cut-off in one quarter. ``last`` is the lowest band that is accepted, ``profit`` is in euro."""

    cutoff: int
    approved: int
    applicants: int
    bad: float
    profit: float
    last: Band

    @property
    def approval(self) -> float:
        return self.approved / self.applicants

    @property
    def bad_rate(self) -> float:
        return self.bad / self.approved

    @property
    def average(self) -> float:
        """Euro that an approved loan earns on average."""
        return self.profit / self.approved

    @property
    def is_within_appetite(self) -> bool:
        return self.bad_rate <= APPETITE


def default(score: float) -> float:
    """The probability of default at a score: an assumption of the case that halves the odds every 40 points.

    >>> round(default(610), 3), round(default(630), 3)
    (0.095, 0.069)
    """
    return 1 / (1 + 8 * 2 ** ((score - 600) / 40))


def profit(default: float) -> float:
    """Expected profit of a loan in euro.

    >>> round(profit(0.05), 2), round(profit(BREAK_EVEN), 2)
    (42.0, 0.0)
    """
    return EARNED * (1 - default) - LOST * default - COST


def good_loans_for_a_bad_one() -> float:
    """How many good loans earn what one bad loan loses.

    >>> good_loans_for_a_bad_one()
    7.8
    """
    return (LOST + COST) / (EARNED - COST)


def outcome(bands: Iterable[Band], cutoff: int) -> Outcome:
    """The results of a cut-off, for bands of which at least one is accepted."""
    bands = tuple(bands)
    accepted_bands = [band for band in bands if band.start >= cutoff]
    return Outcome(
        cutoff,
        sum(band.applicants for band in accepted_bands),
        sum(band.applicants for band in bands),
        sum(band.applicants * band.default for band in accepted_bands),
        sum(band.profit for band in accepted_bands),
        min(accepted_bands, key=lambda band: band.start),
    )


def outcomes(bands: Iterable[Band]) -> tuple[Outcome, ...]:
    """The results of each cut-off, from the lowest to the highest."""
    bands = tuple(bands)
    return tuple(outcome(bands, cutoff) for cutoff in CUTOFFS)


def best(outcomes: Iterable[Outcome], within_appetite: bool = False) -> Outcome:
    """The outcome with the highest profit, or the highest of those within the appetite."""
    return max(
        (outcome for outcome in outcomes if outcome.is_within_appetite or not within_appetite),
        key=lambda outcome: outcome.profit,
    )
