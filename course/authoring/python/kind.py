"""The author's part of exercises in Python: answers are made by running code, mutants of the reference are told apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

import nbformat

from course import sheet as sheets
from course.authoring import store
from course.authoring.kind import AuthoringKind
from course.authoring.minima import ALTERNATIVES
from course.authoring.proof import CompiledExercise, Proof
from course.authoring.python.mutants import mutants
from course.authoring.read import SourceExercise
from course.authoring.steps import step
from course.grade.python.answer import PythonAnswer
from course.grade.python.expectation import PythonExpectation, record
from course.grade.python.judge import judge_python
from course.grade.python.key import PythonKey
from course.grade.python.program import digest, program
from course.keys.key import Mistake
from course.verdict import Outcome


@dataclass(frozen=True)
class Evidence:
    """What changed references show: how many were made, how many gave no result, which pass as right, and how many do not."""

    made: int
    failed: int
    caught: int
    survivors: tuple[tuple[str, str], ...]


class PythonAuthoring(AuthoringKind):
    """An exercise in Python is proved by running its reference, its alternatives and its mistakes as a learner's cell is run."""

    search = "the mutants of the reference"

    def rules(self, exercise: SourceExercise) -> Iterator[str]:
        key = exercise.key
        if len(key.accept) < ALTERNATIVES:
            yield (
                f"it accepts {len(key.accept)} alternatives. Write {ALTERNATIVES} that differ in construction, such as "
                "pandas, plain Python, and SQL through duckdb."
            )
        yield from _cell_problems(exercise, key)

    def right_answers(self, exercise: CompiledExercise) -> Iterator[tuple[str, dict[str, Any]]]:
        yield "the reference", _answer(exercise.expected, exercise.key.reference)
        for number, cell in enumerate(exercise.key.accept, 1):
            yield f"alternative {number}", _answer(exercise.expected, cell)

    def wrong_answers(self, exercise: CompiledExercise) -> Iterator[tuple[str, dict[str, Any]]]:
        return (
            (mistake.sentence, _answer(exercise.expected, str(mistake.answer))) for mistake in exercise.key.mistakes
        )

    def further_proofs(self, exercise: CompiledExercise) -> Iterator[Proof]:
        """That results earn nothing without the function that returns them."""
        answer = _answer(exercise.expected, exercise.key.reference)
        typed = dict.fromkeys(answer["results"], answer["results"]["practice"])
        borrowed = PythonAnswer.of(f"{exercise.key.reference}\nborrowed = True", answer["results"]).to_json()
        for name, forged in (
            ("the practice result, typed in", {**answer, "results": typed}),
            ("results under the digest of other code", {**answer, "digest": digest("x = 1")}),
            ("results of other code", borrowed),
        ):
            verdict = exercise.judge(forged)
            is_same = name == "results of other code" and _same_sets(exercise.expected, answer, forged)
            yield Proof(exercise.id, name, is_same or verdict.outcome is Outcome.NOT_YET, verdict.text)

    def shortcomings(self, exercise: SourceExercise) -> Iterator[str]:
        reasons = dict(exercise.key.survivors)
        for name, operator in self.evidence(exercise).survivors:
            if name not in reasons and operator not in reasons:
                yield (
                    f"no data set tells the changed reference {name} from the reference. Choose inputs that do, or say in "
                    "survivors why it is as right."
                )

    def measurements(self, exercise: SourceExercise, on_sheet: sheets.ExerciseSheet) -> list[str]:
        evidence, reasons = self.evidence(exercise), dict(exercise.key.survivors)
        lines = [
            f"      mutants: {evidence.made} made, {evidence.caught} are caught by another result, {evidence.failed} by an error"
        ]
        for name, operator in evidence.survivors:
            lines.append(f"      survives: {name}: {reasons.get(name) or reasons.get(operator) or 'NOT REVIEWED'}")
        return lines

    def evidence(self, exercise: SourceExercise) -> Evidence:
        """What changed references show. Raises AuthorError."""
        key = sheets.with_figures(exercise.key)
        inputs = replace(key, mistakes=tuple(Mistake("", each.answer) for each in key.mistakes), hints=(), survivors=())
        data = store.cached("python-mutants", inputs, lambda: asdict(_measure(key)))
        return Evidence(**{**data, "survivors": tuple(map(tuple, data["survivors"]))})


def _answer(expectation: PythonExpectation, cell: str) -> dict[str, Any]:
    """What a learner's Check of this cell records."""
    return PythonAnswer.of(cell, record(expectation, cell, digest(cell))).to_json()


def _same_sets(expectation: PythonExpectation, answer: dict[str, Any], forged: dict[str, Any]) -> bool:
    """Whether both texts happen to be run on the same data sets of the pool."""
    return expectation.picked(answer["digest"]) == expectation.picked(forged["digest"])


def _measure(key: PythonKey) -> Evidence:
    expectation: PythonExpectation = sheets.compile_key("python", key)
    made, failed, survivors = 0, 0, []
    changed = list(mutants(key.reference))
    for mutant in changed:
        step("telling changed references apart", made, len(changed))
        made += 1
        answer = PythonAnswer.read(_answer(expectation, mutant.source))
        verdict = judge_python(expectation, answer)
        if verdict.outcome is Outcome.PASSED:
            survivors.append((mutant.name, mutant.operator))
        elif any("value" not in (answer.outcome(name) or {}) for name, _ in answer.results):
            failed += 1
    return Evidence(made, failed, made - failed - len(survivors), tuple(survivors))


def _cell_problems(exercise: SourceExercise, key: PythonKey) -> Iterator[str]:
    """What is wrong with the cell in which learners write: it is above, named, and begins the function."""
    cells = nbformat.read(exercise.notebook, as_version=4).cells[: exercise.cell - 1]
    id = f"{exercise.id.replace('.', '-')}-code"
    cell = next((each for each in cells if each.metadata.get("nbgrader", {}).get("grade_id") == id), None)
    if cell is None:
        yield f"it needs a cell above it in which learners write, with the id {id}."
        return
    settings = cell.metadata.nbgrader
    if not settings.get("solution") or settings.get("locked") or settings.get("grade"):
        yield f"its cell {id} must be an “Autograded answer” in nbgrader's toolbar: a solution, neither locked nor graded."
    begun = program(cell.source, key.function)
    if begun.parameters != tuple(key.inputs):
        yield f"its cell {id} must begin `def {key.function}({', '.join(key.inputs)}):`."
    elif begun.is_begun:
        yield f"its cell {id} holds lines of an answer: learners receive it as it is. Leave “...” in their place."


KIND = PythonAuthoring()
