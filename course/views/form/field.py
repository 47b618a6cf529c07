"""How kinds of fields are shown: a control in the browser and the answer as static HTML. Found by name.

The folder of a kind in this wing holds

- ``__init__.py`` with ``html(settings, answer) -> str``, the answer without a kernel, and, where the browser needs more
  than the field's settings, ``data(settings, right) -> dict``, and, where Python draws a part of the control after each
  change, ``drawn(settings, answer) -> list[str]``, pieces of HTML that ``spot.drawn(call)`` hands to the control;
- ``view.js`` with ``CONTROLS.kind = (field, spot) => node`` and, for a kind that can be a column of a table,
  ``CELLS.kind = (column, spot, attributes) => node``. It follows ``form.js`` in one script and may use its functions;
- ``view.css``, where it has a look of its own.

A kind that is always answered in a picture, such as a review, needs no folder.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from course.grade.form import FieldExpectation, FormExpectation
from course.registry import Registry
from course.views import pictures

FIELD_VIEWS = Registry("course.views.form")
OPEN = "—"


def browser_data(expected: FormExpectation, field: FieldExpectation) -> dict[str, Any]:
    """What the browser needs to draw a field, and nothing that gives a right answer away."""
    data = getattr(FIELD_VIEWS.get(field.kind), "data", None)
    return {
        "id": field.id,
        "kind": field.kind,
        "ask": field.ask,
        **field.settings,
        **(data(field.settings, expected.right(field)) if data else {}),
        "picture": pictures.data(field.settings),
    }


def drawn(expected: FormExpectation, answer: dict[str, Any]) -> dict[str, list[str]]:
    """What Python draws of an answer, by the field."""
    draws = [(field, getattr(FIELD_VIEWS.get(field.kind), "drawn", None)) for field in expected.fields]
    return {field.id: draw(field.settings, answer.get(field.id)) for field, draw in draws if draw}


def field_html(kind: str, settings: dict[str, Any], answer: object) -> str:
    """The answer to a field as static HTML: a picture of it if the field has one, else as its kind shows it."""
    has_picture = bool(settings.get("view"))  # a picture says something even before it is answered
    if answer in (None, "", [], {}) and not has_picture:
        return OPEN
    try:
        if has_picture:
            return pictures.html(settings, answer)
        return FIELD_VIEWS[kind].html(settings, answer) if kind in FIELD_VIEWS else escape(str(answer))
    except (AttributeError, KeyError, TypeError, ValueError):  # a damaged answer is shown as it is
        return escape(str(answer))


def list_html(items: Iterable[str], tag: str = "ul") -> str:
    """Items, each HTML already, as a list."""
    return f"<{tag}>{''.join(f'<li>{item}</li>' for item in items)}</{tag}>"
