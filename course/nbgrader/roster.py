"""The roster: which of a platform's names stands for which student of the grade book. One CSV file of the instructor."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from course.learner.pack import name_problem

ROSTER = "roster.csv"
HEADER = ("platform", "student")
SEPARATORS = ",;\t"


class RosterError(Exception):
    """The roster cannot be used: the message names the line and what to do."""


@dataclass(frozen=True)
class Roster:
    """The student of each name that a platform may give, as read from ``path``; without a file, every name is its own."""

    path: Path | None = None
    students: Mapping[str, str] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict)
    """The names as they are in the file, by what they are compared as."""

    @property
    def ids(self) -> tuple[str, ...]:
        """Every student on the roster, once."""
        return tuple(dict.fromkeys(self.students.values()))

    def names(self, student: str) -> tuple[str, ...]:
        """What a platform calls a student, as it is written in the file, in its order."""
        return tuple(self.written.get(key, key) for key, id in self.students.items() if folded(id) == folded(student))

    def student(self, keys: Sequence[str]) -> str | None:
        """The student's id; None if a roster does not have the person, or if the name cannot be an id."""
        if self.path is None:
            return keys[0] if not name_problem(keys[0]) else None
        known = {folded(id): id for id in self.ids}
        return next((id for key in keys if (id := self.students.get(folded(key)) or known.get(folded(key)))), None)


def read_roster(path: Path) -> Roster:
    """The roster in a file of two columns, ``platform`` and ``student``; an empty one if there is no file. Raises RosterError.

    A student may have several lines: a platform's number, a name, an address.
    """
    if not path.exists():
        return Roster()
    students: dict[str, str] = {}
    written: dict[str, str] = {}
    for number, (key, student) in _rows(path):
        if problem := name_problem(student):
            raise RosterError(f"{path.name}, line {number}: {problem}")
        if students.setdefault(folded(key), student) != student:
            other = students[folded(key)]
            raise RosterError(f"{path.name}, line {number}: “{key}” is both {other} and {student}. Keep one of them.")
        written.setdefault(folded(key), key)
    if not students:
        raise RosterError(f"{path.name} lists nobody. Give it a line “{','.join(HEADER)}”, then one line per name.")
    return Roster(path, students, written)


def folded(name: str) -> str:
    """A name without what people type differently: case, spaces, and how an accent is stored.

    >>> folded("  José  LI ") == folded("jose\u0301 li")
    True
    """
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _rows(path: Path) -> list[tuple[int, tuple[str, str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RosterError(f"{path.name} could not be read: save it as CSV in UTF-8.") from error
    first = text.partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(text.splitlines(), delimiter=separator)
    rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader if any(cell.strip() for cell in row)]
    if not rows:
        return []
    columns = [name.casefold() for name in rows[0][1]]
    if missing := [name for name in HEADER if name not in columns]:
        raise RosterError(f"{path.name} has no column “{missing[0]}”: its first line must be “{','.join(HEADER)}”.")
    places = [columns.index(name) for name in HEADER]
    for number, row in rows[1:]:
        if len(row) <= max(places) or not all(row[place] for place in places):
            raise RosterError(f"{path.name}, line {number}: a name or a student is missing.")
    return [(number, (row[places[0]], row[places[1]])) for number, row in rows[1:]]
