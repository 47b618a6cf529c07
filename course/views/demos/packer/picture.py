"""A plan of a small backlog: its bars, what its items displace, and the worth of each place."""

from __future__ import annotations

from html import escape

from course.grade.models.backlog import Displaced, Item, Plan, best, displaced, names, problems
from course.views.markup import folded, note, scrolled, table
from course.views.pictures.packer import bars, sums

WEEKS, BUDGET = 8, 30
ITEMS = (
    Item("A1", "Tax report for KE2", 10, 1, 4, mandatory=True),
    Item("A2", "Chat for merchants", 40, 2, 18),
    Item("A3", "Search for support", 44, 3, 12),
    Item("A4", "Faster onboarding", 45, 4, 9),
    Item("A5", "New icons", 12, 1, 2),
    Item("A6", "App for the shop counter", 80, 7, 16),
)


def picture(plan: Plan) -> list[str]:
    """Everything that follows from the chosen items."""
    return [
        bars(plan, WEEKS, BUDGET),
        f"<p>{escape(sentence(plan))}</p>",
        arithmetic(plan),
        folded("What each item displaces at its best", places()),
    ]


def sentence(plan: Plan) -> str:
    """The plan in words, to be read out: what is wrong with it, or what it displaces."""
    found = problems(plan, ITEMS, WEEKS, BUDGET)
    if found:
        return f"{sums(plan, WEEKS, BUDGET)} Not a plan yet: {found[0]}."
    swaps = displaced(ITEMS, plan.ids, WEEKS, BUDGET)
    if swaps:
        return f"{sums(plan, WEEKS, BUDGET)} {' '.join(_swap(plan, swap) for swap in swaps[:2])}"
    if plan.value == best(ITEMS, WEEKS, BUDGET).value:
        return f"{sums(plan, WEEKS, BUDGET)} No plan that fits is worth more."
    return f"{sums(plan, WEEKS, BUDGET)} No single item keeps out something better. Two together do."


def label(item: Item) -> str:
    """An item as its box says it."""
    rule = ", mandatory" if item.mandatory else ""
    return f"{item.id} {item.title}: €{item.value}k, {item.weeks} wk, costs €{item.budget}k{rule}"


def arithmetic(plan: Plan) -> str:
    """Value, effort and budget of the chosen items, added up, and the two rates that the rules sort by."""
    rows = [
        [
            f"{item.id} {item.title}", "✓" if item in plan.items else "", str(item.value), str(item.weeks),
            str(item.budget), f"{item.value / item.weeks:.2f}", f"{item.value / item.budget:.2f}",
        ]
        for item in ITEMS
    ]  # fmt: skip
    rows.append(["chosen", "", str(plan.value), str(plan.weeks), str(plan.budget), "", ""])
    rows.append(["limit", "", "", str(WEEKS), str(BUDGET), "", ""])
    heads = ("Item", "In", "Value, k€", "Weeks", "Budget, k€", "Value ÷ weeks", "Value ÷ budget")
    return scrolled("The arithmetic", table(heads, rows, {2, 3, 4, 5, 6}))


def places() -> str:
    """For each item the best plan with it and the best without: the difference is what its place is worth."""
    rows = []
    for item in ITEMS:
        having = best(ITEMS, WEEKS, BUDGET, having={item.id})
        if item.mandatory:
            rows.append([f"{item.id} {item.title}", _plan(having), "no plan without it", ""])
            continue
        without = best(ITEMS, WEEKS, BUDGET, without={item.id})
        rows.append(
            [
                f"{item.id} {item.title}",
                _plan(having),
                _plan(without),
                f"{having.value - without.value:+d}".replace("-", "−"),
            ]
        )
    heads = ("Item", "Best plan with it", "Best plan without it", "Difference, k€")
    return scrolled("What each item displaces", table(heads, rows, {3})) + note(
        "Where the difference is negative, the item costs more than it brings: it keeps out something better."
    )


def _plan(plan: Plan) -> str:
    return f"{', '.join(plan.ids)}: €{plan.value}k"


def _swap(plan: Plan, swap: Displaced) -> str:
    out, into = (f"{names(items)} (€{sum(item.value for item in items)}k)" for items in (swap.out, swap.into))
    both = Plan((*plan.items, *swap.into))
    short = " and ".join(
        words
        for words, is_short in (("too few weeks", both.weeks > WEEKS), ("too little money", both.budget > BUDGET))
        if is_short
    )
    return f"{out} keeps out {into}: {short} for both."
