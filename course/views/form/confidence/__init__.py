"""How sure somebody is: one row of buttons, in steps of ten percent."""

from __future__ import annotations

from html import escape

from course.grade.form.fields.confidence import HIGHEST, LOWEST


def data(settings: dict, right: None) -> dict:
    """The ends of the scale."""
    return {"lowest": LOWEST, "highest": HIGHEST}


def html(settings: dict, answer: object) -> str:
    return escape(f"{str(answer).strip(' %')}%")
