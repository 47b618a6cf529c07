"""A gradebook that stays open for a class and is written in one transaction per hand-in: it is done, or it is not."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import NamedTuple

from nbgrader.api import (
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
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from course.nbgrader.outcome import HandInToGrade, Outcome, exercises_of

FEW = 500  # students whose rows are asked for by their names
STEPS = (saveautogrades, latesubmissions)  # modules of nbgrader whose steps open a gradebook for each notebook


class _OneTransaction(Session):
    """Takes a commit for a wish: what was written is seen by later reads, and kept when the hand-in is whole.

    A row that is new is written at once, for it may be there already; what is changed, together before the next read.
    """

    def commit(self) -> None:
        if self.new:
            self.flush()

    def keep(self) -> None:
        super().commit()


@dataclass(frozen=True)
class _Cell:
    """A grade, solution or task cell; ``key`` is the name of its notebook and its own."""

    id: str
    key: tuple[str, str]
    max_score: float = 0.0
    is_judged_by_machine: bool = False


@dataclass(frozen=True)
class _Book:
    """A notebook of an assignment, and its cells."""

    id: str
    cells: tuple[_Cell, ...]


class Given(NamedTuple):
    """The points of one cell, as the gradebook holds them."""

    auto_score: float | None
    manual_score: float | None
    extra_credit: float | None
    needs_manual_grade: bool | None

    @property
    def points(self) -> float:
        given = self.auto_score if self.manual_score is None else self.manual_score
        return 0.0 if given is None else given + (self.extra_credit or 0.0)


@dataclass
class Standing:
    """What the gradebook says of one hand-in, by the names of its notebooks, or by those of notebook and cell."""

    cells: Mapping[tuple[str, str], _Cell]
    grades: dict[tuple[str, str], Given] = field(default_factory=dict)
    comments: dict[tuple[str, str], tuple[str | None, str | None]] = field(default_factory=dict)
    penalties: dict[str, float | None] = field(default_factory=dict)
    times: tuple[object, ...] = ()

    def outcome(self, hand_in: HandInToGrade) -> Outcome:
        """The points, and what could not be judged."""
        missing = [
            name
            for (book, name), given in self.grades.items()
            if self.cells[book, name].is_judged_by_machine and given.needs_manual_grade and given.manual_score is None
        ]
        points = sum(given.points for given in self.grades.values())
        penalties = sum(penalty or 0.0 for penalty in self.penalties.values())
        most = sum(self.cells[key].max_score for key in self.grades)
        return Outcome(hand_in, points - penalties, most, exercises_of(missing))

    @property
    def digest(self) -> str:
        """The same for the same rows."""
        grades = [[*key, *given, self.cells[key].max_score] for key, given in sorted(self.grades.items())]
        rest = sorted(self.comments.items()), sorted(self.penalties.items()), self.times
        return blake2b(json.dumps([grades, *rest], default=str).encode(), digest_size=16).hexdigest()


@dataclass
class _Rows:
    """The rows of one hand-in, by the names of their notebooks, or by those of their notebooks and cells."""

    submission: SubmittedAssignment
    notebooks: dict[str, SubmittedNotebook] = field(default_factory=dict)
    grades: dict[tuple[str, str], Grade] = field(default_factory=dict)
    comments: dict[tuple[str, str], Comment] = field(default_factory=dict)
    cells: dict[tuple[str, str], _Cell] = field(default_factory=dict)

    def standing(self) -> Standing:
        submission = self.submission
        return Standing(
            self.cells,
            {key: Given(*(getattr(row, name) for name in Given._fields)) for key, row in self.grades.items()},
            {key: (row.auto_comment, row.manual_comment) for key, row in self.comments.items()},
            {name: row.late_submission_penalty for name, row in self.notebooks.items()},
            (submission.timestamp, submission.extension, submission.assignment.duedate),
        )


class OpenGradebook(Gradebook):
    """nbgrader's gradebook, one hand-in after another, whose rows are read once, and when they are first asked for."""

    def __init__(self, url: str, course_id: str):
        super().__init__(url, course_id)
        self.db.remove()
        self.db = scoped_session(sessionmaker(class_=_OneTransaction, autoflush=True, bind=self.engine, future=True))
        self._books: dict[str, dict[str, _Book]] = {}
        self._rows: _Rows | None = None
        self._begun: tuple[str, str, SubmittedAssignment] | None = None

    @contextmanager
    def hand_in(self) -> Iterator[None]:
        """A hand-in whose scores are written inside, all or none."""
        try:
            with _used_by_nbgrader(self):
                yield
            self.db().keep()
        finally:
            self._rows = self._begun = None
            self.db.remove()  # rolls back what was not kept

    def begin(self, assignment: str, student: str, creates: bool, timestamp: datetime | None) -> None:
        """See to it that a hand-in has its row, with its time. Raises MissingEntry for a student who must not be created."""
        if creates:
            self.update_or_create_student(student)
        else:
            self.find_student(student)
        with self.db.no_autoflush:  # nbgrader reads while it makes the rows, of which SQLAlchemy warns
            row = self.update_or_create_submission(
                assignment, student, **({"timestamp": timestamp} if timestamp else {})
            )
        self._begun = assignment, student, row

    def find_submission(self, assignment: str, student: str) -> SubmittedAssignment:
        if self._begun and self._begun[:2] == (assignment, student):
            return self._begun[2]
        return super().find_submission(assignment, student)

    def outcome(self, hand_in: HandInToGrade) -> Outcome:
        return self.standing(hand_in).outcome(hand_in)

    def standing(self, hand_in: HandInToGrade) -> Standing:
        return self._rows_of(hand_in.assignment, hand_in.student).standing()

    def standings(self, assignment: str, students: Collection[str] = ()) -> dict[str, Standing]:
        """What is said of all hand-ins to an assignment, or of those by some students, read at once."""
        try:
            row = self.find_assignment(assignment)
        except MissingEntry:
            return {}
        books = self._books_of(row.id)
        names = {book.id: name for name, book in books.items()}
        cells = {cell.id: cell.key for book in books.values() for cell in book.cells}
        by_key: dict[tuple[str, str], _Cell] = {}
        for book in books.values():
            by_key |= {cell.key: cell for cell in book.cells if cell.key not in by_key}
        own = [SubmittedAssignment.assignment_id == row.id]
        if 0 < len(students) <= FEW:
            own.append(SubmittedAssignment.student_id.in_(students))
        times = select(SubmittedAssignment.student_id, SubmittedAssignment.timestamp, SubmittedAssignment.extension)
        found = {
            student: Standing(by_key, times=(timestamp, extension, row.duedate))
            for student, timestamp, extension in self.db.execute(times.where(*own))
        }
        whose = SubmittedNotebook.assignment_id == SubmittedAssignment.id
        student = SubmittedAssignment.student_id
        books_of = select(student, SubmittedNotebook.notebook_id, SubmittedNotebook.late_submission_penalty)
        for student_id, book, penalty in self.db.execute(books_of.where(whose, *own)):
            found[student_id].penalties[names[book]] = penalty
        given = (getattr(Grade, name) for name in Given._fields)
        grades = select(student, Grade.cell_id, *given).where(Grade.notebook_id == SubmittedNotebook.id, whose, *own)
        for student_id, cell, *values in self.db.execute(grades):
            found[student_id].grades[cells[cell]] = Given(*values)
        comments = select(student, Comment.cell_id, Comment.auto_comment, Comment.manual_comment)
        comments = comments.where(Comment.notebook_id == SubmittedNotebook.id, whose, *own)
        for student_id, cell, *texts in self.db.execute(comments):
            found[student_id].comments[cells[cell]] = tuple(texts)
        self.db.remove()
        return found

    def find_grade(self, grade_cell: str, notebook: str, assignment: str, student: str) -> Grade:
        return _found(self._rows_of(assignment, student).grades, (notebook, grade_cell))

    def find_comment(self, solution_cell: str, notebook: str, assignment: str, student: str) -> Comment:
        return _found(self._rows_of(assignment, student).comments, (notebook, solution_cell))

    def find_submission_notebook(self, notebook: str, assignment: str, student: str) -> SubmittedNotebook:
        found = _found(self._rows_of(assignment, student).notebooks, notebook)
        self.db.flush()
        self.db.expire(found, ["score"])  # a sum over grades that have just been written
        return found

    def close(self) -> None:
        """nbgrader's steps close what they have opened; this is closed by ``end``."""

    def end(self) -> None:
        super().close()

    def _rows_of(self, assignment: str, student: str) -> _Rows:
        """The rows of a hand-in, by both parts of their keys: that takes as long in a large class as in a small one."""
        if self._rows is None:
            rows = _Rows(self.find_submission(assignment, student))
            for name, book in self._books_of(rows.submission.assignment_id).items():
                here = SubmittedNotebook.notebook_id == book.id, SubmittedNotebook.assignment_id == rows.submission.id
                notebook = rows.notebooks[name] = self.db.scalars(select(SubmittedNotebook).where(*here)).one()
                cells = {cell.id: cell.key for cell in book.cells}
                rows.cells |= {cell.key: cell for cell in book.cells if cell.key not in rows.cells}
                for kind, found in ((Grade, rows.grades), (Comment, rows.comments)):
                    own = kind.cell_id.in_(cells), kind.notebook_id == notebook.id
                    found.update({cells[row.cell_id]: row for row in self.db.scalars(select(kind).where(*own))})
            self._rows = rows
        return self._rows

    def _books_of(self, assignment: str) -> dict[str, _Book]:
        """The notebooks of an assignment by their names."""
        if assignment not in self._books:
            books = self.db.execute(select(Notebook.id, Notebook.name).where(Notebook.assignment_id == assignment))
            self._books[assignment] = {name: _Book(id, tuple(self._cells(id, name))) for id, name in books.all()}
        return self._books[assignment]

    def _cells(self, notebook: str, name: str) -> list[_Cell]:
        """The cells of a notebook, those with points first: an answer that a person marks is two cells of one name."""
        of = [
            list(self.db.scalars(select(kind).where(kind.notebook_id == notebook)))
            for kind in (GradeCell, TaskCell, SolutionCell)
        ]
        graded, tasks, solutions = of
        by_a_person = {cell.name for cell in solutions}
        machines = [cell.name for cell in graded if cell.cell_type == "code" and cell.name not in by_a_person]
        with_points = [
            _Cell(cell.id, (name, cell.name), cell.max_score or 0.0, cell.name in machines)
            for cell in (*graded, *tasks)
        ]
        return [*with_points, *(_Cell(cell.id, (name, cell.name)) for cell in solutions)]


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


def _found(rows: dict, name: object):
    if name not in rows:
        raise MissingEntry(f"No such entry: {name}")
    return rows[name]
