"""The payment theatre: a payment step by step, with what is said, where the money is, and what the ledger posts."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets

from course.grade.models.rails import STORIES, WITHOUT_ACQUIRER, Story
from course.views.controls import Number, Walk
from course.views.demo import Demo, Part, Row, action
from course.views.demos.theatre import picture

LEAST, AMOUNT, MOST, STEP = 5, 40, 200, 5


class Theatre(Demo):
    """A payment step by step: the messages, where the money is, and the entries in the ledger."""

    title = "Where is the money?"
    meta = "one payment, from the first message to the last entry"
    called = "payment theatre"
    restart = ("Start again", "Go back to the first step of a card payment of €40")

    def make_controls(self) -> Sequence[Row]:
        options = [(story(100 * AMOUNT, "A").title, name) for name, story in STORIES.items()]
        self.story = widgets.Dropdown(description="Payment", options=options, value="paid")
        self.acquirer = widgets.Dropdown(description="Acquirer", options=["A", "B"])
        self.amount = Number(f"Amount, €{LEAST} to €{MOST}", LEAST, MOST, STEP, AMOUNT)
        self.walk = Walk(_names(self.played))
        self.skip = action("Skip", "Skip the steps that are the same when a card payment goes well", self._skip)
        self._offer_skip()
        return [[self.story, self.acquirer], [self.amount], [self.walk, self.skip]]

    @property
    def played(self) -> Story:
        """The payment as it is set."""
        return STORIES[self.story.value](100 * self.amount.value, self.acquirer.value)

    def picture(self) -> Sequence[Part]:
        return picture.scene(self.played, self.walk.value)

    def sentence(self) -> str:
        return picture.sentence(self.played, self.walk.value)

    def still(self) -> Sequence[Part]:
        return [*picture.scene(self.played, len(self.played.steps) - 1), *picture.every_story(100 * AMOUNT)]

    def changed(self, control: widgets.Widget) -> None:
        if control is self.story:
            with self.settling():
                self.walk.rename(_names(self.played))
                self.acquirer.disabled = self.story.value in WITHOUT_ACQUIRER
        self._offer_skip()
        self.refresh()

    def reset(self) -> None:
        with self.settling():
            self.story.value, self.acquirer.value, self.amount.value = "paid", "A", AMOUNT
            self.acquirer.disabled = False
            self.walk.rename(_names(self.played))
        self._offer_skip()
        self.refresh()

    def _skip(self) -> None:
        self.walk.value = self.played.new_from

    def _offer_skip(self) -> None:
        """Offer to skip the first steps as long as they are to come."""
        new_from = self.played.new_from
        self.skip.description = f"Skip to step {new_from + 1}"
        self.skip.layout.display = None if self.walk.value < new_from else "none"


def _names(story: Story) -> list[str]:
    return [step.name for step in story.steps]


DEMO = Theatre
