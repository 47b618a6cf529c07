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
from course.authoring.query.evidence import Evidence, choose_seeds, measure
from course.authoring.query.minimise import examples
from course.authoring.query.pairs import pairs
from course.authoring.query.shortcomings import shortcomings
from course.authoring.query.trials import is_certain
from course.authoring.read import SourceExercise
from course.authoring.steps import step
from course.grade.query.examples import ExampleData
from course.grade.query.expectation import QueryExpectation, compile_query
from course.grade.query.key import QueryKey
from course.grade.query.pairs import Pair
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
        for number, query in enumerate((*exercise.key.accept, *exercise.key.also), 1):
            yield f"alternative {number}", query

    def wrong_answers(self, exercise: CompiledExercise) -> Iterator[tuple[str, object]]:
        return ((mistake.sentence, mistake.answer) for mistake in exercise.key.mistakes)

    def beside_key(self, exercise: SourceExercise) -> tuple[int, ...]:
        return self.seeds_on_sheet(exercise)

    def is_certain(self, exercise: SourceExercise) -> bool:
        return is_certain(self.as_sql(exercise.key))

    def compile(self, exercise: SourceExercise) -> QueryExpectation:
        """The expectation, with what mutants and known mistakes show; the sentences of the key play no part in that."""
        key, seeds = self.as_sql(exercise.key), self.seeds(exercise)
        step("running all answers")
        expectation = compile_query(sheets.with_figures(key), seeds)
        answers = _without_words(key)

        def cached_json(
            what: str, compute: Callable[[QueryKey, tuple[int, ...]], Iterable[Any]]
        ) -> list[dict[str, Any]]:
            def compute_json() -> list[dict[str, Any]]:
                return [asdict(item) for item in compute(answers, seeds)]

            return store.cached(what, (answers, seeds), compute_json, lambda value: is_certain(key))

        return replace(
            expectation,
            patterns=tuple(map(Pattern.from_json, cached_json("patterns", diagnoses))),
            examples=tuple(map(ExampleData.from_json, cached_json("examples", examples))),
            pairs=tuple(map(Pair.from_json, cached_json("pairs", pairs))),
        )

    def shortcomings(self, exercise: SourceExercise) -> tuple[str, ...]:
        return shortcomings(self.as_sql(exercise.key), self.evidence(exercise))

    def measurements(self, exercise: SourceExercise, on_sheet: sheets.ExerciseSheet) -> list[str]:
        return lines(self.evidence(exercise), dict(exercise.key.survivors))

    def evidence(self, exercise: SourceExercise) -> Evidence:
        """What mutants and rewrites of the reference show. Raises AuthorError."""
        key, seeds = self.as_sql(exercise.key), self.seeds(exercise)
        right = replace(_without_words(key), mistakes=())

        def is_sound(data: dict[str, Any]) -> bool:
            """Whether nothing failed that might succeed when the machine is less busy."""
            rejected = data["alternatives"]["rejected"] or data["rewrites"]["rejected"]
            return is_certain(key) and data["deterministic"] and not rejected

        data = store.cached("evidence", (right, seeds), lambda: asdict(measure(right, seeds)), is_sound)
        return Evidence.from_json(data)

    def seeds(self, exercise: SourceExercise) -> tuple[int, ...]:
        """The hidden data sets: those on its sheet while key and data are unchanged, else newly chosen ones."""
        if seeds := self.seeds_on_sheet(exercise):
            return seeds
        wrong_and_right = replace(_without_words(self.as_sql(exercise.key)), accept=())
        return tuple(
            store.cached(
                "seeds",
                wrong_and_right,
                lambda: choose_seeds(wrong_and_right),
                lambda seeds: is_certain(wrong_and_right),
            )
        )

    def seeds_on_sheet(self, exercise: SourceExercise) -> tuple[int, ...]:
        """The hidden data sets on its sheet while key and data are unchanged, else none."""
        try:
            sheet = sheets.load(exercise.notebook.parent)
            entry = sheet[exercise.id]
            if entry.key == digest(exercise.key) and sheet.data == sheets.data_version():
                return tuple(hidden.seed for hidden in sheets.expectation(entry).hidden)
        except (sheets.SheetError, KeyError, TypeError, AttributeError):
            pass  # a sheet that cannot be read is written again
        return ()


def _without_words(key: QueryKey) -> QueryKey:
    """The key without what only people read, so that another sentence, hint or reason invalidates nothing that is cached."""
    answers = tuple(Mistake("", mistake.answer) for mistake in key.mistakes)
    return replace(key, mistakes=answers, hints=(), survivors=())


def lines(evidence: Evidence, reasons: dict[str, str]) -> list[str]:
    """The measurements of one query, as a table for its author."""
    classes = ", ".join(
        f"{kills.operator} {kills.killed}/{kills.killable}" for kills in evidence.classes if kills.killable
    )
    acceptances = [("alternatives", evidence.alternatives), ("rewrites", evidence.rewrites)]
    accepted = ", ".join(
        f"{name} {acceptance.tried - len(acceptance.rejected)}/{acceptance.tried}" for name, acceptance in acceptances
    )
    lines = [
        f"      mutants: {evidence.made} made, {evidence.valid} run, {evidence.killable} can be caught, {evidence.killed} are caught "
        f"by hidden data sets {', '.join(map(str, evidence.seeds))}",
        f"      by class: {classes}",
        f"      accepted: {accepted}; same result in any order of rows: {'yes' if evidence.deterministic else 'NO'}; "
        f"judged in {evidence.seconds:.2f} s (95th percentile)",
    ]
    for survivor in evidence.survivors:
        reason = reasons.get(survivor.mutant.name) or reasons.get(survivor.mutant.operator) or "NOT REVIEWED"
        lines.append(f"      survives: {survivor.mutant.name}: {reason}")
    return lines
