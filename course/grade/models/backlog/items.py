"""The items of the backlog, and plans made of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache

from course.case.database import practice_database
from course.grade.query.sandbox import run

ITEMS = """
SELECT item_id, title, value_keur, weeks, budget_keur, requires, mandatory, delay_eur_per_week
FROM backlog
ORDER BY item_id
"""


@dataclass(frozen=True)
class Item:
    """An item: its value over twelve months and its budget in thousand euro, its effort in weeks.

    ``delay`` is what each week until it is done costs, in thousand euro; None where nobody has estimated it.
    """

    id: str
    title: str
    value: int
    weeks: int
    budget: int
    requires: str = ""
    mandatory: bool = False
    delay: float | None = None

    @property
    def urgency(self) -> float:
        """The cost of delay for each week of work: what is lost by letting one week of something else go first."""
        return (self.delay or 0) / self.weeks


@dataclass(frozen=True)
class Plan:
    """The chosen items, in the order of the backlog, and what they come to."""

    items: tuple[Item, ...]

    @property
    def value(self) -> int:
        """What it brings; an item without what it needs brings nothing."""
        return sum(item.value for item in self.items if not item.requires or item.requires in self.ids)

    @property
    def weeks(self) -> int:
        return sum(item.weeks for item in self.items)

    @property
    def budget(self) -> int:
        return sum(item.budget for item in self.items)

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(item.id for item in self.items)


@cache
def read_items() -> tuple[Item, ...]:
    """The backlog of the case. Raises what the sandbox raises."""
    rows = run(practice_database(), ITEMS).rows
    return tuple(
        Item(
            id, title, int(value), int(weeks), int(budget), requires or "", bool(mandatory),
            None if delay is None else float(delay) / 1000,
        )
        for id, title, value, weeks, budget, requires, mandatory, delay in rows
    )  # fmt: skip


def chosen_of(items: Iterable[Item], ids: Collection[str]) -> Plan:
    """The items with these ids as a plan."""
    return Plan(tuple(item for item in items if item.id in ids))


def names(items: Iterable[Item]) -> str:
    """
    >>> names([Item("B02", "", 1, 1, 0), Item("B10", "", 1, 1, 0), Item("B14", "", 1, 1, 0)])
    'B02, B10 and B14'
    """
    *first, last = [item.id for item in items]
    return f"{', '.join(first)} and {last}" if first else last


def worth(items: Iterable[Item]) -> int:
    return sum(item.value for item in items)
