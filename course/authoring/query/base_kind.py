"""What the author's parts of query exercises share: hidden data sets are chosen, mutants and rewrites measured."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import replace

from course import sheet as sheets
from course.authoring.kind import AuthoringKind
from course.authoring.proof import CompiledExercise
from course.authoring.query.evidence import Evidence, choose_seeds, measure, shortcomings
from course.authoring.read import SourceExercise
from course.grade.query.expectation import QueryExpectation, compile_query
from course.grade.query.key import QueryKey
from course.keys.key import digest

ALTERNATIVES = 3


class QueryAuthoring(AuthoringKind):
    """The author's part of exercises that are answered by a query."""

    @abstractmethod
    def as_sql(self, key: QueryKey) -> QueryKey:
        """The key as that of a query in SQL. Raises AuthorError."""

    def rules(self, exercise: SourceExercise) -> Iterator[str]:
        if len(exercise.key.accept) < ALTERNATIVES:
            yield (
                f"it accepts {len(exercise.key.accept)} alternatives. "
                f"Write {ALTERNATIVES} by hand that differ in construction."
            )

    def right_answers(self, exercise: CompiledExercise) -> Iterator[tuple[str, str]]:
        yield "the reference", exercise.key.reference
        for number, other in enumerate(exercise.key.accept, 1):
            yield f"alternative {number}", other

    def wrong_answers(self, exercise: CompiledExercise) -> Iterator[tuple[str, object]]:
        return ((mistake.sentence, mistake.answer) for mistake in exercise.key.mistakes)

    def compile(self, exercise: SourceExercise) -> QueryExpectation:
        from course.authoring.query.diagnoses import diagnoses
        from course.authoring.query.minimise import examples

        key, seeds = self.as_sql(exercise.key), self.seeds(exercise)
        compiled = compile_query(sheets.with_figures(key), seeds)
        return replace(compiled, patterns=diagnoses(key, seeds), examples=examples(key, seeds))

    def shortcomings(self, exercise: SourceExercise) -> tuple[str, ...]:
        return shortcomings(self.as_sql(exercise.key), self.evidence(exercise))

    def measurements(self, exercise: SourceExercise) -> list[str]:
        return lines(self.evidence(exercise), dict(exercise.key.survivors))

    def evidence(self, exercise: SourceExercise) -> Evidence:
        """What mutants and rewrites of the reference show. Raises AuthorError."""
        return measure(self.as_sql(exercise.key), self.seeds(exercise))

    def seeds(self, exercise: SourceExercise) -> tuple[int, ...]:
        """The hidden data sets: those on its sheet as long as key and data are the same, else new ones are chosen."""
        try:
            sheet = sheets.load(exercise.notebook.parent)
            entry = sheet[exercise.id]
            if entry.key == digest(exercise.key) and sheet.data == sheets.data_version():
                return tuple(hidden.seed for hidden in sheets.expectation(entry).hidden)
        except (sheets.SheetError, KeyError, TypeError, AttributeError):
            pass  # a sheet that cannot be read is written again
        return choose_seeds(self.as_sql(exercise.key))


def lines(found: Evidence, reasons: dict[str, str]) -> list[str]:
    """What was measured for one query, as a table for its author."""
    classes = ", ".join(
        f"{kills.operator} {kills.killed}/{kills.killable}" for kills in found.classes if kills.killable
    )
    right = [("alternatives", found.alternatives), ("rewrites", found.rewrites)]
    accepted = ", ".join(f"{what} {each.tried - len(each.rejected)}/{each.tried}" for what, each in right)
    lines = [
        f"      mutants: {found.made} made, {found.valid} run, {found.killable} can be caught, {found.killed} are caught "
        f"by hidden data sets {', '.join(map(str, found.seeds))}",
        f"      by class: {classes}",
        f"      accepted: {accepted}; same result in any order of rows: {'yes' if found.deterministic else 'NO'}; "
        f"judged in {found.seconds:.2f} s (95th percentile)",
    ]
    for survivor in found.survivors:
        reason = reasons.get(survivor.mutant.name) or reasons.get(survivor.mutant.operator) or "NOT REVIEWED"
        lines.append(f"      survives: {survivor.mutant.name}: {reason}")
    return lines
