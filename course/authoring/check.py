"""Checks every source notebook: house rules, the proofs of each exercise, fresh builds, and that nothing leaks."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat

from course import sequence
from course import sheet as sheets
from course.authoring.build import RELEASE, entry, generate
from course.authoring.carried import carried_problems
from course.authoring.kind import kind
from course.authoring.known import address, proofs
from course.authoring.minima import HINTS, MISTAKES
from course.authoring.place import EVERYWHERE, Place
from course.authoring.proof import Proof
from course.authoring.read import BEGIN, SOURCE, SourceExercise, read, sources, where
from course.authoring.steps import working_on
from course.grade.kind import kind as grading
from course.keys.key import AuthorError
from course.learner.answers_file import METADATA
from course.views.beside import problem_beside

REBUILD = "Run “python3 -m course build” and commit what it writes."


@dataclass(frozen=True)
class CheckResult:
    """What the check of one exercise gave. ``left_out`` names what was not searched for, and so is not proved."""

    exercise: SourceExercise
    problems: tuple[str, ...]
    proofs: tuple[Proof, ...] = ()
    measurements: tuple[str, ...] = ()
    entry: sheets.ExerciseSheet | None = None
    left_out: str = ""


def problems(root: Path, place: Place = EVERYWHERE) -> Iterator[str]:
    """Everything that is wrong with the exercises of a place: where, what, and what to do."""
    for notebook in sources(root, place.module):
        yield from module_problems(root, notebook, place)
    yield from release_problems(root, place.module)


def module_problems(
    root: Path,
    notebook: Path,
    place: Place = EVERYWHERE,
    quick: bool = False,
    report: Callable[[CheckResult], None] = lambda result: None,
) -> Iterator[str]:
    """What is wrong with one source notebook and its sheet. ``report`` is called with the result of each exercise."""
    yield from folder_problems(root, notebook)
    try:
        exercises = read(notebook)
    except AuthorError as error:
        yield str(error)
        return
    results = []
    for exercise in filter(place.holds, exercises):
        with working_on(exercise):
            results.append(check_exercise(exercise, quick))
        report(results[-1])
        yield from results[-1].problems
    entries = [result.entry for result in results if result.entry]
    if len(entries) == len(exercises):
        yield from _freshness(notebook, entries)
    elif entries:
        yield from _freshness_of_some(notebook, entries)


def check_exercise(exercise: SourceExercise, quick: bool = False) -> CheckResult:
    """Check everything about an exercise; ``quick`` leaves out what its kind has to search for."""
    problems: list[str] = []
    try:
        part = kind(exercise.kind)
        problems += _rule_problems(exercise)
        exercise_proofs = proofs(exercise)
        problems += (_sentence(exercise, proof) for proof in exercise_proofs if not proof.holds)
        if quick and part.search:
            return CheckResult(exercise, tuple(problems), exercise_proofs, left_out=part.search)
        problems += (f"{address(exercise)}: {sentence}" for sentence in part.shortcomings(exercise))
        on_sheet = entry(exercise)
        measurements = tuple(part.measurements(exercise, on_sheet))
        return CheckResult(exercise, tuple(problems), exercise_proofs, measurements, on_sheet)
    except AuthorError as error:
        return CheckResult(exercise, (*problems, str(error)))


def _sentence(exercise: SourceExercise, proof: Proof) -> str:
    return (
        f"{address(exercise)}: {proof.tried} is not judged as it should be. "
        f"The verdict was “{proof.seen}”. Change the key, or the sentence that it is meant to get."
    )


def folder_problems(root: Path, notebook: Path) -> Iterator[str]:
    """What is wrong with a source notebook's place, with the files beside it, and with what was saved in it."""
    name = notebook.parent.name
    if notebook.stem != name:
        yield f"{notebook.name} lies in the folder {name}. Give the notebook and its folder one name."
    if not (root / "modules" / f"{name}.ipynb").exists():
        yield f"{name} has exercises but no lesson. Add modules/{name}.ipynb."
    for saved in notebook.parent.glob("*.answers.json*"):
        yield f"{SOURCE}/{name}/{saved.name} would be handed to learners and replace their answers. Delete it."
    for number, cell in enumerate(nbformat.read(notebook, as_version=4).cells, 1):
        if cell.cell_type == "code" and (cell.outputs or cell.execution_count):
            yield f"{where(notebook, number)}: it has saved outputs. Clear all outputs and save."


def _rule_problems(exercise: SourceExercise) -> Iterator[str]:
    here, key = address(exercise), exercise.key
    if exercise.points <= 0:
        yield f"{here}: it gives no points. Set them in nbgrader's toolbar on the grade cell."
    if not exercise.notebook.stem.startswith(f"{int(exercise.id.split('.')[0]):02d}-"):
        yield f"{here}: its number does not belong to {exercise.notebook.stem}. The part before the dot is the module."
    if len(key.hints) != HINTS:
        yield f"{here}: it has {len(key.hints)} hints. The ladder has {HINTS}, the last one a worked neighbour."
    if len(key.mistakes) < MISTAKES:
        yield f"{here}: it knows {len(key.mistakes)} mistakes. Add some until there are {MISTAKES}."
    yield from (f"{here}: {sentence}" for sentence in kind(exercise.kind).rules(exercise))
    if sentence := problem_beside(exercise.beside):
        yield f"{here}: {sentence}"
    yield from (f"{here}: {sentence}" for sentence in carried_problems(exercise))
    yield from _toolbar_problems(exercise, here)


def _toolbar_problems(exercise: SourceExercise, here: str) -> Iterator[str]:
    *above, view, grade = nbformat.read(exercise.notebook, as_version=4).cells[: exercise.cell]
    task = next(cell for cell in reversed(above) if cell.cell_type == "markdown")
    id = exercise.id.replace(".", "-")
    for cell, grade_id, grades in zip(
        (task, view, grade), (f"{id}-prompt", f"{id}-view", id), (False, False, True), strict=True
    ):
        settings = cell.metadata.get("nbgrader", {})
        expected = {"grade_id": grade_id, "grade": grades, "locked": True, "solution": False, "task": False}
        wrong = [
            f"{name} is {settings.get(name)!r}, expected {value!r}"
            for name, value in expected.items()
            if settings.get(name) != value
        ]
        if wrong:
            yield f"{here}: the toolbar of its {grade_id} cell is off: {wrong[0]}. Set it in nbgrader's toolbar."


def _freshness(notebook: Path, entries: list[sheets.ExerciseSheet]) -> Iterator[str]:
    path = notebook.parent / sheets.NAME
    if not path.exists() or path.read_text(encoding="utf-8") != _text(sheets.data_version(), entries):
        yield f"{SOURCE}/{notebook.parent.name}/{sheets.NAME} is not what the notebook says now. {REBUILD}"


def _freshness_of_some(notebook: Path, entries: list[sheets.ExerciseSheet]) -> Iterator[str]:
    """Whether the entries of some exercises on the sheet match the notebook; the other exercises are ignored."""
    ids = [entry.id for entry in entries]
    try:
        sheet = sheets.load(notebook.parent)
        is_fresh = _text(sheet.data, [sheet[id] for id in ids]) == _text(sheets.data_version(), entries)
    except sheets.SheetError:
        is_fresh = False
    if not is_fresh:
        path = f"{SOURCE}/{notebook.parent.name}/{sheets.NAME}"
        yield f"{path} does not say of {', '.join(ids)} what the notebook says now. {REBUILD}"


def _text(data: str, entries: list[sheets.ExerciseSheet]) -> str:
    return sheets.Sheet(data, tuple(entries)).text()


def release_problems(root: Path, number: int | None = None) -> Iterator[str]:
    """What is wrong with what learners receive: stale, missing, left over, or giving an answer away."""
    if not sources(root, number):
        return
    with tempfile.TemporaryDirectory() as scratch:
        paths = generate(root, Path(scratch), number)
        expected = {path.relative_to(Path(scratch) / RELEASE): path.read_bytes() for path in paths}
    released = (path for path in (root / RELEASE).rglob("*") if _is_released(path))
    committed = {
        path.relative_to(root / RELEASE): path for path in released if number in (None, sequence.number_of(path.parent))
    }
    for name in sorted(expected.keys() | committed.keys()):
        if name not in committed:
            yield f"{RELEASE}/{name.as_posix()} is missing. {REBUILD}"
        elif name not in expected:
            yield f"{RELEASE}/{name.as_posix()} has no source. Delete it."
        elif committed[name].read_bytes() != expected[name]:
            yield f"{RELEASE}/{name.as_posix()} is not what its source makes. {REBUILD}"
    for notebook in sources(root, number):
        yield from _leaks(notebook, root / RELEASE / notebook.parent.name)


def _is_released(path: Path) -> bool:
    return path.is_file() and ".answers.json" not in path.name and ".ipynb_checkpoints" not in path.parts


def _leaks(notebook: Path, released: Path) -> Iterator[str]:
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(released.glob("*")) if _is_released(path))
    released_text = " ".join(text.replace("\\n", " ").replace('\\"', '"').split())
    for exercise in read(notebook):
        for secret in grading(exercise.kind).secrets(exercise.key, exercise.starter):
            if " ".join(secret.split()) in released_text:
                yield f"{RELEASE}/{released.name}: an answer to exercise {exercise.id} is in what learners receive. {REBUILD}"
    for mark, meaning in ((BEGIN, "hidden tests"), ('"widgets"', "saved widget state"), (METADATA, "saved answers")):
        if mark in text:
            yield f"{RELEASE}/{released.name} holds {meaning}. {REBUILD}"
