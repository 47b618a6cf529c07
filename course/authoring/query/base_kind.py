"""What the author's parts of query exercises share: hidden data sets are chosen, mutants and rewrites measured."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, replace
from typing import Any

from course import sheet as sheets
from course.authoring import store
from course.authoring.kind import AuthoringKind
from course.authoring.minima import ALTERNATIVES
from course.authoring.proof import CompiledExercise
from course.authoring.query.diagnoses import diagnoses
from course.authoring.query.evidence import Evidence, choose_seeds, measure, shortcomings
from course.authoring.query.minimise import examples
from course.authoring.query.trials import is_certain
from course.authoring.read import SourceExercise
from course.authoring.steps import step
from course.grade.query.examples import ExampleData
from course.grade.query.expectation import QueryExpectation, compile_query
from course.grade.query.key import QueryKey
from course.grade.query.patterns import Pattern
from course.keys.key import Mistake, digest


class QueryAuthoring(AuthoringKind):
    """The author's part of exercises that are answered by a query."""

    search = "the search for hidden data sets, and with it mutants, diagnoses and examples"

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

    def beside_key(self, exercise: SourceExercise) -> tuple[int, ...]:
        return self.seeds_on_sheet(exercise)

    def is_certain(self, exercise: SourceExercise) -> bool:
        return is_certain(self.as_sql(exercise.key))

    def compile(self, exercise: SourceExercise) -> QueryExpectation:
        """The expectation, with what mutants and known mistakes show: the sentences of the key take no part in that."""
        key, seeds = self.as_sql(exercise.key), self.seeds(exercise)
        step("running all answers")
        compiled = compile_query(sheets.with_figures(key), seeds)
        answers = _without_words(key)

        def kept(what: str, find: Callable[[QueryKey, tuple[int, ...]], Iterable[Any]]) -> list[dict[str, Any]]:
            def as_json() -> list[dict[str, Any]]:
                return [asdict(each) for each in find(answers, seeds)]

            return store.kept(what, (answers, seeds), as_json, lambda found: is_certain(key))

        return replace(
            compiled,
            patterns=tuple(map(Pattern.from_json, kept("patterns", diagnoses))),
            examples=tuple(map(ExampleData.from_json, kept("examples", examples))),
        )

    def shortcomings(self, exercise: SourceExercise) -> tuple[str, ...]:
        return shortcomings(self.as_sql(exercise.key), self.evidence(exercise))

    def measurements(self, exercise: SourceExercise) -> list[str]:
        return lines(self.evidence(exercise), dict(exercise.key.survivors))

    def evidence(self, exercise: SourceExercise) -> Evidence:
        """What mutants and rewrites of the reference show. Raises AuthorError."""
        key, seeds = self.as_sql(exercise.key), self.seeds(exercise)
        right = replace(_without_words(key), mistakes=())

        def holds(found: dict[str, Any]) -> bool:
            """Whether nothing went wrong that might go right when the machine is less busy."""
            rejected = found["alternatives"]["rejected"] or found["rewrites"]["rejected"]
            return is_certain(key) and found["deterministic"] and not rejected

        found = store.kept("evidence", (right, seeds), lambda: asdict(measure(right, seeds)), holds)
        return Evidence.from_json(found)

    def seeds(self, exercise: SourceExercise) -> tuple[int, ...]:
        """The hidden data sets: those on its sheet as long as key and data are the same, else new ones are chosen."""
        if seeds := self.seeds_on_sheet(exercise):
            return seeds
        reference = replace(_without_words(self.as_sql(exercise.key)), mistakes=(), accept=())
        return tuple(
            store.kept("seeds", reference, lambda: choose_seeds(reference), lambda found: is_certain(reference))
        )

    def seeds_on_sheet(self, exercise: SourceExercise) -> tuple[int, ...]:
        """The hidden data sets on its sheet as long as key and data are the same, else none."""
        try:
            sheet = sheets.load(exercise.notebook.parent)
            entry = sheet[exercise.id]
            if entry.key == digest(exercise.key) and sheet.data == sheets.data_version():
                return tuple(hidden.seed for hidden in sheets.expectation(entry).hidden)
        except (sheets.SheetError, KeyError, TypeError, AttributeError):
            pass  # a sheet that cannot be read is written again
        return ()


def _without_words(key: QueryKey) -> QueryKey:
    """The key without what only people read, so that another sentence, hint or reason makes nothing to be found anew."""
    answers = tuple(Mistake("", mistake.answer) for mistake in key.mistakes)
    return replace(key, mistakes=answers, hints=(), survivors=())


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
