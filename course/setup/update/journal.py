"""The journal of an update: what was prepared, for those who finish it, and for the report to the learner."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from course.learner.answers_file import write_atomically
from course.learner.changes import Changes


@dataclass(frozen=True)
class Journal:
    """One update. ``replace`` and ``remove`` say for each path how the file was when the plan was made, as a digest.

    ``work`` is the file with the saved work and ``kept`` the folder with copies, both in the course folder; ``commit``
    is what git is to be told, ``branch`` the name for commits that are not part of it. ``prepared_at`` is in UTC.
    """

    before: str
    after: str
    prepared_at: str
    kept: str
    branch: str
    commit: str = ""
    work: str = ""
    entries: int = 0
    problems: tuple[str, ...] = ()
    replace: dict[str, str] = field(default_factory=dict)
    remove: dict[str, str] = field(default_factory=dict)
    keep: tuple[str, ...] = ()
    is_start_known: bool = True
    exercises: Changes = Changes()

    def write(self, path: Path) -> None:
        """Write the journal, whole or not at all. Raises OSError."""
        write_atomically(path, json.dumps(asdict(self), indent=1) + "\n")


def read(path: Path) -> Journal:
    """The journal in a file, which another version of the course may have written. Raises OSError."""
    data = json.loads(path.read_text("utf-8"))
    known = {field.name: data[field.name] for field in fields(Journal) if field.name in data}
    return Journal(**{**known, "exercises": Changes(**data["exercises"])})
