"""Reads what a learner has saved for a notebook, from its answers file and its metadata, and changes neither."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from course.learner.answers import LARGEST, answers_path, parse, read_metadata
from course.learner.entry import Entry, merge_all


@dataclass(frozen=True)
class Saved:
    """The newest entry of each exercise, decision and card; ``problem`` is a sentence if a file is damaged."""

    entries: dict[str, Entry] = field(default_factory=dict)
    problem: str = ""

    def __getitem__(self, id: str) -> Entry:
        return self.entries.get(id, Entry())

    @property
    def last(self) -> str:
        """When something was saved last, in UTC, ISO 8601; empty for never."""
        return max((entry.saved_at for entry in self.entries.values()), default="")


def read_saved(notebook: Path) -> Saved:
    """What is saved for a notebook. A damaged file stays where it is and is reported."""
    path = answers_path(notebook)
    entries, problem = {}, ""
    try:
        with path.open("rb") as file:
            entries = parse(file.read(LARGEST + 1))
    except FileNotFoundError:
        pass
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        problem = f"{path.name} could not be read ({reason}). It stays where it is."
    return Saved(merge_all(entries, read_metadata(notebook)), problem)


def nothing_saved(notebook: Path) -> Saved:
    """What is saved for a notebook by a person who has just arrived."""
    return Saved()
