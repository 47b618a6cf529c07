"""Stores in each lesson what its cells show, the same for everybody, so that it can be read without a kernel."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import nbformat

from course import sequence

WIDGET = "application/vnd.jupyter.widget-view+json"
QUIET = {"store_widget_state": False, "extra_arguments": ["--IPKernelApp.log_level=ERROR"]}
COPIED = (sequence.LESSONS, "exercises", "nbgrader_config.py", "pyproject.toml")


def lesson_text(root: Path, lesson: Path) -> str:
    """The text of a lesson with what its cells show to somebody who has answered nothing. Raises on a failing cell."""
    notebook = nbformat.read(lesson, as_version=4)
    with tempfile.TemporaryDirectory() as scratch:
        _copy(root, Path(scratch))
        _execute(notebook, Path(scratch, sequence.LESSONS, lesson.name))
    notebook.metadata = nbformat.read(lesson, as_version=4).metadata
    for number, cell in enumerate(code_cells(notebook), 1):
        cell.metadata.pop("execution", None)
        cell.execution_count = number
        # A widget's view names a model that no longer exists; its static twin is an output of its own.
        cell.outputs = [output for output in cell.outputs if WIDGET not in output.get("data", {})]
    return nbformat.writes(notebook) + "\n"


def code_cells(notebook) -> list:
    """The code cells of a notebook in order."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _copy(root: Path, target: Path) -> None:
    ignored = shutil.ignore_patterns("*.answers.json*", ".ipynb_checkpoints")
    for name in COPIED:
        source = root / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=ignored)
        elif source.exists():
            shutil.copy(source, target / name)


def _execute(notebook, lesson: Path) -> None:
    from nbclient import NotebookClient

    previous = os.environ.get("JPY_SESSION_NAME")
    os.environ["JPY_SESSION_NAME"] = str(lesson)  # as JupyterLab tells a kernel which notebook it runs
    try:
        resources = {"metadata": {"path": str(lesson.parent)}}
        NotebookClient(notebook, timeout=120, resources=resources, **QUIET).execute()
    finally:
        if previous is None:
            del os.environ["JPY_SESSION_NAME"]
        else:
            os.environ["JPY_SESSION_NAME"] = previous
