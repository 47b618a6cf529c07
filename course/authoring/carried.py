"""What must hold of figures that an exercise or a lesson carries forward from an earlier exercise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from course import sheet as sheets
from course.authoring.kind import kind
from course.authoring.proof import CompiledExercise
from course.authoring.read import SourceExercise, read, sources
from course.grade.kind import kind as grading
from course.sequence.carried import Carried, all_carried


def carried_problems(exercise: SourceExercise) -> Iterator[str]:
    """What is wrong with the figures that an exercise carries, one sentence each."""
    return problems(exercise.notebook.parents[2], exercise.carries, _order(exercise.id))


def problems(root: Path, ids: Sequence[str], place: tuple[int, ...]) -> Iterator[str]:
    """What is wrong with figures that are carried to a place in the sequence: an exercise's number, or a module's."""
    for id in ids:
        figure = all_carried().get(id)
        if figure is None:
            yield f"no figure “{id}” is carried forward. Those that are: {', '.join(all_carried())}."
        elif _order(figure.exercise) >= place:
            yield f"it carries “{id}”, but exercise {figure.exercise} does not come before it."
        elif sentence := _source_problem(root, figure):
            yield sentence


def _source_problem(root: Path, figure: Carried) -> str:
    """Why the exercise that a figure names does not find it; empty if the reference there has the register's value."""
    exercise = next(
        (each for path in sources(root, figure.module) for each in read(path) if each.id == figure.exercise), None
    )
    if exercise is None:
        return f"it carries “{figure.id}”, but there is no exercise {figure.exercise}."
    try:
        expected = sheets.expectation(sheets.load(exercise.notebook.parent)[exercise.id])
    except sheets.SheetError:
        return f"it carries “{figure.id}”, and exercise {figure.exercise} is not built. Run “python3 -m course build” for it."
    compiled = CompiledExercise(exercise.kind, exercise.id, exercise.key, expected, exercise.starter)
    _, reference = next(iter(kind(exercise.kind).right_answers(compiled)))
    own = grading(exercise.kind).figure(expected, figure.place, reference)
    if own is None:
        return (
            f"it carries “{figure.id}”, but the reference of exercise {figure.exercise} has no figure “{figure.place}”."
        )
    if not figure.register.agrees(own.value):
        return f"it carries “{figure.id}”: the reference of {figure.exercise} is {own.value:g} there, and {figure.fact} is {figure.words()}."
    return ""


def _order(exercise: str) -> tuple[int, ...]:
    return tuple(int(part) for part in exercise.split("."))
