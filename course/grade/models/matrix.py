"""A decision matrix: options scored between the worst and the best of them, criteria with weights, and what that hides.

A score says where an option is between the worst (0) and the best (10) of those that are compared. So it depends on which
ones are compared: to drop a weak option can change the order of the others.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import permutations
from math import ceil

WEIGHTS = {"Worth": 30, "Live": 20, "Control": 20, "Way out": 20, "Audit": 10}
LOWER_IS_BETTER = ("Live",)
OPTIONS = {
    "Build": {"Worth": 82, "Live": 9, "Control": 9, "Way out": 8, "Audit": 7},
    "Buy": {"Worth": 131, "Live": 3, "Control": 3, "Way out": 4, "Audit": 8},
    "Hybrid": {"Worth": 95, "Live": 4, "Control": 8, "Way out": 6, "Audit": 7},
    "Licence": {"Worth": 40, "Live": 10, "Control": 6, "Way out": 3, "Audit": 4},
}
WEAK = "Licence"
MOST = 10

Figures = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Flip:
    """The smallest shift of weight that makes another option win: so many points from one criterion to another."""

    points: float
    giver: str
    taker: str
    winner: str


def scores(options: Figures) -> dict[str, dict[str, float]]:
    """The score of each option by criterion, from 0 to 10."""
    found: dict[str, dict[str, float]] = {name: {} for name in options}
    for criterion in WEIGHTS:
        values = {name: figures[criterion] for name, figures in options.items()}
        low, high = min(values.values()), max(values.values())
        best, worst = (low, high) if criterion in LOWER_IS_BETTER else (high, low)
        for name, value in values.items():
            found[name][criterion] = MOST * (value - worst) / (best - worst) if best != worst else 0.0
    return found


def totals(options: Figures, weights: Mapping[str, float]) -> dict[str, float]:
    """The weighted score of each option, from 0 to 10."""
    each = scores(options)
    return {name: sum(weights[criterion] * each[name][criterion] for criterion in weights) / sum(weights.values()) for name in options}  # fmt: skip


def winner(options: Figures, weights: Mapping[str, float]) -> str:
    return max(found := totals(options, weights), key=lambda name: found[name])


def flips(options: Figures, weights: Mapping[str, float]) -> list[Flip]:
    """For each pair of criteria the points that one has to give to the other until another option wins; the fewest first.

    A shift that would take more than a criterion has is none.
    """
    each, all_totals = scores(options), totals(options, weights)
    first = winner(options, weights)
    found = []
    for giver, taker in permutations(weights, 2):
        for other in options:
            if other == first:
                continue
            gap = sum(weights.values()) * (all_totals[first] - all_totals[other])
            gain = (each[other][taker] - each[other][giver]) - (each[first][taker] - each[first][giver])
            if gain > 0 and gap / gain <= weights[giver]:
                found.append(Flip(gap / gain, giver, taker, other))
    return sorted(found, key=lambda flip: flip.points)


def without(dropped: Collection[str]) -> dict[str, Mapping[str, float]]:
    """The options of the case without some of them."""
    return {name: figures for name, figures in OPTIONS.items() if name not in dropped}


def total(option: str, dropped: Collection[str] = ()) -> float:
    """The weighted score of an option of the case, with some options dropped."""
    return totals(without(dropped), WEIGHTS)[option]


def lead(dropped: Collection[str] = ()) -> float:
    """By how much the winner is ahead of the next."""
    first, second, *_ = sorted(totals(without(dropped), WEIGHTS).values(), reverse=True)
    return first - second


def points_to_flip(rank: int = 0) -> float:
    """The points of weight that change the winner: the fewest, or those of a later pair."""
    return flips(OPTIONS, WEIGHTS)[rank].points


def points_that_turn() -> float:
    """The same for the fewest, rounded up to one decimal: rounded down, the winner would still be ahead by a hair.

    >>> points_that_turn()
    6.1
    """
    return ceil(10 * points_to_flip() - 1e-9) / 10


def giver() -> str:
    """The criterion that gives the fewest points."""
    return flips(OPTIONS, WEIGHTS)[0].giver


def taker() -> str:
    """The criterion that takes them."""
    return flips(OPTIONS, WEIGHTS)[0].taker


def new_winner() -> str:
    """The option that then wins."""
    return flips(OPTIONS, WEIGHTS)[0].winner


def best(dropped: Collection[str] = ()) -> str:
    """The winner, with some options dropped."""
    return winner(without(dropped), WEIGHTS)
