"""The step viewer on screen: next and previous by button or arrow key, or a step from the list."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import anywidget
import ipywidgets as widgets

from course.views.companion import Companion
from course.views.demos.steps.measure import Measured
from course.views.demos.steps.picture import HEAD, body, rail, sentence, sheet, title
from course.views.frame import button
from course.views.twin import style


class ArrowKeys(anywidget.AnyWidget):
    """A widget without a face: sends ``{"move": 1}`` for the right arrow key in its frame, -1 for the left one."""

    _esm = Path(__file__).with_name("keys.js")


class StepViewer:
    """One step of a measured query at a time, the first one first."""

    def __init__(self, steps: Sequence[Measured]):
        self.steps = steps
        self._rail, self._shown, self._companion = widgets.HTML(), widgets.HTML(), Companion()
        self._keys = ArrowKeys()
        self._back = button("Previous", "Go back one step")
        self._next = button("Next", "Go on to the next step", primary=True)
        options = [(f"{place}. {one.step.name}", place - 1) for place, one in enumerate(steps, 1)]
        self._choice = widgets.Dropdown(description="Step", options=options, value=0)
        self._back.on_click(lambda _: self.move(-1))
        self._next.on_click(lambda _: self.move(1))
        self._keys.on_msg(lambda _widget, content, _buffers: self.move(content["move"]))
        self._choice.observe(lambda change: self._show(change.new), "value")
        self.widget = self._frame()
        self._show(0)
        self._companion.announcement = ""

    def move(self, by: int) -> None:
        """Go some steps on, or back; beyond the ends nothing happens."""
        if 0 <= self._choice.value + by < len(self.steps):
            self._choice.value += by

    def _show(self, place: int) -> None:
        self._rail.value = rail(self.steps, place)
        self._shown.value = title(self.steps, place) + body(self.steps, place)
        self._back.disabled, self._next.disabled = place == 0, place == len(self.steps) - 1
        self._companion.announcement = sentence(self.steps, place)

    def _frame(self) -> widgets.VBox:
        head = widgets.HTML(f"{style()}<style>{sheet()}</style>{HEAD}")
        actions = widgets.HBox([self._back, self._next, self._choice]).add_class("course-actions")
        parts = [head, self._rail, actions, self._shown, self._companion, self._keys]
        return widgets.VBox(parts).add_class("course-frame").add_class("course-step-viewer")
