"""The body of the exercise: one line to type a word in."""

from __future__ import annotations

import ipywidgets as widgets

from course.exercise import Exercise
from course.verdict import Verdict


class BackwardsBody:
    """The word and a text field for its answer."""

    beside = ()

    def __init__(self, exercise: Exercise, frame: object = None):
        self.buttons, self.below, self.after = (), (), ()
        self.input = self.widget = widgets.Text(value=str(exercise.answer), description=f"{exercise.starter} backwards")
        self.widget.observe(lambda change: setattr(exercise, "answer", change.new), "value")

    def put(self, answer: object) -> None:
        self.widget.value = str(answer)

    def show(self, verdict: Verdict) -> None:
        """There is no place in a word to point at."""


BODY = BackwardsBody
