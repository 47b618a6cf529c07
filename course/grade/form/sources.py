"""Finds what is right, or what a known wrong path leads to: in the data, in the fact register, or by a model."""

from __future__ import annotations

from collections.abc import Callable

from course.case.tables import BY_NAME
from course.grade.form.fields import Field
from course.grade.query.sqltext import is_query
from course.keys.key import AuthorError

FindRows = Callable[[str], list[tuple]]
SOURCE = {"sql", "fact", "model", "parameters"}
ASKED_FOR_VALUES = ("number", "date")


class Rows(list):
    """Rows that a source found, as opposed to a value that an author typed."""


def source_of(field: Field) -> object:
    """Where a field's right value comes from: a source, or the literal that its author typed."""
    for name in ("sql", "fact"):
        if getattr(field, name):
            return {name: getattr(field, name)}
    return {"model": field.model, "parameters": field.parameters} if field.model else field.right


def find(kind: str, source: object, find_rows: FindRows) -> object:
    """What a source finds, as Rows; a literal as it is. For numbers and dates a bare query counts as a source.

    A model that gives a list is a column, as a query of several rows is.
    """
    if isinstance(source, str) and kind in ASKED_FOR_VALUES and is_query(source, BY_NAME):
        source = {"sql": source}
    if not (isinstance(source, dict) and source and source.keys() <= SOURCE):
        return source
    if "sql" in source:
        return Rows(find_rows(source["sql"]))
    if "fact" in source:
        return Rows(find_rows(fact(source["fact"]).sql))
    from course.grade.models import call

    value = call(source.get("model", ""), source.get("parameters", {}))
    return Rows([(one,) for one in (value if isinstance(value, list) else [value])])


def fact(id: str):
    """A fact of the register. Raises AuthorError if there is none."""
    from course.case.facts import fact as registered

    try:
        return registered(id)
    except KeyError as error:
        raise AuthorError(f"There is no fact “{id}” in the register course/case/facts.") from error


def single(found: object) -> object:
    """The one value of what was found, or the literal itself. Raises AuthorError for rows that hold no single value."""
    if not isinstance(found, Rows):
        return found
    if len(found) != 1 or len(found[0]) != 1 or found[0][0] is None:
        raise AuthorError("The source of a right value gives no single value.")
    return found[0][0]


def column(found: object) -> list:
    """The first column of what was found, or the literal list itself."""
    return [str(row[0]) for row in found] if isinstance(found, Rows) else list(found or ())
