"""The latency demo on screen: fixes to tick, and every request computed anew."""

from __future__ import annotations

import ipywidgets as widgets

from course.grade.models.latency import FIXES
from course.views.companion import Companion
from course.views.demos.traces.picture import HEAD, picture, sentence, sheet
from course.views.frame import button
from course.views.twin import style


class Traces:
    """The demo, at first without any fix."""

    def __init__(self):
        self.boxes = {
            fix.name: widgets.Checkbox(description=f"{fix.name} (€{fix.cost}k)", indent=False) for fix in FIXES
        }
        self.reset = button("Take all fixes out", "Show the requests as they were recorded")
        self._picture, self._companion = widgets.HTML(picture(())), Companion()
        for box in self.boxes.values():
            box.observe(lambda _: self._show(), "value")
        self.reset.on_click(lambda _: self._clear())
        head = widgets.HTML(f"{style()}<style>{sheet()}</style>{HEAD}")
        ticks = widgets.VBox([*self.boxes.values(), self.reset]).add_class("course-ticks")
        parts = [head, ticks, self._picture, self._companion]
        self.widget = widgets.VBox(parts).add_class("course-frame").add_class("course-traces")

    @property
    def chosen(self) -> list[str]:
        """The fixes that are ticked."""
        return [name for name, box in self.boxes.items() if box.value]

    def _clear(self) -> None:
        for box in self.boxes.values():
            box.value = False

    def _show(self) -> None:
        self._picture.value = picture(self.chosen)
        self._companion.announcement = sentence(self.chosen)
