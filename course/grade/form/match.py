"""SET by classes: each of many items gets one of few classes, by F1."""

from __future__ import annotations

from course.grade.form.choice import offered
from course.grade.form.fields import Match
from course.grade.form.mark import Mark
from course.grade.form.sources import Rows
from course.keys.key import AuthorError


def right(field: Match, found: object) -> dict[str, list[str]]:
    """The accepted classes of each item. Raises AuthorError for an item without one."""
    given = {str(row[0]): row[1] for row in found} if isinstance(found, Rows) else dict(found or {})
    if set(given) != set(field.items):
        strange = sorted(set(given) ^ set(field.items))
        raise AuthorError(f"Field “{field.id}”: its items and its right classes differ in {strange[0]!r}.")
    accepted = {item: list(value) if isinstance(value, list | tuple) else [value] for item, value in given.items()}
    return {item: offered(field.id, accepted[item], field.classes) for item in field.items}


def clean(settings: dict, answer: object) -> dict[str, str] | None:
    given = answer if isinstance(answer, dict) else {}
    return {item: given[item] for item in settings["items"] if given.get(item) in settings["classes"]} or None


def judge(settings: dict, right: dict[str, list[str]], answer: object) -> Mark:
    given, total = clean(settings, answer) or {}, len(right)
    hits = sum(value in right[item] for item, value in given.items())
    wrong = next((item for item, value in given.items() if value not in right[item]), "")
    reason = f"{hits} of {total} are right; look at “{wrong}” again" if wrong else ""
    f1 = 2 * hits / (len(given) + total)
    chance = sum(len(accepted) for accepted in right.values()) / total / len(settings["classes"])
    return Mark(f1 * total if given else 0, total, len(given), min(chance, 0.99), reason)


def reference(settings: dict, right: dict[str, list[str]]) -> dict[str, str]:
    return {item: accepted[0] for item, accepted in right.items()}


def mistake(settings: dict, right: dict[str, list[str]], found: object) -> dict[str, str]:
    offered("of a mistake", list(found), settings["items"])
    offered("of a mistake", list(found.values()), settings["classes"])
    return dict(found)


def distance(settings: dict, right: dict[str, list[str]], wrong: dict[str, str], answer: object) -> float | None:
    given = clean(settings, answer) or {}
    return 0.0 if all(given.get(item) == value for item, value in wrong.items()) else None


def mistaken(settings: dict, right: dict[str, list[str]], wrong: dict[str, str]) -> dict[str, str]:
    return {**reference(settings, right), **wrong}
