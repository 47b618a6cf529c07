"""A short exact answer with aliases."""

from __future__ import annotations

from course.grade.form.fields import Text
from course.grade.form.mark import OPEN, Mark
from course.grade.form.sources import single
from course.keys.key import AuthorError


def right(field: Text, found: object) -> list[str]:
    """What counts as right, the reference first; a list holds several, as a cell of a table has no aliases."""
    value = single(found)
    accepted = [str(one) for one in value] if isinstance(value, list | tuple) else [str(value or "")]
    if not any(accepted):
        raise AuthorError(f"Field “{field.id}”: nothing says what is right. Give right, sql or fact.")
    return [*accepted, *field.aliases]


def clean(settings: dict, answer: object) -> str | None:
    """The answer without what does not matter: case, spaces, punctuation at the ends.

    >>> clean({}, "  EU-West  1. "), clean({}, " ")
    ('eu-west 1', None)
    """
    return " ".join(str("" if answer is None else answer).casefold().split()).strip(" .,;:!?\"'“”‘’`") or None


def judge(settings: dict, right: list[str], answer: object) -> Mark:
    value = clean(settings, answer)
    return OPEN if value is None else Mark(int(value in [clean(settings, text) for text in right]))


def reference(settings: dict, right: list[str]) -> str:
    return right[0]


def mistake(settings: dict, right: list[str], found: object) -> list[str]:
    value = single(found)
    return [str(text) for text in value] if isinstance(value, list | tuple) else [str(value)]


def distance(settings: dict, right: list[str], wrong: list[str], answer: object) -> float | None:
    return 0.0 if clean(settings, answer) in [clean(settings, text) for text in wrong] else None


def mistaken(settings: dict, right: list[str], wrong: list[str]) -> str:
    return wrong[0]
