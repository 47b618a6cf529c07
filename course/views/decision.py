"""The decision that ends a lesson: a short text of the learner's own, saved like an answer, judged by nobody."""

from __future__ import annotations

from html import escape

import ipywidgets as widgets
from IPython.display import HTML, display

from course.exercise import open_answers
from course.place import current_notebook, current_run
from course.views.companion import Companion
from course.views.live import display_live
from course.views.twin import clock, style


class Decision:
    """One entry of the decision log. ``id`` names the module, ``ask`` the decision to be made."""

    def __init__(self, id: str, ask: str):
        self.id = f"{id}-decision"
        self.ask = ask
        self.notebook = current_notebook()
        self.answers = open_answers(self.notebook, current_run(self.notebook))

    def _ipython_display_(self) -> None:
        text = str(self.answers[self.id].answer or "")
        self._status, self._companion = widgets.HTML(), Companion()
        box = widgets.Textarea(value=text, rows=4, description=self.ask, placeholder="I decided … because … I would change my mind if …")
        box.observe(lambda change: self._changed(change.new), "value")
        self.answers.saved.append(self._refresh)
        self._refresh()
        parts = [widgets.HTML(style()), box, self._status, self._companion]
        display_live(widgets.VBox(parts).add_class("course-frame").add_class("course-form"))
        display(HTML(self._twin(text)))

    def _changed(self, text: str) -> None:
        self.answers.put(self.id, self.answers[self.id].changed(text))

    def _refresh(self) -> None:
        entry = self.answers[self.id]
        words = self.answers.problem or (f"● saved {clock(entry.saved_at)}" if entry.saved_at else "○ open")
        self._status.value = f'<span class="course-note">{escape(words)}</span>'
        self._companion.keep(self.id, entry)

    def _twin(self, text: str) -> str:
        written = f'<p class="course-answer">{escape(text)}</p>' if text else '<p class="course-note">No entry yet.</p>'
        return f'{style()}<div class="course-twin"><p>{escape(self.ask)}</p>{written}</div>'
