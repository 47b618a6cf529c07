"""The body of a document exercise: an editor, all checks with their points as they stand now, and a preview."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as widgets

from course.exercise import Exercise
from course.grade.document.parse import words
from course.verdict import Verdict
from course.views.document.picture import checks_html, document_html
from course.views.frame import button


class DocumentBody:
    """A document in, a report on every check out. Nothing is judged here: the same report stands in the verdict."""

    def __init__(self, exercise: Exercise, check: Callable[[], None]):
        self.exercise = exercise
        self._editor = widgets.Textarea(value=str(exercise.answer), rows=24).add_class("course-document-editor")
        self._editor.tooltip = f"Document of exercise {exercise.id}, in Markdown"
        self._count, self._checks, self._shown = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self._preview = button("Preview", "Show or hide the document as a reader sees it")
        self._preview.on_click(lambda _: self._toggle_preview())
        self._editor.observe(lambda change: self._typed(change.new), "value")
        self.widget, self.buttons = self._editor, (self._preview,)
        self.below = (self._count, self._shown, self._checks)
        self._refresh()

    def show(self, verdict: Verdict) -> None:
        """The checks below the editor say which place lost points."""
        self._refresh()

    def _typed(self, text: str) -> None:
        self.exercise.answer = text
        self._refresh()

    def _refresh(self) -> None:
        text = self._editor.value
        self._count.value = f'<p class="course-note">{len(words(text)):,} words</p>'
        self._checks.value = checks_html(self.exercise.expectation, text)
        if self._shown.value:
            self._shown.value = document_html(text)

    def _toggle_preview(self) -> None:
        self._shown.value = "" if self._shown.value else document_html(self._editor.value)
