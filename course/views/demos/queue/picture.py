"""An order of four jobs: bars whose areas are what is lost, and the sum."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import permutations

from course.grade.models.backlog import Item, waiting
from course.views.markup import folded, table
from course.views.pictures.queue import arithmetic, bars

JOBS = (
    Item("J1", "Rounding of the statement", 0, 2, 0, delay=1.0),
    Item("J2", "Move to the new data centre", 0, 6, 0, delay=10.5),
    Item("J3", "Fee table for resellers", 0, 1, 0, delay=2.0),
    Item("J4", "Rule against stolen cards", 0, 3, 0, delay=9.0),
)
RULES = {
    "in the order in which they came": list,
    "the shortest first": lambda jobs: sorted(jobs, key=lambda job: job.weeks),
    "the most expensive week first": lambda jobs: sorted(jobs, key=lambda job: -(job.delay or 0)),
    "cost of a week ÷ weeks of work": lambda jobs: sorted(jobs, key=lambda job: -job.urgency),
}
LEAST = min(waiting(order) for order in permutations(JOBS))


def picture(order: Sequence[Item]) -> list[str]:
    """Everything that follows from an order."""
    return [
        f"<p>{escape(sentence(order))}</p>",
        bars(order, {}),
        arithmetic(order),
        folded("The four jobs", jobs()),
    ]


def sentence(order: Sequence[Item]) -> str:
    """The order in words, to be read out."""
    cost = waiting(order)
    names = ", ".join(job.id for job in order)
    more = f"€{cost - LEAST:,.1f}k more than the cheapest order" if cost - LEAST > 0.05 else "no order costs less"
    return f"{names}: waiting costs €{cost:,.1f}k, {more}."


def jobs() -> str:
    """What is known of each job, and the rate that the last rule sorts by."""
    rows = [[f"{job.id} {job.title}", str(job.weeks), f"{job.delay:.1f}", f"{job.urgency:.2f}"] for job in JOBS]
    return table(("Job", "Weeks of work", "A week costs, k€", "Cost ÷ weeks"), rows, {1, 2, 3})
