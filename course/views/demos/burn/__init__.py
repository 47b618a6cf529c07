"""The burn demo: a month of two objectives with one trouble in it, and the alarm that somebody has set, or has not."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets

from course.views.demo import Demo, Part, Row
from course.views.demos.burn import picture
from course.views.demos.burn.picture import ALARMS, TARGETS, TROUBLES


class Burn(Demo):
    """What a month of trouble does to two error budgets, and what an alarm saves of them."""

    title = "How a budget burns"
    meta = "an invented month of 30 days, 100 requests an hour"
    called = "error budget"
    restart = ("Start again", "Go back to the first trouble, without an alarm")

    def make_controls(self) -> Sequence[Row]:
        self.trouble = widgets.Dropdown(description="What happens", options=list(TROUBLES))
        self.alarm = widgets.Dropdown(description="Alarm", options=list(ALARMS))
        self.target = widgets.Dropdown(description="Objective: answered right", options=list(TARGETS), value="99.5%")
        return [[self.trouble], [self.alarm, self.target]]

    @property
    def choice(self) -> tuple[str, str, str]:
        """What is chosen: the trouble, the alarm, the target."""
        return self.trouble.value, self.alarm.value, self.target.value

    def picture(self) -> Sequence[Part]:
        return picture.picture(*self.choice)

    def sentence(self) -> str:
        return picture.sentence(*self.choice)


DEMO = Burn
