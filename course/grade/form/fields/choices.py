"""SET: several of many, by F1 or by precision where everything right must be chosen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, combinations
from random import Random

from course.grade.count import agree
from course.grade.form.field import Field, FieldKind, offered
from course.grade.form.mark import OPEN, Mark
from course.grade.form.sources import FindRows, column
from course.grade.models import call
from course.keys.key import AuthorError

HOW = ("with", "without", "only")


@dataclass(frozen=True, kw_only=True)
class Choices(Field):
    """Any number of ``options``, judged by F1: set ``enough`` to 0.8 for SET(.8). An entry of ``right`` that is
    itself a list means: one of these.

    With ``precision`` instead of ``enough``: everything right must be chosen, and that share of what is chosen must
    be right. Wrong value: [options that are chosen], {"without": [options that are not]}, or {"only": [exactly
    these]}. A parameter of the ``model`` that is the answer to a field above is written as {"field": its id}: then what
    follows from a wrong answer there is right.
    """

    kind: str = "choices"
    options: tuple = ()
    precision: float | None = None


class ChoicesKind(FieldKind):
    """Right is a list of what must be chosen; each entry lists what is equally good. Where it follows from other
    fields it is {"entries": that list, "follows": {"fields", "model", "parameters"}}.

    A wrong value is {"with" | "without" | "only": options}.
    """

    Field = Choices

    def ids(self, settings: dict) -> list[str]:
        """What can be chosen."""
        return settings["options"]

    def right(self, field: Choices, find_rows: FindRows) -> list[list[str]]:
        wanted = column(self.find(field.source, find_rows))
        entries = [list(entry) if isinstance(entry, list | tuple) else [entry] for entry in wanted]
        ids = self.ids(field.settings)
        if len(set(ids)) != len(ids):
            raise AuthorError(f"Field “{field.id}” offers an option twice.")
        offered(field.id, [option for entry in entries for option in entry], ids)
        return entries

    def following(self, field: Choices, right: list[list[str]], names: dict[str, str]) -> dict:
        """Raises AuthorError without a model to compute what follows."""
        if not field.model:
            raise AuthorError(f"Field “{field.id}”: what follows from other fields needs a model.")
        parameters = {name: value for name, value in field.parameters.items() if name not in names}
        return {"entries": right, "follows": {"fields": names, "model": field.model, "parameters": parameters}}

    def follows(self, right: list | dict) -> dict[str, str]:
        return right["follows"]["fields"] if isinstance(right, dict) else {}

    def right_for(self, settings: dict, right: dict, values: dict) -> list[list[str]] | dict:
        """Raises ValueError for values that the model cannot take, or from which nothing follows."""
        rule = right["follows"]
        options = call(rule["model"], {**rule["parameters"], **values})
        if not options:
            raise ValueError(f"From these values nothing follows that could be chosen: {values}.")
        return {**right, "entries": [[option] for option in options]}

    def clean(self, settings: dict, answer: object) -> list[str] | None:
        """The chosen options in the order in which they are offered."""
        chosen = answer if isinstance(answer, list | tuple) else ()
        return [option for option in self.ids(settings) if option in chosen] or None

    def judge(self, settings: dict, right: list | dict, answer: object) -> Mark:
        right = _entries(right)
        chosen = self.clean(settings, answer)
        if chosen is None:
            return OPEN
        recall, precision = _recall_and_precision(right, chosen)
        holds = None if settings["precision"] is None else recall == 1 and precision >= settings["precision"]
        chance = min(_f1(*_recall_and_precision(right, self.ids(settings))), 0.99)
        return Mark(
            _f1(recall, precision),
            chance=chance,
            reason=_reason(right, chosen),
            count=_count(right, chosen),
            holds=holds,
        )

    def reference(self, settings: dict, right: list | dict) -> list[str]:
        return self.clean(settings, [entry[0] for entry in _entries(right)])

    def guess(self, settings: dict, right: list[list[str]], random: Random) -> list[str]:
        return [option for option in self.ids(settings) if random.random() < 0.5]

    def mistake(self, settings: dict, right: list[list[str]], value: object, find_rows: FindRows) -> dict:
        wrong = self.find(value, find_rows)
        how, options = next(iter(wrong.items())) if isinstance(wrong, dict) else ("with", column(wrong))
        if how not in HOW:
            raise AuthorError(f"A mistake in a choice of several is a list, or holds “without” or “only”, not “{how}”.")
        return {how: offered("of a mistake", list(options), self.ids(settings))}

    def distance(self, settings: dict, right: list[list[str]], wrong: dict, answer: object) -> float | None:
        chosen = set(self.clean(settings, answer) or ())
        (how, options) = next(iter(wrong.items()))
        shown = {"with": chosen >= set(options), "without": not chosen & set(options), "only": chosen == set(options)}
        return 0.0 if chosen and shown[how] else None

    def mistaken(self, settings: dict, right: list[list[str]], wrong: dict) -> list[str]:
        (how, options) = next(iter(wrong.items()))
        base = self.reference(settings, right)
        others = [option for option in base if option not in options]
        chosen = {"with": [*base, *options], "without": others, "only": options}[how]
        return self.clean(settings, chosen) or [id for id in self.ids(settings) if id not in options][:1]

    def answer_count(self, settings: dict) -> int:
        return 2 ** len(self.ids(settings))

    def all_answers(self, settings: dict) -> Iterator[list[str]]:
        ids = self.ids(settings)
        return map(list, chain.from_iterable(combinations(ids, size) for size in range(len(ids) + 1)))

    def slips(self, settings: dict, right: list[list[str]]) -> list[list[str]]:
        """One option too many, or one too few."""
        base, wanted = self.reference(settings, right), {option for entry in _entries(right) for option in entry}
        too_few = [[other for other in base if other != option] for option in base if len(base) > 1]
        return too_few + [[*base, option] for option in self.ids(settings) if option not in wanted]

    def empty_answer(self) -> list[str]:
        """In a plan, to choose nothing is a choice."""
        return []


def _entries(right: list | dict) -> list[list[str]]:
    return right["entries"] if isinstance(right, dict) else right


def _recall_and_precision(right: list[list[str]], chosen: list[str]) -> tuple[float, float]:
    wanted = {option for entry in right for option in entry}
    recall = sum(any(option in chosen for option in entry) for entry in right) / len(right)
    return recall, sum(option in wanted for option in chosen) / len(chosen)


def _f1(recall: float, precision: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _count(right: list[list[str]], chosen: list[str]) -> str:
    """How many of what is right were chosen, and how many too many.

    >>> _count([["S2"], ["X1", "R6"]], ["R6", "K1"])
    '1 of 2 found, and 1 too many'
    """
    found = sum(any(option in chosen for option in entry) for entry in right)
    extra = sum(all(option not in entry for entry in right) for option in chosen)
    return f"{found} of {len(right)} found{f', and {extra} too many' if extra else ''}"


def _reason(right: list[list[str]], chosen: list[str]) -> str:
    wanted = {option for entry in right for option in entry}
    extra = sum(option not in wanted for option in chosen)
    missing = sum(not any(option in chosen for option in entry) for entry in right)
    parts = [
        f"{extra} of your {len(chosen)} {agree(extra, 'does')} not belong there" if extra else "",
        f"{missing} {agree(missing)} missing" if missing else "",
    ]
    return ", ".join(filter(None, parts))


KIND = ChoicesKind()
