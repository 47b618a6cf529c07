"""Writes what the welcome notebook shows before anything is run into it: the same for everybody."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
from nbformat.v4 import new_output

from course import sequence
from course.authoring.lessons import code_cells

NAME = "00-welcome.ipynb"


def welcome_text(root: Path) -> str:
    """The text of the welcome notebook with fresh outputs."""
    path = root / sequence.LESSONS / NAME
    notebook = nbformat.read(path, as_version=4)
    output_html = outputs(root)
    for number, cell in enumerate(code_cells(notebook), 1):
        html = next((html for call, html in output_html.items() if call in cell.source), None)
        cell.outputs = [new_output("display_data", {"text/html": html})] if html else []
        cell.execution_count = number
    return nbformat.writes(notebook) + "\n"


def outputs(root: Path) -> dict[str, str]:
    """The static HTML below each call of the welcome notebook.

    Without style sheets: JupyterLab drops them from a notebook that it does not trust yet, and GitHub always does.
    """
    from course.views.demos.rulebook import Rulebook
    from course.views.welcome import backup, log, map

    folder = root / sequence.LESSONS
    html_by_call = {
        "course.map()": map.static_html(root, folder),
        "course.decisions()": log.static_html(root, folder),
        "course.save_and_restore()": backup.static_html(),
        "course.rulebook()": Rulebook().twin,
    }
    return {call: re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL) for call, html in html_by_call.items()}
