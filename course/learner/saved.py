"""Reads what a learner has saved for a notebook, from its answers file and its metadata, and changes neither."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from course.learner.answers import Answers
from course.learner.answers_file import LARGEST, answers_path, parse, read_metadata
from course.learner.copies import copies, may_hold_answers
from course.learner.entry import Entry, merge_all
from course.sequence import EXERCISES, LESSONS


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
    """What is saved for a notebook, in copies of it too. A damaged file stays where it is and is reported."""
    entries, problem = _read_file(answers_path(notebook))
    for held in (read_metadata(notebook), *copies(notebook).values()):
        entries = merge_all(entries, held)
    return Saved(entries, problem)


def _read_file(path: Path) -> tuple[dict[str, Entry], str]:
    try:
        if path.exists() and not path.is_file():
            raise ValueError("it is no ordinary file")
        with path.open("rb") as file:
            return parse(file.read(LARGEST + 1)), ""
    except FileNotFoundError:
        return {}, ""
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        return {}, f"{path.name} could not be read ({reason}). It stays where it is."


def saved_stamp(root: Path) -> frozenset[tuple[str, int, int]]:
    """What changes whenever something that a learner has done is saved anywhere in a course. Nothing is opened.

    Answers are in a file beside each notebook and in the notebook, and a copy of a notebook may hold newer ones.
    """
    folders = [root / LESSONS, *_folders(root / EXERCISES)]
    return frozenset(stamp for folder in folders for stamp in _stamps(folder))


def folder_stamp(notebook: Path) -> frozenset[tuple[str, int, int]]:
    """What changes whenever something is saved for one notebook. Nothing is opened."""
    return frozenset(_stamps(notebook.parent))


def _folders(folder: Path) -> list[Path]:
    try:
        return [Path(entry.path) for entry in os.scandir(folder) if entry.is_dir()]
    except OSError:
        return []


def _stamps(folder: Path) -> Iterator[tuple[str, int, int]]:
    try:
        entries = [entry for entry in os.scandir(folder) if may_hold_answers(entry.name)]
    except OSError:
        return
    for entry in entries:
        with suppress(OSError):  # it was there a moment ago
            status = entry.stat()
            yield entry.path, status.st_mtime_ns, status.st_size


def nothing_saved(notebook: Path) -> Saved:
    """What is saved for a notebook by a person who has just arrived."""
    return Saved()


def keep_copy(notebook: Path) -> None:
    """Before a notebook that somebody worked in is written again, put its own copy of the answers into the file beside it."""
    entries = read_metadata(notebook)
    if entries:
        answers = Answers(answers_path(notebook), notebook)
        for name in entries:
            answers.put(name, answers[name])
        answers.flush()
