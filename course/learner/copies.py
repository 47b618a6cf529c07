"""Copies of a notebook and of its answers under other names: which files may be one, and what they hold."""

from __future__ import annotations

import re
from pathlib import Path

from course import sequence, sheet
from course.learner.answers_file import LARGEST, METADATA, answers_path, parse_data
from course.learner.entry import Entry
from course.learner.plain import read_json

# As JupyterLab, file managers and browsers name them: 05-Copy1.ipynb, 05 (1).ipynb, 05.answers (1).json, 05.ipynb.txt.
NUMBER = r"( ?\(\d+\))?"
NOTEBOOK = re.compile(rf"\.ipynb{NUMBER}(\.json|\.txt)?$", re.IGNORECASE)
ANSWERS = re.compile(rf"\.json{NUMBER}(\.txt)?$", re.IGNORECASE)
HIDDEN = (".", "__")  # checkpoints, and what macOS adds to a zip
LARGEST_NOTEBOOK = 50_000_000
MOST = 50


def may_hold_answers(name: str) -> bool:
    """Whether a file of this name may be a notebook or an answers file.

    >>> [may_hold_answers(name) for name in ("05 (1).IPYNB", "Kopie von 05.answers.json", "05.answers.json.lock", "._05.ipynb")]
    [True, True, False, False]
    """
    return not name.startswith(HIDDEN) and bool(NOTEBOOK.search(name) or ANSWERS.search(name))


def copies(notebook: Path) -> dict[Path, dict[str, Entry]]:
    """The files beside a notebook that hold answers to the same exercises, and these answers."""
    number = sequence.number_of(notebook) or sequence.number_of(notebook.parent)
    others = [path for path in _files(notebook) if sequence.number_of(path) in (0, number)] if number else []
    contents = {path: _entries(path, number) for path in others[:MOST]}
    return {path: entries for path, entries in contents.items() if entries}


def _files(notebook: Path) -> list[Path]:
    not_copies = {notebook.name, answers_path(notebook).name, sheet.NAME}
    try:
        paths = sorted(notebook.parent.iterdir())
    except OSError:
        return []
    return [path for path in paths if path.name not in not_copies and may_hold_answers(path.name) and path.is_file()]


def _entries(path: Path, number: int) -> dict[str, Entry]:
    """What a file holds of a module's exercises, decisions and cards; nothing if it cannot be read."""
    is_notebook = bool(NOTEBOOK.search(path.name))
    try:
        if path.stat().st_size > (LARGEST_NOTEBOOK if is_notebook else LARGEST):
            return {}
        data = read_json(path.read_bytes())
        entries = parse_data(data["metadata"][METADATA] if is_notebook else data)
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    of_module = re.compile(rf"{number}[.-]")
    return {id: entry for id, entry in entries.items() if of_module.match(id) and entry != Entry()}
