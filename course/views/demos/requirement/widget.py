"""The requirement demo on screen: choose a sentence or write one, and see what is built from it."""

from __future__ import annotations

import ipywidgets as widgets

from course.views.companion import Companion
from course.views.demos.requirement.picture import WISHES, built, seen
from course.views.twin import style

OWN = "a sentence of your own"


class Requirement:
    """The demo, starting with the first sentence."""

    def __init__(self) -> None:
        wide = {"description_width": "initial"}
        self.choice = widgets.Dropdown(
            options=[*(wish.sentence for wish in WISHES), OWN], description="Sentence", style=wide
        )
        self.box = widgets.Text(description="Change it", style=wide, continuous_update=True, layout={"width": "auto"})
        self._seen, self._built, self._companion = widgets.HTML(), widgets.HTML(), Companion()
        self.choice.observe(lambda change: self._choose(change.new), "value")
        self.box.observe(lambda change: self._show(change.new), "value")
        head = widgets.HTML(f'{style()}<p class="course-title">One sentence, three engineers</p>')
        parts = [head, self.choice, self._built, self.box, self._seen, self._companion]
        self.widget = widgets.VBox(parts).add_class("course-frame")
        self._choose(self.choice.value)

    def _choose(self, sentence: str) -> None:
        found = [wish for wish in WISHES if wish.sentence == sentence]
        self._built.value = built(found[0]) if found else ""
        self.box.value = sentence if found else ""
        self._show(self.box.value)

    def _show(self, sentence: str) -> None:
        self._seen.value = seen(sentence)
        self._companion.announcement = self._seen.value.replace("</li>", " ").replace("<li>", "").strip("<ul>/ ")
