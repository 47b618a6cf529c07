"""One zip file of a module's exercises for a learning platform: the notebook and its answers."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from course.learner.answers import answers_path, read_metadata


class PackError(Exception):
    """Nothing can be handed in: the message tells a learner why and what to do."""


def pack(root: Path, module: str, student: str) -> Path:
    """Write ``<student>_<module>.zip`` below ``root`` and return its path. Raises PackError.

    Inside, both files are in a folder with the module's name, as nbgrader's ``zip_collect`` takes them here.
    """
    if not re.fullmatch(r"[A-Za-z0-9.@+-]+", student):
        raise PackError(
            f"“{student}” cannot be part of a file name. Use letters, digits, dots and dashes, without spaces."
        )
    notebook = find_notebook(root, module)
    answers = answers_path(notebook)
    if not answers.exists() and not read_metadata(notebook):
        raise PackError(
            f"There are no answers to {notebook.stem} yet. Open {notebook.name}, answer an exercise, then pack again."
        )
    target = root / f"{student}_{notebook.stem}.zip"
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for path in (notebook, answers):
            if path.exists():
                archive.write(path, f"{notebook.stem}/{path.name}")
    return target


def find_notebook(root: Path, module: str) -> Path:
    """The exercise notebook of a module, named in full or by its number. Raises PackError that lists the modules."""
    notebooks = sorted((root / "exercises").glob("*/*.ipynb"))
    number = f"{int(module):02d}-" if module.isdigit() else module
    matches = [notebook for notebook in notebooks if notebook.stem.startswith(number)]
    if len(matches) != 1:
        names = ", ".join(notebook.stem for notebook in notebooks)
        raise PackError(f"There is no module “{module}” with exercises. The modules are: {names}.")
    return matches[0]
