"""Figures that are carried forward: what an earlier exercise finds, and later exercises and lessons rest on."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from course.case import facts
from course.case.facts import Fact

FILE = Path(__file__).with_name("carried.toml")
ROUGH = 0.005  # the most that rounding may change, as a share


@dataclass(frozen=True, kw_only=True)
class Carried:
    """A figure. ``id`` names the exercise that finds it and its place there: a field of a form, or a column of a query.

    ``what`` is what it is called, ``fact`` the entry of the register with the reference value, ``unit`` words after it.
    In an edition in which the exercise is closed there is no fact, for that would be the key.
    """

    id: str
    what: str
    fact: str = ""
    unit: str = ""

    @property
    def exercise(self) -> str:
        return self.id.partition("/")[0]

    @property
    def place(self) -> str:
        return self.id.partition("/")[2]

    @property
    def register(self) -> Fact:
        """Its entry in the register. Raises KeyError."""
        return facts.fact(self.fact)

    @property
    def module(self) -> int:
        return int(self.id.partition(".")[0])

    @property
    def has_reference(self) -> bool:
        return bool(self.fact)

    def is_told_in(self, module: int) -> bool:
        """Whether a module prints the reference, so that nobody has to find it first.

        >>> carried("4.5/clean").is_told_in(13), carried("6.4/ratio").is_told_in(9)
        (True, False)
        """
        return self.has_reference and module in {int(exercise.partition(".")[0]) for exercise in self.register.told_in}

    def words(self, value: float | None = None) -> str:
        """A value as the reference is written; without one, the reference. One that is far from what rounding leaves of it,
        such as millions where units are asked, keeps its digits.

        >>> [carried("4.5/clean").words(value) for value in (1_340_000, 1.34)]
        ['1,340,000', '1.34']
        """
        if not self.has_reference:
            return "" if value is None else f"{value:,.6g}"
        reference = self.register.value
        if value is None:
            return self.register.with_unit(reference)
        decimals = max(0, -Decimal(str(reference)).as_tuple().exponent)
        is_near = abs(round(value, decimals) - value) <= ROUGH * abs(value)
        return self.register.with_unit(value) if is_near else f"{value:,.6g}"


@cache
def all_carried() -> dict[str, Carried]:
    """Every figure that can be carried, by id."""
    parts = tomllib.loads(FILE.read_text(encoding="utf-8"))["figure"]
    return {figure.id: figure for figure in (Carried(**part) for part in parts)}


def carried(id: str) -> Carried:
    """The figure with this id, such as ``4.5/clean``. Raises KeyError with a sentence for an author."""
    if id not in all_carried():
        raise KeyError(f"No figure “{id}” is carried forward. Those that are: {', '.join(all_carried())}.")
    return all_carried()[id]
