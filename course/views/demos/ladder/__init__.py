"""The ladder: what levels answer for at three firms, and how far their published pay ranges overlap."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets

from course.career.ladder import SCOPES
from course.views.controls import Number
from course.views.demo import Demo, Part, Row
from course.views.demos.ladder import picture

SCOPE, PAY = 3, 300
"""The first choice: a scope, and a yearly pay in thousand dollars."""
LOWEST, HIGHEST, STEP = 100, 1200, 10


class Ladder(Demo):
    """What levels of product managers answer for at three firms, and what is said to be paid for it."""

    title = "Who answers for what, and what is said to be paid for it?"
    meta = "product managers, total pay a year, thousand US dollars"
    called = "ladder"
    restart = ("Start again", "Show the first scope and pay again")

    def make_controls(self) -> Sequence[Row]:
        options = [(f"{scope.number}. {scope.name}", scope.number) for scope in SCOPES]
        self.scope = widgets.Dropdown(description="Scope", options=options, value=SCOPE)
        self.pay = Number("A pay of, $ thousand", LOWEST, HIGHEST, STEP, PAY)
        return [[self.scope, self.pay]]

    def picture(self) -> Sequence[Part]:
        return picture.picture(self.scope.value, self.pay.value)

    def sentence(self) -> str:
        return picture.sentence(self.scope.value, self.pay.value)


DEMO = Ladder
