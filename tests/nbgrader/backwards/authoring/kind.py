"""The author's part: what is known to be right and wrong, and one rule of the house."""

from __future__ import annotations

from collections.abc import Iterator

from course.authoring.kind import AuthoringKind
from course.authoring.proof import CompiledExercise
from course.authoring.read import SourceExercise


class BackwardsAuthoring(AuthoringKind):
    """A word is proved by its reference and its known mistakes."""

    def rules(self, exercise: SourceExercise) -> Iterator[str]:
        if exercise.key.reference != exercise.starter[::-1]:
            yield f"“{exercise.key.reference}” is not “{exercise.starter}” from its end."

    def right_answers(self, exercise: CompiledExercise) -> Iterator[tuple[str, object]]:
        yield "the reference", exercise.key.reference

    def wrong_answers(self, exercise: CompiledExercise) -> Iterator[tuple[str, object]]:
        return ((mistake.sentence, mistake.answer) for mistake in exercise.key.mistakes)


KIND = BackwardsAuthoring()
