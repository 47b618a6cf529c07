"""What a backlog is worth: which items fit into the weeks and the money that there are, and what an order costs.

Keys call what is here. The items are those of the table ``backlog``; the demos of module 14 bring their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from course.grade.models import Run
from course.grade.models.backlog.items import Item, Plan, chosen_of, names, read_items
from course.grade.models.backlog.ordering import against_urgency, best_order, finished, too_early, too_late, waiting
from course.grade.models.backlog.packing import (
    Displaced,
    best,
    displaced,
    greedy,
    has_room,
    makes_room,
    problems,
    room_for_better,
)

__all__ = [
    "Displaced", "Item", "Plan", "best", "best_order", "chosen_of", "cost_of_date", "displaced", "finished", "greedy",
    "has_room", "leaving", "makes_room", "names", "pack", "price", "price_of_date", "problems", "read_items", "rice",
    "sequence", "urgency", "waiting",
]  # fmt: skip


def pack(plan: dict, weeks: int, budget: int, having: str = "") -> Run:
    """The value of the chosen items {"items": [ids]} in thousand euro, what keeps them from being a plan, and where
    there is room for something better. ``having`` is an item that has to be in it."""
    items = read_items()
    chosen = chosen_of(items, plan["items"])
    found = problems(chosen, items, weeks, budget)
    if having and having not in chosen.ids:
        found.insert(0, f"{having} is not in it, and this is the plan with {having}")
    items = tuple(replace(item, mandatory=item.mandatory or item.id == having) for item in items)
    better = "" if found else room_for_better(items, frozenset(chosen.ids), weeks, budget, having)
    return Run(chosen.value, tuple(found), better)


def price(first: dict, second: dict, id: str, weeks: int, budget: int) -> int:
    """How much less a plan with an item is worth than one without it, in thousand euro. Raises ValueError where one of
    the two is no such plan."""
    without, having = _two_plans(first, second, id, weeks, budget)
    return without.value - having.value


def leaving(first: dict, second: dict, id: str, weeks: int, budget: int) -> list[str]:
    """The items of a plan that another one, with an item, no longer has. Raises ValueError where one of the two is no
    such plan."""
    without, having = _two_plans(first, second, id, weeks, budget)
    return [each for each in without.ids if each not in having.ids]


def _two_plans(first: dict, second: dict, id: str, weeks: int, budget: int) -> tuple[Plan, Plan]:
    items = read_items()
    without, having = chosen_of(items, first["items"]), chosen_of(items, second["items"])
    fit = not any(problems(plan, items, weeks, budget) for plan in (without, having))
    if not fit or id in without.ids or id not in having.ids:
        raise ValueError(f"Price and leaving compare a plan without {id} and a plan with it.")
    return without, having


def rice(reach: float, impact: float, confidence: float, weeks: float) -> float:
    """A RICE score: reach × impact × confidence ÷ effort, with ``confidence`` in percent.

    >>> rice(1000, 2, 80, 4)
    400.0
    """
    return reach * impact * confidence / 100 / weeks


def urgency(ids: Sequence[str], over: Sequence[str] = ()) -> float:
    """The cost of delay of some items for each week of their work; ``over`` names the weeks to divide by, if others."""
    by_id = {item.id: item for item in read_items()}
    return sum(by_id[id].delay or 0 for id in ids) / sum(by_id[id].weeks for id in over or ids)


def sequence(plan: dict, deadlines: dict[str, int]) -> Run:
    """What the order {"order": [ids, with or without titles]} costs until all is done, in thousand euro, and what it breaks.

    ``deadlines`` says by the end of which week an item must be done.
    """
    by_id = {item.id: item for item in read_items()}
    order = [by_id[option[:3]] for option in plan["order"]]
    ends = finished(order)
    found = [*too_early(order), *too_late(order, ends, deadlines)]
    return Run(waiting(order), tuple(found), "" if found else against_urgency(order))


def price_of_date(ids: Sequence[str], before: dict[str, int], after: dict[str, int]) -> float:
    """How much more waiting costs in the cheapest order that keeps the dates ``after`` than in the cheapest one that
    keeps those ``before``, in thousand euro; dates as the ``deadlines`` of an order."""
    return cost_of_date(ids, after) - cost_of_date(ids, before)


def cost_of_date(ids: Sequence[str], deadlines: dict[str, int]) -> float:
    """What waiting costs in the cheapest order that keeps the dates, in thousand euro."""
    return waiting(best_order(chosen_of(read_items(), ids).items, deadlines))
