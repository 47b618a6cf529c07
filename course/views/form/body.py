"""The body of a form exercise: one labelled control for each field, every change saved as it happens."""

from __future__ import annotations

import re
from pathlib import Path

import anywidget
import traitlets

from course.exercise import Exercise
from course.grade.form import FieldExpectation, FormExpectation
from course.grade.form.confidence import HIGHEST, LOWEST
from course.grade.form.number import understood
from course.verdict import Verdict
from course.views import pictures

FOLDER = Path(__file__).parent
PLAIN = re.compile(r"-?\d+(\.\d{1,2}|\.\d{4,})?")
PERCENT = {"unit": "%", "decimals": 0, "slider": [LOWEST, HIGHEST, 5]}


class FormWidget(anywidget.AnyWidget):
    """A form in the browser: what is asked, the answer that stands there, and what was understood of it."""

    _esm = (FOLDER / "form.js").read_text(encoding="utf-8") + pictures.sources(".js")
    _css = (FOLDER / "form.css").read_text(encoding="utf-8") + pictures.sources(".css")
    fields = traitlets.List().tag(sync=True)
    answer = traitlets.Dict().tag(sync=True)
    notes = traitlets.Dict().tag(sync=True)


class FormBody:
    """A form over an exercise's answer."""

    def __init__(self, exercise: Exercise, frame: object = None):
        self.exercise = exercise
        self.buttons, self.below, self.after = (), (), ()
        expected, saved = exercise.expectation, exercise.answer
        answer = saved if isinstance(saved, dict) else {}
        shown = [_shown(expected, field) for field in expected.fields]
        self.widget = FormWidget(fields=shown, answer=answer, notes=notes(expected, answer))
        self.widget.observe(lambda change: self._changed(change.new), "answer")

    def show(self, verdict: Verdict) -> None:
        """A form has no place in a text to point at: the verdict names the field."""

    def _changed(self, answer: dict) -> None:
        self.exercise.answer = answer
        self.widget.notes = notes(self.exercise.expectation, answer)


def notes(expected: FormExpectation, answer: dict) -> dict[str, str]:
    """What was understood of each typed number, by the place where it stands: "id", "id/row/column" or "id/control".

    A number that can be read in one way only needs no note.
    """
    found = {}
    for field in expected.fields:
        value = answer.get(field.id)
        for path, settings, typed in _typed(field, value if isinstance(value, dict) else {}, value):
            if not PLAIN.fullmatch(str(typed)) and (said := understood(settings, typed)):
                found["/".join(path)] = said
    return found


def _typed(field: FieldExpectation, inner: dict, value: object):
    """Each place for a number in a field: its path, its settings, and what was typed there."""
    if field.kind in ("number", "confidence"):
        yield (field.id,), (PERCENT if field.kind == "confidence" else field.settings), value
    for control in field.settings.get("controls", ()):
        if control["kind"] == "number":
            yield (field.id, control["id"]), control, inner.get(control["id"])
    for quantity in field.settings.get("quantities", ()):
        given = inner.get(quantity["id"])
        for end in ("low", "high"):
            yield (field.id, quantity["id"], end), quantity, given.get(end) if isinstance(given, dict) else None
    for column in field.settings.get("columns", ()):
        for row in field.settings["rows"]:
            if column["kind"] == "number" and isinstance(inner.get(row), dict):
                yield (field.id, row, column["id"]), column, inner[row].get(column["id"])


def _shown(expected: FormExpectation, field: FieldExpectation) -> dict:
    """What the browser needs to draw a field. Of a table it also learns which cells are asked."""
    settings = PERCENT if field.kind == "confidence" else field.settings
    asked = {row: list(cells) for row, cells in expected.right(field).items()} if "columns" in settings else {}
    return {
        "id": field.id,
        "kind": field.kind,
        "ask": field.ask,
        **settings,
        "asked": asked,
        "picture": pictures.data(settings),
    }


BODY = FormBody
