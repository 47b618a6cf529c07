"""Which section of a lesson teaches an exercise, by the lesson's own links to the exercises. It is read, never executed."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

HEADING = re.compile(r"^#{1,4} +(?P<title>.+?)\s*#*$")
LINK = re.compile(r"\]\([^)\s]*exercises/[^)\s]+\.ipynb#cell-id=(?P<module>\d+)-(?P<number>\d+)-prompt\)")
FENCE = re.compile(r"^\s*(```|~~~)")
MARKS = re.compile(r"[*`]")


@dataclass(frozen=True)
class Section:
    """A section of a lesson: its heading, and what a link to the lesson ends with, so that it leads there."""

    title: str
    fragment: str


def anchor(exercise: str) -> str:
    """What a link to a page of exercises ends with, so that it leads to this one: the id of the cell with its task.

    >>> anchor("5.2")
    '#cell-id=5-2-prompt'
    """
    return f"#cell-id={prompt(exercise)}"


def prompt(exercise: str) -> str:
    """The id of the cell with an exercise's task, in nbgrader's metadata and in what learners receive.

    >>> prompt("5.2")
    '5-2-prompt'
    """
    return f"{exercise.replace('.', '-')}-prompt"


def taught_in(lesson: Path) -> dict[str, Section]:
    """For each exercise that a lesson links to, the section of its first link; nothing if the lesson cannot be read."""
    sections: dict[str, Section] = {}
    section = Section("", "")
    for cell in _markdown_cells(lesson):
        is_fenced = False
        for number, line in enumerate(cell["source"].splitlines()):
            is_fenced ^= bool(FENCE.match(line))
            if not is_fenced and (heading := HEADING.match(line)):
                title = MARKS.sub("", heading["title"])
                section = Section(title, _fragment(title, cell["id"], is_first=number == 0))
            for link in LINK.finditer(line):
                sections.setdefault(f"{link['module']}.{link['number']}", section)
    return sections


def _fragment(title: str, cell: str, is_first: bool) -> str:
    """A cell is found by its id whatever becomes of its text; a heading further down in it, by its words."""
    if cell and (is_first or not title.isascii()):
        return f"#cell-id={cell}"
    return "#" + title.replace(" ", "-")


def _markdown_cells(path: Path) -> list[dict[str, str]]:
    try:
        cells = [cell for cell in json.loads(path.read_bytes())["cells"] if cell["cell_type"] == "markdown"]
        return [{"id": str(cell.get("id", "")), "source": "".join(cell["source"])} for cell in cells]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return []
