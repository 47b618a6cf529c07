"""OPT and SIM: decisions judged by what a fixed model makes of them, against the best of all plans."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import prod
from random import Random

from course.grade.form.field import Field, FieldKind, Note, field_kind, part_of
from course.grade.form.mark import OPEN, Mark
from course.grade.form.sources import FindRows
from course.grade.models import call
from course.keys.key import AuthorError

MOST_PLANS = 200_000


@dataclass(frozen=True, kw_only=True)
class Plan(Field):
    """Decisions judged by what comes of them: ``controls`` are fields (choice, choices, order, number with slider)
    without a right value; ``model`` is called with the plan and ``parameters`` and gives a Run(value, problems).

    A plan without problems is right from ``enough`` of the best value on, which is found by trying every plan; with
    ``goal`` "min" up to ``enough`` times the least, such as 1.15. A simulation that must succeed gives the share of
    successes as its value. With ``goal`` "consistent" no plan is better than another: the model gives every plan the
    value 1, and what does not go together as its problems. Wrong value: {control id: setting, …}; the rest may be
    anything.
    """

    kind: str = "plan"
    controls: tuple = ()
    goal: str = "max"


class PlanKind(FieldKind):
    """Right is {"model", "parameters", "plan": the best one, "best": its value, "chance": what plans earn on average}."""

    Field = Plan
    is_plan = True
    inner = ("controls",)

    def right(self, field: Plan, find_rows: FindRows) -> dict:
        """The best plan, found by trying every plan. Raises AuthorError."""
        parameters = dict(field.parameters)
        runs = [(plan, call(field.model, parameters, plan)) for plan in _plans(field.settings)]
        values = [(run.value, plan) for plan, run in runs if not run.problems]
        if not values:
            raise AuthorError(f"Field “{field.id}”: no plan meets the constraints of {field.model}.")
        best, plan = (min if field.goal == "min" else max)(values, key=lambda pair: pair[0])
        if best <= 0:
            raise AuthorError(f"Field “{field.id}”: the best value is {best:g}. A share of it needs a value above 0.")
        shares = [_share(field.goal, value, best) for value, _ in values]
        chance = min(sum(shares) / len(runs), 0.99)
        return {"model": field.model, "parameters": parameters, "best": best, "chance": chance, "plan": plan}

    def clean(self, settings: dict, answer: object) -> dict | None:
        """The settings of the controls that are set; a control for several options counts as set when it is empty."""
        values = {
            control["id"]: _kind(control).clean(control, part_of(answer, control["id"]))
            for control in settings["controls"]
        }
        return {name: value for name, value in values.items() if value is not None} or None

    def judge(self, settings: dict, right: dict, answer: object) -> Mark:
        chosen = self.clean(settings, answer)
        if chosen is None:
            return OPEN
        plan = {**{control["id"]: _kind(control).empty_answer() for control in settings["controls"]}, **chosen}
        if None in plan.values():
            return OPEN
        run = call(right["model"], right["parameters"], plan)
        if run.problems:
            return Mark(0, reason=run.problems[0].rstrip("."), holds=False)
        share = _share(settings["goal"], run.value, right["best"])
        reason = run.explanation.rstrip(".") or f"your plan comes to {run.value:,.4g}; there are better ones"
        return Mark(share, chance=right["chance"], reason=reason)

    def reference(self, settings: dict, right: dict) -> dict:
        return right["plan"]

    def guess(self, settings: dict, right: dict, random: Random) -> dict:
        return {control["id"]: _kind(control).guess(control, None, random) for control in settings["controls"]}

    def mistake(self, settings: dict, right: dict, value: object, find_rows: FindRows) -> dict:
        """Some settings of a plan. Raises AuthorError for one that cannot be chosen."""
        wrong = self.clean(settings, value) or {}
        if set(wrong) != set(value):
            raise AuthorError(f"A mistake names {sorted(set(value) - set(wrong))} in a plan, which cannot be chosen.")
        return wrong

    def distance(self, settings: dict, right: dict, wrong: dict, answer: object) -> float | None:
        plan = self.clean(settings, answer) or {}
        return 0.0 if all(plan.get(name) == value for name, value in wrong.items()) else None

    def mistaken(self, settings: dict, right: dict, wrong: dict) -> dict:
        return {**right["plan"], **wrong}

    def notes(self, settings: dict, answer: object) -> Iterator[Note]:
        for control in settings["controls"]:
            for path, sentence in _kind(control).notes(control, part_of(answer, control["id"])):
                yield (control["id"], *path), sentence

    def word_for_right(self, settings: dict) -> str:
        """Where no plan is better than another, nothing is right."""
        return "consistent" if settings["goal"] == "consistent" else "right"


def _plans(settings: dict) -> Iterator[dict]:
    """Every plan that can be chosen. Raises AuthorError if there are too many to try."""
    count = prod(map(_count, settings["controls"]))
    if count > MOST_PLANS:
        raise AuthorError(f"{count:,} plans are too many to try; {MOST_PLANS:,} is the most. Offer fewer options.")
    names = [control["id"] for control in settings["controls"]]
    values = product(*(_kind(control).all_answers(control) for control in settings["controls"]))
    return (dict(zip(names, chosen, strict=True)) for chosen in values)


def _count(control: dict) -> int:
    count = _kind(control).answer_count(control)
    if not count:
        raise AuthorError(
            f"Control “{control['id']}”: not every answer of kind {control['kind']} can be tried. "
            "A plan holds choices of options, orders, and numbers with a slider."
        )
    return count


def _kind(control: dict) -> FieldKind:
    return field_kind(control["kind"])


def _share(goal: str, value: float, best: float) -> float:
    if goal == "min":
        return min(1.0, best / value) if value > 0 else 1.0
    return max(0.0, min(1.0, value / best))


KIND = PlanKind()
