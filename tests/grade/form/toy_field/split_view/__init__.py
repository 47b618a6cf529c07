"""Shares of a whole: a box for each part."""

from __future__ import annotations

from course.verdict import code_html
from course.views.form.field import field_html, list_html


def html(settings: dict, answer: dict) -> str:
    return list_html(
        f"{code_html(part)}: {field_html('number', {'unit': '%'}, answer.get(part))}" for part in settings["parts"]
    )
