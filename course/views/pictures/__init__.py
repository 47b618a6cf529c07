"""Pictures in which a field of a form is answered, such as a diff or a graph: one folder each.

A folder holds ``__init__.py`` with ``data(settings) -> dict`` (what the browser needs beyond the field's settings) and
``html(settings, answer) -> str`` (the static twin), ``view.js`` with a function ``PICTURES.name = (field, spot) => node``
that stands beside the controls of ``course/views/form/form.js`` and may use its functions, and ``view.css``.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

FOLDER = Path(__file__).parent
NAMES = tuple(sorted(path.parent.name for path in FOLDER.glob("*/view.js")))


def data(settings: dict) -> dict:
    """What the browser needs to draw the picture of a field; empty without one."""
    return _picture(settings).data(settings) if settings.get("view") else {}


def html(settings: dict, answer: object) -> str:
    """A field's picture with its answer, as static HTML."""
    return _picture(settings).html(settings, answer)


def sources(suffix: str) -> str:
    """The text of all ``view.js`` or ``view.css`` files, in the order of their names."""
    return "\n".join((FOLDER / name / f"view{suffix}").read_text(encoding="utf-8") for name in NAMES)


def _picture(settings: dict):
    return import_module(f"{__name__}.{settings['view']}")
