"""Builds what learners receive: the sheet beside each source notebook, and the release made by nbgrader."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from course import sequence
from course import sheet as sheets
from course.authoring.known import expectation
from course.authoring.lessons import lesson_text
from course.authoring.read import SOURCE, SourceExercise, read, sources
from course.authoring.steps import working_on
from course.authoring.welcome import NAME as WELCOME
from course.authoring.welcome import welcome_text
from course.keys.key import digest
from course.learner.saved import keep_copy

RELEASE = "exercises"


def build(root: Path, number: int | None = None) -> tuple[Path, ...]:
    """Write the sheets, the release, and what lessons show, of all modules or of one.

    Returns the files that changed. Raises AuthorError.
    """
    changed = []
    for notebook in sources(root, number):
        changed += _write_if_new(notebook.parent / sheets.NAME, sheet_text(notebook))
    with tempfile.TemporaryDirectory() as scratch:
        for released in generate(root, Path(scratch), number):
            target = root / RELEASE / released.relative_to(Path(scratch) / RELEASE)
            changed += _write_if_new(target, released.read_text(encoding="utf-8"))
    for lesson in sequence.lessons(root):
        if number in (None, sequence.number_of(lesson)):
            changed += _write_if_new(lesson, lesson_text(root, lesson))
    welcome = root / sequence.LESSONS / WELCOME
    return (*changed, *(_write_if_new(welcome, welcome_text(root)) if welcome.exists() else ()))


def sheet_text(notebook: Path) -> str:
    """The text of a module's sheet, compiled from the keys in its source notebook. Raises AuthorError."""
    entries = []
    for exercise in read(notebook):
        with working_on(exercise):
            entries.append(entry(exercise))
    return sheets.Sheet(sheets.data_version(), tuple(entries)).text()


def generate(root: Path, scratch: Path, number: int | None = None) -> list[Path]:
    """Let nbgrader make the release of all modules, or of one, below ``scratch``. Returns the files that learners receive."""
    from nbgrader.converters import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

    import course.nbgrader

    shutil.copytree(
        root / SOURCE, scratch / SOURCE, ignore=shutil.ignore_patterns(".ipynb_checkpoints", "*.answers.json*")
    )
    config = Config()
    course.nbgrader.configure(config)
    config.CourseDirectory.root = str(scratch)
    config.SaveCells.enabled = False
    for notebook in sources(scratch, number):
        config.CourseDirectory.assignment_id = notebook.parent.name
        converter = GenerateAssignment(coursedir=CourseDirectory(config=config), config=config, no_database=True)
        converter.start()
    return sorted(path for path in (scratch / RELEASE).rglob("*") if path.is_file())


def entry(exercise: SourceExercise) -> sheets.ExerciseSheet:
    """What the sheet says of an exercise. Raises AuthorError."""
    compiled = expectation(exercise)
    return replace(uncompiled(exercise), expectation=compiled)


def uncompiled(exercise: SourceExercise) -> sheets.ExerciseSheet:
    """An exercise's entry on the sheet without what its key compiles to. Raises AuthorError."""
    key = exercise.key
    return sheets.ExerciseSheet(
        id=exercise.id,
        kind=exercise.kind,
        title=exercise.title,
        minutes=exercise.minutes,
        points=exercise.points,
        hints=sheets.with_figures(key).hints,
        key=digest(key),
        expectation={},
    )


def _write_if_new(path: Path, text: str) -> list[Path]:
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return []
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".ipynb":
        keep_copy(path)
    path.write_text(text, encoding="utf-8", newline="\n")
    return [path]
