"""Measures how long authors wait: for a new query exercise, for the unchanged course, and for one unchanged exercise."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat

from course import sequence
from course.authoring.build import RELEASE
from course.authoring.read import SOURCE, SourceExercise, read, sources
from course.bench.measurement import Measurement
from course.grade.kind import kind as grading

# Runs a command in its own process, and prints the processor time of that process and of those that it started.
PROGRAM = """
import os, sys
from pathlib import Path
from course.authoring import report
from course.authoring.place import EVERYWHERE, read_place
from course.case.database import practice_database
from course.grade.query import sandbox

what, root, place = sys.argv[1:]
code = 0
if what == "prepare":
    practice_database()
else:
    code = getattr(report, what)(Path(root), read_place(place) if place else EVERYWHERE)
sandbox.stop()
print(sum(os.times()[:4]))
sys.exit(code)
"""


def bench(root: Path) -> list[Measurement]:
    """The costliest query of the course as if it were new, then what is cached already; takes minutes if little is cached."""
    exercise = costliest(root)
    new_seconds = _seconds_as_new(root, exercise)
    _run("check", root)
    return [
        Measurement("prove and build a new query, processor", new_seconds, "s", 90),
        Measurement("check the unchanged course, processor", _run("check", root), "s", 15),
        Measurement("check one unchanged exercise, processor", _run("check", root, exercise.id), "s", 6),
    ]


def costliest(root: Path) -> SourceExercise:
    """The query with the longest reference: it has the most mutants."""
    exercises = (exercise for notebook in sources(root) for exercise in read(notebook))
    return max(
        (exercise for exercise in exercises if grading(exercise.kind).is_query),
        key=lambda exercise: len(exercise.key.reference),
    )


def _seconds_as_new(root: Path, exercise: SourceExercise) -> float:
    """The time to build and then check an exercise in a course of its own, with nothing cached but the practice data."""
    with tempfile.TemporaryDirectory() as scratch, tempfile.TemporaryDirectory() as cache:
        write_single_exercise(root, exercise, Path(scratch))
        _run("prepare", Path(scratch), cache=cache)
        return sum(_run(what, Path(scratch), cache=cache) for what in ("build", "check"))


def write_single_exercise(root: Path, exercise: SourceExercise, scratch: Path) -> None:
    """Write a course with this exercise only."""
    name = exercise.notebook.stem
    previous_cell = max((other.cell for other in read(exercise.notebook) if other.cell < exercise.cell), default=0)
    notebook = nbformat.read(exercise.notebook, as_version=4)
    notebook.cells = notebook.cells[previous_cell : exercise.cell]
    target = scratch / SOURCE / name / f"{name}.ipynb"
    target.parent.mkdir(parents=True)
    nbformat.write(notebook, target)
    (scratch / sequence.LESSONS).mkdir()
    shutil.copy(root / sequence.LESSONS / f"{name}.ipynb", scratch / sequence.LESSONS)
    shutil.copytree(root / RELEASE / name, scratch / RELEASE / name)


def _run(what: str, root: Path, place: str = "", cache: str = "") -> float:
    """The processor seconds of ``report.check`` or ``report.build`` of a course."""
    settings = os.environ | ({"COURSE_CACHE": cache} if cache else {})
    command = [sys.executable, "-c", PROGRAM, what, str(root), place]
    process = subprocess.run(command, env=settings, stdout=subprocess.PIPE, text=True, check=True)
    return float(process.stdout.splitlines()[-1])
