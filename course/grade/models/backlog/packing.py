"""Which items fit into the weeks and the money, which plan is worth most, and what an item displaces.

Every optimum is found by trying all plans: there are 2¹⁴ ways to pack fourteen items.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, combinations

from course.grade.count import quantity
from course.grade.models.backlog.items import Item, Plan, chosen_of, worth


@dataclass(frozen=True)
class Displaced:
    """An item of a plan, and the better items that would fit in its place, together with all that hangs on it."""

    out: tuple[Item, ...]
    into: tuple[Item, ...]

    @property
    def gain(self) -> int:
        return sum(item.value for item in self.into) - sum(item.value for item in self.out)


def problems(chosen: Plan, items: Iterable[Item], weeks: int, budget: int) -> list[str]:
    """What keeps chosen items from being a plan, the gravest first."""
    missing = [item.id for item in items if item.mandatory and item.id not in chosen.ids]
    alone = [item for item in chosen.items if item.requires and item.requires not in chosen.ids]
    found = []
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        found.append(f"{' and '.join(missing)} {verb} mandatory: rules leave no choice, whatever else it displaces")
    found += [f"{item.id} needs {item.requires}, and {item.requires} is not in your plan" for item in alone]
    if chosen.weeks > weeks:
        over = quantity(chosen.weeks - weeks, "week")
        found.append(f"your items take {chosen.weeks} weeks and there are {weeks}: {over} too many")
    if chosen.budget > budget:
        found.append(f"your items need €{chosen.budget}k and there is €{budget}k: €{chosen.budget - budget}k too much")
    return found


def best(
    items: Sequence[Item], weeks: int, budget: int, having: Collection[str] = (), without: Collection[str] = ()
) -> Plan:
    """The most valuable plan that has some items and lacks others, found by trying every plan.

    Raises ValueError if there is none.
    """
    wanted = _mask(items, having)
    barred = _mask(items, without)
    value, feasible = _table(tuple(items), weeks, budget)
    return _plan(items, max((m for m in feasible if m & wanted == wanted and not m & barred), key=value.__getitem__))


def greedy(items: Sequence[Item], weeks: int, budget: int, by: str) -> Plan:
    """A plan as people make it: what is mandatory, then one item after the other while it fits, the highest first.

    ``by`` is "value", "week" (value for each week) or "euro" (value for each euro of budget).
    """
    merit = {
        "value": lambda item: item.value,
        "week": lambda item: item.value / item.weeks,
        "euro": lambda item: item.value / max(item.budget, 0.5),
    }[by]
    taken = [item for item in items if item.mandatory]
    for item in sorted((item for item in items if not item.mandatory), key=merit, reverse=True):
        candidate = Plan((*taken, item))
        has_what_it_needs = not item.requires or item.requires in candidate.ids
        if has_what_it_needs and candidate.weeks <= weeks and candidate.budget <= budget:
            taken.append(item)
    return chosen_of(items, [item.id for item in taken])


def displaced(items: Sequence[Item], ids: Collection[str], weeks: int, budget: int) -> list[Displaced]:
    """For each chosen item that may be left out: what would fit in its place, where that is worth more than the item.

    What needs the item leaves with it. The greatest gain comes first.
    """
    value, feasible = _table(tuple(items), weeks, budget)
    held = _mask(items, ids)
    swaps = []
    for at, item in enumerate(items):
        if not held >> at & 1 or item.mandatory:
            continue
        leaving = [at, *(n for n, other in enumerate(items) if other.requires == item.id and held >> n & 1)]
        kept = held & ~sum(1 << n for n in leaving)
        # Where the item itself may come back, the exchange is about what hangs on it, and is found there.
        outside = ~held & (1 << len(items)) - 1
        target = max((kept | extra for extra in _parts(outside) if kept | extra in feasible), key=value.__getitem__)
        if value[target] > value[held]:
            swaps.append(Displaced(_plan(items, held & ~kept).items, _plan(items, target & ~kept).items))
    return sorted(swaps, key=lambda swap: -swap.gain)


def makes_room(items: Sequence[Item], ids: Collection[str], new: str, weeks: int, budget: int) -> tuple[Item, ...]:
    """What has to leave a plan for a new item, at the least loss of value; nothing if it fits, or cannot fit at all.

    What is mandatory stays, and what a chosen item needs stays with it.
    """
    held, added = chosen_of(items, ids).items, chosen_of(items, [new]).items
    best_kept: tuple[Item, ...] | None = None
    for kept in _subsets(held):
        plan = Plan((*kept, *added))
        stays = all(item in kept for item in held if item.mandatory)
        whole = all(item.requires in plan.ids for item in plan.items if item.requires)
        if stays and whole and plan.weeks <= weeks and plan.budget <= budget:
            best_kept = kept if best_kept is None or worth(kept) > worth(best_kept) else best_kept
    return () if best_kept is None else tuple(item for item in held if item not in best_kept)


def has_room(items: Sequence[Item], plan: Plan, weeks: int, budget: int) -> bool:
    """Whether something can be added to a plan and nothing has to leave."""
    _, feasible = _table(tuple(items), weeks, budget)
    held = _mask(items, plan.ids)
    return any(held | extra in feasible for extra in _parts(~held & (1 << len(items)) - 1) if extra)


@cache
def room_for_better(items: tuple[Item, ...], ids: frozenset[str], weeks: int, budget: int, having: str = "") -> str:
    """A feasible plan in words: its value, and where something better has room; what that is, is left to find."""
    plan = chosen_of(items, ids)
    begin = f"your plan fits and is worth €{plan.value}k"
    if having:
        begin = f"your plan fits and is worth €{plan.value}k; with {having}, more is possible"
    if has_room(items, plan, weeks, budget):
        left = quantity(weeks - plan.weeks, "week")
        return f"{begin}. It leaves {left} and €{budget - plan.budget}k, and something still fits into them"
    swaps = displaced(items, ids, weeks, budget)
    if not swaps:
        return f"{begin}. No single item can be exchanged for something better: take two out at once"
    held = "One of its items keeps" if len(swaps[0].out) == 1 else "Some of its items, which go together, keep"
    return f"{begin}. {held} out something better that would fit in that room: ask of each what could take its place"


@cache
def _table(items: tuple[Item, ...], weeks: int, budget: int) -> tuple[list[int], frozenset[int]]:
    """The value of every set of items, and the sets that are a plan. A set is a number whose bits are its items."""
    count = len(items)
    values, efforts, costs = [0], [0], [0]
    for item in items:
        values += [value + item.value for value in values]
        efforts += [effort + item.weeks for effort in efforts]
        costs += [cost + item.budget for cost in costs]
    mandatory = _mask(items, [item.id for item in items if item.mandatory])
    needs = [(1 << n, _mask(items, [item.requires])) for n, item in enumerate(items) if item.requires]
    feasible = frozenset(
        held
        for held in range(1 << count)
        if efforts[held] <= weeks
        and costs[held] <= budget
        and held & mandatory == mandatory
        and all(not held & item or held & needed for item, needed in needs)
    )
    return values, feasible


def _mask(items: Sequence[Item], ids: Collection[str]) -> int:
    return sum(1 << n for n, item in enumerate(items) if item.id in ids)


def _plan(items: Sequence[Item], held: int) -> Plan:
    return Plan(tuple(item for n, item in enumerate(items) if held >> n & 1))


def _subsets(items: tuple[Item, ...]) -> Iterable[tuple[Item, ...]]:
    """Every part of some items, the whole first."""
    return chain.from_iterable(combinations(items, count) for count in range(len(items), -1, -1))


def _parts(held: int) -> Iterable[int]:
    """Every part of a set, the whole one first and the empty one last."""
    part = held
    while part:
        yield part
        part = (part - 1) & held
    yield 0
