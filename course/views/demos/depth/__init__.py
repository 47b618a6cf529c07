"""The depth dial: how deep a technical product manager goes in eight competences, at five companies."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import anywidget
import traitlets

from course.views.demo import Demo, Part, Row
from course.views.demos.depth import picture
from course.views.demos.depth.companies import COMPANIES, DEEPEST, LEVELS, Company
from course.views.markup import folded


class CompanyChoice(anywidget.AnyWidget):
    """A row of companies; ``value`` is the number of the chosen one, from 0."""

    _esm = Path(__file__).with_name("dial.js")
    label = traitlets.Unicode("Company").tag(sync=True)
    kinds = traitlets.List([company.kind for company in COMPANIES]).tag(sync=True)
    value = traitlets.Int(0).tag(sync=True)


class Depth(Demo):
    """How deep a technical product manager goes in eight competences, at five companies."""

    title = "How deep, and in what?"
    meta = f"depth from 0, {LEVELS[0]}, to {DEEPEST}, {LEVELS[DEEPEST]}"
    restart = ("Start again", "Show the first company again")

    def make_controls(self) -> Sequence[Row]:
        self.choice = CompanyChoice()
        self.previous = COMPANIES[0]
        return [self.choice]

    def picture(self) -> Sequence[Part]:
        return [picture.bars(self.company, self.previous), folded("All five as a table", picture.table())]

    def sentence(self) -> str:
        return picture.sentence(self.company, self.previous)

    def still(self) -> Sequence[Part]:
        return [picture.bars(self.company, self.company), picture.table()]

    def refresh(self) -> None:
        super().refresh()
        self.previous = self.company

    def reset(self) -> None:
        self.previous = COMPANIES[0]
        super().reset()

    @property
    def company(self) -> Company:
        return COMPANIES[self.choice.value]


DEMO = Depth
