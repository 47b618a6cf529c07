"""What a fix does to latency: every recorded request is computed again, then the percentile of the totals is taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from course.artefacts import traces
from course.grade.count import quantity
from course.grade.models import Run

SERVICE = "checkout"
PARTS = {
    "queue_ms": "waiting for a worker",
    "cache_ms": "cache",
    "database_ms": "database",
    "risk_check_ms": "risk check",
    "connect_ms": "new connection to the acquirer",
    "acquirer_ms": "acquirer",
}
Trace = dict[str, float]


@dataclass(frozen=True)
class Fix:
    """A change that can be bought: its price in thousand euro, and how it changes a recorded request."""

    name: str
    cost: int
    change: Callable[[Trace], Trace]


FIXES = (
    Fix("Keep connections to the acquirers open", 9, lambda trace: {"connect_ms": 0}),
    Fix("Put an index on the table of payments", 4, lambda trace: {"database_ms": 0.4 * trace["database_ms"]}),
    Fix(
        "Run the risk check beside the database",
        6,
        lambda trace: {"database_ms": max(trace["database_ms"], trace["risk_check_ms"]), "risk_check_ms": 0},
    ),
    Fix("Add workers, so that nobody waits", 5, lambda trace: {"queue_ms": min(trace["queue_ms"], 5)}),
    Fix("Buy the faster risk check", 8, lambda trace: {"risk_check_ms": 0.5 * trace["risk_check_ms"]}),
)


def plan(plan: dict, target: float, budget: float, most: int) -> Run:
    """The p95 after the fixes in ``plan["fixes"]``, in ms; a problem if they are not ``most``, too expensive or too slow."""
    chosen = plan["fixes"]
    cost, value = price(chosen), p95(chosen)
    effect = f"your fixes cost €{cost}k and bring p95 to {value:,.0f} ms"
    if len(chosen) != most:
        return Run(value, (f"you chose {quantity(len(chosen), 'fix', 'fixes')}, and {most} can be built in time",))
    if cost > budget:
        return Run(value, (f"{effect}; only €{budget:g}k can be spent",))
    if value > target:
        return Run(value, (f"{effect}, computed request by request; at most {target:g} ms is asked",))
    return Run(value, (), effect)


def price(fixes: Sequence[str]) -> int:
    """What the fixes cost, in thousand euro."""
    return sum(fix.cost for fix in FIXES if fix.name in fixes)


def p95(fixes: Sequence[str] = ()) -> int:
    """The 95th percentile of the total, in ms, with these fixes in place.

    >>> p95()
    1020
    """
    return round(percentile(totals(traces_with_fixes(fixes)), 95))


def mean(fixes: Sequence[str] = ()) -> int:
    """The mean of the total, in ms."""
    values = totals(traces_with_fixes(fixes))
    return round(sum(values) / len(values))


def median(fixes: Sequence[str] = ()) -> int:
    """The 50th percentile of the total, in ms."""
    return round(percentile(totals(traces_with_fixes(fixes)), 50))


def sum_of_p95(fixes: Sequence[str] = ()) -> int:
    """The 95th percentiles of the parts added up, in ms: not the percentile of anything."""
    requests = traces_with_fixes(fixes)
    return round(sum(percentile([trace[part] for trace in requests], 95) for part in PARTS))


def less_each_gain(fixes: Sequence[str]) -> int:
    """Today's p95 minus what each fix saves on its own, in ms: what adding percentiles leads to."""
    return p95() - sum(p95() - p95([fix]) for fix in fixes)


def traces_with_fixes(fixes: Iterable[str]) -> list[Trace]:
    """The recorded requests as they would have gone with these fixes."""
    chosen = [fix for fix in FIXES if fix.name in fixes]
    requests: list[Trace] = traces(SERVICE)
    for fix in sorted(chosen, key=lambda fix: "beside" in fix.name):  # parts that run side by side are compared last
        requests = [{**trace, **fix.change(trace)} for trace in requests]
    return requests


def totals(requests: Iterable[Trace]) -> list[float]:
    """The total of each request: its parts added up."""
    return [sum(trace[part] for part in PARTS) for trace in requests]


def percentile(values: Iterable[float], percent: int) -> float:
    """The least value that this percentage of the values does not exceed: the nearest rank.

    >>> percentile([10, 20, 30, 40], 50), percentile(range(1, 301), 95)
    (20, 285)
    """
    ranked = sorted(values)
    return ranked[ceil(percent * len(ranked) / 100) - 1]
