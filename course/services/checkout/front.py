"""What comes before checkout and is simulated, not run: DNS, TLS and the balancer, and what a payer meets there."""

from __future__ import annotations

from dataclasses import replace

from course.services.checkout.journey import Journey, Step

FRONT = ("DNS", "TLS", "balancer")
SLOW = {"DNS": 900.0, "TLS": 400.0, "balancer": 700.0}
GONE = {"DNS": 40.0, "TLS": 60.0, "balancer": 3.0}
"""Milliseconds that a slow part adds, and that pass before a payer learns that a part is gone."""


def front_steps(states: dict[str, str]) -> tuple[Step, ...]:
    """The steps that a payment meets before checkout: slow parts, and the first that is gone, where it ends."""
    steps = []
    for part in FRONT:
        if states[part] == "gone":
            return (*steps, Step(part, GONE[part], "refused"))
        if states[part] == "slow":
            steps.append(Step(part, SLOW[part]))
    return tuple(steps)


def refused_journey(steps: tuple[Step, ...]) -> Journey | None:
    """The journey of a payment that never reached checkout; None if it reaches it."""
    if not (steps and steps[-1].note):
        return None
    return Journey(None, sum(step.ms for step in steps), steps, None, False)


def after_front_steps(steps: tuple[Step, ...], journey: Journey) -> Journey:
    """A journey through checkout, preceded by the steps before it."""
    front_ms = sum(step.ms for step in steps)
    return replace(journey, ms=round(journey.ms + front_ms, 1), steps=(*steps, *journey.steps))
