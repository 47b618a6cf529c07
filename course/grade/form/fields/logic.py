"""ENUM: rules tried on every combination of their inputs, for gaps, conflicts and outcomes."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from random import Random

from course.grade.form.field import Field, FieldKind
from course.grade.form.mark import OPEN, Mark
from course.grade.form.sources import FindRows
from course.keys.key import AuthorError


@dataclass(frozen=True, kw_only=True)
class Logic(Field):
    """Rules over ``inputs`` {name: [values]} that lead to ``outcomes``, tried on all combinations: no gap, no
    conflict, and the right outcome in the share ``enough``. ``rules`` is how many lines there are to fill in.

    ``right`` is a list of {"when": {input: value}, "then": outcome}; an input left out may be anything. Wrong value:
    such a list.
    """

    kind: str = "logic"
    inputs: dict = field(default_factory=dict)
    outcomes: tuple = ()
    rules: int = 6


class LogicKind(FieldKind):
    """Right and wrong values are lists of rules, written as their author does."""

    Field = Logic
    is_single = True

    def right(self, field: Logic, find_rows: FindRows) -> list[dict]:
        """The reference's rules. Raises AuthorError for a gap, for a conflict, and for more rules than lines."""
        rules = self._known(field.settings, list(field.right or ()))
        for case in _cases(field.settings):
            if len(_outcomes(rules, case)) != 1:
                raise AuthorError(f"Field “{field.id}”: its right rules leave a gap or a conflict at {_words(case)}.")
        if len(rules) > field.rules:
            raise AuthorError(f"Field “{field.id}”: {field.rules} lines are too few for {len(rules)} right rules.")
        return rules

    def clean(self, settings: dict, answer: object) -> list[dict] | None:
        """The rules that have an outcome; an input that is left open may be anything."""
        lines = [line for line in answer if isinstance(line, dict)] if isinstance(answer, list | tuple) else []
        rules = [_rule(settings, line) for line in lines if line.get("then") in settings["outcomes"]]
        return rules or None

    def judge(self, settings: dict, right: list[dict], answer: object) -> Mark:
        rules = self.clean(settings, answer)
        if rules is None:
            return OPEN
        cases = _cases(settings)
        given = [_outcomes(rules, case) for case in cases]
        expected = [_outcomes(right, case) for case in cases]
        hits = sum(outcomes == wanted for outcomes, wanted in zip(given, expected, strict=True))
        holds = None if all(len(outcomes) == 1 for outcomes in given) else False
        reason = next(filter(None, map(_trouble, cases, given)), "") or next(
            filter(None, map(_difference, cases, given, expected)), ""
        )
        return Mark(hits / len(cases), chance=1 / len(settings["outcomes"]), reason=reason, holds=holds)

    def reference(self, settings: dict, right: list[dict]) -> list[dict]:
        return right

    def guess(self, settings: dict, right: list[dict], random: Random) -> list[dict]:
        def rule() -> dict:
            when = {name: random.choice(["", *values]) for name, values in settings["inputs"].items()}
            return {"when": when, "then": random.choice(settings["outcomes"])}

        return [rule() for _ in range(settings["rules"])]

    def mistake(self, settings: dict, right: list[dict], value: object, find_rows: FindRows) -> list[dict]:
        return self._known(settings, list(value))

    def distance(self, settings: dict, right: list[dict], wrong: list[dict], answer: object) -> float | None:
        """Rules are the same when they say the same of every combination, however they are written."""
        rules = self.clean(settings, answer) or []
        return 0.0 if all(_outcomes(rules, case) == _outcomes(wrong, case) for case in _cases(settings)) else None

    def _known(self, settings: dict, rules: list[dict]) -> list[dict]:
        """The rules, if all they name exists. Raises AuthorError."""
        cleaned = self.clean(settings, rules) or []
        if not rules or cleaned != [{"when": dict(rule.get("when", {})), "then": rule.get("then")} for rule in rules]:
            raise AuthorError("A rule names an input, a value or an outcome that does not exist.")
        return cleaned


def _cases(settings: dict) -> list[dict]:
    return [dict(zip(settings["inputs"], values, strict=True)) for values in product(*settings["inputs"].values())]


def _outcomes(rules: list[dict], case: dict) -> set[str]:
    return {rule["then"] for rule in rules if all(case[name] == value for name, value in rule["when"].items())}


def _rule(settings: dict, line: dict) -> dict:
    when = line.get("when") if isinstance(line.get("when"), dict) else {}
    known = {name: when[name] for name, values in settings["inputs"].items() if when.get(name) in values}
    return {"when": known, "then": line["then"]}


def _trouble(case: dict, outcomes: set[str]) -> str:
    if not outcomes:
        return f"no rule says what happens when {_words(case)}"
    return f"two rules contradict each other when {_words(case)}" if len(outcomes) > 1 else ""


def _difference(case: dict, given: set[str], expected: set[str]) -> str:
    return f"when {_words(case)}, “{next(iter(given))}” is not what should happen" if given != expected else ""


def _words(case: dict) -> str:
    return ", ".join(f"{name} is {value}" for name, value in case.items())


KIND = LogicKind()
