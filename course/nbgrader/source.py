"""The instructor's notebook, and the exercises in it: what a hand-in is measured by."""

from __future__ import annotations

import json
import re
from pathlib import Path

from nbgrader.coursedir import CourseDirectory

from course import sheet

SOURCES = "solutions"
EXERCISE = re.compile(r"(\d+)-(\d+)$")


class AssignmentError(Exception):
    """There is no such assignment: the message lists those that there are."""


def find_assignment(root: Path, text: str) -> str:
    """The assignment that a person named, in full or by its number. Raises AssignmentError."""
    names = sorted(path.parent.name for path in (root / SOURCES).glob("*/*.ipynb") if path.stem == path.parent.name)
    start = f"{int(text):02d}-" if text.isascii() and text.isdigit() else ""
    found = [name for name in names if name == text or (start and name.startswith(start))]
    if len(found) != 1:
        raise AssignmentError(f"There is no assignment “{text}”. The assignments are: {', '.join(names)}.")
    return found[0]


def source_folder(folders: CourseDirectory, assignment: str) -> Path:
    """The folder of an assignment among the instructor's sources."""
    return Path(folders.format_path(folders.source_directory, ".", assignment))


def exercises_in(notebook: Path) -> frozenset[str]:
    """The exercises of an instructor's notebook, by its grade cells and by the sheet beside it."""
    return frozenset([*_graded(notebook), *_on_sheet(notebook.parent)])


def _graded(notebook: Path) -> list[str]:
    try:
        cells = json.loads(notebook.read_bytes())["cells"]
        grade_ids = [str(cell["metadata"].get("nbgrader", {}).get("grade_id")) for cell in cells]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []
    return [grade_id.replace("-", ".") for grade_id in grade_ids if EXERCISE.match(grade_id)]


def _on_sheet(folder: Path) -> list[str]:
    try:
        return [entry.id for entry in sheet.load(folder).exercises]
    except sheet.SheetError:
        return []
