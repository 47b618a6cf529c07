"""Exports of grades: nbgrader's table with what a 0 does not say, and a file for a learning platform's grade book."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps.baseapp import NbGrader
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import CsvExportPlugin
from sqlalchemy.engine import make_url

from course.nbgrader.roster import ROSTER, read_roster
from course.nbgrader.standing import Standing, standings
from course.nbgrader.tables import FORMATS, NBGRADER, Table, csv_text, plain

COLUMNS = ("not_judged", "handed_in")
FOLDER = "reports"  # in no repository, and emptied by `forget`


class ExportError(Exception):
    """There is nothing to export: the message says what to do first."""


@dataclass(frozen=True)
class Export:
    """A file that was written, and what is in it."""

    path: Path
    table: Table

    @property
    def lines(self) -> list[str]:
        """A line for each person about whom there is something to know, and one for all of it."""
        problems = [*self.table.left_out, *self.table.blank]
        people = f"{self.table.people:,} {'person' if self.table.people == 1 else 'people'}"
        return [*problems, f"{people} in {FOLDER}/{self.path.name}."]

    def as_json(self) -> dict:
        return {
            "file": str(self.path),
            "people": self.table.people,
            "left_out": list(self.table.left_out),
            "unfinished": list(self.table.blank),
        }


class GradesExportPlugin(CsvExportPlugin):
    """Writes the columns that nbgrader writes, each cell quoted where it has to be, and two more.

    ``not_judged`` names the exercises that still need a judgement, ``handed_in`` tells those who did not hand in from those with 0.
    """

    def export(self, gradebook: Gradebook) -> None:
        path = Path(self.to or "grades.csv")
        rows = [[*NBGRADER, *COLUMNS]]
        only_assignments, only_students = set(self.assignment or ()), set(self.student or ())
        for assignment in gradebook.assignments:
            if only_assignments and assignment.name not in only_assignments:
                continue
            for standing in standings(gradebook, assignment.name):
                if not only_students or standing.person.id in only_students:
                    rows.append(_row(standing, str(assignment.duedate or "")))
        path.write_text(csv_text(rows), encoding="utf-8", newline="")
        self.log.info("%d grade%s exported to %s", len(rows) - 1, "" if len(rows) == 2 else "s", path)


def _row(standing: Standing, due: str) -> list[str]:
    person = standing.person
    return [
        standing.assignment,
        due,
        str(standing.timestamp or ""),
        *map(plain, (person.id, person.last_name, person.first_name, person.email)),
        *map(str, (standing.raw, standing.penalty, standing.score, standing.most)),
        " ".join(standing.not_judged),
        "yes" if standing.handed_in else "no",
    ]


def _collected(folders: CourseDirectory, assignment: str) -> dict[str, bool]:
    """Those whose hand-in is among the collected ones."""
    submitted = Path(folders.root) / folders.submitted_directory
    return {path.parent.name: True for path in submitted.glob("*/*") if path.name == assignment and path.is_dir()}


def export(root: Path, format: str, assignments: Sequence[str], roster: Path | None, unfinished: bool) -> Export:
    """Write the grades of assignments for a platform. Raises ExportError, or RosterError."""
    people = read_roster(roster or root / ROSTER)
    with chdir(root):
        app = NbGrader()
        app.initialize([])
        folders = CourseDirectory(parent=app, root=str(root))
    if not Path(make_url(folders.db_url).database or "").is_file():
        raise ExportError("There is no grade book here yet: generate and grade an assignment first.")
    columns, everybody = {}, dict.fromkeys(people.ids, False)
    with Gradebook(folders.db_url, folders.course_id) as gradebook:
        for assignment in assignments:
            try:
                waiting = _collected(folders, assignment)
                columns[assignment] = standings(gradebook, assignment, {**everybody, **waiting})
            except MissingEntry:
                raise ExportError(f"{assignment} is not in the grade book: generate and grade it first.") from None
            if not any(standing.handed_in and standing.graded for standing in columns[assignment]):
                raise ExportError(f"Nobody's {assignment} is graded yet: grade it first, then ask again.")
    table = FORMATS[format](columns, people, unfinished)
    path = root / FOLDER / f"{format}-{'-'.join(assignments) if len(assignments) == 1 else 'grades'}.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_text(table.text, encoding="utf-8", newline="")
    return Export(path, table)
