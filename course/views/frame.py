"""The exercise frame: head with status, the body with its controls, the action row, hints and verdict."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from html import escape
from typing import Protocol

import ipywidgets as widgets

from course.exercise import Exercise
from course.grade.kind import kind
from course.grade.query.sandbox import Stopped
from course.learner.entry import Entry
from course.learner.place import Run
from course.sequence.carried import carried
from course.sheet import SheetError
from course.verdict import Finding, Verdict, code_html
from course.views.beside import Beside
from course.views.carried import CarriedFigures, carried_html
from course.views.companion import Companion
from course.views.draft import Drafted, place_of
from course.views.kind import BODIES
from course.views.others import OtherAnswers
from course.views.soon import soon
from course.views.taught import taught_html
from course.views.twin import fold_line, head, meaning_html, style
from course.views.waiting import Waiting

HEAD, ANSWER, ACTIONS = "course-head-area", "course-answer-side", "course-actions"
VERDICT, HINTS = "course-verdict-area", "course-hint-area"


JUDGES = "Judge the answer and say what to look at next"


class Body(Protocol):
    """What is inside a frame: its widget, the part of it that takes the answer, its own buttons, what shows below them and
    what shows below the verdict. ``put`` shows another answer, ``show`` points at findings. ``beside`` is the demo that all
    exercises of the kind need to see, unless one names its own. Where an answer is made only when it is checked, ``collect``
    gives what makes it: it is called where the learner waits, and its result becomes the answer.
    """

    beside: tuple[str, ...]
    widget: widgets.Widget
    input: widgets.Widget
    buttons: tuple[widgets.Button, ...]
    below: tuple[widgets.Widget, ...]
    after: tuple[widgets.Widget, ...]

    def put(self, answer: object) -> None: ...

    def show(self, verdict: Verdict) -> None: ...


class Frame:
    """One exercise on screen. ``make_body`` builds the body and gets this frame, to check the answer and to wait."""

    def __init__(self, exercise: Exercise, make_body: Callable[[Exercise, Frame], Body]):
        self.exercise = exercise
        self.after_check: list[Callable[[Verdict], None]] = []
        self._verdict: Verdict | None = None
        self._head = widgets.HTML().add_class(HEAD)
        self._hints = widgets.HTML().add_class(HINTS)
        self._verdict_html = widgets.HTML().add_class(VERDICT)
        place = place_of(exercise.notebook, exercise.id)
        self._notice, self._others = widgets.HTML(), OtherAnswers(self._bring_back, kind(exercise.kind).text)
        self._companion = Companion(place, foldable=True)
        does = "Save the answer and say what was understood" if exercise.is_closed else JUDGES
        self._check = button("Check", does, primary=True)
        self.waiting = Waiting(self._announce)
        self.waiting.paused_buttons.append(self._check)
        self._hint = button("Hint", "Open the next hint; it costs nothing")
        self._check.on_click(lambda _: self.check())
        self._hint.on_click(lambda _: self._open_hint())
        self.body = make_body(exercise, self)
        actions = widgets.HBox().add_class(ACTIONS)
        answer = [
            self.body.widget,
            actions,
            self.waiting.widget,
            self._verdict_html,
            *self.body.below,
            self._hints,
            self._others.widget,
            *self.body.after,
        ]
        work = Beside(widgets.VBox(answer).add_class(ANSWER), exercise.beside or self.body.beside, self.look_at)
        actions.children = [self._check, *self.body.buttons, *work.buttons, self._hint]
        parts = [
            widgets.HTML(style()),
            self._head,
            *_linked(taught_html(exercise, offers_beside=True)),
            *_carried(exercise),
            self._notice,
            work.widget,
            self._companion,
        ]
        self.widget = widgets.VBox(parts).add_class("course-frame").add_class("course-exercise")
        if isinstance(self.body.input, Drafted):
            self.body.input.save_to(exercise.answers, place, self._take_typed)
        exercise.answers.listeners.append(soon(self.refresh))
        exercise.answers.watch()
        self.refresh()

    def check(self) -> None:
        """Judge the answer, show the verdict, and call everything that waits for it."""
        saved = self.exercise.answer
        collect = self.body.collect() if hasattr(self.body, "collect") else lambda: saved

        def judge() -> tuple[object, Verdict]:
            answer = collect()
            return answer, self.exercise.judge(answer)

        self.waiting.do(self._check, "Checking", judge, self._judge, getattr(self.body, "seconds", None))

    def _judge(self, judged: Future[tuple[object, Verdict]]) -> None:
        try:
            answer, verdict = judged.result()
            if hasattr(self.body, "collect"):
                self.exercise.answer = answer
            self.exercise.record_try(answer, verdict)
        except Stopped as stopped:
            self._say(note_html(stopped), str(stopped))
            self.look_at(VERDICT)
        except Exception as error:  # whatever fails here, the learner reads a sentence and keeps the answer
            self._say(problem_html(error), str(error))
            self.look_at(VERDICT)
        else:
            self.show(verdict, points_at=answer == self.exercise.answer)
            for listener in self.after_check:
                listener(verdict)
        finally:
            self.refresh()

    def show(self, verdict: Verdict, points_at: bool = True, looks: bool = True) -> None:
        """Show a verdict that was reached here or in the check cell, and point at its places in the answer.

        With ``looks`` it is brought into view.
        """
        self._verdict = verdict
        self._say(verdict.html() + meaning_html(self.exercise, verdict), verdict.text)
        if points_at:
            self.body.show(verdict)
        if looks:
            self.look_at(VERDICT)

    def look_at(self, part: str, gently: bool = False) -> None:
        """Bring the part with this class into view: what was asked for last. ``gently``, some of it is enough."""
        self._companion.look_at(part, gently)

    def clear_verdict(self) -> None:
        """Take away a verdict that is about another answer than what is shown next."""
        self._verdict = None
        self._say("", "")
        self.refresh()

    def refresh(self) -> None:
        """Show the present status and hints."""
        self._head.value = head(self.exercise, self._verdict)
        self.body.put(self.exercise.answer)
        self._others.show(self.exercise.other_answers)
        self._companion.keep(self.exercise.answers[self.exercise.id])
        self._companion.fold = fold_line(self.exercise)
        if problem := self.exercise.answers.problem_with(self.exercise.id):
            self._verdict_html.value = problem_html(problem)
        self._show_hints()

    def _take_typed(self, notice: str) -> None:
        self.body.put(self.exercise.answer)
        if notice:
            self._notice.value = note_html(notice)
            self._announce(notice)
            self._companion.unfold()
            self.refresh()

    def _bring_back(self, other: Entry) -> None:
        self.exercise.answers.bring_back(self.exercise.id, other)
        self._notice.value = ""
        self.refresh()

    def _say(self, html: str, text: str) -> None:
        self._verdict_html.value = html
        self._announce(text)

    def _announce(self, text: str) -> None:
        self._companion.announcement = text

    def _open_hint(self) -> None:
        hint = self.exercise.next_hint()
        self._announce(hint.replace("```", ""))
        self._show_hints()
        self.look_at(HINTS)

    def _show_hints(self) -> None:
        try:
            seen, total = self.exercise.hints_seen, len(self.exercise.sheet.hints)
        except SheetError as error:
            self._check.disabled = self._hint.disabled = True
            self._verdict_html.value = problem_html(error)
            return
        self._hint.layout.display = None if total else "none"
        self._hint.description = f"Hint {min(len(seen) + 1, total)} of {total}"
        self._hint.disabled = len(seen) >= total
        self._hints.value = "".join(_hint_html(number, hint) for number, hint in enumerate(seen, 1))


def frame_of(exercise: Exercise) -> Frame:
    """The frame of an exercise with the body of its kind."""
    return Frame(exercise, BODIES[exercise.kind].BODY)


def button(label: str, tooltip: str, primary: bool = False) -> widgets.Button:
    """A button with a word on it; a frame has one primary button."""
    return widgets.Button(description=label, tooltip=tooltip, button_style="primary" if primary else "")


def problem_html(problem: object) -> str:
    """A problem that is not about the answer, in the place of the verdict."""
    return f'<div class="course-verdict course-attention"><p><strong>!</strong> {code_html(str(problem))}</p></div>'


def did_not_run_html(finding: Finding) -> str:
    """Why a query gave no rows, where it is run and not judged."""
    return (
        '<div class="course-verdict course-attention"><p><strong>!</strong> The query did not run.</p>'
        f"{finding.html()}</div>"
    )


def note_html(note: object) -> str:
    """A quiet sentence in the place of a verdict or a result."""
    return f'<p class="course-note">{code_html(str(note))}</p>'


def _carried(exercise: Exercise) -> list[widgets.Widget]:
    """The figures of earlier exercises, where a learner sees them; an author sees what is the same for all."""
    if not exercise.carries:
        return []
    if exercise.run is Run.LEARNER:
        return [CarriedFigures(exercise.carries, exercise.notebook).widget]
    return _linked(carried_html([carried(id) for id in exercise.carries], exercise.notebook))


def _linked(html: str) -> list[widgets.Widget]:
    """HTML as an output inside a widget: there, unlike in an HTML widget, JupyterLab opens relative links."""
    data = {"text/html": html, "text/plain": ""}
    output = {"output_type": "display_data", "data": data, "metadata": {}}
    return [widgets.Output(outputs=(output,)).add_class("course-taught-area")] if html else []


def _hint_html(number: int, hint: str) -> str:
    """A hint, whose sentences may be followed by a block of code between lines of three backticks."""
    parts = [part.strip() for part in hint.split("```")]
    parts[0] = f"<strong>Hint {number}.</strong> {code_html(parts[0])}"
    blocks = (
        f'<pre class="course-answer">{escape(part)}</pre>'
        if index % 2
        else f"<p>{code_html(part) if index else part}</p>"
        for index, part in enumerate(parts)
        if part
    )
    return f'<div class="course-hint">{"".join(blocks)}</div>'
