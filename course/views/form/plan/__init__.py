"""A plan: the controls of its decisions, one below the other."""

from __future__ import annotations

from course.verdict import code_html
from course.views.form.field import field_html, list_html


def html(settings: dict, answer: dict) -> str:
    """Each decision with what was decided."""
    return list_html(
        f"{code_html(control['ask'])}: {field_html(control['kind'], control, answer.get(control['id']))}"
        for control in settings["controls"]
    )
