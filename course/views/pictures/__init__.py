"""Pictures in which a field of a form is answered, such as a diff or a graph: one folder each, found by its name.

A folder holds ``__init__.py`` with ``data(settings) -> dict`` (what the browser needs in addition to the field's settings) and
``html(settings, answer) -> str`` (the static twin), ``view.js`` with a function ``PICTURES.name = (field, spot) => node``
that follows the controls of course/views/form in one script and may use the functions of ``form.js``, and ``view.css``.
"""

from __future__ import annotations

from typing import Any

from course.registry import Registry

PICTURES = Registry(__name__)


def data(settings: dict[str, Any]) -> dict[str, Any]:
    """What the browser needs to draw the picture of a field; empty without one."""
    return PICTURES[settings["view"]].data(settings) if settings.get("view") else {}


def html(settings: dict[str, Any], answer: object) -> str:
    """A field's picture with its answer, as static HTML."""
    picture: str = PICTURES[settings["view"]].html(settings, answer)
    return picture
