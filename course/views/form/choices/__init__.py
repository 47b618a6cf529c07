"""Several options of many: boxes to tick."""

from __future__ import annotations

from course.verdict import code_html
from course.views.form.field import list_html


def html(settings: dict, answer: list) -> str:
    return list_html(code_html(str(option)) for option in answer)
