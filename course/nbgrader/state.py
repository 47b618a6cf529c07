"""What the gradebook says of hand-ins: whose scores are not all in, and what could not be judged."""

from __future__ import annotations

from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    GradeCell,
    MissingEntry,
    Notebook,
    SolutionCell,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import aliased

from course.nbgrader.outcome import exercises_of

BY_A_PERSON = "-human"  # what the name of a task cell adds to that of its exercise


def notebooks_of(gradebook: Gradebook, assignment: str) -> set[str]:
    """The notebooks of an assignment; none of one that is not known."""
    try:
        return {notebook.name for notebook in gradebook.find_assignment(assignment).notebooks}
    except MissingEntry:
        return set()


def submitted(gradebook: Gradebook, assignment: str) -> set[str]:
    """The students who have a row for an assignment."""
    rows = select(SubmittedAssignment.student_id).join(Assignment).where(Assignment.name == assignment)
    return set(gradebook.db.scalars(rows))


def unfinished(gradebook: Gradebook, assignment: str) -> set[tuple[str, str]]:
    """The (student, notebook) pairs in which a machine's score is missing: grading was stopped, or has never begun."""
    columns = SubmittedAssignment.student_id, Notebook.name
    rows = _machines_grades(*columns).where(Assignment.name == assignment, Grade.auto_score.is_(None)).distinct()
    return {(student, notebook) for student, notebook in gradebook.db.execute(rows)}


def not_judged(gradebook: Gradebook) -> dict[tuple[str, str], tuple[str, ...]]:
    """By assignment and student, the exercises to which neither the machine nor a person could give points."""
    columns = Assignment.name, SubmittedAssignment.student_id, GradeCell.name
    is_open = or_(Grade.auto_score.is_(None), Grade.needs_manual_grade), Grade.manual_score.is_(None)
    return _exercises(gradebook, _machines_grades(*columns).where(*is_open))


def awaits_a_person(gradebook: Gradebook) -> dict[tuple[str, str], tuple[str, ...]]:
    """By assignment and student, the exercises that a person has to mark and has not."""
    columns = Assignment.name, SubmittedAssignment.student_id, BaseCell.name
    machines = _machines_grades(Grade.id)
    rows = _grades(*columns).join(BaseCell, BaseCell.id == Grade.cell_id)
    rows = rows.where(Grade.needs_manual_grade, Grade.manual_score.is_(None), Grade.id.not_in(machines))
    return _exercises(gradebook, rows)


def _exercises(gradebook: Gradebook, rows: Select) -> dict[tuple[str, str], tuple[str, ...]]:
    cells: dict[tuple[str, str], list[str]] = {}
    for assignment, student, cell in gradebook.db.execute(rows):
        cells.setdefault((assignment, student), []).append(cell.removesuffix(BY_A_PERSON))
    return {key: exercises_of(names) for key, names in cells.items()}


def _machines_grades(*columns) -> Select:
    """The grades that a machine has to give, of all hand-ins."""
    answer = aliased(SolutionCell)  # both kinds of cells have a part of their columns in one table
    by_a_person = exists().where(answer.notebook_id == GradeCell.notebook_id, answer.name == GradeCell.name)
    rows = _grades(*columns).join(GradeCell, GradeCell.id == Grade.cell_id)
    return rows.where(GradeCell.cell_type == "code", ~by_a_person)


def _grades(*columns) -> Select:
    """All grades of all hand-ins."""
    return (
        select(*columns)
        .join_from(SubmittedAssignment, Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
        .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
    )
