"""The body of a form exercise: one labelled control for each field."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as widgets

from course.exercise import Exercise
from course.grade.form import FieldExpectation
from course.verdict import Verdict

OPEN = "Choose…"


class FormBody:
    """Choices and numbers; every change is saved as it happens."""

    def __init__(self, exercise: Exercise, check: Callable[[], None]):
        self.exercise = exercise
        self.buttons = ()
        controls = [self._control(field) for field in exercise.expectation.fields]
        self.widget = widgets.VBox(controls).add_class("course-form")

    def show(self, verdict: Verdict) -> None:
        """A form has no place in a text to point at: the verdict names the field."""

    def _control(self, field: FieldExpectation) -> widgets.Widget:
        saved = self.exercise.answer.get(field.id)
        if field.options:
            options = [(OPEN, ""), *((option, option) for option in field.options)]
            value = saved if saved in field.options else ""
            control = widgets.Dropdown(description=field.ask, options=options, value=value)
        else:
            ask = f"{field.ask} ({field.unit})" if field.unit else field.ask
            control = widgets.Text(description=ask, value=str(saved or ""), placeholder="a whole number")
        control.observe(lambda change: self._changed(field.id, change.new), "value")
        return control

    def _changed(self, id: str, value: object) -> None:
        self.exercise.answer = {**self.exercise.answer, id: value}
