"""The requirement demo: one sentence, three engineers, three products; and what a check finds in a sentence of the learner's own."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets

from course.views.demo import Demo, Part, Row
from course.views.demos.requirement.picture import WISHES, builds_html, listing, observations

OWN = "a sentence of your own"


class Requirement(Demo):
    """One sentence that three engineers build in three ways, and what a check finds in it."""

    title = "One sentence, three engineers"

    def make_controls(self) -> Sequence[Row]:
        self.wishes = {wish.sentence: wish for wish in WISHES}
        self.choice = widgets.Dropdown(options=[*self.wishes, OWN], description="Sentence")
        self.box = widgets.Text(description="Change it", value=self.choice.value, continuous_update=True)
        return [[self.choice], self.box]

    def picture(self) -> Sequence[Part]:
        wish = self.wishes.get(self.choice.value)
        return [listing(self.box.value), builds_html(wish) if wish else ""]

    def sentence(self) -> str:
        return " ".join(observations(self.box.value))

    def still(self) -> Sequence[Part]:
        return [f"<p>“{self.choice.value}”</p>", *self.picture()]

    def changed(self, control: widgets.Widget) -> None:
        if control is self.choice:
            with self.settling():
                self.box.value = self.choice.value if self.choice.value in self.wishes else ""
        self.refresh()


DEMO = Requirement
