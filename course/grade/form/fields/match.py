"""SET by classes: each of many items gets one of few classes, by F1."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from course.grade.count import agree
from course.grade.form.field import Field, FieldKind, offered
from course.grade.form.mark import Mark
from course.grade.form.sources import FindRows, Rows
from course.keys.key import AuthorError

FEW = 3  # wrong items that are all named


@dataclass(frozen=True, kw_only=True)
class Match(Field):
    """Each of ``items`` gets one of ``classes``; ``right`` is {item: class, or a list of accepted ones}; F1 as in
    choices.

    ``heads`` names the two columns. ``reasons`` answers classes where they are wrong: what would be seen if they held. Wrong value: {item: wrong class, …}.
    """

    kind: str = "match"
    items: tuple = ()
    classes: tuple = ()
    heads: tuple = ()
    reasons: dict[str, str] = field(default_factory=dict)

    sparse = ("heads", "reasons")


class MatchKind(FieldKind):
    """Right is the list of accepted classes by item."""

    Field = Match
    names_cells = True
    telling = ("reasons",)

    def right(self, field: Match, find_rows: FindRows) -> dict[str, list[str]]:
        """The accepted classes of each item. Raises AuthorError for an item without one."""
        if field.reasons:
            offered(field.id, list(field.reasons), field.classes)
        source = self.find(field.source, find_rows)
        given = {str(row[0]): row[1] for row in source} if isinstance(source, Rows) else dict(source or {})
        if set(given) != set(field.items):
            strange = sorted(set(given) ^ set(field.items))
            raise AuthorError(f"Field “{field.id}”: its items and its right classes differ in {strange[0]!r}.")
        accepted = {item: list(value) if isinstance(value, list | tuple) else [value] for item, value in given.items()}
        return {item: offered(field.id, accepted[item], field.classes) for item in field.items}

    def clean(self, settings: dict, answer: object) -> dict[str, str] | None:
        given = answer if isinstance(answer, dict) else {}
        return {item: given[item] for item in settings["items"] if given.get(item) in settings["classes"]} or None

    def judge(self, settings: dict, right: dict[str, list[str]], answer: object) -> Mark:
        given, total = self.clean(settings, answer) or {}, len(right)
        hits = sum(value in right[item] for item, value in given.items())
        wrong = [item for item, value in given.items() if value not in right[item]]
        reason = f"{hits} of {total} {agree(hits)} right; look at {_listing(wrong)} again" if wrong else ""
        if wrong and (answer_to := settings.get("reasons", {}).get(given[wrong[0]])):
            reason = f"{reason}. {f'The first of them: {answer_to}' if 1 < len(wrong) <= FEW else answer_to}"
        f1 = 2 * hits / (len(given) + total)
        chance = sum(len(accepted) for accepted in right.values()) / total / len(settings["classes"])
        return Mark(f1 * total if given else 0, total, len(given), min(chance, 0.99), reason)

    def reference(self, settings: dict, right: dict[str, list[str]]) -> dict[str, str]:
        return {item: accepted[0] for item, accepted in right.items()}

    def guess(self, settings: dict, right: dict[str, list[str]], random: Random) -> dict[str, str]:
        return {item: random.choice(settings["classes"]) for item in settings["items"]}

    def mistake(self, settings: dict, right: dict, value: object, find_rows: FindRows) -> dict[str, str]:
        wrong = dict(value)
        offered("of a mistake", list(wrong), settings["items"])
        offered("of a mistake", list(wrong.values()), settings["classes"])
        return wrong

    def distance(self, settings: dict, right: dict, wrong: dict[str, str], answer: object) -> float | None:
        given = self.clean(settings, answer) or {}
        return 0.0 if all(given.get(item) == value for item, value in wrong.items()) else None

    def mistaken(self, settings: dict, right: dict[str, list[str]], wrong: dict[str, str]) -> dict[str, str]:
        return {**self.reference(settings, right), **wrong}

    def slips(self, settings: dict, right: dict[str, list[str]]) -> list[dict[str, str]]:
        """One item in another class."""
        base = self.reference(settings, right)
        return [{**base, item: name} for item in right for name in settings["classes"] if name not in right[item]]


def _listing(wrong: list[str]) -> str:
    """The wrong items where they are few; of many the first: somebody who has most of them wrong begins there.

    >>> _listing(["a"]), _listing(["a", "b", "c"]), _listing(["a", "b", "c", "d"])
    ('“a”', '“a”, “b” and “c”', '“a”')
    """
    named = [f"“{item}”" for item in (wrong if len(wrong) <= FEW else wrong[:1])]
    return " and ".join([", ".join(named[:-1]), named[-1]]) if len(named) > 1 else named[0]


KIND = MatchKind()
