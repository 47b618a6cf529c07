"""The body of a form exercise: one labelled control for each field, every change saved as it happens."""

from __future__ import annotations

from pathlib import Path

import traitlets

from course.exercise import Exercise
from course.grade.form import FormExpectation
from course.verdict import Verdict
from course.views.draft import Drafted, with_drafts
from course.views.form.field import FIELD_VIEWS, browser_data, drawn
from course.views.pictures import PICTURES

FOLDER = Path(__file__).parent


def source(suffix: str) -> str:
    """The script (".js") or the style sheet (".css") of all forms: what they share, then each kind, then each picture."""
    shared = (FOLDER / f"form{suffix}").read_text(encoding="utf-8")
    shared = with_drafts(shared) if suffix == ".js" else shared
    return "\n".join([shared, FIELD_VIEWS.text(f"view{suffix}"), PICTURES.text(f"view{suffix}")])


class FormWidget(Drafted):
    """A form in the browser: what is asked, the current answer, what was understood of it, what Python draws of it, and the
    places that were found wrong.
    """

    _esm = source(".js")
    _css = source(".css")
    fields = traitlets.List().tag(sync=True)
    answer = traitlets.Dict().tag(sync=True)
    notes = traitlets.Dict().tag(sync=True)
    drawn = traitlets.Dict().tag(sync=True)
    wrong = traitlets.List().tag(sync=True)


class FormBody:
    """A form over an exercise's answer."""

    beside = ()

    def __init__(self, exercise: Exercise, frame: object = None):
        self.exercise = exercise
        self.buttons, self.below, self.after = (), (), ()
        expected, saved = exercise.expectation, exercise.answer
        answer = saved if isinstance(saved, dict) else {}
        fields = [browser_data(expected, field) for field in expected.fields]
        self.widget = FormWidget(
            fields=fields, answer=answer, notes=notes(expected, answer), drawn=drawn(expected, answer)
        )
        self.input = self.widget
        self.widget.observe(lambda change: self._changed(change.new), "answer")

    def put(self, answer: object) -> None:
        self.widget.answer = answer if isinstance(answer, dict) else {}

    def show(self, verdict: Verdict) -> None:
        """Mark the parts of fields that are not right, where their controls can; the verdict names the fields."""
        if self.exercise.is_closed:
            return
        expected, answer = self.exercise.expectation, self.exercise.answer
        given = answer if isinstance(answer, dict) else {}
        self.widget.wrong = [
            "/".join([field.id, *part])
            for field in expected.fields
            if field.rule.is_judged
            for part in field.rule.wrong_parts(field.settings, expected.right(field), given.get(field.id))
        ]

    def _changed(self, answer: dict) -> None:
        self.exercise.answer = answer
        self.widget.notes = notes(self.exercise.expectation, answer)
        self.widget.drawn = drawn(self.exercise.expectation, answer)


def notes(expected: FormExpectation, answer: dict) -> dict[str, str]:
    """What was understood of what was typed, by its place, such as "rate" or "posts/refund/euro"."""
    return {
        "/".join([field.id, *path]): sentence
        for field in expected.fields
        for path, sentence in field.rule.notes(field.settings, answer.get(field.id))
        if sentence
    }


BODY = FormBody
