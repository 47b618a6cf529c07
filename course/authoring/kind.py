"""What a kind of exercise is to authors: its house rules, its proofs, what is built from it. Kinds are found by name."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from course import sheet as sheets
from course.authoring.proof import CompiledExercise, Proof
from course.authoring.read import SourceExercise
from course.registry import Registry
from course.verdict import Outcome, Verdict

KINDS = Registry("course.authoring", "kind.py")


class AuthoringKind(ABC):
    """The author's part of a kind. Its folder in this wing holds ``kind.py`` with one of these, called KIND.

    ``search`` names what takes long to find for an exercise of this kind; a quick check leaves it out.
    """

    search: ClassVar[str] = ""

    def rules(self, exercise: SourceExercise) -> Iterable[str]:
        """What breaks the house rules of this kind, one sentence each, without the place."""
        return ()

    @abstractmethod
    def right_answers(self, exercise: CompiledExercise) -> Iterator[tuple[str, object]]:
        """The answers that must pass, by name: the reference first, then the alternatives."""

    @abstractmethod
    def wrong_answers(self, exercise: CompiledExercise) -> Iterator[tuple[str, object]]:
        """The known wrong answers, each with the sentence that it deserves."""

    def is_right(self, name: str, verdict: Verdict) -> bool:
        """Whether a right answer was judged as it should be."""
        return verdict.outcome is Outcome.PASSED and verdict.score >= 1

    def is_wrong(self, exercise: CompiledExercise, sentence: str, verdict: Verdict) -> bool:
        """Whether a known wrong answer was judged as it should be: its own sentence first, and not all points."""
        return [finding.seen for finding in verdict.findings[:1]] == [sentence] and verdict.score < 1

    def further_proofs(self, exercise: CompiledExercise) -> Iterable[Proof]:
        """Further proofs of an exercise of this kind."""
        return ()

    def beside_key(self, exercise: SourceExercise) -> object:
        """What the expectation depends on besides the key, compared by its repr."""
        return None

    def is_certain(self, exercise: SourceExercise) -> bool:
        """Whether the last compiled expectation would be the same on a faster machine, and so may be cached."""
        return True

    def compile(self, exercise: SourceExercise) -> Any:
        """The expectation that is written on the sheet. Raises AuthorError."""
        return sheets.compile_key(exercise.kind, exercise.key)

    def shortcomings(self, exercise: SourceExercise) -> Iterable[str]:
        """What makes the exercise unfair although its proofs hold, one sentence each. Raises AuthorError."""
        return ()

    def measurements(self, exercise: SourceExercise, on_sheet: sheets.ExerciseSheet) -> Iterable[str]:
        """The exercise's measurements, as lines for its author; ``on_sheet`` is what the sheet says of it. Raises AuthorError."""
        return ()


def kind(name: str) -> AuthoringKind:
    """The author's part of the kind of that name."""
    part: AuthoringKind = KINDS[name].KIND
    return part
