"""The cut-off demo on screen: a slider with a number box, and everything that follows from it at once."""

from __future__ import annotations

import ipywidgets as widgets

from course.case.credit import CURRENT, CUTOFFS, WIDTH, Band, outcome, outcomes
from course.views.companion import Companion
from course.views.demos.cutoff.picture import HEAD, arithmetic, chart, figures, sentence, sheet, table
from course.views.frame import button
from course.views.twin import style


class Cutoff:
    """The demo over these bands, starting with the cut-off in use."""

    def __init__(self, bands: tuple[Band, ...]):
        self.bands, self._every = bands, outcomes(bands)
        limits = {"min": CUTOFFS[0], "max": CUTOFFS[-1], "step": WIDTH, "value": CURRENT}
        self.slider = widgets.IntSlider(description="Cut-off", readout=False, **limits)
        self.box = widgets.BoundedIntText(description="or type it", **limits)
        self.reset = button(f"Back to {CURRENT}", "Show the cut-off that is in use")
        self._figures, self._chart, self._more = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self._companion = Companion()
        self.slider.observe(lambda change: self.choose(change.new), "value")
        self.box.observe(lambda change: self.choose(change.new), "value")
        self.reset.on_click(lambda _: self.choose(CURRENT))
        self.widget = self._frame()
        self._show(CURRENT)

    def choose(self, cutoff: int) -> None:
        """Take the nearest cut-off that begins a band, and show what comes of it."""
        nearest = min(CUTOFFS, key=lambda each: abs(each - cutoff))
        self.slider.value = self.box.value = nearest
        self._show(nearest)
        self._companion.announcement = sentence(outcome(self.bands, nearest))

    def _show(self, cutoff: int) -> None:
        now = outcome(self.bands, cutoff)
        self._figures.value = figures(now, self._every)
        self._chart.value = chart(now, self._every)
        self._more.value = (
            f"<details><summary>All cut-offs as a table</summary>{table(now, self._every)}</details>"
            f"<details><summary>The arithmetic</summary>{arithmetic(now)}</details>"
        )

    def _frame(self) -> widgets.VBox:
        head = widgets.HTML(f"{style()}<style>{sheet()}</style>{HEAD}")
        controls = widgets.HBox([self.slider, self.box, self.reset]).add_class("course-controls")
        parts = [head, controls, self._figures, self._chart, self._more, self._companion]
        return widgets.VBox(parts).add_class("course-frame").add_class("course-cutoff")
