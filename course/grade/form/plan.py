"""OPT and SIM: decisions judged by what a fixed model makes of them, against the best of all plans."""

from __future__ import annotations

from itertools import chain, combinations, permutations, product
from math import factorial, prod

from course.grade.form import choice, choices, number, order
from course.grade.form.fields import Plan
from course.grade.form.mark import OPEN, Mark
from course.grade.models import call
from course.keys.key import AuthorError

CONTROLS = {"choice": choice, "choices": choices, "order": order, "number": number}
MOST_PLANS = 200_000


def right(field: Plan, found: object) -> dict:
    """The best plan, its value, and what a plan is worth on average, found by trying every plan. Raises AuthorError."""
    settings, parameters = field.settings, dict(field.parameters)
    runs = [(plan, call(field.model, parameters, plan)) for plan in plans(settings)]
    values = [(run.value, plan) for plan, run in runs if not run.problems]
    if not values:
        raise AuthorError(f"Field “{field.id}”: no plan meets the constraints of {field.model}.")
    best, plan = (min if field.goal == "min" else max)(values, key=lambda pair: pair[0])
    if best <= 0:
        raise AuthorError(f"Field “{field.id}”: the best value is {best:g}. A share of it needs a value above 0.")
    shares = [_share(field.goal, value, best) for value, _ in values]
    chance = min(sum(shares) / len(runs), 0.99)
    return {"model": field.model, "parameters": parameters, "best": best, "chance": chance, "plan": plan}


def clean(settings: dict, answer: object) -> dict | None:
    """The settings of the controls that are set; a control for several options counts as set when it is empty."""
    given = answer if isinstance(answer, dict) else {}
    found = {c["id"]: CONTROLS[c["kind"]].clean(c, given.get(c["id"])) for c in settings["controls"]}
    return {name: value for name, value in found.items() if value is not None} or None


def judge(settings: dict, right: dict, answer: object) -> Mark:
    plan = clean(settings, answer)
    if plan is None:
        return OPEN
    needed = [control for control in settings["controls"] if control["kind"] != "choices"]
    if any(control["id"] not in plan for control in needed):
        return Mark(0, filled=0)
    empty = {control["id"]: [] for control in settings["controls"] if control["kind"] == "choices"}
    run = call(right["model"], right["parameters"], {**empty, **plan})
    if run.problems:
        return Mark(0, reason=run.problems[0].rstrip("."), holds=False)
    share = _share(settings["goal"], run.value, right["best"])
    reason = run.says.rstrip(".") or f"your plan comes to {run.value:,.4g}; there are better ones"
    return Mark(share, chance=right["chance"], reason=reason)


def reference(settings: dict, right: dict) -> dict:
    return right["plan"]


def mistake(settings: dict, right: dict, found: object) -> dict:
    """Some settings of a plan. Raises AuthorError for one that cannot be chosen."""
    made = clean(settings, found) or {}
    if set(made) != set(found):
        raise AuthorError(f"A mistake names {sorted(set(found) - set(made))} in a plan, which cannot be chosen.")
    return made


def distance(settings: dict, right: dict, wrong: dict, answer: object) -> float | None:
    plan = clean(settings, answer) or {}
    return 0.0 if all(plan.get(name) == value for name, value in wrong.items()) else None


def mistaken(settings: dict, right: dict, wrong: dict) -> dict:
    return {**right["plan"], **wrong}


def plans(settings: dict):
    """Every plan that can be chosen. Raises AuthorError if there are too many to try."""
    count = prod(_count(control) for control in settings["controls"])
    if count > MOST_PLANS:
        raise AuthorError(f"{count:,} plans are too many to try; {MOST_PLANS:,} is the most. Offer fewer options.")
    names = [control["id"] for control in settings["controls"]]
    return (dict(zip(names, chosen, strict=True)) for chosen in product(*map(_domain, settings["controls"])))


def slider_values(slider: list) -> list[float]:
    """The values that a slider stops at, both ends included.

    >>> slider_values([0, 1, 0.25])
    [0.0, 0.25, 0.5, 0.75, 1.0]
    """
    lowest, highest, step = slider
    return [round(lowest + index * step, 10) for index in range(int(round((highest - lowest) / step)) + 1)]


def _domain(control: dict):
    options = choices.ids(control) if "options" in control else ()
    return {
        "choice": lambda: options,
        "choices": lambda: map(
            list, chain.from_iterable(combinations(options, size) for size in range(len(options) + 1))
        ),
        "order": lambda: map(list, permutations(options)),
        "number": lambda: slider_values(control["slider"]),
    }[control["kind"]]()


def _count(control: dict) -> int:
    if control["kind"] not in CONTROLS or (control["kind"] == "number" and not control["slider"]):
        raise AuthorError(
            f"Control “{control['id']}”: a plan can hold choice, choices, order, and number with a slider."
        )
    many = len(control.get("options", ()))
    return {"choice": many, "choices": 2**many, "order": factorial(many)}.get(control["kind"]) or len(
        slider_values(control["slider"])
    )


def _share(goal: str, value: float, best: float) -> float:
    if goal == "min":
        return min(1.0, best / value) if value > 0 else 1.0
    return max(0.0, min(1.0, value / best))
