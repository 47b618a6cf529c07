"""Where a notebook runs: which file it is, and whether a learner, an author or nbgrader runs it."""

from __future__ import annotations

import json
import os
import sys
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any

CONFIG = "nbgrader_config.py"
SOURCE = "solutions"


class Run(Enum):
    """Who runs a notebook."""

    LEARNER = "learner"
    AUTHOR = "author"
    VALIDATE = "validate"
    AUTOGRADE = "autograde"


def current_notebook() -> Path | None:
    """The file of the notebook that this kernel runs; None if it is unknown.

    JupyterLab names it in JPY_SESSION_NAME, VS Code in a variable. nbgrader names none, but starts the kernel in the
    notebook's folder, where it is the only one or, beside copies, the one that is called like the folder; there, an
    inherited JPY_SESSION_NAME would name somebody else's notebook.
    """
    name = "" if "NBGRADER_EXECUTION" in os.environ else os.environ.get("JPY_SESSION_NAME", "") or _vscode_notebook()
    if name.lower().endswith(".ipynb"):
        return Path.cwd() / Path(name).name if not Path(name).is_absolute() else Path(name)
    notebooks = sorted(Path.cwd().glob("*.ipynb"))
    original = [path for path in notebooks if path.stem == Path.cwd().name]
    return notebooks[0] if len(notebooks) == 1 else next(iter(original), None)


def current_run(notebook: Path | None) -> Run:
    """Who runs this notebook, by what nbgrader sets and by the folder that it is in."""
    if execution := os.environ.get("NBGRADER_EXECUTION"):
        return Run.VALIDATE if execution == "validate" else Run.AUTOGRADE
    return Run.AUTHOR if notebook and is_source(notebook) else Run.LEARNER


def is_source(notebook: Path) -> bool:
    """Whether a notebook is among a course's sources, where an answers file would reach learners."""
    roots = [parent for parent in notebook.parents if (parent / CONFIG).exists()]
    return bool(roots) and notebook.relative_to(roots[0]).parts[0] == SOURCE


def grade_points(notebook: Path | None, grade_id: str) -> float | None:
    """The points that nbgrader's toolbar gives to a grade cell; None if the notebook does not say."""
    if notebook is None:
        return None
    try:
        marks = [cell for cell in _marks(notebook.read_bytes()) if cell.get("grade_id") == grade_id]
        return float(marks[0]["points"]) if marks else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


@lru_cache(maxsize=4)
def _marks(notebook: bytes) -> list[dict[str, Any]]:
    """What nbgrader wrote into the cells of a notebook. Each of its exercises asks, more than once."""
    return [cell["metadata"].get("nbgrader", {}) for cell in json.loads(notebook)["cells"]]


def _vscode_notebook() -> str:
    main = sys.modules.get("__main__")
    return str(getattr(main, "__vsc_ipynb_file__", ""))
