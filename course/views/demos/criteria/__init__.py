"""The criteria demo: acceptance criteria run against a right payment service and ten wrong ones."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets

from course.views.demo import Demo, Part, Row, action
from course.views.demos.criteria.picture import PRESETS, listing, result_html, sentence, steps_html, try_out
from course.views.document.evidence import offers
from course.views.editor import make_editor


class Criteria(Demo):
    """Acceptance criteria, run against a right payment service and ten wrong ones."""

    title = "One right service, ten wrong ones"
    restart = ("Start again", "Put the first text back and run it")

    def make_controls(self) -> Sequence[Row]:
        self.start = widgets.Dropdown(options=list(PRESETS), description="Start from")
        self.editor = make_editor(
            value=PRESETS[self.start.value], label="Acceptance criteria", dialect="markdown", schema=offers([]), rows=10
        )
        self.editor.on_run(lambda _: self.run())
        run = action("Run", "Run the criteria against the right service and the ten wrong ones", self.run, primary=True)
        self.result = try_out(self.editor.value)
        return [[self.start], self.editor, widgets.HTML(steps_html()), [run]]

    def picture(self) -> Sequence[Part]:
        return [result_html(self.result)]

    def sentence(self) -> str:
        return sentence(self.result)

    def still(self) -> Sequence[Part]:
        return [listing(self.editor.value), *self.picture()]

    def changed(self, control: widgets.Widget) -> None:
        """Another first text is run at once; what is typed waits for Run."""
        if control is self.start:
            self.editor.value = PRESETS[self.start.value]
            self.run()

    def run(self) -> None:
        """Run what is in the editor."""
        self.result = try_out(self.editor.value)
        self.refresh()

    def reset(self) -> None:
        super().reset()
        self.run()


DEMO = Criteria
