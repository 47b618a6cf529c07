"""The cut-off demo: what a credit cut-off does to approvals, bad loans and profit."""

from __future__ import annotations

from collections.abc import Sequence

from course.case.credit import CURRENT, CUTOFFS, WIDTH, outcome, outcomes
from course.grade.models.credit import read_bands
from course.views.controls import Number
from course.views.demo import Demo, Part, Row
from course.views.demos.cutoff import picture


class Cutoff(Demo):
    """What a credit cut-off does to approvals, bad loans and profit."""

    title = "Where should the cut-off be?"
    meta = "applicants with a score, fourth quarter of 2025"
    called = "cut-off"
    restart = (f"Back to {CURRENT}", "Show the cut-off that is in use")

    def make_controls(self) -> Sequence[Row]:
        self.bands = read_bands()
        self.cutoff = Number("Cut-off", CUTOFFS[0], CUTOFFS[-1], WIDTH, CURRENT)
        return [[self.cutoff]]

    def picture(self) -> Sequence[Part]:
        return picture.picture(outcome(self.bands, self.cutoff.value), outcomes(self.bands))

    def sentence(self) -> str:
        return picture.sentence(outcome(self.bands, self.cutoff.value))


DEMO = Cutoff
