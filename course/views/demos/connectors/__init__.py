"""The connectors demo: build or buy, with every assumption that moves the answer, and the sums behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import ipywidgets as widgets

from course.grade.models.connectors import HORIZON, Assumptions, counted_volume
from course.views.demo import Demo, Part, Row
from course.views.demos.connectors import picture

NOTHING, UPKEEP, DISCOUNT = "nothing", "the upkeep", "the discount rate"
THOUSAND = 1_000


class Connectors(Demo):
    """What own bank connectors and an aggregator are worth, month by month."""

    title = "Build or buy?"
    meta = "connections to banks for Mandaro Link; month 0 is April 2026; projections, except for December's refreshes"
    called = "model"
    restart = ("Back to Bode's sheet", "Show what this began with")

    def make_controls(self) -> Sequence[Row]:
        counted = int(counted_volume() / THOUSAND)
        self.volume = _slider("Refreshes a month, in thousands", 600, 1_600, 10, counted)
        self.horizon = _slider("Months that you look ahead", 12, 72, 1, HORIZON)
        self.slip = _slider("Months that building slips", 0, 12, 1, 0)
        self.without = widgets.Dropdown(description="Leave out", options=(NOTHING, UPKEEP, DISCOUNT))
        return [[self.volume, self.horizon], [self.slip, self.without]]

    @property
    def given(self) -> Assumptions:
        """What the controls say."""
        chosen = Assumptions(self.volume.value * THOUSAND, slip=self.slip.value)
        if self.without.value == UPKEEP:
            return replace(chosen, upkeep=0.0)
        return replace(chosen, discount=0.0) if self.without.value == DISCOUNT else chosen

    def picture(self) -> Sequence[Part]:
        return picture.picture(self.given, self.horizon.value)

    def sentence(self) -> str:
        return picture.sentence(self.given, self.horizon.value)


def _slider(label: str, lowest: int, highest: int, step: int, value: int) -> widgets.IntSlider:
    return widgets.IntSlider(description=label, min=lowest, max=highest, step=step, value=value)


DEMO = Connectors
