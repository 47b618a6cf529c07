"""What a canary shows: how many requests it needs to see a defect, alone or beside a control, and how long that takes."""

from __future__ import annotations

from math import ceil, log

from course.grade.count import agree, quantity
from course.grade.models import Run


def requests(failure: float, chance: float) -> int:
    """Requests until at least one fails with the given chance, when each fails with probability ``failure``.

    >>> requests(0.02, 0.95)
    149
    """
    return ceil(log(1 - chance) / log(1 - failure))


def minutes(failure: float, chance: float, per_hour: float, share: float) -> float:
    """Minutes until a canary with a ``share`` of the traffic has seen that many requests.

    >>> round(minutes(0.02, 0.95, 6000, 0.05), 1)
    29.8
    """
    return minutes_for(requests(failure, chance), per_hour, share)


def minutes_for(requests: float, per_hour: float, share: float) -> float:
    """Minutes until a canary with a ``share`` of the traffic has seen so many requests.

    >>> minutes_for(150, 6000, 0.05)
    30.0
    """
    return requests * 60 / (per_hour * share)


def hours_for(requests: float, per_hour: float, share: float) -> float:
    """Hours until a canary with a ``share`` of the traffic has seen so many requests.

    >>> round(hours_for(149, 38, 0.05), 1)
    78.4
    """
    return requests / (per_hour * share)


def days_for(requests: float, per_hour: float, share: float) -> float:
    """Days until a canary with a ``share`` of the traffic has seen so many requests.

    >>> round(days_for(822, 38, 0.05), 1), round(days_for(822, 38, 0.5), 1)
    (18.0, 1.8)
    """
    return hours_for(requests, per_hour, share) / 24


def false_alarm(requests: float, usual: float) -> float:
    """The chance in percent that at least one of so many requests fails without any defect.

    >>> round(false_alarm(149, 0.011))
    81
    """
    return 100 * (1 - (1 - usual) ** requests)


def group(usual: float, extra: float) -> float:
    """Requests that canary and control need each, to see ``extra`` failures above the ``usual`` share.

    The rule of thumb n = 16·p(1−p)/d² finds such a difference four times in five (Lehr 1992).

    >>> round(group(0.011, 0.02))
    822
    """
    middle = usual + extra / 2
    return 16 * middle * (1 - middle) / extra**2


def cost(
    plan: dict, failure: float, per_hour: float, per_failure: float, per_minute: float, roll_back: float, longest: float
) -> Run:
    """The expected cost in euro of a canary with ``plan["share"]`` percent of the traffic.

    It waits until it would have seen a failure with ``plan["chance"]`` percent certainty, at most ``longest`` minutes;
    each failure until the roll-back ends costs ``per_failure``, waiting costs ``per_minute``.
    """
    share, chance = float(plan["share"]) / 100, float(plan["chance"]) / 100
    waited = minutes(failure, chance, per_hour, share)
    failures = failure * per_hour / 60 * share * (waited + roll_back)
    value = failures * per_failure + waited * per_minute
    problems = (f"it takes {_minutes(waited)}, and {longest:g} {agree(longest)} allowed",) if waited > longest else ()
    return Run(value, problems, f"the plan costs €{value:,.0f} and takes {_minutes(waited)}")


def _minutes(minutes: float) -> str:
    return quantity(round(minutes), "minute")
