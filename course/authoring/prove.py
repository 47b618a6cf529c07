"""Proves one exercise fair: the reference earns all, nothing and guessing earn little, mistakes get their sentences."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from course.authoring.kind import kind
from course.authoring.proof import CompiledExercise, Proof, compiled
from course.grade.kind import kind as grading
from course.verdict import Outcome


def prove(name: str, id: str, starter: str, parts: dict[str, Any]) -> tuple[Proof, ...]:
    """Try the key of an exercise with everything that it promises. Raises AuthorError for a key that cannot be fair."""
    return tuple(_proofs(compiled(name, id, starter, parts)))


def _proofs(exercise: CompiledExercise) -> Iterator[Proof]:
    part = kind(exercise.kind)
    for name, answer in _no_answers(exercise):
        verdict = exercise.judge(answer)
        holds = verdict.outcome is Outcome.NOT_ATTEMPTED and verdict.score == 0
        yield Proof(exercise.id, name, holds, verdict.text)
    for name, answer in part.right_answers(exercise):
        verdict = exercise.judge(answer)
        yield Proof(exercise.id, name, part.is_right(name, verdict), verdict.text)
    for sentence, answer in part.wrong_answers(exercise):
        verdict = exercise.judge(answer)
        yield Proof(exercise.id, f"mistake: {sentence}", part.is_wrong(exercise, sentence, verdict), verdict.text)
    yield from part.further_proofs(exercise)


def _no_answers(exercise: CompiledExercise) -> tuple[tuple[str, object], ...]:
    nothing = grading(exercise.kind).nothing
    return ("nothing", nothing("", {})), ("the starter", nothing(exercise.starter, exercise.expected.to_json()))


def table(proofs: tuple[Proof, ...]) -> str:
    """The proofs as an HTML table for an author."""
    rows = "".join(
        f'<tr><td>{"✓" if proof.holds else "✗"}</td><td class="course-wrap">{escape(proof.tried)}</td>'
        f'<td class="course-wrap">{escape(proof.seen)}</td></tr>'
        for proof in proofs
    )
    return (
        '<table class="course-table"><thead><tr><th scope="col">holds</th><th scope="col">tried</th>'
        f'<th scope="col">verdict</th></tr></thead><tbody>{rows}</tbody></table>'
    )
