"""Puts the figures of the fact register into what a key says: ``{F9.price}`` becomes “€15.9k”."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

from course.case import facts
from course.grade.form.sources import FindRows, fact

Part = TypeVar("Part")


def quoted(part: Part, find_rows: FindRows) -> Part:
    """A key, or a part of one, with the figure that ``find_rows`` finds for each fact that a text names in braces.

    Other braces stay as they are. Raises AuthorError for a fact that is not in the register.
    """
    if isinstance(part, str):
        return _text(part, find_rows)
    if isinstance(part, list | tuple):
        return type(part)(quoted(each, find_rows) for each in part)
    if isinstance(part, dict):
        return {quoted(name, find_rows): quoted(each, find_rows) for name, each in part.items()}
    if is_dataclass(part):
        return replace(part, **{each.name: quoted(getattr(part, each.name), find_rows) for each in fields(part)})
    return part


def _text(text: str, find_rows: FindRows) -> str:
    values = {id: find_rows(fact(id).sql)[0][0] for id in facts.quotes(text)}
    return facts.quoted(text, lambda each: values[each.id])
