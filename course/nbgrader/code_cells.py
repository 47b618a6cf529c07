"""What learners wrote into cells for code is kept as text in the graded notebook, for people to read, and never run."""

from __future__ import annotations

import re
from collections.abc import Mapping

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from course.learner.code_cells import is_code_cell

FENCE = re.compile(r"`{3,}")
KEPT = "**What was in this cell when it was handed in.** It is kept as text, and was not run."


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
