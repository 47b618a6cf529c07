"""The author's part of document exercises."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import nbformat

from course import sheet as sheets
from course.authoring.kind import AuthoringKind
from course.authoring.proof import CompiledExercise
from course.authoring.read import SourceExercise, read, sources
from course.grade.document import DocumentExpectation, criteria, wrong_document
from course.grade.kind import kind as grading
from course.verdict import Outcome, Verdict

ENOUGH_OF_AN_ALTERNATIVE = 0.9


class DocumentAuthoring(AuthoringKind):
    """A document is proved by its reference and by wrong ones; what people mark has a task cell of its own."""

    def rules(self, exercise: SourceExercise) -> Iterator[str]:
        """A document that people mark has a task cell below, whose points are the sum of the weights."""
        review = exercise.key.review
        if not review:
            return
        cells, review_criteria = nbformat.read(exercise.notebook, as_version=4).cells, criteria(review)
        task = cells[exercise.cell] if exercise.cell < len(cells) else None
        marks = task.metadata.get("nbgrader", {}) if task else {}
        id = f"{exercise.id.replace('.', '-')}-human"
        if not (marks.get("task") and marks.get("grade_id") == id):
            yield f"a review needs a task cell right below, with the id {id}."
            return
        points = sum(criterion.weight for criterion in review_criteria)
        if marks.get("points") != points:
            yield f"its task cell gives {marks.get('points')} points. The weights of the review add up to {points}."
        for criterion in review_criteria:
            if criterion.title not in task.source:
                yield f"its task cell does not name the criterion “{criterion.title}”."

    def right_answers(self, exercise: CompiledExercise) -> Iterator[tuple[str, str]]:
        yield "the reference", exercise.key.reference
        for number, document in enumerate(exercise.key.accept, 1):
            yield f"alternative {number}", document

    def wrong_answers(self, exercise: CompiledExercise) -> Iterator[tuple[str, str]]:
        key = exercise.key
        return ((mistake.sentence, wrong_document(key, mistake.answer)) for mistake in key.mistakes)

    def is_right(self, name: str, verdict: Verdict) -> bool:
        enough = 1 if name == "the reference" else ENOUGH_OF_AN_ALTERNATIVE
        return verdict.outcome is Outcome.PASSED and verdict.score >= enough

    def beside_key(self, exercise: SourceExercise) -> tuple[str, ...]:
        return _queries(exercise)

    def compile(self, exercise: SourceExercise) -> DocumentExpectation:
        """The expectation, with the exercises whose queries a document may quote."""
        expectation = sheets.compile_key(exercise.kind, exercise.key)
        return replace(expectation, queries=_queries(exercise)) if expectation.quotes_queries else expectation


def _queries(exercise: SourceExercise) -> tuple[str, ...]:
    """The exercises of the course that ask for a query."""
    root = exercise.notebook.parents[2]
    return tuple(other.id for path in sources(root) for other in read(path) if grading(other.kind).is_query)


KIND = DocumentAuthoring()
