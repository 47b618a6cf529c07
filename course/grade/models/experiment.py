"""The arithmetic of an experiment with two groups: is the split as planned, what is the difference, how many are needed.

Exact tails and textbook formulas in a few lines, instead of SciPy (115 MB once installed):

- normal tail: 2·(1 − Φ(z)) = erfc(z/√2) (Abramowitz and Stegun, Handbook of Mathematical Functions, 1964, 7.1.2 and 26.2.29);
- chi-square with one degree of freedom: a squared normal, so its tail at x is erfc(√(x/2)) (the same, 26.4.5);
- two shares: z with the pooled share, interval with each share's own variance (Fleiss, Levin and Paik, Statistical
  Methods for Rates and Proportions, 3rd edition, 2003, chapter 3);
- sample size: n = 16·p·(1 − p)/d² for each group, which is 2·(1.96 + 0.84)² ≈ 15.7, rounded up (van Belle, Statistical
  Rules of Thumb, 2nd edition, 2008, chapter 2: “Lehr's equation”);
- repeated looks: the sub-density of the running sum is carried from look to look by numerical integration (Armitage,
  McPherson and Rowe, Journal of the Royal Statistical Society A 132, 1969, pages 235–244);
- a limit for all looks alike that keeps 5% in all (Pocock, Biometrika 64, 1977, pages 191–199).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from math import ceil, erfc, pi, sqrt

import numpy as np

SURE = 1.96
"""The z beyond which 5% of a normal curve lie, both ends together, as people write it."""

MOST_LOOKS = 60
STEPS = 160


def two_sided(z: float) -> float:
    """How often chance alone gives a z so far from zero, on either side.

    >>> round(two_sided(1.96), 4), round(two_sided(-2.5758), 4)
    (0.05, 0.01)
    """
    return erfc(abs(z) / sqrt(2))


def split(control: float, treatment: float, share: float = 0.5) -> float:
    """Chi-square of a split: how far two groups are from the sizes that were planned. ``share`` is the treatment's.

    >>> split(60, 40)
    4.0
    """
    total = control + treatment
    planned = ((control, total * (1 - share)), (treatment, total * share))
    return sum((count - wanted) ** 2 / wanted for count, wanted in planned)


def split_p(control: float, treatment: float, share: float = 0.5) -> float:
    """How often chance alone gives a split so uneven.

    >>> round(split_p(60, 40), 4)
    0.0455
    """
    return two_sided(sqrt(split(control, treatment, share)))


def lift(x_control: float, control: float, x_treatment: float, treatment: float) -> float:
    """By how many percentage points the treatment's share is higher.

    >>> round(lift(30, 100, 36, 100), 6)
    6.0
    """
    return 100 * (x_treatment / treatment - x_control / control)


def z(x_control: float, control: float, x_treatment: float, treatment: float) -> float:
    """The difference of two shares in standard errors, if there were none in truth."""
    pooled = (x_control + x_treatment) / (control + treatment)
    error = sqrt(pooled * (1 - pooled) * (1 / control + 1 / treatment))
    return (x_treatment / treatment - x_control / control) / error


def p_value(x_control: float, control: float, x_treatment: float, treatment: float) -> float:
    """How often chance alone gives a difference so large, on either side."""
    return two_sided(z(x_control, control, x_treatment, treatment))


def half_width(x_control: float, control: float, x_treatment: float, treatment: float) -> float:
    """Half of the 95% interval of the difference, in percentage points.

    >>> round(half_width(50, 100, 50, 100), 2)
    13.86
    """
    variances = (x / n * (1 - x / n) / n for x, n in ((x_control, control), (x_treatment, treatment)))
    return 100 * SURE * sqrt(sum(variances))


def needed(share: float, difference: float) -> int:
    """How many each group needs so that a difference is seen four times in five, both in percent.

    >>> needed(50, 10)
    400
    """
    return ceil(round(16 * share / 100 * (1 - share / 100) / (difference / 100) ** 2, 6))


def days(group: float, per_day: float) -> int:
    """How many whole days it takes until two groups are that large, if so many people come each day.

    >>> days(400, 100)
    8
    """
    return ceil(2 * group / per_day)


def false_alarm(looks: int, limit: float = SURE) -> float:
    """How often two equal groups look different at one of several looks, in percent.

    The looks are equally far apart, and each asks whether z is beyond ``limit``.

    >>> [round(false_alarm(looks), 1) for looks in (1, 2, 5, 10)]
    [5.0, 8.3, 14.2, 19.3]
    """
    return 100 * crossings((limit,) * int(looks))[-1]


def crossings(limits: Sequence[float]) -> list[float]:
    """How often z has been beyond the limit at one of the looks so far: one number for each look.

    Raises ValueError for more looks than anybody should take.
    """
    return list(_crossings(tuple(limits)))


@cache
def _crossings(limits: tuple[float, ...]) -> tuple[float, ...]:
    """The running sum of as many standard normal steps as there were looks; z is the sum divided by the root of their number.

    Gauss-Legendre points on the part of the line that has not crossed; what is left there after each look has not
    looked different yet.
    """
    if not 1 <= len(limits) <= MOST_LOOKS:
        raise ValueError(f"Between 1 and {MOST_LOOKS} looks can be computed, not {len(limits)}.")
    points, weights = _points()
    reach = limits[0]
    sums, mass = reach * points, reach * weights * np.exp(-((reach * points) ** 2) / 2) / sqrt(2 * pi)
    kept = [1 - two_sided(reach)]
    for look, limit in enumerate(limits[1:], 2):
        reach = limit * sqrt(look)
        new = reach * points
        density = np.exp(-((new[:, None] - sums[None, :]) ** 2) / 2) @ mass / sqrt(2 * pi)
        sums, mass = new, reach * weights * density
        kept.append(float(mass.sum()))
    return tuple(1 - share for share in kept)


@cache
def same_limit(looks: int, share: float = 0.05) -> float:
    """The limit for every look alike that is crossed by chance in that share of experiments (Pocock).

    >>> round(same_limit(5), 3)
    2.413
    """
    low, high = SURE / 2, 5.0
    while high - low > 1e-5:
        middle = (low + high) / 2
        low, high = (middle, high) if _crossings((middle,) * looks)[-1] > share else (low, middle)
    return high


@cache
def _points() -> tuple[np.ndarray, np.ndarray]:
    return np.polynomial.legendre.leggauss(STEPS)


def path(looks: int, seed: int) -> list[float]:
    """z at each look of one experiment in which there is nothing to find: the same for the same seed."""
    steps = np.random.default_rng(seed).standard_normal(looks)
    return [float(total) / sqrt(look) for look, total in enumerate(accumulate(steps), 1)]
