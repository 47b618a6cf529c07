"""What every key of an exercise has: hints, other right answers, and known mistakes. Data only, never code."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Part = TypeVar("Part", bound="DataclassInstance")
SPARSE = ("rests_on",)  # what few fields have: left out where it is empty, so that all other keys keep their digest


class AuthorError(Exception):
    """A mistake in a source notebook or a key: the message tells its author what to change."""


@dataclass(frozen=True)
class Mistake:
    """A known wrong answer and the sentence that it deserves."""

    sentence: str
    answer: object


@dataclass(frozen=True, kw_only=True)
class Key:
    """The key of an exercise. Each kind of exercise adds what its answers are judged by.

    ``accept`` holds other answers that must be accepted, ``hints`` the ladder, whose last rung is a worked neighbour.
    """

    mistakes: tuple[Mistake, ...] = ()
    accept: tuple[Any, ...] = ()
    hints: tuple[str, ...] = ()


def make_part(part: type[Part], values: dict[str, Any], place: str) -> Part:
    """A key, or a part of one, from what its author wrote: lists become tuples, {sentence: wrong answer} mistakes.

    ``place`` says where the values were written. Raises AuthorError for a name that is unknown or missing.

    >>> make_part(Key, {"mistakes": {"That is two.": "SELECT 2"}}, "grade()").mistakes[0].sentence
    'That is two.'
    """
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    if isinstance(values.get("mistakes"), dict):
        values["mistakes"] = tuple(Mistake(sentence, answer) for sentence, answer in values["mistakes"].items())
    names = [field.name for field in fields(part)]
    unknown = [name for name in values if name not in names]
    if unknown:
        raise AuthorError(f"“{unknown[0]}” is not known in {place}. It takes {', '.join(names)}.")
    try:
        return part(**values)
    except TypeError as error:
        raise AuthorError(f"Something is missing in {place}: {error}.") from error


def digest(key: Key) -> str:
    """A digest that changes whenever the key does, so that a sheet can be matched with its key."""
    parts = asdict(
        key, dict_factory=lambda pairs: {name: value for name, value in pairs if value or name not in SPARSE}
    )
    return sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()[:16]
