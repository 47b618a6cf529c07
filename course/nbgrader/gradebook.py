"""A gradebook that stays open for a class and is written in one transaction per hand-in: it is done, or it is not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from nbgrader.api import (
    Assignment,
    Comment,
    Grade,
    Gradebook,
    GradeCell,
    MissingEntry,
    Notebook,
    SolutionCell,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)
from nbgrader.preprocessors import latesubmissions, saveautogrades
from sqlalchemy import exists, select
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from course.nbgrader.outcome import HandInToGrade, Outcome

CELLS = (GradeCell, SolutionCell, TaskCell)
STEPS = (saveautogrades, latesubmissions)  # modules of nbgrader whose steps open a gradebook for each notebook


class _OneTransaction(Session):
    """Takes a commit for a wish: what was written is seen by later reads, and kept when the hand-in is whole."""

    def commit(self) -> None:
        self.flush()

    def keep(self) -> None:
        super().commit()


class OpenGradebook(Gradebook):
    """nbgrader's gradebook, one hand-in after another. What is looked up by its name is read once for each."""

    def __init__(self, url: str, course_id: str):
        super().__init__(url, course_id)
        self.db.remove()
        self.db = scoped_session(sessionmaker(class_=_OneTransaction, autoflush=True, bind=self.engine, future=True))
        self._submission: SubmittedAssignment | None = None
        self._structures: dict[str, dict[str, _Book]] = {}

    @contextmanager
    def hand_in(self, assignment: str, student: str, creates: bool, timestamp: datetime | None) -> Iterator[None]:
        """A hand-in whose scores are written inside, all or none. Its row exists from then on, its time is up to date."""
        try:
            if creates:
                self.update_or_create_student(student)
            given = {"timestamp": timestamp} if timestamp else {}
            self._submission = self.update_or_create_submission(assignment, student, **given)
            self._read_rows()
            with _used_by_nbgrader(self):
                yield
            self.db().keep()
        finally:
            self.db.remove()  # rolls back what was not kept

    def outcome_of(self, hand_in: HandInToGrade) -> Outcome:
        """The same of a hand-in that has been written."""
        self._submission = self.find_submission(hand_in.assignment, hand_in.student)
        self._read_rows()
        return self.outcome(hand_in)

    def outcome(self, hand_in: HandInToGrade) -> Outcome:
        """The points of the hand-in that is being written, and what could not be judged."""
        cells = {
            cell.key: cell for book in self._structure(self._submission.assignment_id).values() for cell in book.cells
        }
        not_judged = [
            key for key, grade in self._grades.items() if is_not_judged(grade, cells[key].is_judged_by_machine)
        ]
        points = sum(map(_points, self._grades.values()))
        penalties = sum(notebook.late_submission_penalty or 0.0 for notebook in self._notebooks.values())
        maximum = sum(cells[key].max_score for key in self._grades)
        return Outcome(hand_in, points - penalties, maximum, tuple(name for _, name in not_judged))

    def find_grade(self, grade_cell: str, notebook: str, assignment: str, student: str) -> Grade:
        return _found(self._grades, (notebook, grade_cell))

    def find_comment(self, solution_cell: str, notebook: str, assignment: str, student: str) -> Comment:
        return _found(self._comments, (notebook, solution_cell))

    def find_submission_notebook(self, notebook: str, assignment: str, student: str) -> SubmittedNotebook:
        self.db.flush()
        found = _found(self._notebooks, notebook)
        self.db.expire(found, ["score"])  # a sum over grades that have just been written
        return found

    def find_submission(self, assignment: str, student: str) -> SubmittedAssignment:
        return self._submission if self._is_this(assignment, student) else super().find_submission(assignment, student)

    def close(self) -> None:
        """nbgrader's steps close what they have opened; this is closed at the end of the class, by ``end``."""

    def end(self) -> None:
        super().close()

    def _is_this(self, assignment: str, student: str) -> bool:
        """Whether it is the hand-in that is being written; after it, nothing of it is used."""
        return (
            self._submission is not None
            and self._submission in self.db
            and (self._submission.name, self._submission.student_id) == (assignment, student)
        )

    def _read_rows(self) -> None:
        """Read the rows of this hand-in by both parts of their keys, which takes as long in a large class as in a small one."""
        self._notebooks, self._grades, self._comments = {}, {}, {}
        for name, book in self._structure(self._submission.assignment_id).items():
            here = SubmittedNotebook.notebook_id == book.id, SubmittedNotebook.assignment_id == self._submission.id
            notebook = self._notebooks[name] = self.db.scalars(select(SubmittedNotebook).where(*here)).one()
            names = {cell.id: cell.key for cell in book.cells}
            for kind, rows in ((Grade, self._grades), (Comment, self._comments)):
                own = kind.cell_id.in_(names), kind.notebook_id == notebook.id
                rows.update({names[row.cell_id]: row for row in self.db.scalars(select(kind).where(*own))})

    def _structure(self, assignment: str) -> dict[str, _Book]:
        """The notebooks of an assignment by their names."""
        if assignment not in self._structures:
            books = self.db.execute(
                select(Notebook.id, Notebook.name).where(Notebook.assignment_id == assignment)
            ).all()
            self._structures[assignment] = {name: _Book(id, tuple(self._cells(id, name))) for id, name in books}
        return self._structures[assignment]

    def _cells(self, notebook: str, name: str) -> Iterator[_Cell]:
        own = [list(self.db.scalars(select(kind).where(kind.notebook_id == notebook))) for kind in CELLS]
        graded, solutions, tasks = own
        by_a_person = {cell.name for cell in solutions}
        for cell in graded:
            by_machine = cell.cell_type == "code" and cell.name not in by_a_person
            yield _Cell(cell.id, (name, cell.name), cell.max_score or 0.0, by_machine)
        for cell in solutions:
            yield _Cell(cell.id, (name, cell.name))
        for cell in tasks:
            yield _Cell(cell.id, (name, cell.name), cell.max_score or 0.0)


@dataclass(frozen=True)
class _Cell:
    """A grade, solution or task cell; ``key`` is the name of its notebook and its own."""

    id: str
    key: tuple[str, str]
    max_score: float = 0.0
    is_judged_by_machine: bool = False


@dataclass(frozen=True)
class _Book:
    id: str
    cells: tuple[_Cell, ...]


def is_not_judged(grade: Grade, by_machine: bool) -> bool:
    """Whether a machine should have given points and could not, and no person has."""
    return by_machine and bool(grade.needs_manual_grade) and grade.manual_score is None


def _points(grade: Grade) -> float:
    given = grade.auto_score if grade.manual_score is None else grade.manual_score
    return (given or 0.0) + (grade.extra_credit or 0.0) * (given is not None)


def _found(rows: dict, name: object):
    if name not in rows:
        raise MissingEntry(f"No such entry: {name}")
    return rows[name]


@contextmanager
def _used_by_nbgrader(gradebook: Gradebook) -> Iterator[None]:
    """Have nbgrader's steps write to this gradebook, where each would open one of its own."""
    for module in STEPS:
        module.Gradebook = lambda *arguments, **named: gradebook
    try:
        yield
    finally:
        for module in STEPS:
            module.Gradebook = Gradebook


def unfinished(gradebook: Gradebook, assignment: str) -> set[tuple[str, str]]:
    """The (student, notebook) pairs in which a machine's score is missing: grading was stopped, or has never begun."""
    is_machines = GradeCell.cell_type == "code"
    by_a_person = exists().where(SolutionCell.notebook_id == GradeCell.notebook_id, SolutionCell.name == GradeCell.name)
    rows = (
        select(SubmittedAssignment.student_id, Notebook.name)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
        .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .join(GradeCell, GradeCell.id == Grade.cell_id)
        .where(Assignment.name == assignment, Grade.auto_score.is_(None), is_machines, ~by_a_person)
        .distinct()
    )
    return {(student, notebook) for student, notebook in gradebook.db.execute(rows)}


def notebooks_of(gradebook: Gradebook, assignment: str) -> list[Notebook]:
    """The notebooks of an assignment; none of one that is not known."""
    try:
        return list(gradebook.find_assignment(assignment).notebooks)
    except MissingEntry:
        return []


def submitted(gradebook: Gradebook, assignment: str) -> set[str]:
    """The students who have a row for an assignment."""
    rows = select(SubmittedAssignment.student_id).join(Assignment).where(Assignment.name == assignment)
    return set(gradebook.db.scalars(rows))
