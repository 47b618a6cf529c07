"""Finds within seconds what a commit of notebooks forgets: saved outputs, or a stale sheet or release."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from course import sheet as sheets
from course.authoring.build import uncompiled
from course.authoring.check import REBUILD, folder_problems, release_problems
from course.authoring.read import SOURCE, read, sources
from course.keys.key import AuthorError


def problems(root: Path) -> Iterator[str]:
    """What is stale: where, and what to do. Keys are compared, not compiled."""
    for notebook in sources(root):
        yield from folder_problems(root, notebook)
        yield from sheet_problems(notebook)
    yield from release_problems(root)


def sheet_problems(notebook: Path) -> Iterator[str]:
    """What is wrong with the sheet beside a source notebook, apart from what its keys compile to."""
    try:
        sheet = sheets.load(notebook.parent)
        entries = [uncompiled(exercise) for exercise in read(notebook)]
    except (sheets.SheetError, AuthorError) as error:
        yield f"{notebook.name}: {error}"
        return
    if (sheet.data, _by_id(sheet.exercises)) != (sheets.data_version(), _by_id(entries)):
        yield f"{SOURCE}/{notebook.parent.name}/{sheets.NAME} is not what the notebook says now. {REBUILD}"


def _by_id(entries: Iterable[sheets.ExerciseSheet]) -> dict[str, sheets.ExerciseSheet]:
    return {entry.id: replace(entry, expectation={}) for entry in entries}
