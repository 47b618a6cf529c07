"""One option of several."""

from __future__ import annotations

from course.grade.form.fields import Choice
from course.grade.form.mark import OPEN, Mark
from course.grade.form.sources import single
from course.keys.key import AuthorError


def right(field: Choice, found: object) -> list[str]:
    """The accepted options. Raises AuthorError for one that is not offered."""
    value = single(found)
    accepted = [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]
    return offered(field.id, accepted, field.options)


def clean(settings: dict, answer: object) -> str | None:
    return answer if answer in settings["options"] else None


def judge(settings: dict, right: list[str], answer: object) -> Mark:
    value = clean(settings, answer)
    return OPEN if value is None else Mark(int(value in right))


def reference(settings: dict, right: list[str]) -> str:
    return right[0]


def mistake(settings: dict, right: list[str], found: object) -> str:
    return offered("of a mistake", [str(single(found))], settings["options"])[0]


def distance(settings: dict, right: list[str], wrong: str, answer: object) -> float | None:
    return 0.0 if answer == wrong else None


def mistaken(settings: dict, right: list[str], wrong: str) -> str:
    return wrong


def offered(id: str, values: list[str], options) -> list[str]:
    """The values, if each is among the options. Raises AuthorError."""
    strange = [value for value in values if value not in options]
    if strange or not values:
        raise AuthorError(f"Field “{id}”: {strange[0] if strange else 'nothing'!r} is not among its options.")
    return values
