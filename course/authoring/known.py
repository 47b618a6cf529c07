"""An exercise's proofs and expectation, each cached until something that decides it changes."""

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
    """The proofs of an exercise. Raises AuthorError that names the notebook and the cell."""

    def run_proofs() -> list[dict[str, Any]]:
        step("judging answers")
        return [asdict(proof) for proof in prove(exercise.kind, exercise.id, exercise.starter, exercise.parts)]

    try:
        entries = store.cached(
            "proofs", _proof_inputs(exercise), run_proofs, lambda entries: all(entry["holds"] for entry in entries)
        )
    except AuthorError as error:
        raise AuthorError(f"{address(exercise)}: {error}") from error
    return tuple(Proof(**entry) for entry in entries)


def expectation(exercise: SourceExercise) -> dict[str, Any]:
    """The compiled key of an exercise as it is written on the sheet. Raises AuthorError that names the exercise."""
    part = kind(exercise.kind)
    try:
        return store.cached(
            "expectation",
            _expectation_inputs(exercise),
            lambda: part.compile(exercise).to_json(),
            lambda value: part.is_certain(exercise),
        )
    except AuthorError as error:
        raise AuthorError(f"{exercise.notebook.name}, exercise {exercise.id}: {error}") from error


def is_known(exercise: SourceExercise) -> bool:
    """Whether everything about an exercise is cached, so that nothing needs to be computed. Raises AuthorError."""
    return store.is_cached("proofs", _proof_inputs(exercise)) and store.is_cached(
        "expectation", _expectation_inputs(exercise)
    )


def _proof_inputs(exercise: SourceExercise) -> tuple[object, ...]:
    return exercise.kind, exercise.id, exercise.starter, exercise.parts


def _expectation_inputs(exercise: SourceExercise) -> tuple[object, ...]:
    return exercise.kind, exercise.key, kind(exercise.kind).beside_key(exercise)
