"""The ladder explorer on screen: a scope to choose, a pay to move, and what both say at once."""

from __future__ import annotations

import ipywidgets as widgets

from course.career.ladder import SCOPES
from course.views.companion import Companion
from course.views.demos.ladder import PAY, SCOPE
from course.views.demos.ladder.picture import HEAD, chart, rule, scope, sentence, sheet, table
from course.views.frame import button
from course.views.twin import style

LOWEST, HIGHEST, STEP = 100, 1200, 10


class Ladder:
    """The explorer, starting with a product area and a pay that many levels share."""

    def __init__(self):
        options = [(f"{each.number}. {each.name}", each.number) for each in SCOPES]
        self.scope = widgets.Dropdown(description="Scope", options=options, value=SCOPE)
        limits = {"min": LOWEST, "max": HIGHEST, "step": STEP, "value": PAY}
        self.slider = widgets.IntSlider(description="A pay of, $ thousand", readout=False, **limits)
        self.box = widgets.BoundedIntText(description="or type it", **limits)
        self.reset = button("Start again", "Show the first scope and pay again")
        self._scope, self._chart, self._more = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self._companion = Companion()
        self.scope.observe(lambda _: self._changed(), "value")
        self.slider.observe(lambda change: self.choose(change.new), "value")
        self.box.observe(lambda change: self.choose(change.new), "value")
        self.reset.on_click(lambda _: self._start_again())
        self.widget = self._frame()
        self._show()

    def choose(self, pay: int) -> None:
        """Take a pay in thousand dollars, and show which ranges hold it."""
        self.slider.value = self.box.value = STEP * round(pay / STEP)
        self._changed()

    def _start_again(self) -> None:
        self.scope.value = SCOPE
        self.choose(PAY)

    def _changed(self) -> None:
        self._show()
        self._companion.announcement = sentence(self.scope.value, self.slider.value)

    def _show(self) -> None:
        shown = self.scope.value, self.slider.value
        self._scope.value, self._chart.value = scope(self.scope.value), chart(*shown)
        self._more.value = (
            f"<details><summary>All levels as a table, with source and date</summary>{table(*shown)}</details>"
            f"<details><summary>How the ranges were made, and what they cannot tell</summary>{rule()}</details>"
        )

    def _frame(self) -> widgets.VBox:
        head = widgets.HTML(f"{style()}<style>{sheet()}</style>{HEAD}")
        controls = widgets.HBox([self.scope, self.slider, self.box, self.reset]).add_class("course-controls")
        parts = [head, controls, self._scope, self._chart, self._more, self._companion]
        return widgets.VBox(parts).add_class("course-frame").add_class("course-ladder")
