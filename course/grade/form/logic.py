"""ENUM: rules tried on every combination of their inputs, for gaps, conflicts and outcomes."""

from __future__ import annotations

from itertools import product

from course.grade.form.fields import Logic
from course.grade.form.mark import OPEN, Mark
from course.keys.key import AuthorError

ANY = ""


def right(field: Logic, found: object) -> list[dict]:
    """The reference's rules. Raises AuthorError for a gap, for a conflict, and for more rules than lines."""
    rules = _known(field.settings, list(found or ()))
    for case in _cases(field.settings):
        if len(_outcomes(rules, case)) != 1:
            raise AuthorError(f"Field “{field.id}”: its right rules leave a gap or a conflict at {_words(case)}.")
    if len(rules) > field.rules:
        raise AuthorError(f"Field “{field.id}”: {field.rules} lines are too few for {len(rules)} right rules.")
    return rules


def clean(settings: dict, answer: object) -> list[dict] | None:
    """The rules that have an outcome; an input that is left open may be anything."""
    lines = [line for line in answer if isinstance(line, dict)] if isinstance(answer, list | tuple) else []
    rules = [_rule(settings, line) for line in lines if line.get("then") in settings["outcomes"]]
    return rules or None


def judge(settings: dict, right: list[dict], answer: object) -> Mark:
    rules = clean(settings, answer)
    if rules is None:
        return OPEN
    cases = _cases(settings)
    said = [_outcomes(rules, case) for case in cases]
    wanted = [_outcomes(right, case) for case in cases]
    hits = sum(one == other for one, other in zip(said, wanted, strict=True))
    holds = None if all(len(outcomes) == 1 for outcomes in said) else False
    reason = next(filter(None, map(_trouble, cases, said)), "") or next(
        filter(None, map(_difference, cases, said, wanted)), ""
    )
    return Mark(hits / len(cases), chance=1 / len(settings["outcomes"]), reason=reason, holds=holds)


def reference(settings: dict, right: list[dict]) -> list[dict]:
    return right


def mistake(settings: dict, right: list[dict], found: object) -> list[dict]:
    return _known(settings, list(found))


def distance(settings: dict, right: list[dict], wrong: list[dict], answer: object) -> float | None:
    """Rules are the same when they say the same of every combination, however they are written."""
    rules = clean(settings, answer) or []
    return 0.0 if all(_outcomes(rules, case) == _outcomes(wrong, case) for case in _cases(settings)) else None


def mistaken(settings: dict, right: list[dict], wrong: list[dict]) -> list[dict]:
    return wrong


def _cases(settings: dict) -> list[dict]:
    return [dict(zip(settings["inputs"], values, strict=True)) for values in product(*settings["inputs"].values())]


def _outcomes(rules: list[dict], case: dict) -> set[str]:
    return {rule["then"] for rule in rules if all(case[name] == value for name, value in rule["when"].items())}


def _rule(settings: dict, line: dict) -> dict:
    when = line.get("when") if isinstance(line.get("when"), dict) else {}
    known = {name: when[name] for name, values in settings["inputs"].items() if when.get(name) in values}
    return {"when": known, "then": line["then"]}


def _known(settings: dict, rules: list[dict]) -> list[dict]:
    cleaned = clean(settings, rules) or []
    if not rules or cleaned != [{"when": dict(rule.get("when", {})), "then": rule.get("then")} for rule in rules]:
        raise AuthorError("A rule names an input, a value or an outcome that does not exist.")
    return cleaned


def _trouble(case: dict, outcomes: set[str]) -> str:
    if not outcomes:
        return f"no rule says what happens when {_words(case)}"
    return f"two rules contradict each other when {_words(case)}" if len(outcomes) > 1 else ""


def _difference(case: dict, said: set[str], wanted: set[str]) -> str:
    return f"when {_words(case)}, “{next(iter(said))}” is not what should happen" if said != wanted else ""


def _words(case: dict) -> str:
    return ", ".join(f"{name} is {value}" for name, value in case.items())
