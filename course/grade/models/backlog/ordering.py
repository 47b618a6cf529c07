"""What an order of items costs while the later ones wait, and what it breaks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise, permutations

from course.grade.models.backlog.items import Item

JOINED = " with "  # between an item and the one right behind it that needs it


def finished(order: Sequence[Item]) -> list[int]:
    """The week at whose end each item is done, if one follows the other."""
    week, ends = 0, []
    for item in order:
        week += item.weeks
        ends.append(week)
    return ends


def waiting(order: Sequence[Item]) -> float:
    """What an order costs: for each item the weeks until it is done, times its cost of delay."""
    return sum(end * (item.delay or 0) for item, end in zip(order, finished(order), strict=True))


def best_order(items: Sequence[Item], deadlines: dict[str, int]) -> tuple[Item, ...]:
    """The order that loses least and breaks nothing, found by trying every one. Raises ValueError if there is none."""
    allowed = (
        order
        for order in permutations(items)
        if not any(too_early(order)) and not any(too_late(order, finished(order), deadlines))
    )
    return min(allowed, key=waiting)


def too_early(order: Sequence[Item]) -> Iterable[str]:
    ids = [item.id for item in order]
    for item in order:
        if item.requires in ids and ids.index(item.requires) > ids.index(item.id):
            yield f"{item.id} needs {item.requires}, which is not yet done when {item.id} begins"


def too_late(order: Sequence[Item], ends: Sequence[int], deadlines: dict[str, int]) -> Iterable[str]:
    for item, end in zip(order, ends, strict=True):
        if end > deadlines.get(item.id, end):
            yield f"{item.id} is done in week {end} and must be done by week {deadlines[item.id]}"


def against_urgency(order: Sequence[Item]) -> str:
    """An order in words: its cost, and the neighbours that would cost less the other way round.

    An item right behind the one that it needs is one job with it.
    """
    begin = f"your order costs €{waiting(order):,.1f}k"
    apart = [
        (first.requires, first.id)
        for before, first in pairwise(order)
        if first.requires in [item.id for item in order] and before.id != first.requires
    ]
    turns = [
        (second.weeks * first.weeks * (second.urgency - first.urgency), first, second)
        for first, second in pairwise(_jobs(order))
        if second.requires != first.id
    ]
    gain, first, second = max(turns, key=lambda turn: turn[0], default=(0, None, None))
    if gain > 1e-9:
        said = f"{begin}. {first.id} is before {second.id}, although its cost of a week ÷ weeks of work is lower"
        if JOINED in second.id:
            return f"{said}. {second.id.split(JOINED)[0]} has no urgency of its own and borrows that of what needs it"
        # The rate of a pair is a question of its own, and not given away here.
        return said if JOINED in first.id else f"{said}: €{first.urgency:.2f}k against €{second.urgency:.2f}k"
    if apart:
        enabler, item = apart[0]
        return f"{begin}. {enabler} and {item} are apart: {enabler} saves nothing until {item} is done"
    return f"{begin}, and no two neighbours would cost less the other way round"


def _jobs(order: Sequence[Item]) -> list[Item]:
    """The items of an order, those that follow right behind what they need joined to one job."""
    jobs: list[Item] = []
    last = ""
    for item in order:
        if item.requires and item.requires == last:
            first = jobs.pop()
            delay = (first.delay or 0) + (item.delay or 0)
            jobs.append(replace(first, id=f"{first.id}{JOINED}{item.id}", weeks=first.weeks + item.weeks, delay=delay))
        else:
            jobs.append(item)
        last = item.id
    return jobs
