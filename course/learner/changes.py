"""Which exercises differ between two versions of the course, and a mark on answers that were given to the earlier one."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from course import sequence
from course.learner.answers import Answers
from course.learner.answers_file import answers_path
from course.learner.entry import EMPTY
from course.learner.saved import Saved, read_saved

SHEET = re.compile(r"exercises/([^/]+)/checks\.json")
SEEN = ("kind", "title", "expectation")


@dataclass(frozen=True)
class Met:
    """What a learner meets of an exercise: its cells, and what is on the sheet apart from hints and points."""

    cells: tuple[tuple[str, str], ...]
    seen: tuple[Any, ...]
    is_closed: bool


@dataclass(frozen=True)
class Changes:
    """The ids of exercises that came, changed and went, each in the order of the course."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def compare(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> Changes:
    """What differs between the exercises of two versions of the course, each given as its files by path."""
    before, after = exercises(old), exercises(new)
    return Changes(
        new=_in_order(after.keys() - before.keys()),
        changed=_in_order(id for id in before.keys() & after.keys() if _differ(before[id], after[id])),
        gone=_in_order(before.keys() - after.keys()),
    )


def _differ(before: Met, after: Met) -> bool:
    """Whether an exercise is another one: where one of the two sheets is closed, its text says so, and its title."""
    if before.is_closed != after.is_closed:
        return (before.cells, before.seen[:-1]) != (after.cells, after.seen[:-1])
    return before != after


def exercises(files: Mapping[str, bytes]) -> dict[str, Met]:
    """What a learner meets of each exercise, by id.

    A sheet that cannot be read has no exercises.
    """
    names = [match[1] for path in files if (match := SHEET.fullmatch(path))]
    return {
        id: Met(
            tuple(_cells(_json(files.get(f"exercises/{name}/{name}.ipynb", b"")), id)),
            tuple(entry.get(key) for key in SEEN),
            bool(entry.get("closed")),
        )
        for name in names
        for id, entry in _sheet(_json(files[f"exercises/{name}/checks.json"])).items()
    }


def mark(root: Path, changed: Collection[str], version: str, until: str) -> tuple[str, ...]:
    """Note on each answer to a changed exercise that it was given to ``version``; returns the exercises answered so.

    An answer that was saved after ``until`` (UTC, ISO 8601) was given to the new text. Raises AnswersError.
    """
    answered = []
    for notebook in sorted((root / sequence.EXERCISES).glob("*/*.ipynb")):
        saved = read_saved(notebook)
        ids = [id for id in changed if saved[id].answer not in EMPTY and saved[id].saved_at <= until]
        _mark(notebook, saved, [id for id in ids if not saved[id].given_to], version)
        answered += ids
    return _in_order(answered)


def _mark(notebook: Path, saved: Saved, ids: Collection[str], version: str) -> None:
    if not ids:
        return
    answers = Answers(answers_path(notebook), notebook)
    for id in ids:
        answers.put(id, replace(saved[id], given_to=version))
    answers.flush()


def _cells(notebook: Any, id: str) -> list[tuple[str, str]]:
    """The id and the text of the cells around the grade cell of an exercise."""
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    prefix = f"{id.replace('.', '-')}-"
    found = []
    for cell in cells if isinstance(cells, list) else []:
        grade_id = cell.get("metadata", {}).get("nbgrader", {}).get("grade_id", "")
        if grade_id.startswith(prefix):
            found.append((grade_id, "".join(cell.get("source", ""))))
    return found


def _sheet(data: Any) -> dict[str, dict[str, Any]]:
    entries = data.get("exercises") if isinstance(data, dict) else None
    return {id: entry for id, entry in entries.items() if isinstance(entry, dict)} if isinstance(entries, dict) else {}


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _in_order(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(ids, key=lambda id: ([int(number) for number in re.findall(r"\d+", id)], id)))
