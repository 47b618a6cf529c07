"""Puts the figures of the fact register into the texts of a key: ``{F9.price}`` becomes “€15.9k”."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

from course.case import facts
from course.grade.form.sources import FindRows, fact

Part = TypeVar("Part")


def quote_facts(part: Part, find_rows: FindRows) -> Part:
    """A key, or a part of one, with the figure, read by ``find_rows``, of each fact that a text names in braces.

    Other braces are left alone. Raises AuthorError for a fact that is not in the register.
    """
    if isinstance(part, str):
        return _text(part, find_rows)
    if isinstance(part, list | tuple):
        return type(part)(quote_facts(item, find_rows) for item in part)
    if isinstance(part, dict):
        return {quote_facts(name, find_rows): quote_facts(value, find_rows) for name, value in part.items()}
    if is_dataclass(part):
        return replace(
            part, **{field.name: quote_facts(getattr(part, field.name), find_rows) for field in fields(part)}
        )
    return part


def _text(text: str, find_rows: FindRows) -> str:
    values = {id: find_rows(fact(id).sql)[0][0] for id in facts.quotes(text)}
    return facts.fill_quotes(text, lambda quoted_fact: values[quoted_fact.id])
