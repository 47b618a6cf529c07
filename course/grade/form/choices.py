"""SET: several of many, by F1 or by precision with everything found; marks on lines or points are the same."""

from __future__ import annotations

from course.grade.form.choice import offered
from course.grade.form.fields import Choices
from course.grade.form.mark import OPEN, Mark
from course.grade.form.sources import column
from course.keys.key import AuthorError


def ids(settings: dict) -> list[str]:
    """What can be chosen: the options, of marks their ids."""
    return [option if isinstance(option, str) else option[0] for option in settings["options"]]


def right(field: Choices, found: object) -> list[list[str]]:
    """What must be chosen; each entry lists what is equally good."""
    entries = [list(entry) if isinstance(entry, list | tuple) else [entry] for entry in column(found)]
    known = ids(field.settings)
    if len(set(known)) != len(known):
        raise AuthorError(f"Field “{field.id}” offers an option twice.")
    offered(field.id, [one for entry in entries for one in entry], known)
    return entries


def clean(settings: dict, answer: object) -> list[str] | None:
    """The chosen options in the order in which they are offered; None if there are none."""
    chosen = answer if isinstance(answer, list | tuple) else ()
    return [option for option in ids(settings) if option in chosen] or None


def judge(settings: dict, right: list[list[str]], answer: object) -> Mark:
    chosen = clean(settings, answer)
    if chosen is None:
        return OPEN
    recall, precision = _found(right, chosen)
    holds = None if settings["precision"] is None else recall == 1 and precision >= settings["precision"]
    chance = min(_f1(*_found(right, ids(settings))), 0.99)
    return Mark(_f1(recall, precision), chance=chance, reason=_reason(right, chosen), holds=holds)


def reference(settings: dict, right: list[list[str]]) -> list[str]:
    return clean(settings, [entry[0] for entry in right])


def mistake(settings: dict, right: list[list[str]], found: object) -> dict:
    """A wrong choice as {"with" | "without" | "only": options}."""
    how, options = next(iter(found.items())) if isinstance(found, dict) else ("with", column(found))
    if how not in ("with", "without", "only"):
        raise AuthorError(f"A mistake in a choice of several is a list, or holds “without” or “only”, not “{how}”.")
    return {how: offered("of a mistake", list(options), ids(settings))}


def distance(settings: dict, right: list[list[str]], wrong: dict, answer: object) -> float | None:
    chosen = set(clean(settings, answer) or ())
    (how, options) = next(iter(wrong.items()))
    held = {"with": chosen >= set(options), "without": not chosen & set(options), "only": chosen == set(options)}
    return 0.0 if chosen and held[how] else None


def mistaken(settings: dict, right: list[list[str]], wrong: dict) -> list[str]:
    (how, options) = next(iter(wrong.items()))
    base = reference(settings, right)
    made = {"with": [*base, *options], "without": [one for one in base if one not in options], "only": options}[how]
    return clean(settings, made) or [one for one in ids(settings) if one not in options][:1]


def _found(right: list[list[str]], chosen: list[str]) -> tuple[float, float]:
    """Recall and precision."""
    wanted = {one for entry in right for one in entry}
    recall = sum(any(one in chosen for one in entry) for entry in right) / len(right)
    return recall, sum(one in wanted for one in chosen) / len(chosen)


def _f1(recall: float, precision: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _reason(right: list[list[str]], chosen: list[str]) -> str:
    wanted = {one for entry in right for one in entry}
    extra = sum(one not in wanted for one in chosen)
    missing = sum(not any(one in chosen for one in entry) for entry in right)
    said = [
        f"{extra} of your {len(chosen)} do not belong there" if extra else "",
        f"{missing} are missing" if missing else "",
    ]
    return ", ".join(part for part in said if part)
