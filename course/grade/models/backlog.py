"""What a backlog is worth: which items fit into the weeks and the money that there are, and what an order costs.

The items are those of the table ``backlog``; the demo of module 14 brings its own. Every optimum is found by trying
all plans: 2¹⁴ ways to pack, 7! ways to order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, combinations, pairwise

from course.case.database import practice_database
from course.grade.count import quantity
from course.grade.models import Run
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


@dataclass(frozen=True)
class Displaced:
    """An item of a plan, and the better items that would fit in its place, together with all that hangs on it."""

    out: tuple[Item, ...]
    into: tuple[Item, ...]

    @property
    def gain(self) -> int:
        return sum(item.value for item in self.into) - sum(item.value for item in self.out)


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


def pack(plan: dict, weeks: int, budget: int, having: str = "") -> Run:
    """The value of the chosen items {"items": [ids]} in thousand euro, what keeps them from being a plan, and where
    there is room for something better. ``having`` is an item that has to be in it."""
    items = read_items()
    chosen = chosen_of(items, plan["items"])
    found = problems(chosen, items, weeks, budget)
    if having and having not in chosen.ids:
        found.insert(0, f"{having} is not in it, and this is the plan with {having}")
    items = tuple(replace(item, mandatory=item.mandatory or item.id == having) for item in items)
    better = "" if found else _better(items, frozenset(chosen.ids), weeks, budget, having)
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
    found = [*_too_early(order), *_too_late(order, ends, deadlines)]
    return Run(waiting(order), tuple(found), "" if found else _against_urgency(order))


def chosen_of(items: Iterable[Item], ids: Collection[str]) -> Plan:
    """The items with these ids as a plan."""
    return Plan(tuple(item for item in items if item.id in ids))


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
            best_kept = kept if best_kept is None or _worth(kept) > _worth(best_kept) else best_kept
    return () if best_kept is None else tuple(item for item in held if item not in best_kept)


def has_room(items: Sequence[Item], plan: Plan, weeks: int, budget: int) -> bool:
    """Whether something can be added to a plan and nothing has to leave."""
    _, feasible = _table(tuple(items), weeks, budget)
    held = _mask(items, plan.ids)
    return any(held | extra in feasible for extra in _parts(~held & (1 << len(items)) - 1) if extra)


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


def names(items: Iterable[Item]) -> str:
    """
    >>> names([Item("B02", "", 1, 1, 0), Item("B10", "", 1, 1, 0), Item("B14", "", 1, 1, 0)])
    'B02, B10 and B14'
    """
    *first, last = [item.id for item in items]
    return f"{', '.join(first)} and {last}" if first else last


@cache
def _better(items: tuple[Item, ...], ids: frozenset[str], weeks: int, budget: int, having: str = "") -> str:
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
    out = swaps[0].out
    room = quantity(weeks - plan.weeks + sum(item.weeks for item in out), "week")
    money = budget - plan.budget + sum(item.budget for item in out)
    return (
        f"{begin}. Without {names(out)} (€{_worth(out)}k) you have {room} and €{money}k: what brings more in that room?"
    )


def _worth(items: Iterable[Item]) -> int:
    return sum(item.value for item in items)


def _too_early(order: Sequence[Item]) -> Iterable[str]:
    ids = [item.id for item in order]
    for item in order:
        if item.requires in ids and ids.index(item.requires) > ids.index(item.id):
            yield f"{item.id} needs {item.requires}, which is not yet done when {item.id} begins"


def _too_late(order: Sequence[Item], ends: Sequence[int], deadlines: dict[str, int]) -> Iterable[str]:
    for item, end in zip(order, ends, strict=True):
        if end > deadlines.get(item.id, end):
            yield f"{item.id} is done in week {end} and must be done by week {deadlines[item.id]}"


def _against_urgency(order: Sequence[Item]) -> str:
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
        return (
            f"{begin}. {first.id} is before {second.id}, although its cost of a week ÷ weeks of work is lower: "
            f"€{first.urgency:.2f}k against €{second.urgency:.2f}k"
        )
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
            joined = f"{first.id} with {item.id}"
            jobs.append(replace(first, id=joined, weeks=first.weeks + item.weeks, delay=delay))
        else:
            jobs.append(item)
        last = item.id
    return jobs


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
