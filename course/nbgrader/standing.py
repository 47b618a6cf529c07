"""Where each student stands with an assignment, as the grade book has it: for exports, in which a missing score is no 0."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from nbgrader.api import Assignment, Gradebook, Student, SubmittedAssignment
from sqlalchemy import select

from course.nbgrader.state import awaits_a_person, not_judged, unfinished


@dataclass(frozen=True)
class Person:
    """A student as the grade book knows them."""

    id: str
    last_name: str = ""
    first_name: str = ""
    email: str = ""


@dataclass(frozen=True)
class Standing:
    """One student's points for an assignment. ``raw`` is what they earned, a person's marks included, before the penalty.

    ``not_judged`` are exercises to which nobody could give points yet, ``awaits`` those that a person has to mark.
    """

    person: Person
    assignment: str
    most: float
    handed_in: bool = False
    graded: bool = True
    timestamp: datetime | None = None
    raw: float = 0.0
    penalty: float = 0.0
    not_judged: tuple[str, ...] = ()
    awaits: tuple[str, ...] = ()

    @property
    def score(self) -> float:
        """What counts: never below 0, however late it came.

        >>> Standing(Person("ann"), "05-sql", 10, True, raw=3, penalty=5).score
        0.0
        """
        return max(0.0, self.raw - self.penalty)

    @property
    def is_final(self) -> bool:
        """Whether there is a hand-in and all its points are in."""
        return self.handed_in and self.graded and not (self.not_judged or self.awaits)

    @property
    def remark(self) -> str:
        """What a number alone does not say; empty if it says everything.

        >>> Standing(Person("ann"), "05-sql", 10).remark
        'Not handed in.'
        >>> Standing(Person("ann"), "05-sql", 10, True, raw=8, penalty=2.5, awaits=("5.7",)).remark
        'Not marked yet: 5.7. Late: 2.5 points off 8.'
        """
        if not self.handed_in:
            return "Not handed in."
        if not self.graded:
            return "Handed in, and not graded yet."
        parts = []
        if self.not_judged:
            parts.append(f"Could not be judged yet: {', '.join(self.not_judged)}.")
        if self.awaits:
            parts.append(f"Not marked yet: {', '.join(self.awaits)}.")
        if self.penalty:
            parts.append(
                f"Late: {points(self.penalty)} point{'' if self.penalty == 1 else 's'} off {points(self.raw)}."
            )
        return " ".join(parts)


def standings(gradebook: Gradebook, assignment: str, others: Mapping[str, bool] | None = None) -> list[Standing]:
    """Everybody in the grade book, in the order of their ids, whether or not they handed in.

    ``others`` are people whom the class has besides, each with whether there is a hand-in that waits to be graded.
    """
    db, most = gradebook.db, gradebook.find_assignment(assignment).max_score
    rows = select(SubmittedAssignment).join(Assignment).where(Assignment.name == assignment)
    submissions = {row.student_id: row for row in db.scalars(rows)}
    unjudged, awaited = (_of(assignment, read(gradebook)) for read in (not_judged, awaits_a_person))
    stopped = {student for student, _ in unfinished(gradebook, assignment)}
    others = others or {}
    people = {student: Person(student) for student in others}
    for row in db.scalars(select(Student)):
        people[row.id] = Person(row.id, row.last_name or "", row.first_name or "", row.email or "")
    found = []
    for id, person in sorted(people.items()):
        row = submissions.get(id)
        if row is None:
            waits = others.get(id, False)
            found.append(Standing(person, assignment, most, handed_in=waits, graded=not waits))
            continue
        found.append(
            Standing(
                person,
                assignment,
                most,
                handed_in=True,
                graded=id not in stopped,
                timestamp=row.timestamp,
                raw=row.score,
                penalty=row.late_submission_penalty or 0.0,
                not_judged=unjudged.get(id, ()),
                awaits=awaited.get(id, ()),
            )
        )
    return found


def _of(assignment: str, found: Mapping[tuple[str, str], tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {student: names for (name, student), names in found.items() if name == assignment}


def points(number: float) -> str:
    """Points with a point for the decimals, at most two of them.

    >>> points(12.0), points(7.125), points(10.666666)
    ('12', '7.12', '10.67')
    """
    return f"{round(number, 2):.2f}".rstrip("0").rstrip(".")
