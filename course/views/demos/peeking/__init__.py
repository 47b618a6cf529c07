"""Peeking: how often an experiment in which there is nothing to find finds something, by how often somebody looks."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets

from course.views.controls import Number
from course.views.demo import Demo, Part, Row, action
from course.views.demos.peeking import picture

FIRST_SEED = 6


class Peeking(Demo):
    """How often two equal groups look different if somebody looks again and again, and what keeps it at 5%."""

    title = "Two equal groups, and somebody who looks"
    meta = "nothing to find: both groups see the same page"
    called = "demo of looks"
    restart = ("Start again", "Go back to what this began with")

    def make_controls(self) -> Sequence[Row]:
        self.seed = FIRST_SEED
        self.looks = Number("Looks", 1, picture.MOST, 1, 5)
        self.rule = widgets.Dropdown(description="Alarm is raised by", options=picture.RULES, value=picture.EACH)
        another = action(
            "Another experiment",
            "Run it again with other people: the line changes, the chances do not",
            self.draw_again,
        )
        return [[self.looks], [self.rule, another]]

    def draw_again(self) -> None:
        """Another experiment in which there is nothing to find."""
        self.seed += 1
        self.refresh()

    def reset(self) -> None:
        self.seed = FIRST_SEED
        super().reset()

    def picture(self) -> Sequence[Part]:
        return picture.picture(self.looks.value, self.rule.value, self.seed)

    def sentence(self) -> str:
        return picture.sentence(self.looks.value, self.rule.value, self.seed)


DEMO = Peeking
