"""Finds what is right, or what a known wrong path leads to: in the data, in the fact register, or by a model."""

from __future__ import annotations

from collections.abc import Callable

from course.case.facts import fact as registered
from course.grade.models import call
from course.keys.key import AuthorError

FindRows = Callable[[str], list[tuple]]
SOURCE = {"sql", "fact", "model", "parameters"}


class Rows(list):
    """Rows that a source found, as opposed to a value that an author typed."""


def find(source: object, find_rows: FindRows) -> object:
    """What a source finds, as Rows; a literal as it is.

    A model that gives a list is a column, as a query of several rows is.
    """
    if not (isinstance(source, dict) and source and source.keys() <= SOURCE):
        return source
    if "sql" in source:
        return Rows(find_rows(source["sql"]))
    if "fact" in source:
        return Rows(find_rows(fact(source["fact"]).sql))
    value = call(source.get("model", ""), source.get("parameters", {}))
    return Rows([(each,) for each in (value if isinstance(value, list) else [value])])


def fact(id: str):
    """A fact of the register. Raises AuthorError if there is none."""
    try:
        return registered(id)
    except KeyError as error:
        raise AuthorError(f"There is no fact “{id}” in the register course/case/facts.") from error


def single(value: object) -> object:
    """The one value that a source found, or the literal itself. Raises AuthorError for rows that hold no single value."""
    if not isinstance(value, Rows):
        return value
    if len(value) != 1 or len(value[0]) != 1 or value[0][0] is None:
        raise AuthorError("The source of a right value gives no single value.")
    return value[0][0]


def column(value: object) -> list:
    """The first column that a source found, or the literal list itself."""
    return [str(row[0]) for row in value] if isinstance(value, Rows) else list(value or ())
