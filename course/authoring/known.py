"""What is known of an exercise, its proofs and its expectation, each kept as long as nothing changes that decides it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from course.authoring import store
from course.authoring.kind import kind
from course.authoring.proof import Proof
from course.authoring.prove import prove
from course.authoring.read import SourceExercise, where
from course.authoring.steps import step
from course.keys.key import AuthorError


def address(exercise: SourceExercise) -> str:
    """Where its author finds an exercise."""
    return f"{where(exercise.notebook, exercise.cell)}, exercise {exercise.id}"


def proofs(exercise: SourceExercise) -> tuple[Proof, ...]:
    """What was tried with an exercise, and what was seen. Raises AuthorError that names the notebook and the cell."""

    def find() -> list[dict[str, Any]]:
        step("judging answers")
        return [asdict(proof) for proof in prove(exercise.kind, exercise.id, exercise.starter, exercise.parts)]

    try:
        found = store.kept("proofs", _proved(exercise), find, lambda proofs: all(proof["holds"] for proof in proofs))
    except AuthorError as error:
        raise AuthorError(f"{address(exercise)}: {error}") from error
    return tuple(Proof(**proof) for proof in found)


def expectation(exercise: SourceExercise) -> dict[str, Any]:
    """The compiled key of an exercise as it is written on the sheet. Raises AuthorError that names the exercise."""
    part = kind(exercise.kind)
    try:
        return store.kept(
            "expectation",
            _compiled(exercise),
            lambda: part.compile(exercise).to_json(),
            lambda found: part.is_certain(exercise),
        )
    except AuthorError as error:
        raise AuthorError(f"{exercise.notebook.name}, exercise {exercise.id}: {error}") from error


def is_known(exercise: SourceExercise) -> bool:
    """Whether nothing about an exercise needs to be found: all was kept. Raises AuthorError."""
    return store.holds("proofs", _proved(exercise)) and store.holds("expectation", _compiled(exercise))


def _proved(exercise: SourceExercise) -> tuple[object, ...]:
    return exercise.kind, exercise.id, exercise.starter, exercise.parts


def _compiled(exercise: SourceExercise) -> tuple[object, ...]:
    return exercise.kind, exercise.key, kind(exercise.kind).beside_key(exercise)
