"""The packer demo: a small backlog to pack by hand or by a rule, and what each chosen item displaces."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets

from course.grade.models import backlog
from course.views.demo import Demo, Part, Row
from course.views.demos.packer import picture

HAND, BEST = "hand", "best"
RULES = (
    ("I tick the items", HAND),
    ("the highest value first", "value"),
    ("the most value for a week first", "week"),
    ("the most value for a euro first", "euro"),
    ("trying every plan there is", BEST),
)
FIRST = "value"


class Packer(Demo):
    """A small backlog to pack: two bars that fill, and what each chosen item displaces."""

    title = "What fits, and what it displaces"
    meta = f"autumn 2025: {picture.WEEKS} weeks of a crew and €{picture.BUDGET}k"
    restart = ("Start again: highest value first", "Go back to the plan that this began with")

    def make_controls(self) -> Sequence[Row]:
        self.rule = widgets.Dropdown(description="Fill it by", options=RULES, value=FIRST)
        self.boxes = {
            item.id: widgets.Checkbox(description=picture.label(item), indent=False, value=item.id in _filled(FIRST))
            for item in picture.ITEMS
        }
        return [*([box] for box in self.boxes.values()), [self.rule]]

    @property
    def chosen(self) -> backlog.Plan:
        """The ticked items."""
        return backlog.chosen_of(picture.ITEMS, [id for id, box in self.boxes.items() if box.value])

    def changed(self, control: widgets.Widget) -> None:
        with self.settling():
            if control is not self.rule:
                self.rule.value = HAND
            elif self.rule.value != HAND:
                ids = _filled(self.rule.value)
                for id, box in self.boxes.items():
                    box.value = id in ids
        self.refresh()

    def picture(self) -> Sequence[Part]:
        return picture.picture(self.chosen)

    def sentence(self) -> str:
        return picture.sentence(self.chosen)


def _filled(rule: str) -> tuple[str, ...]:
    limits = {"weeks": picture.WEEKS, "budget": picture.BUDGET}
    plan = backlog.best(picture.ITEMS, **limits) if rule == BEST else backlog.greedy(picture.ITEMS, **limits, by=rule)
    return plan.ids


DEMO = Packer
