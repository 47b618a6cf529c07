"""The judge of form answers: choices and numbers, field by field, with partial credit."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from hashlib import sha256

from course.keys import AuthorError, Field, FormKey, Mistake
from course.verdict import Finding, Outcome, Verdict


@dataclass(frozen=True)
class FieldExpectation:
    """What a learner's machine may know of a field: the question, the options, and a digest of the right value."""

    id: str
    ask: str
    options: tuple[str, ...]
    unit: str
    help: str
    digest: str


@dataclass(frozen=True)
class MistakeExpectation:
    """A known mistake: the fields that it shows in, a digest of their wrong values, and its sentence."""

    fields: tuple[str, ...]
    digest: str
    sentence: str


@dataclass(frozen=True)
class FormExpectation:
    """A compiled form key: enough to judge an answer, without the right answers in plain."""

    salt: str
    fields: tuple[FieldExpectation, ...]
    pass_at: float
    mistakes: tuple[MistakeExpectation, ...]

    def to_json(self) -> dict:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict) -> FormExpectation:
        return cls(
            data["salt"],
            tuple(FieldExpectation(**{**field, "options": tuple(field["options"])}) for field in data["fields"]),
            data["pass_at"],
            tuple(MistakeExpectation(**{**mistake, "fields": tuple(mistake["fields"])}) for mistake in data["mistakes"]),
        )


def compile_form(key: FormKey, find_number: Callable[[str], float]) -> FormExpectation:
    """What may be shown and known of a form. ``find_number`` answers a reference query on the practice data.

    Raises AuthorError for a field without a right answer, or a mistake about a field that does not exist.
    """
    salt = sha256("\n".join(field.ask for field in key.fields).encode()).hexdigest()[:8]
    right = right_answer(key, find_number)
    asked = tuple(
        FieldExpectation(f.id, f.ask, f.options, f.unit, f.help, _digest(salt, [right[f.id]])) for f in key.fields
    )
    mistakes = tuple(_mistake(key, mistake, right, salt, find_number) for mistake in key.mistakes)
    return FormExpectation(salt, asked, key.pass_at, mistakes)


def right_answer(key: FormKey, find_number: Callable[[str], float]) -> dict[str, object]:
    """The right value of each field by its id."""
    return {field.id: _right_value(field, find_number) for field in key.fields}


def judge_form(expected: FormExpectation, answer: dict) -> Verdict:
    """Judge a form: the share of right fields is the score, and from the stated share on it is passed."""
    filled = {field.id for field in expected.fields if _value(field, answer) is not None}
    if not filled:
        return Verdict.not_attempted("No field is filled in yet.")
    right = [field for field in expected.fields if _is_right(expected, field, answer)]
    count, total = len(right), len(expected.fields)
    if count == total:
        return Verdict.passed(f"{count} of {total} are right.")
    findings = _findings(expected, answer, [field for field in expected.fields if field not in right])
    if count >= expected.pass_at * total:
        return Verdict(Outcome.PASSED, count / total, f"{count} of {total} are right.", tuple(findings))
    headline = f"{count} of {total} are right, {_needed(expected)} are needed."
    return Verdict.not_yet(headline, *findings, score=count / total)


def read_number(text: object) -> int | None:
    """The whole number that a person meant; None if it is none.

    >>> [read_number(text) for text in ("97 000", "97,000", "97_000 rows", "97.5", "", None, 97000)]
    [97000, 97000, 97000, None, None, None, 97000]
    """
    match = re.fullmatch(r"\s*([+-]?\d{1,3}(?:([  \u202f'’_,.])\d{3}(?:\2\d{3})*)?|[+-]?\d+)\s*[A-Za-z€%]*\s*", str(text))
    return int(re.sub(r"[^\d+-]", "", match.group(1))) if match else None


def _right_value(field: Field, find_number: Callable[[str], float]) -> object:
    if field.options:
        if field.right not in field.options:
            raise AuthorError(f"Field “{field.id}”: right={field.right!r} is not among its options.")
        return field.right
    if not field.sql:
        raise AuthorError(f"Field “{field.id}” has neither options nor sql, so nothing says what is right.")
    return int(find_number(field.sql))


def wrong_answer(key: FormKey, mistake: Mistake, find_number: Callable[[str], float]) -> dict[str, object]:
    """The values of a mistake by field. A number may be written as the query that goes wrong in this way."""
    numbers = {field.id for field in key.fields if not field.options}

    def value(name: str, written: object) -> object:
        if name not in numbers:
            return written
        is_query = str(written).lstrip().upper().startswith("SELECT")
        return int(find_number(str(written))) if is_query else read_number(written)

    return {name: value(name, written) for name, written in mistake.answer.items()}


def _mistake(key: FormKey, mistake: Mistake, right: dict, salt: str, find_number) -> MistakeExpectation:
    answer = wrong_answer(key, mistake, find_number)
    names = tuple(answer)
    strange = [name for name in names if name not in right]
    if strange or not names:
        raise AuthorError(f"The mistake “{mistake.sentence}” names the field {strange or 'nothing'}, which does not exist.")
    values = [answer[name] for name in names]
    if values == [right[name] for name in names]:
        raise AuthorError(f"The mistake “{mistake.sentence}” holds the right answer.")
    return MistakeExpectation(names, _digest(salt, values), mistake.sentence)


def _findings(expected: FormExpectation, answer: dict, wrong: list[FieldExpectation]) -> list[Finding]:
    by_id = {field.id: field for field in expected.fields}
    known = [m for m in expected.mistakes if _digest(expected.salt, [_value(by_id[f], answer) for f in m.fields]) == m.digest]
    explained = {name for mistake in known for name in mistake.fields}
    findings = [Finding("known-mistake", mistake.sentence) for mistake in known]
    return findings + [_unexplained(field, answer) for field in wrong if field.id not in explained]


def _unexplained(field: FieldExpectation, answer: dict) -> Finding:
    typed = str(answer.get(field.id) or "").strip()
    if not typed:
        return Finding("empty", f"“{field.ask}” is still open.")
    if not field.options and read_number(typed) is None:
        return Finding("number", f"“{typed}” is not a whole number.", "Type digits only, for example 97000.")
    return Finding("wrong", f"“{field.ask}” does not hold yet.", field.help)


def _is_right(expected: FormExpectation, field: FieldExpectation, answer: dict) -> bool:
    value = _value(field, answer)
    return value is not None and _digest(expected.salt, [value]) == field.digest


def _value(field: FieldExpectation, answer: dict) -> object:
    typed = answer.get(field.id)
    if field.options:
        return typed if typed in field.options else None
    return read_number(typed)


def _needed(expected: FormExpectation) -> int:
    return -int(-expected.pass_at * len(expected.fields) // 1)


def _digest(salt: str, values: list) -> str:
    return sha256(json.dumps([salt, *values], ensure_ascii=False).encode()).hexdigest()[:16]
