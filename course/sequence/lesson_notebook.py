"""What a lesson says about itself: its minutes and the decision that it asks for. It is read, never executed."""

from __future__ import annotations

import ast
import json
import re
from dataclasses import dataclass
from pathlib import Path

MINUTES = re.compile(r"\babout (?P<minutes>\d+) minutes\b", re.IGNORECASE)
ASKS = re.compile(r"\bcourse\.(?:decision\(\s*[\"'](?=\d+[\"'])|\w+\(\s*[\"'](?=\d+\.\d))(?P<number>\d{1,4})")


@dataclass(frozen=True)
class Cell:
    """A cell of a lesson."""

    kind: str
    text: str


def cells(path: Path) -> tuple[Cell, ...]:
    """The cells of a notebook; none if it cannot be read."""
    try:
        notebook_cells = json.loads(path.read_bytes())["cells"]
        return tuple(Cell(cell["cell_type"], "".join(cell["source"])) for cell in notebook_cells)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ()


def minutes(path: Path) -> int | None:
    """The minutes in a lesson's head (“About 80 minutes with the exercises”); None if it says none."""
    head = next((cell.text for cell in cells(path) if cell.kind == "markdown"), "")
    match = MINUTES.search(head)
    return int(match["minutes"]) if match else None


def decision(path: Path) -> str:
    """The question of a lesson's decision; empty if it asks for none."""
    return next((question for cell in cells(path) if cell.kind == "code" and (question := _question(cell.text))), "")


def module_of(path: Path) -> int:
    """The module that a notebook belongs to by what it asks, ``course.sql("5.1")`` or ``course.decision("5")``; else 0."""
    code = "\n".join(cell.text for cell in cells(path) if cell.kind == "code")
    match = ASKS.search(code)
    return int(match["number"]) if match else 0


def _question(code: str) -> str:
    """The question of ``course.decision(…)`` in a cell.

    >>> _question('course.decision("5", ask="Which rate?")')
    'Which rate?'
    """
    try:
        calls = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    except SyntaxError:
        return ""
    for call in calls:
        if ast.unparse(call.func) == "course.decision":
            texts = [*call.args[1:], *(keyword.value for keyword in call.keywords if keyword.arg == "ask")]
            return next((str(text.value) for text in texts if isinstance(text, ast.Constant)), "")
    return ""
