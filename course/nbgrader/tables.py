"""Grades as tables: nbgrader's own, and those that the grade books of Canvas and Moodle import.

Canvas: the first columns are Student, ID, SIS Login ID and Section, then one per assignment; the row "Points Possible" gives the
most points. A person is found by ID, then by the login, then by the name; a comma or a semicolon divides, and a number may
have a comma or a point (instructure/canvas-lms, lib/gradebook_importer.rb, and the guide of Ohio State University, both read 2026-12-01).

Moodle: each row names the person in a column that is mapped to the e-mail address, the username or the ID number; an empty
grade is "no grade"; the point is understood in every language; feedback has a column of its own, and without the grade's
column it would empty the grades (moodle/moodle, grade/import/csv/classes/load_data.php, and docs.moodle.org/311/en/Grade_import,
both read 2026-12-01).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from typing import Protocol

from course.nbgrader.roster import Roster, folded
from course.nbgrader.standing import Standing, points

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
CANVAS_MOST = "    Points Possible"
NBGRADER = (
    "assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email",
    "raw_score", "late_submission_penalty", "score", "max_score",
)  # fmt: skip


@dataclass(frozen=True)
class Table:
    """A table's text, how many people are in it, and a sentence about each person whom it cannot have, or not with a number."""

    text: str
    people: int
    left_out: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()


class Write(Protocol):
    def __call__(self, standings: Mapping[str, Sequence[Standing]], roster: Roster, unfinished: bool) -> Table: ...


@dataclass(frozen=True)
class _Identity:
    """What a platform knows a student by."""

    name: str
    number: str = ""
    email: str = ""
    id: str = ""


@dataclass
class _People:
    """Whom a platform's table can have, and why it cannot have the others."""

    identities: dict[str, _Identity] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)


def canvas(standings: Mapping[str, Sequence[Standing]], roster: Roster, unfinished: bool = False) -> Table:
    """The table for Canvas: Grades, Import."""
    people = _people(standings, roster)
    most = [points(column[0].most) for column in standings.values()]
    rows = [["Student", "ID", "SIS Login ID", "Section", *standings], [CANVAS_MOST, "", "", "", *most]]
    columns = _by_person(standings)
    for student, identity in people.identities.items():
        scores = [_score(column[student], unfinished) for column in columns]
        rows.append([plain(identity.name), identity.number, identity.email or identity.id, "", *scores])
    return _table(rows, people, standings, unfinished)


def moodle(standings: Mapping[str, Sequence[Standing]], roster: Roster, unfinished: bool = False) -> Table:
    """The table for Moodle: Grades, Import, CSV file."""
    people = _people(standings, roster)
    rows, columns = [["Name", "Username", "Email address"]], _by_person(standings)
    rows[0] += [column for name in standings for column in (name, f"{name} (feedback)")]
    for student, identity in people.identities.items():
        row = [plain(identity.name), identity.id, identity.email]
        for standing in (column[student] for column in columns):
            row += [_score(standing, unfinished), plain(standing.remark)]
        rows.append(row)
    return _table(rows, people, standings, unfinished)


FORMATS: Mapping[str, Write] = {"canvas": canvas, "moodle": moodle}


def plain(text: str) -> str:
    """Text on one line that no spreadsheet takes for a formula: an apostrophe before it says so.

    >>> plain("=1+1"), plain("Ann\\nLee"), plain("Müller, Jörg")
    ("'=1+1", 'Ann Lee', 'Müller, Jörg')
    """
    line = "".join(sign if sign.isprintable() else " " for sign in text)
    return f"'{line}" if text.startswith(FORMULA) else line


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """The rows as CSV, with quotation marks where a cell needs them."""
    target = StringIO(newline="")
    csv.writer(target, lineterminator="\r\n").writerows(rows)
    return target.getvalue()


def _score(standing: Standing, unfinished: bool) -> str:
    shown = standing.is_final or (unfinished and standing.handed_in)
    return points(standing.score) if shown else ""


def _table(rows, people: _People, standings: Mapping[str, Sequence[Standing]], unfinished: bool) -> Table:
    blank = [
        f"{standing.person.id}, {assignment}: {'counted so far' if unfinished else 'left blank'}. {standing.remark}"
        for assignment, column in standings.items()
        for standing in column
        if standing.person.id in people.identities and standing.handed_in and not standing.is_final
    ]
    return Table(csv_text(rows), len(people.identities), tuple(people.left_out), tuple(blank))


def _by_person(standings: Mapping[str, Sequence[Standing]]) -> list[dict[str, Standing]]:
    """For each assignment, everybody's standing by their id. Who is missing from a column did not hand in."""
    people = {standing.person.id: standing.person for column in standings.values() for standing in column}
    return [
        {
            **{id: Standing(person, assignment, column[0].most) for id, person in people.items()},
            **{standing.person.id: standing for standing in column},
        }
        for assignment, column in standings.items()
    ]


def _people(standings: Mapping[str, Sequence[Standing]], roster: Roster) -> _People:
    """Everybody in the grade book whom the platform will know: with a roster, those who are on it."""
    people = _People()
    listed = {folded(student) for student in roster.ids}
    everybody = {standing.person.id: standing.person for column in standings.values() for standing in column}
    for person in (everybody[id] for id in sorted(everybody)):
        if roster.path is not None and folded(person.id) not in listed:
            people.left_out.append(
                f"{person.id} is in the grade book and not in {roster.path.name}, so not in the table: add a line for them."
            )
            continue
        keys = roster.names(person.id)
        numbers = [key for key in keys if key.isascii() and key.isdigit()]
        emails = [key for key in (*keys, person.email) if "@" in key[1:]]
        names = [key for key in keys if key not in numbers and key not in emails]
        own = ", ".join(filter(None, [person.last_name, person.first_name]))
        identity = _Identity(
            own or next(iter(names), person.id),
            numbers[0] if len(numbers) == 1 else "",
            next(iter(emails), ""),
            person.id,
        )
        risky = next((text for text in (identity.email, identity.id) if plain(text) != text), None)
        if risky is not None:
            people.left_out.append(
                f"{plain(person.id)} is not in the table: a spreadsheet would run “{risky}” as a formula. Enter their points by hand."
            )
            continue
        people.identities[person.id] = identity
    return people
