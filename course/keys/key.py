"""Keys: what a right answer is, which wrong ones are known, and which hints help. Data only, never code."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields
from hashlib import sha256

from course.keys.fields import FIELDS, Field


class AuthorError(Exception):
    """A mistake in a source notebook or a key: the message tells its author what to change."""


@dataclass(frozen=True)
class Mistake:
    """A known wrong answer and the sentence that it deserves."""

    sentence: str
    answer: object


@dataclass(frozen=True)
class QueryKey:
    """The key of a query exercise.

    ``accept`` holds other right answers. ``order`` names the columns by which the task demands the rows to be
    sorted, each as ``column`` or ``column desc``; empty means any order. ``names`` says that the task demands the
    column names. ``decimals`` is the number of decimals that the task asks for; None compares numbers with a
    relative tolerance of 1e-6. ``survivors`` holds the reviewed reasons why wrong-looking variants of the reference
    pass for right, by the name or the class of the mutant.
    """

    reference: str
    mistakes: tuple[Mistake, ...] = ()
    accept: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    names: bool = False
    decimals: int | None = None
    survivors: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class KqlKey(QueryKey):
    """The key of a query exercise whose reference, mistakes and alternatives are written in KQL.

    ``sql`` is the reference as a person would write it in SQL. Mutants are made of it, and hidden data sets are built
    around its values: the SQL that the translation gives is long, and may change with its package.
    """

    sql: str = ""


@dataclass(frozen=True)
class FormKey:
    """The key of a form exercise: its fields (see course.keys.fields), and the share of the weight from which it is passed.

    ``accept`` holds other answers that must earn full marks, each as the fields in which it differs from the reference.
    """

    fields: tuple[Field, ...]
    pass_at: float = 1.0
    mistakes: tuple[Mistake, ...] = ()
    accept: tuple[dict, ...] = ()
    hints: tuple[str, ...] = ()


@dataclass(frozen=True)
class DocumentKey:
    """The key of a document exercise: checks as dicts (see course.grade.document), those of a ``rubric`` before its own.

    ``template`` is what the learner finds in the editor; ``reference`` a document that earns all points, ``accept``
    holds others that pass with at least nine tenths. ``aliases`` are other headings by section. A mistake's answer is a document, or {"replace": {what the
    reference says: what the wrong one says}}. ``specimens`` are texts that learners can read: a copy of one counts
    nothing. ``review`` names the criteria by which a person marks it, in a task cell below, or learners themselves.
    """

    checks: tuple[dict, ...] = ()
    rubric: str = ""
    template: str = ""
    reference: str = ""
    aliases: dict = field(default_factory=dict)
    pass_at: float = 0.7
    caps: tuple[str, ...] = ("false facts", "placeholders", "repetition", "gibberish", "stuffing")
    mistakes: tuple[Mistake, ...] = ()
    accept: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    specimens: tuple[str, ...] = ()
    review: str = ""


Key = QueryKey | FormKey | DocumentKey

KEYS: dict[str, type] = {"sql": QueryKey, "kql": KqlKey, "form": FormKey, "document": DocumentKey}


def make_key(kind: str, parts: dict) -> Key:
    """The key of an exercise of ``kind`` from the keyword arguments that its author wrote in ``ex.grade(...)``.

    ``mistakes`` is written as {sentence: wrong answer}, ``survivors`` as {mutant: reason}, a form's ``fields`` as a
    list of dicts. Raises AuthorError.

    >>> make_key("sql", {"reference": "SELECT 1", "mistakes": {"That is two.": "SELECT 2"}}).mistakes[0].sentence
    'That is two.'
    """
    if kind not in KEYS:
        raise AuthorError(f"There is no exercise kind “{kind}”. The kinds are {', '.join(KEYS)}.")
    parts = _tuples(parts)
    if "mistakes" in parts:
        parts["mistakes"] = tuple(Mistake(sentence, answer) for sentence, answer in parts["mistakes"].items())
    if "survivors" in parts:
        parts["survivors"] = tuple(parts["survivors"].items())
    if kind == "form":
        parts["fields"] = tuple(make_field(field) for field in parts.get("fields", ()))
    return _make(KEYS[kind], parts, f"grade() of a {kind} exercise")


def make_field(parts: dict) -> Field:
    """A field of a form from the dict that its author wrote. Raises AuthorError.

    >>> make_field({"id": "n", "ask": "How many?", "sql": "SELECT 1"}).kind
    'number'
    """
    parts = _tuples(parts)
    kind = parts.get("kind") or ("choice" if "options" in parts else "number")
    if kind not in FIELDS:
        raise AuthorError(f"Field “{parts.get('id')}”: there is no kind “{kind}”. The kinds are {', '.join(FIELDS)}.")
    for inner in ("columns", "controls", "quantities"):
        if inner in parts:
            parts[inner] = tuple(make_field(part) for part in parts[inner])
    return _make(FIELDS[kind], parts, f"a {kind} field")


def _tuples(parts: dict) -> dict:
    return {name: tuple(part) if isinstance(part, list) else part for name, part in parts.items()}


def _make(kind: type, parts: dict, place: str):
    known = [field.name for field in fields(kind)]
    unknown = [name for name in parts if name not in known]
    if unknown:
        raise AuthorError(f"“{unknown[0]}” is not known in {place}. It takes {', '.join(known)}.")
    try:
        return kind(**parts)
    except TypeError as error:
        raise AuthorError(f"Something is missing in {place}: {error}.") from error


def digest(key: Key) -> str:
    """A digest that changes whenever the key does, so that a sheet can be matched with its key."""
    return sha256(json.dumps(asdict(key), sort_keys=True, default=str).encode()).hexdigest()[:16]
