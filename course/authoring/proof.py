"""What a proof of an exercise is: an answer that was tried, and the verdict on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from course import sheet as sheets
from course.grade.kind import make_key
from course.grade.query.search import strictly
from course.verdict import Verdict


@dataclass(frozen=True)
class Proof:
    """One thing that was tried with an exercise, whether it went as it should, and what was seen."""

    exercise: str
    tried: str
    holds: bool
    seen: str


@dataclass(frozen=True)
class CompiledExercise:
    """An exercise with its compiled key, ready to judge answers."""

    kind: str
    id: str
    key: Any
    expected: Any
    starter: str

    def judge(self, answer: object) -> Verdict:
        """The verdict that a learner would get. Raises where a learner's Check would leave a cause out."""
        with strictly():
            return sheets.judge(self.kind, self.expected, answer, self.starter)


def compiled(kind: str, id: str, starter: str, parts: dict[str, Any]) -> CompiledExercise:
    """The exercise that an author's key describes. Raises AuthorError for a key that cannot be fair."""
    key = sheets.with_figures(make_key(kind, parts))
    return CompiledExercise(kind, id, key, sheets.compile_key(kind, key), starter)
