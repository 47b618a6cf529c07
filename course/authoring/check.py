"""Checks every source notebook: house rules, the proofs of each exercise, fresh builds, and that nothing leaks."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import nbformat

from course import sequence
from course import sheet as sheets
from course.authoring.build import RELEASE, SOURCE, generate, seeds_of, sheet_text, sources
from course.authoring.evidence import Evidence, measure, shortcomings
from course.authoring.prove import Proof, prove
from course.authoring.read import BEGIN, SourceExercise, read, where
from course.case.tables import BY_NAME
from course.grade.document import criteria
from course.grade.query.sqltext import is_query
from course.keys.key import AuthorError, DocumentKey, FormKey, QueryKey
from course.learner.answers import METADATA
from course.views import pictures

HINTS, MISTAKES, ALTERNATIVES = 3, 4, 3
REBUILD = "Run “python3 -m course build” and commit what it writes."


def problems(root: Path, number: int | None = None) -> Iterator[str]:
    """Everything that is wrong with the exercises, of all modules or of one: where, what, and what to do."""
    for notebook in sources(root, number):
        yield from module_problems(root, notebook)
    yield from release_problems(root, number)


def module_problems(root: Path, notebook: Path) -> Iterator[str]:
    """What is wrong with one source notebook and its sheet."""
    yield from _folder_problems(root, notebook)
    try:
        for exercise in read(notebook):
            yield from _rule_problems(exercise)
            yield from (_sentence(exercise, proof) for proof in proofs(exercise) if not proof.holds)
            yield from _unfairness(exercise)
        yield from _freshness(notebook)
    except AuthorError as error:
        yield str(error)


def proofs(exercise: SourceExercise) -> tuple[Proof, ...]:
    """What was tried with an exercise, and what was seen. Raises AuthorError that names the notebook and the cell."""
    try:
        return prove(exercise.kind, exercise.id, exercise.starter, exercise.parts)
    except AuthorError as error:
        raise AuthorError(f"{where(exercise.notebook, exercise.cell)}, exercise {exercise.id}: {error}") from error


def evidence_of(exercise: SourceExercise) -> Evidence | None:
    """What was measured with mutants and rewrites of a query; None for other kinds. Raises AuthorError."""
    key = exercise.query
    return measure(key, seeds_of(exercise)) if key else None


def _unfairness(exercise: SourceExercise) -> Iterator[str]:
    if found := evidence_of(exercise):
        here = f"{where(exercise.notebook, exercise.cell)}, exercise {exercise.id}"
        yield from (f"{here}: {sentence}" for sentence in shortcomings(exercise.query, found))


def _sentence(exercise: SourceExercise, proof: Proof) -> str:
    return (
        f"{where(exercise.notebook, exercise.cell)}, exercise {exercise.id}: {proof.tried} is not judged as it should be. "
        f"The verdict was “{proof.seen}”. Change the key, or the sentence that it is meant to get."
    )


def _folder_problems(root: Path, notebook: Path) -> Iterator[str]:
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
    here, key = f"{where(exercise.notebook, exercise.cell)}, exercise {exercise.id}", exercise.key
    if exercise.points <= 0:
        yield f"{here}: it gives no points. Set them in nbgrader's toolbar on the grade cell."
    if not exercise.notebook.stem.startswith(f"{int(exercise.id.split('.')[0]):02d}-"):
        yield f"{here}: its number does not belong to {exercise.notebook.stem}. The part before the dot is the module."
    if len(key.hints) != HINTS:
        yield f"{here}: it has {len(key.hints)} hints. The ladder has {HINTS}, the last one a worked neighbour."
    if len(key.mistakes) < MISTAKES:
        yield f"{here}: it knows {len(key.mistakes)} mistakes. Add some until there are {MISTAKES}."
    if isinstance(key, QueryKey) and len(key.accept) < ALTERNATIVES:
        yield f"{here}: it accepts {len(key.accept)} alternatives. Write {ALTERNATIVES} by hand that differ in construction."
    if isinstance(key, DocumentKey) and key.review:
        yield from _task_problems(exercise, here, key)
    for field in key.fields if isinstance(key, FormKey) else ():
        if field.view not in ("", *pictures.NAMES):
            yield f"{here}: the field “{field.id}” has the view “{field.view}”. There are {', '.join(pictures.NAMES)}."
    yield from _toolbar_problems(exercise, here)


def _task_problems(exercise: SourceExercise, here: str, key: DocumentKey) -> Iterator[str]:
    """A document that people mark has a task cell below, whose points are the sum of the weights."""
    cells, told = nbformat.read(exercise.notebook, as_version=4).cells, criteria(key.review)
    task = cells[exercise.cell] if exercise.cell < len(cells) else None
    marks = task.metadata.get("nbgrader", {}) if task else {}
    if not (marks.get("task") and marks.get("grade_id") == f"{exercise.id.replace('.', '-')}-human"):
        yield f"{here}: a review needs a task cell right below, with the id {exercise.id.replace('.', '-')}-human."
        return
    points = sum(each.weight for each in told)
    if marks.get("points") != points:
        yield f"{here}: its task cell gives {marks.get('points')} points. The weights of the review add up to {points}."
    for each in told:
        if each.title not in task.source:
            yield f"{here}: its task cell does not name the criterion “{each.title}”."


def _toolbar_problems(exercise: SourceExercise, here: str) -> Iterator[str]:
    *above, view, grade = nbformat.read(exercise.notebook, as_version=4).cells[: exercise.cell]
    task = next(cell for cell in reversed(above) if cell.cell_type == "markdown")
    id = exercise.id.replace(".", "-")
    for cell, grade_id, grades in zip(
        (task, view, grade), (f"{id}-prompt", f"{id}-view", id), (False, False, True), strict=True
    ):
        told = cell.metadata.get("nbgrader", {})
        expected = {"grade_id": grade_id, "grade": grades, "locked": True, "solution": False, "task": False}
        wrong = [
            f"{name} is {told.get(name)!r}, expected {value!r}"
            for name, value in expected.items()
            if told.get(name) != value
        ]
        if wrong:
            yield f"{here}: the toolbar of its {grade_id} cell is off: {wrong[0]}. Set it in nbgrader's toolbar."


def _freshness(notebook: Path) -> Iterator[str]:
    path = notebook.parent / sheets.NAME
    if not path.exists() or path.read_text(encoding="utf-8") != sheet_text(notebook):
        yield f"{SOURCE}/{notebook.parent.name}/{sheets.NAME} is not what the notebook says now. {REBUILD}"


def release_problems(root: Path, number: int | None = None) -> Iterator[str]:
    """What is wrong with what learners receive: stale, missing, left over, or giving an answer away."""
    if not sources(root, number):
        return
    with tempfile.TemporaryDirectory() as scratch:
        written = generate(root, Path(scratch), number)
        made = {path.relative_to(Path(scratch) / RELEASE): path.read_bytes() for path in written}
    released = (path for path in (root / RELEASE).rglob("*") if _is_released(path))
    committed = {
        path.relative_to(root / RELEASE): path for path in released if number in (None, sequence.number_of(path.parent))
    }
    for name in sorted(made.keys() | committed.keys()):
        if name not in committed:
            yield f"{RELEASE}/{name.as_posix()} is missing. {REBUILD}"
        elif name not in made:
            yield f"{RELEASE}/{name.as_posix()} has no source. Delete it."
        elif committed[name].read_bytes() != made[name]:
            yield f"{RELEASE}/{name.as_posix()} is not what its source makes. {REBUILD}"
    for notebook in sources(root, number):
        yield from _leaks(notebook, root / RELEASE / notebook.parent.name)


def _is_released(path: Path) -> bool:
    return path.is_file() and ".answers.json" not in path.name and ".ipynb_checkpoints" not in path.parts


def _leaks(notebook: Path, released: Path) -> Iterator[str]:
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(released.glob("*")) if _is_released(path))
    plain = " ".join(text.replace("\\n", " ").replace('\\"', '"').split())
    for exercise in read(notebook):
        for secret in _secrets(exercise):
            if " ".join(secret.split()) in plain:
                yield f"{RELEASE}/{released.name}: an answer to exercise {exercise.id} is in what learners receive. {REBUILD}"
    for mark, meaning in ((BEGIN, "hidden tests"), ('"widgets"', "saved widget state"), (METADATA, "saved answers")):
        if mark in text:
            yield f"{RELEASE}/{released.name} holds {meaning}. {REBUILD}"


def _secrets(exercise: SourceExercise) -> list[str]:
    key = exercise.key
    if isinstance(key, DocumentKey):
        return [text for text in (key.reference, *key.accept) if text.strip()]
    if not isinstance(key, QueryKey):
        return [*_queries(exercise.parts.get("fields")), *_queries(exercise.parts.get("mistakes"))]
    wrong = [str(mistake.answer) for mistake in key.mistakes]
    queries = (key.reference, *key.accept, *wrong, exercise.query.reference)
    return [query for query in queries if query.strip() != exercise.starter.strip()]


def _queries(parts: object) -> Iterator[str]:
    """Every query in a form's key, however deep it stands, except those of pictures that it shows."""
    if isinstance(parts, dict | list | tuple):
        for part in (parts[name] for name in parts if name != "shows") if isinstance(parts, dict) else parts:
            yield from _queries(part)
    elif isinstance(parts, str) and is_query(parts, BY_NAME):
        yield parts
