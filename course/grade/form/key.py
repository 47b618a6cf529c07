"""The key of a form exercise, and its fields from what their author wrote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from course.grade.form.field import FIELD_KINDS, Field, field_kind
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
    name = parts.get("kind") or ("choice" if "options" in parts else "number")
    if name not in FIELD_KINDS:
        raise AuthorError(
            f"Field “{parts.get('id')}”: there is no kind “{name}”. The kinds are {', '.join(FIELD_KINDS)}."
        )
    kind = field_kind(name)
    inner = {part: tuple(make_field(field) for field in parts[part]) for part in kind.inner if part in parts}
    return make_part(kind.Field, {**parts, **inner}, f"a {name} field")
