"""A rollout to plan: strategy, time at each stage, abort rule; who is exposed when, and what it is expected to cost."""

from __future__ import annotations

from html import escape
from itertools import product

from course.grade.models import rollout
from course.views.markup import note

PARTS = ("strategy", "wait", "stop")


def data(settings: dict) -> dict:
    """The change, and what comes of every plan, by its settings joined with “|”."""
    change = settings["shows"]["change"]
    every = product(*(options_of(settings, part) for part in PARTS))
    plans = [dict(zip(PARTS, chosen, strict=True)) for chosen in every]
    return {
        "facts": facts(change),
        "plans": {"|".join(plan.values()): _shown(plan, change) for plan in plans},
    }


def html(settings: dict, answer: object) -> str:
    """The plan with its stages and its arithmetic; what is still open is said."""
    change, given = settings["shows"]["change"], answer if isinstance(answer, dict) else {}
    about = note(" ".join(facts(change)))
    plan = {part: given[part] for part in PARTS if given.get(part) in options_of(settings, part)}
    if len(plan) < len(PARTS):
        chosen = ", ".join(plan.values()) or "nothing chosen yet"
        return f"{about}<p>{escape(chosen)}</p>"
    shown = _shown(plan, change)
    lines = "".join(f"<li>{escape(line)}</li>" for line in (*shown["stages"], *shown["arithmetic"]))
    chosen = escape(", ".join(plan.values()))
    return f"{about}<p>{chosen} failures: <strong>€{shown['cost']:,} expected</strong></p><ul>{lines}</ul>"


def options_of(settings: dict, part: str) -> list[str]:
    """What a plan's control offers."""
    return next(control["options"] for control in settings["controls"] if control["id"] == part)


def facts(change: str) -> list[str]:
    """What is known of a change before it ships, in sentences."""
    one = rollout.CHANGES[change]
    return [
        f"Chance of a defect: {one.defect:.0%}.".replace("%", " %"),
        f"With a defect, {one.errors:.0%} of the requests that meet it fail.".replace("%", " %"),
        f"A failure costs {euro(one.per_event)}, a minute until everybody has the change {euro(one.per_minute)}.",
        f"{one.usual} calls fail during a rollout without any defect.",
    ]


def euro(amount: float) -> str:
    """
    >>> euro(60), euro(1.5)
    ('€60', '€1.50')
    """
    return f"€{amount:,.0f}" if amount == int(amount) else f"€{amount:,.2f}"


def _shown(plan: dict, change: str) -> dict:
    found, one = rollout.outcome(plan, change), rollout.CHANGES[change]
    problems = rollout.cost(plan, change).problems
    return {
        "problem": problems[0] if problems else "",
        "path": found.path,
        "stopped": found.stopped,
        "minutes": found.minutes,
        "alarm": found.alarm,
        "back": found.back,
        "bad": round(found.bad, 1),
        "harm": _few(found.harm),
        "waiting": _few(found.waiting),
        "extra": found.extra,
        "cost": found.cost,
        "stages": _stages(found),
        "arithmetic": _arithmetic(found, one),
    }


def _few(amount: float) -> float:
    """Whole euro; below ten with cents, so that a small harm is not shown as none."""
    return round(amount, 2) if amount < 10 else round(amount)


def _stages(found: rollout.Outcome) -> list[str]:
    stages = ", ".join(f"{share:.0%} from minute {minute:g}".replace("%", " %") for minute, share in found.path)
    return [
        f"Without a defect: {stages}.",
        f"With a defect: the alarm in minute {found.alarm:.0f}, all on the old version in minute {found.back:.0f}.",
    ]


def _arithmetic(found: rollout.Outcome, one: rollout.Change) -> list[str]:
    return [
        f"Bad events, if there is a defect: {_spoiled(found, one)} = {found.bad:.1f}.",
        f"Expected harm: {found.probability:.0%} × {found.bad:.1f} × {euro(one.per_event)} = {euro(_few(found.harm))}.".replace(
            "%", " %"
        ),
        f"Waiting: {found.minutes} minutes × {euro(one.per_minute)} = {euro(_few(found.waiting))}.",
        f"Extra servers and work: €{found.extra}.",
        f"Together €{found.cost:,}, in whole euro and at least €1.",
    ]


def _spoiled(found: rollout.Outcome, one: rollout.Change) -> str:
    """The stretches of time with a defect as share × requests × error share × minutes."""
    steps = [step for step in found.stopped if step[1]]
    ends = [*(minute for minute, _ in steps[1:]), found.back]
    parts = (
        f"{share:.0%} × {rollout.PER_MINUTE} × {one.errors:.0%} × {end - begin:.1f} min".replace("%", " %")
        for (begin, share), end in zip(steps, ends, strict=True)
    )
    return " + ".join(parts)
