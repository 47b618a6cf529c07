"""The instructor's notebook, and the exercises in it: what a hand-in is measured by."""

from __future__ import annotations

import json
import re
from pathlib import Path

from nbgrader.coursedir import CourseDirectory

from course import sheet

EXERCISE = re.compile(r"(\d+)-(\d+)$")


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
