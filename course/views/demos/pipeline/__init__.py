"""The pipeline demo: half a year of a team's changes, with people to move and a limit on what is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import ipywidgets as widgets

from course.grade.models.pipeline import Step
from course.views.demo import Demo, Part, Row
from course.views.demos.pipeline import picture
from course.views.demos.pipeline.picture import CASES, LIMITS


class Pipeline(Demo):
    """Half a year of changes through four steps: where they wait, and what comes out. ``course.pipeline("core")`` is Core's.

    Raises KeyError for a case that does not exist.
    """

    title = "Where does the work wait?"
    called = "pipeline"
    restart = ("Start again", "Go back to the people that this began with")

    def __init__(self, case: str = "link"):
        self.meta, self.steps = CASES[case]

    def make_controls(self) -> Sequence[Row]:
        self.people = {
            step.id: widgets.BoundedIntText(description=f"{step.title}, people", value=step.people, min=1, max=9)
            for step in self.steps
        }
        self.limit = widgets.Dropdown(description="Open at once", options=list(LIMITS))
        self.alike = widgets.Checkbox(description="All changes take the same time", indent=False)
        boxes = list(self.people.values())
        return [boxes[:2], boxes[2:], [self.limit, self.alike]]

    @property
    def choice(self) -> tuple[tuple[Step, ...], int, bool]:
        """What is chosen: the steps with their people, the limit, and whether all changes are alike."""
        steps = tuple(replace(step, people=self.people[step.id].value) for step in self.steps)
        return steps, LIMITS[self.limit.value], self.alike.value

    def picture(self) -> Sequence[Part]:
        return picture.picture(*self.choice, self.steps)

    def sentence(self) -> str:
        return picture.sentence(*self.choice)


DEMO = Pipeline
