"""A form's answers as static HTML: question and answer for every field."""

from __future__ import annotations

from course.exercise import Exercise
from course.sheet import SheetError
from course.verdict import code_html
from course.views.form.field import field_html


def answer_html(exercise: Exercise, answer: object) -> str:
    """All questions of a form with what was answered; without a sheet, the answers by their fields' names."""
    answer = answer if isinstance(answer, dict) else {}
    try:
        fields = exercise.sheet.expectation["fields"]
    except SheetError:
        fields = [{"id": name, "ask": name, "kind": "", "settings": {}} for name in answer]
    return answers_html(fields, answer)


def answers_html(fields: list[dict], answer: dict) -> str:
    """A table of all questions with what was answered. ``fields`` are those of the sheet."""
    rows = "".join(
        f'<tr><th scope="row" class="course-wrap">{code_html(field["ask"])}</th>'
        f'<td class="course-wrap">{field_html(field["kind"], field["settings"], answer.get(field["id"]))}</td></tr>'
        for field in fields
    )
    return (
        '<table class="course-table"><thead><tr><th scope="col">Question</th><th scope="col">Answer</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )
