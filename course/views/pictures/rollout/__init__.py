"""A rollout to plan: strategy, time at each stage, abort rule; who is exposed when, and the expected cost."""

from __future__ import annotations

from html import escape
from itertools import product

from course.grade.models import rollout
from course.views.markup import note

PARTS = ("strategy", "wait", "stop")


def data(settings: dict) -> dict:
    """The change, and the outcome of every plan, by its settings joined with “|”."""
    change = settings["shows"]["change"]
    combinations = product(*(options_of(settings, part) for part in PARTS))
    plans = [dict(zip(PARTS, combination, strict=True)) for combination in combinations]
    return {
        "facts": facts(change),
        "plans": {"|".join(plan.values()): _plan_data(plan, change) for plan in plans},
    }


def html(settings: dict, answer: object) -> str:
    """The plan with its stages and its arithmetic; or what is chosen so far."""
    change, values = settings["shows"]["change"], answer if isinstance(answer, dict) else {}
    about = note(" ".join(facts(change)))
    plan = {part: values[part] for part in PARTS if values.get(part) in options_of(settings, part)}
    if len(plan) < len(PARTS):
        choice = ", ".join(plan.values()) or "nothing chosen yet"
        return f"{about}<p>{escape(choice)}</p>"
    plan_data = _plan_data(plan, change)
    lines = "".join(f"<li>{escape(line)}</li>" for line in (*plan_data["stages"], *plan_data["arithmetic"]))
    choice = escape(", ".join(plan.values()))
    return f"{about}<p>{choice} failures: <strong>€{plan_data['cost']:,} expected</strong></p><ul>{lines}</ul>"


def options_of(settings: dict, part: str) -> list[str]:
    """What a plan's control offers."""
    return next(control["options"] for control in settings["controls"] if control["id"] == part)


def facts(change: str) -> list[str]:
    """What is known about a change before it ships, in sentences."""
    spec = rollout.CHANGES[change]
    return [
        f"Chance of a defect: {spec.defect:.0%}.",
        f"With a defect, {spec.errors:.0%} of the requests that meet it fail.",
        f"A failure costs {euro(spec.per_event)}, a minute until everybody has the change {euro(spec.per_minute)}.",
        f"{spec.usual} calls fail during a rollout without any defect.",
    ]


def euro(amount: float) -> str:
    """
    >>> euro(60), euro(1.5)
    ('€60', '€1.50')
    """
    return f"€{amount:,.0f}" if amount == int(amount) else f"€{amount:,.2f}"


def _plan_data(plan: dict, change: str) -> dict:
    outcome, spec = rollout.outcome(plan, change), rollout.CHANGES[change]
    problems = rollout.cost(plan, change).problems
    return {
        "problem": problems[0] if problems else "",
        "path": outcome.path,
        "stopped": outcome.stopped,
        "minutes": outcome.minutes,
        "alarm": outcome.alarm,
        "back": outcome.back,
        "bad": round(outcome.bad, 1),
        "harm": _euro_amount(outcome.harm),
        "waiting": _euro_amount(outcome.waiting),
        "extra": outcome.extra,
        "cost": outcome.cost,
        "stages": _stages(outcome),
        "arithmetic": _arithmetic(outcome, spec),
    }


def _euro_amount(amount: float) -> float:
    """Whole euro; below ten with cents, so that a small harm is not shown as none."""
    return round(amount, 2) if amount < 10 else round(amount)


def _stages(outcome: rollout.Outcome) -> list[str]:
    stages = ", ".join(f"{share:.0%} from minute {minute:g}" for minute, share in outcome.path)
    return [
        f"Without a defect: {stages}.",
        f"With a defect: the alarm in minute {outcome.alarm:.0f}, all on the old version in minute {outcome.back:.0f}.",
    ]


def _arithmetic(outcome: rollout.Outcome, spec: rollout.Change) -> list[str]:
    return [
        f"Bad events, if there is a defect: {_bad_events(outcome, spec)} = {outcome.bad:.1f}.",
        f"Expected harm: {outcome.probability:.0%} × {outcome.bad:.1f} × {euro(spec.per_event)} = {euro(_euro_amount(outcome.harm))}.",
        f"Waiting: {outcome.minutes} minutes × {euro(spec.per_minute)} = {euro(_euro_amount(outcome.waiting))}.",
        f"Extra servers and work: €{outcome.extra}.",
        f"Together €{outcome.cost:,}, in whole euro and at least €1.",
    ]


def _bad_events(outcome: rollout.Outcome, spec: rollout.Change) -> str:
    """The stretches of time with a defect as share × requests × error share × minutes."""
    steps = [step for step in outcome.stopped if step[1]]
    ends = [*(minute for minute, _ in steps[1:]), outcome.back]
    parts = (
        f"{share:.0%} × {rollout.PER_MINUTE} × {spec.errors:.0%} × {end - begin:.1f} min"
        for (begin, share), end in zip(steps, ends, strict=True)
    )
    return " + ".join(parts)
