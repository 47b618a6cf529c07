"""The decision that ends a lesson: a short text of the learner's own, saved like an answer, judged by nobody."""

from __future__ import annotations

from html import escape

import ipywidgets as widgets
from IPython.display import HTML, display

from course.exercise import open_answers
from course.learner.entry import Entry
from course.learner.place import current_notebook, current_run
from course.learner.progress import DECISION
from course.views.companion import Companion
from course.views.draft import place_of
from course.views.frame import problem_html
from course.views.live import display_live
from course.views.markup import note
from course.views.others import OtherAnswers
from course.views.soon import soon
from course.views.twin import clock, style
from course.views.writing import Writing

START = "I decided …\nbecause …\nI would change my mind if …"
NOTE = "Nobody marks it. It is in your decision log, which you can read as a whole on the welcome page."


class Decision:
    """One entry of the decision log. ``id`` is the number of the module, ``ask`` the decision to be made."""

    def __init__(self, id: str, ask: str):
        self.number = id
        self.id = DECISION.format(number=id)
        self.ask = ask
        self.notebook = current_notebook()
        self.answers = open_answers(self.notebook, current_run(self.notebook))

    @property
    def text(self) -> str:
        """What the learner has written so far."""
        return str(self.answers[self.id].answer or "")

    def _ipython_display_(self) -> None:
        place = place_of(self.notebook, self.id)
        self._head, self._problem, self._companion = widgets.HTML(), widgets.HTML(), Companion(place)
        self._writing = Writing(value=self.text, label=self.ask, placeholder=START)
        self._writing.observe(lambda change: self._changed(change.new), "value")
        self._writing.save_to(self.answers, place, self._show)
        self._others, note_widget = OtherAnswers(self._bring_back), widgets.HTML(note(NOTE))
        self._notice = widgets.HTML()
        head = [widgets.HTML(style()), self._head, self._notice, self._writing]
        parts = [*head, self._others.widget, note_widget, self._problem, self._companion]
        display_live(widgets.VBox(parts).add_class("course-frame").add_class("course-form"))
        self._twin = display(HTML(self._twin_html()), display_id=True)
        self.answers.listeners.append(soon(self._refresh))
        self.answers.watch()
        self._refresh()

    def _changed(self, text: str) -> None:
        if text != self.text:
            self.answers.put(self.id, self.answers[self.id].changed(text))

    def _show(self, notice: str) -> None:
        self._writing.value = self.text
        if notice:
            self._notice.value, self._companion.announcement = note(notice), notice
            self._refresh()

    def _refresh(self) -> None:
        entry = self.answers[self.id]
        problem = self.answers.problem_with(self.id)
        self._head.value = self._head_html()
        self._writing.value = self.text
        self._others.show(self.answers.others(self.id))
        self._problem.value = problem_html(problem) if problem else ""
        self._companion.keep(entry)
        self._twin.update(HTML(self._twin_html()))

    def _bring_back(self, other: Entry) -> None:
        self.answers.bring_back(self.id, other)
        self._notice.value = ""
        self._refresh()

    def _head_html(self) -> str:
        saved = self.answers[self.id].saved_at
        kind, words = (
            ("attention", "! not saved") if self.answers.problem_with(self.id) else ("open", _status(self.text, saved))
        )
        return (
            f'<div class="course-head"><span class="course-title">Decision {escape(self.number)}</span>'
            '<span class="course-meta">your decision log</span>'
            f'<span class="course-status course-{kind}">{words}</span></div>'
        )

    def _twin_html(self) -> str:
        entry = f'<pre class="course-answer">{escape(self.text)}</pre>' if self.text else note("No entry yet.")
        return f'{style()}<div class="course-twin">{self._head_html()}<p>{escape(self.ask)}</p>{entry}</div>'


def _status(text: str, saved_at: str) -> str:
    return f"● saved {clock(saved_at)}" if text.strip() and saved_at else "○ open"
