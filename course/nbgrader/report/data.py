"""Reads what a report needs: points from the grade book, answers and verdicts from what was graded. Nothing is written or run."""

from __future__ import annotations

import json
import random
import re
import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from contextlib import chdir, closing
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

from nbgrader.apps.baseapp import NbGrader
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

from course import sheet
from course.learner.answers_file import answers_path, parse
from course.learner.entry import Entry
from course.nbgrader.source import source_folder
from course.sheet import ExerciseSheet, SheetError

LARGEST = 50_000_000
CELL = re.compile(r"(\d+)-(\d+)(?:-human)?")
TWIN = re.compile(r'<span class="course-title">(?P<id>\d+\.\d+) ')
VERDICT = re.compile(
    r'<div class="course-verdict course-(?P<state>[a-z-]+)"><p>.*?</p>(?:<p class="course-finding">(?P<finding>.*?)</p>)?'
)
TAG = re.compile(r"<[^>]+>")
SCORES = """
SELECT submitted_assignment.student_id, base_cell.name, grade_cells.max_score,
    coalesce(grade.manual_score, grade.auto_score, 0) + coalesce(grade.extra_credit, 0), grade.needs_manual_grade
FROM grade
JOIN base_cell ON base_cell.id = grade.cell_id
JOIN ({points}) AS grade_cells ON grade_cells.id = base_cell.id
JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id
JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
JOIN assignment ON assignment.id = submitted_assignment.assignment_id
WHERE assignment.name = :assignment
"""
POINTS = "SELECT id, max_score FROM grade_cells UNION ALL SELECT id, max_score FROM task_cells"


class ReportError(Exception):
    """There is nothing to report: the message says what to do first."""


@dataclass(frozen=True)
class Try:
    """One student's work on one exercise: points, the answer, and the first finding of its verdict."""

    points: float
    most: float
    entry: Entry = Entry()
    finding: str = ""
    state: str = ""
    awaits_a_person: bool = False

    @property
    def share(self) -> float:
        return self.points / self.most if self.most else 0.0

    @property
    def is_attempted(self) -> bool:
        """Whether there is an answer; what was never opened, and a form that nobody touched, is none."""
        return self.entry.answer not in (None, "", {}, []) and self.state != "not-attempted"

    @property
    def is_passed(self) -> bool:
        return self.state == "passed" or (not self.state and self.share >= 1)


@dataclass(frozen=True)
class ClassWork:
    """The work of a class on an assignment: by student, as the report calls them, then by exercise."""

    assignment: str
    exercises: tuple[ExerciseSheet, ...]
    students: Mapping[str, Mapping[str, Try]] = field(default_factory=dict)


def read_class(root: Path, assignment: str, names: bool) -> ClassWork:
    """Everything about an assignment that was graded. Raises ReportError."""
    folders = _folders(root)
    try:
        exercises = sheet.load(source_folder(folders, assignment)).exercises
    except SheetError as error:
        raise ReportError(f"{assignment} has no sheet among the sources: run “build” first.") from error
    points = _points(folders, assignment)
    if not points:
        raise ReportError(f"Nobody's {assignment} is graded yet: grade it first, then ask again.")
    called = _called(list(points), names)
    students = {
        called[student]: _tries(folders, assignment, student, by_exercise, exercises)
        for student, by_exercise in points.items()
    }
    return ClassWork(assignment, exercises, dict(sorted(students.items(), key=lambda item: _in_order(item[0]))))


def _folders(root: Path) -> CourseDirectory:
    with chdir(root):
        app = NbGrader()
        app.initialize([])
        return CourseDirectory(parent=app, root=str(root))


def _called(students: list[str], names: bool) -> dict[str, str]:
    """What each student is called: drawn anew each time, so that no number follows the alphabet or an earlier report."""
    if names:
        return {student: student for student in students}
    numbers = list(range(1, len(students) + 1))
    random.SystemRandom().shuffle(numbers)
    return {student: f"Learner {number}" for student, number in zip(students, numbers, strict=True)}


def _in_order(name: str) -> tuple[str, int, str]:
    head, _, number = name.rpartition(" ")
    return (head, int(number), "") if number.isascii() and number.isdigit() else (name, 0, name)


def _points(folders: CourseDirectory, assignment: str) -> dict[str, dict[str, tuple[float, float, bool]]]:
    """Points, most points and whether a person has to look, by student and exercise."""
    address = make_url(folders.db_url)
    if address.drivername.startswith("sqlite") and not Path(address.database or "").is_file():
        return {}
    found: dict[str, dict[str, tuple[float, float, bool]]] = defaultdict(dict)
    for student, cell, most, points, awaits in _rows(address, assignment):
        if match := CELL.fullmatch(cell):
            id = f"{match[1]}.{match[2]}"
            before = found[student].get(id, (0.0, 0.0, False))
            found[student][id] = (before[0] + points, before[1] + most, before[2] or bool(awaits))
    return found


def _rows(address: URL, assignment: str) -> list[tuple]:
    """The scores of an assignment, from a grade book in a file, which is only read, or on a server."""
    if address.drivername.startswith("sqlite"):
        with closing(sqlite3.connect(f"{Path(address.database).as_uri()}?mode=ro", uri=True)) as database:
            return database.execute(SCORES.format(points=POINTS), {"assignment": assignment}).fetchall()
    engine = create_engine(address)
    try:
        with engine.connect() as connection:
            rows = connection.execute(text(SCORES.format(points=POINTS)), {"assignment": assignment})
            return [tuple(row) for row in rows]
    finally:
        engine.dispose()


def _tries(folders, assignment: str, student: str, points: Mapping, exercises) -> dict[str, Try]:
    notebook = Path(folders.format_path(folders.autograded_directory, student, assignment)) / f"{assignment}.ipynb"
    entries, verdicts = _entries(answers_path(notebook)), _verdicts(notebook)
    tries = {}
    for exercise in exercises:
        gained, most, awaits = points.get(exercise.id, (0.0, exercise.points, False))
        state, finding = verdicts.get(exercise.id, ("", ""))
        tries[exercise.id] = Try(gained, most, entries.get(exercise.id, Entry()), finding, state, awaits)
    return tries


def _entries(path: Path) -> dict[str, Entry]:
    try:
        return parse(path.read_bytes())
    except (OSError, ValueError):
        return {}


def _verdicts(notebook: Path) -> dict[str, tuple[str, str]]:
    """The outcome and the first finding of each exercise, as the graded notebook shows them to the learner."""
    try:
        if notebook.stat().st_size > LARGEST:
            return {}
        cells = json.loads(notebook.read_bytes())["cells"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    found = {}
    for cell in cells:
        for output in cell.get("outputs", ()):
            html = "".join(output.get("data", {}).get("text/html", ""))
            title = TWIN.search(html)
            verdict = VERDICT.search(html, title.end()) if title else None
            if title and verdict:
                found[title["id"]] = (verdict["state"], unescape(TAG.sub("", verdict["finding"] or "")))
    return found
