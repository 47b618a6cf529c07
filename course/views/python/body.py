"""The body of an exercise in Python: which function the kernel knows, Run, what it returns, and the expected result."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from threading import Event, Thread
from typing import Any

import ipywidgets as widgets

from course.dashboards.describe import Chart
from course.exercise import Exercise
from course.grade.python.answer import PythonAnswer
from course.grade.python.expectation import PythonExpectation, record
from course.grade.python.explain import explain
from course.grade.python.judge import stale
from course.grade.python.program import digest, program
from course.grade.python.run import PRACTICE, SECONDS, data_set, recorded, run, warm_up
from course.grade.python.value import Value, read_value
from course.grade.query.sandbox import Stopped
from course.verdict import Finding, Verdict, code_html
from course.views.dashboard import parts
from course.views.dashboard.plot import Plot
from course.views.dashboard.widget import ChartView
from course.views.frame import Frame, button, note_html, problem_html
from course.views.markup import folded, note
from course.views.python.cell import Found, find, watch
from course.views.python.source import source_html
from course.views.python.typed import TypedCell
from course.views.python.value import size, value_html
from course.views.soon import soon

RESULT, EXPECTED = "course-result-area", "course-expected-area"
FEWEST_POINTS = 2  # of a chart


class PythonBody:
    """A function in the notebook, what it returns here. Running shows that and judges nothing."""

    seconds = SECONDS

    def __init__(self, exercise: Exercise, frame: Frame):
        self.exercise, self._frame, self._waiting = exercise, frame, frame.waiting
        self._expectation: PythonExpectation = exercise.expectation
        self._name = self._expectation.function
        self._status = widgets.HTML()
        self._result, self._expected = widgets.HTML(), widgets.HTML().add_class(EXPECTED)
        self._chart = ChartView()
        self._chart_style = widgets.HTML()
        self._run = button("Run", f"Run {self._name} on the practice data and show what it returns")
        self._show_expected = button("Expected result", "Show or hide what it should return on the practice data")
        self._run.on_click(lambda _: self.run())
        self._show_expected.on_click(lambda _: self._toggle_expected())
        self._waiting.paused_buttons.append(self._run)
        self.beside: tuple[str, ...] = ()
        self._typed = TypedCell(cell=f"{exercise.id.replace('.', '-')}-code")
        self._typed.observe(lambda _: self.put(self.exercise.answer), "text")
        self.input = self._status
        self.buttons = (self._run,) if exercise.is_closed else (self._run, self._show_expected)
        self.widget = widgets.VBox([self._status, self._typed])
        self._chart.widget.layout.display = "none"
        self.below = (
            widgets.VBox([self._result, self._chart_style, self._chart.widget]).add_class(RESULT),
            self._expected,
        )
        self.after = ()
        self._shown_of = ""
        self._look()
        watch(self._name, soon(self._look))

    def put(self, answer: object) -> None:
        """Say which function is there, and whether it was changed after the last check."""
        self._status.value = self._status_html(find(self._name), PythonAnswer.read(answer))

    def show(self, verdict: Verdict) -> None:
        """The verdict names the line itself. What another version of the function returned is taken away."""
        if self._shown_of != digest(find(self._name).text):
            self._say("")

    def collect(self) -> Callable[[], dict[str, Any]]:
        """What runs the function as the kernel knows it now on all data sets, and gives the answer with its results."""
        found = find(self._name)
        if found.error:
            results = {PRACTICE: recorded({"error": found.error})}
            return lambda: PythonAnswer.of(found.text, results).to_json()
        results_of = self._expectation
        return lambda: PythonAnswer.of(found.text, record(results_of, found.text, digest(found.text))).to_json()

    def run(self) -> None:
        """Run the function on the practice data and show what it returns, or in plain words why it returns nothing."""
        if self._waiting.is_busy:
            return
        self._look()
        if PythonAnswer.read(self.exercise.answer).is_stale:
            self._frame.clear_verdict()
        found = find(self._name)
        self._waiting.do(self._run, "Running", lambda: self._outcome(found), self._show_outcome(found), SECONDS)

    def _outcome(self, found: Found) -> dict[str, Any]:
        if found.error:
            return {"error": found.error}
        expected = self._expectation
        outcomes = run(found.text, self._name, expected.inputs, [data_set(expected.inputs, 0, 0)], expected.focus)
        return outcomes[PRACTICE]

    def _show_outcome(self, found: Found) -> Callable[[Future[dict[str, Any]]], None]:
        def show(future: Future[dict[str, Any]]) -> None:
            self._say("")
            self._shown_of = digest(found.text)
            try:
                self._show(found, future.result())
            except Stopped as stopped:
                self._say(note_html(stopped))
            except Exception as error:  # the learner reads a sentence and keeps the answer
                self._say(problem_html(error))
            self._frame.look_at(RESULT)

        return show

    def _show(self, found: Found, outcome: dict[str, Any]) -> None:
        printed = _printed_html(outcome)
        if "value" not in outcome:
            finding = explain(outcome, found.text, self._name, self._expectation.inputs, SECONDS)
            self._say(_no_result_html(finding, _is_unbegun(outcome), self._name) + printed)
            return
        value = read_value(outcome["value"])
        self._say(value_html(value, f"{size(value)} · {outcome.get('seconds', 0) * 1000:.0f} ms") + printed)
        if plot := chart_of(self._expectation, value):
            self._chart_style.value = parts.dashboard_style()
            self._chart.widget.layout.display = None
            self._chart.show(plot, "")

    def _say(self, html: str) -> None:
        self._result.value = html
        self._chart.widget.layout.display = "none"

    def _look(self) -> None:
        """Take over the cell as it was run last: it is saved, whether it is checked or not."""
        found = find(self._name)
        kept = PythonAnswer.read(self.exercise.answer)
        is_begun = bool(found.text) and program(found.text, self._name).is_begun
        if is_begun and digest(found.text) != digest(kept.text):
            self.exercise.answer = kept.with_cell(found.text).to_json()
        if self._shown_of and self._shown_of != digest(found.text):
            self._say("")
        if is_begun and not _is_warm.is_set():
            _is_warm.set()
            Thread(target=_warm_up, daemon=True).start()
        self.put(self.exercise.answer)

    def _status_html(self, found: Found, kept: PythonAnswer) -> str:
        if self._typed.text and found.text and digest(self._typed.text) != digest(found.text):
            return _status_note(
                f"! The cell was changed. Press Shift+Enter in it, so that Python knows `{self._name}` as it is now."
            )
        signature = code_html(f"`{self._name}({', '.join(self._expectation.inputs)})`")
        if not found.text or not program(found.text, self._name).is_begun:
            words = f"{signature} has no lines yet. Write them in the cell above, then press Shift+Enter in it."
            return f'<p class="course-note">{words}</p>' + _saved_html(kept)
        if kept.is_stale:
            return _status_note(f"! {stale(self._name).text}")
        words = "as it was checked last" if kept.results else "Run shows what it returns. Check judges it."
        return f'<p class="course-note">{signature}: {words}</p>'

    def _toggle_expected(self) -> None:
        if self._expected.value:
            self._expected.value = ""
            return
        right = self._expectation.right
        self._expected.value = value_html(right, f"Expected on the practice data: {size(right)}")
        self._frame.look_at(EXPECTED)


_is_warm = Event()


def _warm_up() -> None:
    """Start the process before somebody waits for it; whatever stands in the way is said when it is needed."""
    with suppress(Exception):
        warm_up()


def chart_of(expectation: PythonExpectation, value: Value) -> Plot | None:
    """The chart of a returned frame, if the exercise asks for one and the frame has what it shows."""
    description, table = expectation.chart, value.table
    if not description or value.shape != "frame" or not {description["x"], description["y"]} <= set(table.columns):
        return None
    chart = Chart(**{"kind": "columns", "sql": "", "source": "what your function returns", **description})
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    is_drawn = len(rows) >= FEWEST_POINTS and all(isinstance(row[chart.y], int | float) for row in rows)
    return Plot.of(chart, rows) if is_drawn else None


def _status_note(words: str) -> str:
    """A sentence that is read out when it appears."""
    return f'<p class="course-note" role="status">{code_html(words)}</p>'


def _is_unbegun(outcome: dict[str, Any]) -> bool:
    return (outcome.get("error") or {}).get("type") == "Unfinished"


def _no_result_html(finding: Finding, is_unbegun: bool, name: str) -> str:
    if is_unbegun:
        return note_html(f"`{name}` has no lines of yours yet.")
    return (
        '<div class="course-verdict course-attention"><p><strong>!</strong> The function gave no result.</p>'
        f"{finding.html()}</div>"
    )


def _printed_html(outcome: dict[str, Any]) -> str:
    text = str(outcome.get("printed", "")).strip()
    return folded("What it printed", f'<pre class="course-raw" tabindex="0">{_escaped(text)}</pre>') if text else ""


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _saved_html(kept: PythonAnswer) -> str:
    """The saved lines, where the cell does not have them: after an update, or on another machine."""
    if not kept.text:
        return ""
    return note("Your saved lines are here. Copy them into the cell above to go on.") + folded(
        "Saved lines", source_html(kept.text, "Saved lines")
    )


BODY = PythonBody
