"""The demo of a change on screen: its steps by button or arrow key, the way to merge, the position of the flag."""

from __future__ import annotations

import ipywidgets as widgets

from course.views.companion import Companion
from course.views.demos.change.picture import HEAD, body, rail, sentence, sheet
from course.views.demos.change.story import NAMES, Story, steps
from course.views.demos.steps.widget import ArrowKeys
from course.views.frame import button
from course.views.twin import style


class ChangeViewer:
    """One step of a change at a time, the first one first."""

    def __init__(self, story: Story):
        self.story = story
        self._rail, self._shown, self._companion, self._keys = widgets.HTML(), widgets.HTML(), Companion(), ArrowKeys()
        self._back = button("Previous", "Go back one step")
        self._next = button("Next", "Go on to the next step", primary=True)
        self.place = widgets.Dropdown(
            description="Step", options=[(f"{at + 1}. {name}", at) for at, name in enumerate(NAMES)], value=0
        )
        self.how = widgets.Dropdown(description="Merge by", options=[("merge commit", "merge"), ("squash", "squash")])
        self.flag = widgets.Dropdown(description="Flag", options=[("off", False), ("on", True)])
        self._back.on_click(lambda _: self.move(-1))
        self._next.on_click(lambda _: self.move(1))
        self._keys.on_msg(lambda _widget, content, _buffers: self.move(content["move"]))
        for control in (self.place, self.how, self.flag):
            control.observe(lambda _: self._show(), "value")
        self.widget = self._frame()
        self._show()
        self._companion.announcement = ""

    def move(self, by: int) -> None:
        """Go some steps on, or back; beyond the ends nothing happens."""
        if 0 <= self.place.value + by < len(NAMES):
            self.place.value += by

    def _show(self) -> None:
        place, each = self.place.value, steps(self.flag.value)
        self._rail.value = rail(place)
        self._shown.value = body(self.story, each, place, self.how.value)
        self._back.disabled, self._next.disabled = place == 0, place == len(each) - 1
        self._companion.announcement = sentence(each, place)

    def _frame(self) -> widgets.VBox:
        head = widgets.HTML(f"{style()}<style>{sheet()}</style>{HEAD}")
        actions = widgets.HBox([self._back, self._next, self.place, self.how, self.flag]).add_class("course-actions")
        parts = [head, self._rail, actions, self._shown, self._companion, self._keys]
        frame = widgets.VBox(parts).add_class("course-frame").add_class("course-change")
        return frame.add_class("course-step-viewer")  # the arrow keys listen in it
