"""The queue demo: four jobs one after the other, by a rule or moved by hand, and what waiting costs."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets

from course.views.demo import Demo, Part, Row, action
from course.views.demos.queue import picture
from course.views.demos.queue.picture import JOBS, RULES

HAND = "as I move them"


class Queue(Demo):
    """Four jobs one after the other: what each order costs while the others wait."""

    title = "Who waits, and what it costs"
    meta = "four jobs, one crew"
    restart = ("Start again: in the order in which they came", "Go back to the order that this began with")

    def make_controls(self) -> Sequence[Row]:
        self.order = list(JOBS)
        self.rule = widgets.Dropdown(description="Order", options=[*RULES, HAND], value=next(iter(RULES)))
        options = [(f"{job.id} {job.title}", job.id) for job in JOBS]
        self.job = widgets.Dropdown(description="Move", options=options, value=JOBS[0].id)
        earlier = action("Earlier", "Move the job one place forward", lambda: self.move(-1))
        later = action("Later", "Move the job one place back", lambda: self.move(1))
        return [[self.rule], [self.job, earlier, later]]

    def move(self, by: int) -> None:
        """Move the chosen job by one place; beyond the ends nothing happens."""
        at = next(place for place, job in enumerate(self.order) if job.id == self.job.value)
        if 0 <= at + by < len(self.order):
            self.order.insert(at + by, self.order.pop(at))
            with self.settling():
                self.rule.value = HAND
            self.refresh()

    def changed(self, control: widgets.Widget) -> None:
        if control is self.rule and self.rule.value != HAND:
            self.order = RULES[self.rule.value](JOBS)
            self.refresh()

    def reset(self) -> None:
        self.order = list(JOBS)
        super().reset()

    def picture(self) -> Sequence[Part]:
        return picture.picture(self.order)

    def sentence(self) -> str:
        return picture.sentence(self.order)


DEMO = Queue
