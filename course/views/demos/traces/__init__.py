"""The latency demo: what fixes do to 300 recorded requests, part by part and in total."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets

from course.grade.models.latency import FIXES
from course.views.demo import Demo, Part, Row
from course.views.demos.traces import picture


class Traces(Demo):
    """What fixes do to the latency of recorded requests."""

    title = "Where does the time go?"
    meta = "300 requests of 7 January 2026, one in three, UTC; simulated, like all data of the case"
    called = "trace file"
    restart = ("Take all fixes out", "Show the requests as they were recorded")

    def make_controls(self) -> Sequence[Row]:
        self.boxes = {
            fix.name: widgets.Checkbox(description=f"{fix.name} (€{fix.cost}k)", indent=False) for fix in FIXES
        }
        return [[box] for box in self.boxes.values()]

    @property
    def chosen(self) -> list[str]:
        """The fixes that are ticked."""
        return [name for name, box in self.boxes.items() if box.value]

    def picture(self) -> Sequence[Part]:
        return picture.picture(self.chosen)

    def sentence(self) -> str:
        return picture.sentence(self.chosen)

    def still(self) -> Sequence[Part]:
        return [*self.picture(), picture.fixes()]


DEMO = Traces
