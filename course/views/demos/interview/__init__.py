"""The question game: a vague idea, eight questions of which three may be asked, and what each choice is worth."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets

from course.grade.models.interview import CLEARER
from course.views.demo import Demo, Part, Row
from course.views.demos.interview import picture


class Interview(Demo):
    """A vague idea with eight questions, of which three may be asked: what the answers say, and what they are worth."""

    title = "“Make the app clearer”"
    meta = "eight questions, time for three"
    restart = ("Start again", "Take all questions back")

    def make_controls(self) -> Sequence[Row]:
        self.boxes = {
            question.id: widgets.Checkbox(description=picture.label(question), indent=False)
            for question in CLEARER.questions
        }
        return [*([box] for box in self.boxes.values()), []]  # the last row is the reset button's own

    @property
    def asked(self) -> list[str]:
        """The ids of the questions that are ticked."""
        return [id for id, box in self.boxes.items() if box.value]

    def changed(self, control: widgets.Widget) -> None:
        is_full = len(self.asked) >= CLEARER.allowed
        for box in self.boxes.values():
            box.disabled = is_full and not box.value
        self.refresh()

    def reset(self) -> None:
        for box in self.boxes.values():
            box.disabled = False
        super().reset()

    def picture(self) -> Sequence[Part]:
        return picture.picture(CLEARER, self.asked)

    def sentence(self) -> str:
        return picture.sentence(CLEARER, self.asked)

    def still(self) -> Sequence[Part]:
        """The three questions that are worth most, with their answers."""
        return picture.picture(CLEARER, picture.EXAMPLE)


DEMO = Interview
