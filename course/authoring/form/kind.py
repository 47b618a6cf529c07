"""The author's part of form exercises."""

from __future__ import annotations

from collections.abc import Iterator

from course import sheet as sheets
from course.authoring.form.giveaways import giveaways
from course.authoring.form.guessing import guessing
from course.authoring.form.slips import slips
from course.authoring.kind import AuthoringKind
from course.authoring.proof import CompiledExercise, Proof
from course.authoring.read import SourceExercise
from course.grade.form import follow_on, mistaken, reference
from course.grade.form.follow import sources
from course.grade.form.samples import samples_of
from course.verdict import Verdict
from course.views.pictures import PICTURES


class FormAuthoring(AuthoringKind):
    """A form is proved by its mistakes in single fields, and by what random answers earn."""

    def rules(self, exercise: SourceExercise) -> Iterator[str]:
        for field in exercise.key.fields:
            if field.view and field.view not in PICTURES:
                yield f"the field “{field.id}” has the view “{field.view}”. There are {', '.join(PICTURES)}."
        yield from giveaways(exercise.key.fields)

    def right_answers(self, exercise: CompiledExercise) -> Iterator[tuple[str, dict]]:
        right = reference(exercise.expected)
        yield "the reference", right
        for number, changes in enumerate(exercise.key.accept, 1):
            yield f"alternative {number}", {**right, **changes}

    def wrong_answers(self, exercise: CompiledExercise) -> Iterator[tuple[str, dict]]:
        """A mistake shows in some fields; the others are left right, which is the hardest case to notice."""
        return ((mistake.sentence, mistaken(exercise.expected, mistake)) for mistake in exercise.expected.mistakes)

    def is_wrong(self, exercise: CompiledExercise, sentence: str, verdict: Verdict) -> bool:
        if not samples_of(exercise.expected):
            return super().is_wrong(exercise, sentence, verdict)
        return sentence in [finding.seen for finding in verdict.findings] and verdict.score == 1

    def further_proofs(self, exercise: CompiledExercise) -> Iterator[Proof]:
        """That follow-on errors are forgiven, and what guessing earns."""
        yield from _follow_on_proofs(exercise)
        yield from self._guessing_proof(exercise)

    def measurements(self, exercise: SourceExercise, on_sheet: sheets.ExerciseSheet) -> Iterator[str]:
        expected = sheets.expectation(on_sheet)
        return iter(()) if samples_of(expected) else slips(expected).lines()

    def _guessing_proof(self, exercise: CompiledExercise) -> Iterator[Proof]:
        """What random answers earn. In a diagnostic all earn the same: answered counts, right or not."""
        guesses = guessing(exercise.expected)
        if samples_of(exercise.expected):
            sentence = "Every complete answer earns the same, right or not."
            yield Proof(exercise.id, "guessing", guesses.score == 1, sentence)
        else:
            yield Proof(exercise.id, "guessing", guesses.bounded, guesses.text)


def _follow_on_proofs(exercise: CompiledExercise) -> Iterator[Proof]:
    """Of each known wrong number that other fields follow from: those that follow from it count."""
    expected = exercise.expected
    followed = {source.id for field in expected.fields for source in sources(expected, field)}
    for mistake in expected.mistakes:
        if set(mistake.fields) <= followed:
            wrong = {id: mistaken(expected, mistake)[id] for id in mistake.fields}
            verdict = exercise.judge(follow_on(expected, {**reference(expected), **wrong}))
            findings = [finding for finding in verdict.findings if finding.kind != "follows"]
            holds = [finding.seen for finding in findings] == [mistake.sentence]
            yield Proof(exercise.id, f"what follows from: {mistake.sentence}", holds, verdict.text)


KIND = FormAuthoring()
