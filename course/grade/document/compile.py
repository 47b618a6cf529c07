"""Compiles the key of a document: its checks from a rubric and from the key itself; refuses what cannot be judged."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

from course.grade.document import checks as _checks  # noqa: F401  registers every check
from course.grade.document.caps import CAPS
from course.grade.document.check import CHECKS
from course.grade.document.copied import fingerprint
from course.grade.document.expectation import CheckExpectation, Criterion, DocumentExpectation, Specimen, make_specimen
from course.grade.document.judge import report
from course.grade.document.key import DocumentKey
from course.grade.document.truths import problem_of
from course.grade.form.mask import mask
from course.keys.key import AuthorError

RUBRICS = Path(__file__).parent / "rubrics"
PUBLIC = ("check", "id", "points", "title", "why", "gate")


def compile_document(key: DocumentKey) -> DocumentExpectation:
    """What a learner may know of a document exercise. Raises AuthorError for checks that do not exist or cannot run."""
    rubric = _read(key.rubric)
    entries = [*rubric.get("check", ()), *key.checks]
    aliases = {**rubric.get("aliases", {}), **key.aliases}
    latest = {check.get("id") or check.get("check", ""): check for check in entries}
    if not latest:
        raise AuthorError("A document needs checks: give a rubric, or a list of checks.")
    unknown = [name for name in key.caps if name not in {cap.name for cap in CAPS}]
    if unknown:
        raise AuthorError(f"There is no cap “{unknown[0]}”. There are {', '.join(cap.name for cap in CAPS)}.")
    checks = tuple(_check(id, check) for id, check in latest.items())
    annotated = specimens(key.review)
    fingerprints = tuple(fingerprint(text) for text in (*key.specimens, *(specimen.text for specimen in annotated)))
    review = criteria(key.review)
    truths = [*rubric.get("truth", ()), *key.truths]
    if problems := [problem for truth in truths if (problem := problem_of(truth))]:
        raise AuthorError(problems[0])
    compiled = DocumentExpectation(
        key.template, aliases, checks, tuple(key.caps), key.pass_at, fingerprints, review, annotated,
        masked_truths=mask("truths", truths) if truths else "",
    )  # fmt: skip
    _try_checks(compiled, key.reference)
    return compiled


def reference(key: DocumentKey) -> str:
    return key.reference


def wrong_document(key: DocumentKey, answer: object) -> str:
    """The text of a known mistake: written out, or the reference with {"replace": {old: new}}. Raises AuthorError."""
    if isinstance(answer, str):
        return answer
    text = key.reference
    for old, new in (answer if isinstance(answer, dict) else {}).get("replace", {}).items():
        if old not in text:
            raise AuthorError(f"A mistake replaces “{old[:60]}”, which the reference does not say.")
        text = text.replace(old, new)
    if text == key.reference:
        raise AuthorError(
            "A mistake of a document is a text, or {'replace': {'what the reference says': 'the wrong'}}."
        )
    return text


def criteria(name: str) -> tuple[Criterion, ...]:
    """The criteria of a review, by which people judge. Raises AuthorError if there is none of that name."""
    return tuple(Criterion(**{**data, "marks": tuple(data["marks"])}) for data in _read(name).get("criterion", ()))


def specimens(name: str) -> tuple[Specimen, ...]:
    """The annotated texts of a review, to judge one's own by. Raises AuthorError if there is no review of that name."""
    return tuple(make_specimen(data) for data in _read(name).get("specimen", ()))


def _read(name: str) -> dict:
    if not name:
        return {}
    path = RUBRICS / f"{name}.toml"
    if not path.exists():
        names = ", ".join(sorted(rubric.stem for rubric in RUBRICS.glob("*.toml")))
        raise AuthorError(f"There is no rubric “{name}”. There are {names}.")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _check(id: str, entry: dict) -> CheckExpectation:
    name = entry.get("check", "")
    if name not in CHECKS:
        raise AuthorError(f"There is no check “{name}”. There are {', '.join(sorted(CHECKS))}.")
    if not isinstance(entry.get("points"), int | float) or entry["points"] < 0:
        raise AuthorError(f"The check “{id}” needs points.")
    check = CHECKS[name]
    settings = {setting: value for setting, value in entry.items() if setting not in PUBLIC}
    return CheckExpectation(
        id, name, float(entry["points"]), entry.get("title", check.title), entry.get("why", check.why), check.misses,
        bool(entry.get("gate", False)), mask(id, settings),
    )  # fmt: skip


def _try_checks(compiled: DocumentExpectation, text: str) -> None:
    for check in compiled.checks:
        try:
            report(replace(compiled, checks=(check,)), text)
        except (KeyError, TypeError, ValueError) as error:
            raise AuthorError(
                f"The check “{check.id}” lacks or mistakes a setting: {type(error).__name__}: {error}. Its docstring in "
                "course/grade/document/checks says which it takes."
            ) from error
