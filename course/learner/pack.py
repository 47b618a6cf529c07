"""One zip file of a module's exercises for a learning platform: the notebook and its answers."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from course import sequence
from course.learner.answers_file import answers_path, read_metadata
from course.learner.copies import copies

FORBIDDEN = '<>:"/\\|?*'  # on Windows
DEVICES = {"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(1, 10))}
LONGEST_NAME = 255  # bytes, on Linux and macOS


class PackError(Exception):
    """Nothing can be handed in: the message tells a learner why and what to do."""


def pack(root: Path, module: str, student: str) -> Path:
    """Write ``<student>_<module>.zip`` below ``root`` and return its path. Raises PackError.

    Inside, the files are in a folder with the module's name, as nbgrader's ``zip_collect`` takes them here. Copies of the
    notebook that hold answers go along: of each exercise, the answer that was saved last counts.
    """
    notebook = find_notebook(root, module)
    name = sequence.name_in_course(notebook)
    student = unicodedata.normalize("NFC", student)
    if problem := name_problem(student, f"_{name}.zip"):
        raise PackError(problem)
    own = [path for path in (notebook, answers_path(notebook)) if path.is_file()]
    files = [*own, *copies(notebook)]
    if files == [notebook] and not read_metadata(notebook):
        raise PackError(
            f"There are no answers to {name} yet. Open {notebook.name}, answer an exercise, then pack again."
        )
    target = root / f"{student}_{name}.zip"
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for path in files:
            archive.write(path, f"{name}/{path.name}")
    return target


def find_notebook(root: Path, module: str) -> Path:
    """The exercise notebook of a module, named in full or by its number. Raises PackError that lists the modules."""
    notebooks = sequence.exercise_notebooks(root)
    number = f"{int(module):02d}-" if module.isascii() and module.isdigit() else module
    matches = [notebook for notebook in notebooks if notebook.parent.name.startswith(number)]
    if len(matches) == 1:
        return matches[0]
    renamed = sequence.exercises(root, int(module)) if number != module else None
    if renamed:
        return renamed
    names = ", ".join(notebook.parent.name for notebook in notebooks)
    raise PackError(f"There is no module “{module}” with exercises. The modules are: {names}.")


def name_problem(student: str, rest: str = "") -> str:
    """Why an id cannot begin the name of a file on Windows, macOS and Linux alike; empty if it can.

    >>> name_problem("José_李 [2]"), name_problem("a/b")
    ('', '“a/b” cannot be part of a file name: no file name holds “/”. Use letters, digits, spaces, dots and dashes.')
    """
    bad = next((sign for sign in student if sign in FORBIDDEN or not sign.isprintable()), "")
    if bad:
        why = f"no file name holds “{bad}”" if bad.isprintable() else "it holds a sign that cannot be seen"
    elif not student or student[0] in " ." or student[-1] in " .":
        why = "it is empty, or starts or ends with a space or a dot"
    elif student.partition(".")[0].strip().casefold() in DEVICES:
        why = "Windows keeps it for a device"
    elif len((student + rest).encode()) > LONGEST_NAME:
        why = "it is too long"
    else:
        return ""
    shown = "".join(sign if sign.isprintable() else "�" for sign in student[:60])
    return f"“{shown}” cannot be part of a file name: {why}. Use letters, digits, spaces, dots and dashes."
