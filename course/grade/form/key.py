"""The key of a form exercise, and its fields from what their author wrote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from course.grade.form.fields import FIELDS, Field
from course.keys.key import AuthorError, Key, make_part


@dataclass(frozen=True)
class FormKey(Key):
    """The key of a form exercise: its fields (see course.grade.form.fields), and the share of the weight that passes.

    An entry of ``accept`` names the fields in which it differs from the reference.
    """

    fields: tuple[Field, ...]
    pass_at: float = 1.0


def make_field(parts: dict[str, Any]) -> Field:
    """A field of a form from the dict that its author wrote. Raises AuthorError.

    >>> make_field({"id": "n", "ask": "How many?", "sql": "SELECT 1"}).kind
    'number'
    """
    kind = parts.get("kind") or ("choice" if "options" in parts else "number")
    if kind not in FIELDS:
        raise AuthorError(f"Field “{parts.get('id')}”: there is no kind “{kind}”. The kinds are {', '.join(FIELDS)}.")
    inner = {
        name: tuple(make_field(part) for part in parts[name])
        for name in ("columns", "controls", "quantities")
        if name in parts
    }
    return make_part(FIELDS[kind], {**parts, **inner}, f"a {kind} field")
