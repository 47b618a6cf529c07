"""The cells in which learners write code: told by their name, never run when grading, and kept for people to read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

NAME = re.compile(r"\d+-\d+-code")
LONGEST = 20_000  # characters that are kept of one cell
FENCE = re.compile(r"`{3,}")
KEPT = "**What was in this cell when it was handed in.** It is kept as text, and was not run."


def is_code_cell(metadata: Mapping[str, Any]) -> bool:
    """Whether a cell is one in which learners write, by what nbgrader knows of it.

    >>> is_code_cell({"nbgrader": {"grade_id": "7-7-code", "solution": True, "grade": False}})
    True
    >>> is_code_cell({"nbgrader": {"grade_id": "7-7-code", "solution": True, "grade": True}})
    False
    """
    settings = metadata.get("nbgrader")
    if not isinstance(settings, Mapping):
        return False
    is_open = settings.get("solution") is True and settings.get("grade") is False
    return is_open and bool(NAME.fullmatch(str(settings.get("grade_id", ""))))


def written(cells: object) -> dict[str, str]:
    """What a learner's notebook holds in such cells, by their names. Whatever is not as it should be is left out."""
    texts: dict[str, str] = {}
    for cell in cells if isinstance(cells, list) else ():
        if not isinstance(cell, dict) or not isinstance(cell.get("metadata"), dict):
            continue
        source = cell.get("source")
        text = "".join(map(str, source)) if isinstance(source, list) else source
        if is_code_cell(cell["metadata"]) and isinstance(text, str) and text.strip():
            texts.setdefault(cell["metadata"]["nbgrader"]["grade_id"], text[:LONGEST])
    return texts


def with_written(notebook: NotebookNode, texts: Mapping[str, str]) -> NotebookNode:
    """The instructor's notebook, with what a learner wrote below each such cell as text."""
    cells = []
    for cell in notebook.cells:
        cells.append(cell)
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        text = texts.get(name, "")
        if is_code_cell(cell.metadata) and text and text.strip() != cell.source.strip():
            cells.append(_as_text(text, f"{name}-written", notebook.nbformat_minor))
    notebook.cells = cells
    return notebook


def _as_text(text: str, id: str, minor: int) -> NotebookNode:
    fence = "`" * (max((len(found) for found in FENCE.findall(text)), default=2) + 1)
    cell = new_markdown_cell(f"{KEPT}\n\n{fence}python\n{text}\n{fence}", id=id)
    if minor < 5:
        del cell["id"]
    return cell
