"""The body of a query exercise in any language: an editor, Run, the result, and the expected result one click away."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import Future
from typing import ClassVar

import ipywidgets as widgets

from course.case.tables import TABLES
from course.exercise import Exercise
from course.grade.kind import kind
from course.grade.query.base_kind import DidNotRun
from course.grade.query.results import Result
from course.grade.query.sandbox import QUERY_SECONDS, Stopped
from course.verdict import Finding, Outcome, Verdict
from course.views.editor import completion_schema, make_editor
from course.views.frame import Frame, button, did_not_run_html, note_html, problem_html
from course.views.grid import count_line, grid
from course.views.result import ResultArea

LONGEST_LINE = 90
RESULT, EXPECTED = "course-result-area", "course-expected-area"


class QueryBody:
    """A query in, rows out. Running shows a result and judges nothing. ``dialect`` is what the editor highlights."""

    dialect: ClassVar[str]

    def __init__(self, exercise: Exercise, frame: Frame):
        self.exercise, self._frame, self._waiting = exercise, frame, frame.waiting
        self._editor = make_editor(
            value=str(exercise.answer),
            label=f"{exercise.kind.upper()} for exercise {exercise.id}",
            dialect=self.dialect,
            schema=completion_schema(TABLES),
            rows=8,
        )
        self._result, self._expected = ResultArea(), widgets.HTML().add_class(EXPECTED)
        self._result.widget.add_class(RESULT)
        self._last_query = self._checked_query = ""
        self._earlier = widgets.Dropdown(description="Earlier queries", style={"description_width": "initial"})
        self._run = button("Run", "Run the query on the practice data and show its rows")
        self._show_expected = button("Expected result", "Show or hide the rows that the practice data should give")
        self._run.on_click(lambda _: self.run())
        self._show_expected.on_click(lambda _: self._toggle_expected())
        self._editor.observe(lambda change: self._store_text(change.new), "value")
        self._earlier.observe(lambda change: self._restore_query(change.new), "value")
        self._editor.on_run(lambda text: self._store_text_then(text, self.run))
        self._editor.on_check(lambda text: self._store_text_then(text, frame.check))
        self._waiting.paused_buttons.append(self._run)
        self.beside = ("schema", *_tables(f"{exercise.answer} {exercise.starter}")[:1])
        self.input = self._editor
        self.buttons = (self._run,) if exercise.is_closed else (self._run, self._show_expected)
        self.widget = self._editor
        self.after = ()
        self.below = (self._earlier, self._result.widget, self._expected)
        self._list_earlier()

    def put(self, answer: object) -> None:
        self._editor.value = str(answer)

    def run(self) -> None:
        """Run the query on the practice data and show its rows, or in plain words why there are none."""
        if self._waiting.is_busy:
            return
        query = self._last_query = str(self.exercise.answer)
        if self._checked_query and query != self._checked_query:
            self._frame.clear_verdict()
            self._checked_query = ""
        self._remember(query)
        self._waiting.do(
            self._run, "Running", lambda: kind(self.exercise.kind).result(query), self._show_outcome, QUERY_SECONDS
        )

    def _remember(self, query: str) -> None:
        self.exercise.record_run(query)
        self._list_earlier()

    def _show_outcome(self, future: Future[Result]) -> None:
        self._show_result(future)
        self._frame.look_at(RESULT)

    def _show_result(self, future: Future[Result]) -> None:
        try:
            self._result.show(future.result())
        except Stopped as stopped:
            self._result.say(note_html(stopped))
        except DidNotRun as error:
            self._result.say(did_not_run_html(error.finding))
            if self._last_query == self.exercise.answer:
                self._underline(error.finding)
        except Exception as error:  # the learner reads a sentence and keeps the answer
            self._result.say(problem_html(error))

    def show(self, verdict: Verdict) -> None:
        """Underline in the editor what the first finding points at. The result of another query is removed.

        A query that was checked can be brought back like one that was run.
        """
        self._checked_query = str(self.exercise.answer)
        if verdict.outcome is not Outcome.NOT_ATTEMPTED:
            self._remember(self._checked_query)
        self._underline(*verdict.findings[:1])
        if self._last_query != self.exercise.answer:
            self._result.say("")

    def _underline(self, *findings: Finding) -> None:
        self._editor.diagnostics = [_diagnostic(finding.place, finding.seen) for finding in findings if finding.place]

    def _store_text(self, text: str) -> None:
        self.exercise.answer = text
        self._editor.diagnostics = []

    def _store_text_then(self, text: str, act: Callable[[], None]) -> None:
        self._store_text(text)
        act()

    def _list_earlier(self) -> None:
        runs = self.exercise.answers[self.exercise.id].runs
        options = [(f"{len(runs)} kept, choose one", ""), *((_one_line(query), query) for query in runs)]
        self._earlier.options, self._earlier.value = options, ""
        self._earlier.layout.display = None if runs else "none"

    def _restore_query(self, query: str | None) -> None:
        if query:
            self._editor.value = query

    def _toggle_expected(self) -> None:
        if self._expected.value:
            self._expected.value = ""
            return
        expected = self.exercise.expectation.practice
        footer = "Expected on the practice data: " + count_line(expected.row_count)
        self._expected.value = grid(expected.columns, expected.types, expected.rows, footer)
        self._frame.look_at(EXPECTED)


def _tables(query: str) -> list[str]:
    """The tables that a query names, in its order.

    >>> _tables("SELECT * FROM loans JOIN applications USING (application_id) -- loans")
    ['loans', 'applications', 'loans']
    """
    names = {table.name for table in TABLES}
    return [word for word in re.findall(r"\w+", query) if word in names]


def _one_line(query: str) -> str:
    text = " ".join(query.split())
    return text if len(text) <= LONGEST_LINE else f"{text[: LONGEST_LINE - 1]}…"


def _diagnostic(place: tuple[int, int], message: str) -> dict:
    start, length = place
    return {"from": start, "to": start + max(length, 1), "severity": "error", "message": message}
