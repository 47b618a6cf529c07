"""The body of a document exercise: an editor with its preview, and below it every check as it is now, and evidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

import ipywidgets as widgets

from course.exercise import Exercise
from course.grade.document import form_report, report
from course.grade.document.judge import LONGEST
from course.verdict import Verdict
from course.views.document.evidence import known_facts, offers, own_queries, own_result
from course.views.document.panel import Panel, closed_state, panel_state
from course.views.document.picture import document_html, pieces
from course.views.document.review import Review
from course.views.draft import place_of
from course.views.editor import make_editor
from course.views.frame import ACTIONS, Frame, button

PREVIEW = "course-preview"


class DocumentBody:
    """A document in, a report on every check out. Nothing is judged here: the same report is in the verdict."""

    beside = ()

    def __init__(self, exercise: Exercise, frame: Frame):
        self.exercise = exercise
        facts = known_facts(exercise.notebook)
        self._editor = make_editor(
            value=str(exercise.answer),
            label=f"Document for exercise {exercise.id}, in Markdown",
            dialect="markdown",
            schema=offers(facts, has_criteria=exercise.expectation.has_criteria),
            rows=16,
        )
        reasons = place_of(exercise.notebook, f"{exercise.id}-keep")
        self._panel = Panel(evidence=[*own_queries(exercise.notebook), *facts], draft=asdict(reasons))
        self._panel.on_go(self._editor.select)
        self._panel.on_insert(self._insert)
        self._panel.on_keep(self._keep)
        self._preview_area, self._diagrams, self._frame = widgets.VBox().add_class(PREVIEW), {}, frame
        self._preview = button("Preview", "Show or hide the document as a reader sees it")
        self._preview.on_click(lambda _: self._toggle_preview())
        self._editor.observe(lambda change: self._store_text(change.new), "value")
        self._editor.on_run(lambda text: self._toggle_preview())
        self._editor.on_check(lambda text: self._store_text_then(text, frame.check))
        self.input = self._editor
        self.widget = widgets.Box([self._editor, self._preview_area]).add_class("course-beside")
        self.buttons = (self._preview,)
        review = (Review(exercise).widget,) if exercise.expectation.review else ()
        self.below, self.after = (), (self._panel, *review)
        self._refresh()

    def put(self, answer: object) -> None:
        self._editor.value = str(answer)

    def show(self, verdict: Verdict) -> None:
        """Underline in the editor what lost points."""
        places = [finding for finding in verdict.findings if finding.place]
        self._editor.diagnostics = [
            {"from": start, "to": start + max(length, 1), "severity": "warning", "message": finding.text}
            for finding in places
            for start, length in [finding.place]
        ]

    def _store_text(self, text: str) -> None:
        self.exercise.answer = text
        if self._editor.diagnostics:
            self._editor.diagnostics = []
        self._refresh()

    def _store_text_then(self, text: str, act: Callable[[], None]) -> None:
        self._store_text(text)
        act()

    def _refresh(self) -> None:
        text = self._editor.value[:LONGEST]
        expected = self.exercise.expectation
        if self.exercise.is_closed:
            self._panel.state = closed_state(expected, text, form_report(expected, text))
        else:
            self._panel.state = panel_state(expected, text, report(expected, text), self.exercise.points)
        if self._preview_area.children:
            self._show_preview()

    def _insert(self, text: str) -> None:
        """Put evidence where the cursor is; a query of the learner's own comes with its result."""
        self._editor.insert(own_result(self.exercise.notebook, text) if text.startswith("[Q-") else text)

    def _keep(self, word: str, line: int, reason: str) -> None:
        """Write the reason for a word at the end of its line."""
        lines = self._editor.value.split("\n")
        safe = " ".join(reason.replace("<", "").replace(">", "").replace("--", "–").split())
        lines[line] = f"{lines[line]} <!-- keep {word}: {safe} -->"
        self._editor.value = "\n".join(lines)

    def _toggle_preview(self) -> None:
        if self._preview_area.children:
            self._preview_area.children = ()
            self._frame.look_at(ACTIONS, gently=True)
        else:
            self._show_preview()
            self._frame.look_at(PREVIEW, gently=True)

    def _show_preview(self) -> None:
        document_pieces = pieces(self._editor.value)
        self._diagrams = {
            text: self._diagrams.get(text) or _diagram(text) for kind, text in document_pieces if kind == "diagram"
        }
        parts = [self._diagrams[text] if kind == "diagram" else widgets.HTML(text) for kind, text in document_pieces]
        self._preview_area.children = parts or [widgets.HTML(document_html(""))]


def _diagram(text: str) -> widgets.Output:
    """A diagram, drawn by the notebook's own Markdown; if it draws none, its text is shown."""
    output = {"output_type": "display_data", "data": {"text/markdown": text, "text/plain": text}, "metadata": {}}
    return widgets.Output(outputs=(output,))


BODY = DocumentBody
