"""What grading again would change: all of it is graded in a copy, and the grade book stays as it is until somebody agrees."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection
from contextlib import chdir, suppress
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.converters.base import NbGraderException
from sqlalchemy.engine import make_url

from course.nbgrader.autograde import CourseAutograde
from course.nbgrader.outcome import exercises_of
from course.nbgrader.standing import points

Scores = dict[tuple[str, str], float]


@dataclass(frozen=True)
class Change:
    """A student's points for an exercise, as they are and as they would be."""

    student: str
    exercise: str
    before: float
    after: float

    @property
    def line(self) -> str:
        """One row of the table.

        >>> Change("ann", "5.2", 0, 3.5).line
        'ann · 5.2 · 0 → 3.5 · +3.5'
        """
        sign = "+" if self.after > self.before else "−"
        gain = points(abs(self.after - self.before))
        return f"{self.student} · {self.exercise} · {points(self.before)} → {points(self.after)} · {sign}{gain}"


def changes(root: Path, converter: CourseAutograde) -> list[Change]:
    """What this converter's grading would change for hand-ins that are graded. Raises NbGraderException, and writes nothing.

    Verdicts are kept, so that the grading itself then only reads them. A person's points are in both, and the same.
    """
    folders = converter.coursedir
    assignment, url = folders.assignment_id, folders.db_url
    path = Path(make_url(url).database or "")
    if not path.is_file():
        raise NbGraderException("Nothing is graded here yet: leave --regrade out.")
    before = _scores(url, folders.course_id, assignment)
    with tempfile.TemporaryDirectory() as scratch:
        shutil.copy(path, Path(scratch, path.name))
        copy = f"sqlite:///{Path(scratch, path.name)}"
        folders.db_url, folders.autograded_directory = copy, str(Path(scratch, "autograded"))
        converter.force = True
        with chdir(root), suppress(NbGraderException):  # what fails, fails again when it is graded, and is said then
            converter.start()
        after = _scores(copy, folders.course_id, assignment)
    return [
        Change(*key, before[key], after[key]) for key in sorted(before) if abs(after.get(key, 0) - before[key]) > 0.005
    ]


def table(found: Collection[Change]) -> list[str]:
    """Who gains and who loses, a line each, and one for all."""
    if not found:
        return ["Grading again changes nobody's points."]
    gains = {change.student for change in found if change.after > change.before}
    losses = {change.student for change in found if change.after < change.before}
    return [*(change.line for change in found), f"{len(gains)} would gain and {len(losses)} would lose points."]


def _scores(url: str, course: str, assignment: str) -> Scores:
    with Gradebook(url, course) as gradebook:
        return {
            (submission.student.id, exercises_of([grade.name])[0]): grade.score
            for submission in gradebook.assignment_submissions(assignment)
            for notebook in submission.notebooks
            for grade in notebook.grades
        }
