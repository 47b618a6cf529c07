"""Experiments in which both groups see the same page: a list of experiments, each a list of days.

A day holds three numbers: how many people each group gets, and how many of A and of B convert. At weekends half as many come.
"""

from __future__ import annotations

from typing import Any

SATURDAY = 5


def make(random: Any, value: dict[str, Any]) -> list[list[tuple[int, int, int]]]:
    """As many experiments, of as many days, with as many people a day and as large a share as ``value`` says."""
    return [
        [
            _day(random, value["people"] // (2 if day % 7 >= SATURDAY else 1), value["share"])
            for day in range(value["days"])
        ]
        for _ in range(value["experiments"])
    ]


def _day(random: Any, people: int, share: float) -> tuple[int, int, int]:
    return people, _converted(random, people, share), _converted(random, people, share)


def _converted(random: Any, people: int, share: float) -> int:
    """How many of ``people`` convert by chance, each with the same share: a normal curve, close enough for 20 and more."""
    drawn = round(random.gauss(people * share, (people * share * (1 - share)) ** 0.5))
    return min(max(drawn, 1), people - 1)
