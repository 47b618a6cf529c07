"""The criteria demo on screen: an editor, three places to start from, and what eight services make of the text."""

from __future__ import annotations

import ipywidgets as widgets

from course.views.companion import Companion
from course.views.demos.criteria.picture import PRESETS, judged, steps_html
from course.views.document.evidence import offers
from course.views.editor import make_editor
from course.views.frame import button
from course.views.twin import style


class Criteria:
    """The demo, starting from the happy path."""

    def __init__(self) -> None:
        self.start = widgets.Dropdown(
            options=list(PRESETS), description="Start from", style={"description_width": "initial"}
        )
        self.editor = make_editor(
            value=PRESETS[self.start.value], label="Acceptance criteria", dialect="markdown", schema=offers([]), rows=10
        )
        self.run = button("Run", "Run the criteria against the right service and the seven wrong ones", primary=True)
        self._result, self._companion = widgets.HTML(), Companion()
        self.start.observe(lambda change: self._load(change.new), "value")
        self.editor.on_run(lambda _: self.show())
        self.run.on_click(lambda _: self.show())
        head = widgets.HTML(f'{style()}<p class="course-title">One right service, seven wrong ones</p>')
        parts = [head, self.start, self.editor, widgets.HTML(steps_html()), self.run, self._result, self._companion]
        self.widget = widgets.VBox(parts).add_class("course-frame")
        self.show()

    def show(self) -> None:
        """Run what stands in the editor."""
        self._result.value = judged(self.editor.value)
        self._companion.announcement = self._result.value.split("</p>")[0].split(">")[-1]

    def _load(self, name: str) -> None:
        self.editor.value = PRESETS[name]
        self.show()
