"""The demo of a change on its way from commit to release, made with real git."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets

from course.views.controls import Walk
from course.views.demo import Demo, Part, Row
from course.views.demos.change.picture import body, every_step, rail, sentence
from course.views.demos.change.story import NAMES, Step, read_story, steps


class Change(Demo):
    """One change on its way from commit to release: what each step changes, and who sees it."""

    title = "One change on its way to merchants"
    meta = "a real git repository, made when this cell ran"
    restart = ("Start again", "Go back to the first step, a merge commit and the flag off")

    def make_controls(self) -> Sequence[Row]:
        self.story, self.walk = read_story(), Walk(NAMES)
        self.how = widgets.Dropdown(description="Merge by", options=[("merge commit", "merge"), ("squash", "squash")])
        self.flag = widgets.Dropdown(description="Flag", options=[("off", False), ("on", True)])
        return [[self.walk, self.how, self.flag]]

    @property
    def way(self) -> tuple[Step, ...]:
        """The steps with the flag as it is set."""
        return steps(self.flag.value)

    def picture(self) -> Sequence[Part]:
        return [rail(self.walk.value), body(self.story, self.way, self.walk.value, self.how.value)]

    def sentence(self) -> str:
        return sentence(self.way, self.walk.value)

    def still(self) -> Sequence[Part]:
        return every_step(self.story)


DEMO = Change
