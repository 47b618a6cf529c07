"""What surrounds the exercises of a module, never graded: questions, queries to try, and what a passed exercise says.

Each module has a file, ``05.toml``. The ids of its questions and queries are the module's number and a letter, in the
order of the page: ``5a``, ``5b``. A meaning has the number of its exercise.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

FOLDER = Path(__file__).parent
ID = re.compile(r"(?P<module>\d{1,2})[a-z]")
STARRED = re.compile(r"\*\w[^*`]*\*")
SQL = ("sql", "becomes", "mistakes")

Part = TypeVar("Part", bound="DataclassInstance")


class PracticeError(Exception):
    """Something to try is missing or has the wrong shape: the message tells an author where and what to do."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question with the sentence that answers each of its options. ``right`` is the option that holds."""

    id: str
    ask: str
    right: str
    options: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Query:
    """A query to run, one thing to change in it, the query that it becomes, and why that is so.

    ``ask``, ``right`` and ``options`` are a prediction to make before it runs; a query may have none. ``mistakes``
    holds wrong changes that people make, by the sentence that each deserves.
    """

    id: str
    sql: str
    change: str
    becomes: str
    why: str
    ask: str = ""
    right: str = ""
    options: dict[str, str] | None = None
    mistakes: dict[str, str] | None = None

    @property
    def prediction(self) -> Question | None:
        return Question(id=self.id, ask=self.ask, right=self.right, options=self.options) if self.options else None


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """What the right answer to an exercise says about the case, told to those who passed it."""

    id: str
    text: str


def question(id: str) -> Question:
    """The question with this id. Raises PracticeError."""
    return _find(id, Question)


def query(id: str) -> Query:
    """The query to try with this id. Raises PracticeError."""
    return _find(id, Query)


def meaning(exercise: str) -> str:
    """What the right answer to an exercise says; empty if nothing is written, or the file is missing or damaged."""
    number = exercise.partition(".")[0]
    try:
        part = practice_of(int(number)).get(exercise) if number.isdigit() else None
    except PracticeError:
        return ""
    return part.text if isinstance(part, Meaning) else ""


@cache
def practice_of(module: int) -> dict[str, Question | Query | Meaning]:
    """Everything to try in the lesson of a module, by id. Raises PracticeError."""
    path = FOLDER / f"{module:02}.toml"
    if not path.exists():
        raise PracticeError(
            f"There is nothing to try for module {module}: {path.name} is missing. Copy the course again."
        )
    try:
        return read_practice(path.read_text(encoding="utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise PracticeError(f"{path.name} could not be read. Copy it again from the course.") from error


def read_practice(text: str, name: str) -> dict[str, Question | Query | Meaning]:
    """What the text of such a file holds, by id. ``name`` is what messages call it. Raises PracticeError.

    >>> read_practice('question = [{id = "5a", ask = "How many?", right = "2", options = {"2" = "Yes.", "3" = "No."}}]', "05")["5a"].right
    '2'
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PracticeError(f"{name} is not TOML: {error}.") from error
    parts = [
        _part(kind, values, name)
        for kind in (Question, Query, Meaning)
        for values in tables.pop(kind.__name__.lower(), ())
    ]
    if tables:
        raise PracticeError(
            f"{name} holds “{next(iter(tables))}”; it may hold [[question]], [[query]] and [[meaning]]."
        )
    return {part.id: part for part in parts}


def _find(id: str, kind: type[Part]) -> Part:
    match = ID.fullmatch(id)
    part = practice_of(int(match["module"])).get(id) if match else None
    if not isinstance(part, kind):
        word = kind.__name__.lower()
        raise PracticeError(f"There is no {word} {id!r}. Write it in course/sequence/practice, as [[{word}]].")
    return part


def _part(kind: type[Part], values: dict, name: str) -> Part:
    unknown = values.keys() - {field.name for field in fields(kind)}
    place = f"{values.get('id', 'a ' + kind.__name__.lower())} in {name}"
    if unknown:
        raise PracticeError(f"“{min(unknown)}” is not known in {place}.")
    try:
        part = kind(**{key: value.strip() if isinstance(value, str) else value for key, value in values.items()})
    except TypeError as error:
        raise PracticeError(f"Something is missing in {place}: {error}.") from error
    if getattr(part, "options", None) is not None and part.right not in part.options:
        raise PracticeError(f"The right option of {place}, “{part.right}”, is not among its options.")
    if starred := next(filter(None, map(STARRED.search, _sentences(values))), None):
        raise PracticeError(f"{starred[0]} in {place} would show its asterisks: only `backticks` are marked up here.")
    return part


def _sentences(values: dict) -> Iterator[str]:
    """Everything that is shown as text and is no query."""
    yield from (text for key, text in values.items() if isinstance(text, str) and key not in SQL)
    for option, answer in (values.get("options") or {}).items():
        yield from (option, answer)
    yield from values.get("mistakes") or ()
