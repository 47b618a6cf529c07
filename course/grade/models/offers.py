"""What a job offer pays year by year: base, sign-on by year, and shares that vest in parts."""

from __future__ import annotations

YEARS = 4


def year(number: int, base: float, sign_on: list[float], grant: float, vesting: list[float]) -> float:
    """The pay of one year, in the unit of the amounts; ``vesting`` holds the percentage of the grant by year.

    The grant counts at its value on the day of the offer, and base and shares stay as they are.

    >>> year(1, 100, [30, 10], 200, [5, 15, 40, 40]), year(4, 100, [30, 10], 200, [5, 15, 40, 40])
    (140.0, 180.0)
    """
    return base + (sign_on[number - 1] if number <= len(sign_on) else 0) + grant * vesting[number - 1] / 100


def total(base: float, sign_on: list[float], grant: float, vesting: list[float], years: int = YEARS) -> float:
    """The pay of the first ``years`` years together.

    >>> total(100, [30, 10], 200, [5, 15, 40, 40]), total(100, [30, 10], 200, [5, 15, 40, 40], years=2)
    (640.0, 280.0)
    """
    return sum(year(number, base, sign_on, grant, vesting) for number in range(1, years + 1))


def overlap(one: list[float], other: list[float]) -> float:
    """How far two ranges [low, high] overlap; 0 if they do not.

    >>> overlap([60, 95], [70, 110]), overlap([60, 70], [80, 90])
    (25, 0)
    """
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))
