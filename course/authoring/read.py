"""Reads the exercises of a source notebook. Nothing is executed: a key is data, so its cell is only parsed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from course import sequence
from course.grade.kind import KINDS, make_key
from course.grade.kind import kind as grading
from course.keys.key import AuthorError
from course.keys.literals import literal_arguments

SOURCE = "solutions"
BEGIN, END = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"
HEADING = re.compile(r"^#+ (?P<id>\d+\.\d+) (?P<title>.+?) · (?P<minutes>\d+) min$", re.MULTILINE)
ADVICE = "The heading reads, for example, “### 5.2 Applications by month · 8 min”."


@dataclass(frozen=True)
class SourceExercise:
    """One exercise of a source notebook: three cells, of which ``cell`` (counted from 1) is the one that grades.

    Between the task and the exercise other cells may show the data that the task is about. ``beside`` is the demo that
    can be opened beside the answer, and what it is called with, ``carries`` names figures of earlier exercises.
    """

    notebook: Path
    cell: int
    id: str
    kind: str
    title: str
    minutes: int
    points: float
    starter: str
    parts: dict
    beside: tuple[str, ...] = ()
    carries: tuple[str, ...] = ()

    @property
    def key(self) -> Any:
        """Its key. Raises AuthorError that names the notebook and the cell."""
        try:
            return make_key(self.kind, self.parts)
        except AuthorError as error:
            raise AuthorError(f"{where(self.notebook, self.cell)}: {error}") from error


def sources(root: Path, number: int | None = None) -> tuple[Path, ...]:
    """The source notebooks of a course, one in each folder of ``solutions``, in its order; with a number, that module's."""
    notebooks = sorted((root / SOURCE).glob("*/*.ipynb"))
    return tuple(path for path in notebooks if number in (None, sequence.number_of(path)))


def read(path: Path) -> tuple[SourceExercise, ...]:
    """The exercises of a source notebook in order. Raises AuthorError for the first thing that is wrong."""
    cells = nbformat.read(path, as_version=4).cells
    exercises = [
        _exercise(path, cells, number, call)
        for number, cell in enumerate(cells)
        for call in _view_calls(path, number, cell)
    ]
    ids = [exercise.id for exercise in exercises]
    duplicates = [id for id in ids if ids.count(id) > 1]
    if duplicates:
        raise AuthorError(f"{path.name}: exercise {duplicates[0]} is there twice. Give the copy an id of its own.")
    return tuple(exercises)


def where(notebook: Path, cell: int) -> str:
    """A place that an author can go to.

    >>> where(Path("solutions/05-sql/05-sql.ipynb"), 4)
    '05-sql.ipynb, cell 4'
    """
    return f"{notebook.name}, cell {cell}"


@dataclass(frozen=True)
class _ViewCall:
    variable: str
    kind: str
    id: str
    starter: str
    beside: tuple[str, ...]
    carries: tuple[str, ...]
    settings: dict[str, Any]


def _view_calls(path: Path, number: int, cell) -> Iterator[_ViewCall]:
    if cell.cell_type != "code" or "course." not in cell.source:
        return
    for node in ast.walk(_parse(path, number, cell)):
        if isinstance(node, ast.Assign) and (kind := _kind(node.value)):
            call = node.value
            arguments = _literals(path, number, call)
            yield _ViewCall(
                variable=ast.unparse(node.targets[0]),
                kind=kind,
                id=str(arguments.get(0, "")),
                starter=str(arguments.get("starter", "")),
                beside=tuple(arguments.get("beside", ())),
                carries=tuple(arguments.get("carries", ())),
                settings={name: arguments[name] for name in grading(kind).settings if name in arguments},
            )


def _kind(node: ast.expr) -> str:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) == "course":
        return node.func.attr if node.func.attr in KINDS else ""
    return ""


def _exercise(path: Path, cells: list, number: int, call: _ViewCall) -> SourceExercise:
    here = where(path, number + 1)
    task = next((cell.source for cell in reversed(cells[:number]) if cell.cell_type == "markdown"), "")
    heading = HEADING.search(task)
    if not heading or heading["id"] != call.id:
        raise AuthorError(f"{here}: the text above exercise {call.id} has no heading with its number. {ADVICE}")
    if number + 1 >= len(cells) or cells[number + 1].cell_type != "code":
        raise AuthorError(
            f"{here}: exercise {call.id} has no grade cell below. Add one with “{call.variable}.check()”."
        )
    grade, settings = cells[number + 1], cells[number + 1].metadata.get("nbgrader", {})
    return SourceExercise(
        notebook=path,
        cell=number + 2,
        id=call.id,
        kind=call.kind,
        title=heading["title"],
        minutes=int(heading["minutes"]),
        points=float(settings.get("points", 0)),
        starter=call.starter,
        parts={**call.settings, **_parts(path, number + 1, grade, call)},
        beside=call.beside,
        carries=call.carries,
    )


def _parts(path: Path, number: int, cell, view_call: _ViewCall) -> dict:
    here = where(path, number + 1)
    tree = _parse(path, number, cell)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    grade_calls = [call for call in calls if ast.unparse(call.func) == f"{view_call.variable}.grade"]
    if len(grade_calls) != 1:
        raise AuthorError(
            f"{here}: exercise {view_call.id} needs one “{view_call.variable}.grade(reference=…)” in its grade cell."
        )
    last = tree.body[-1]
    if not (isinstance(last, ast.Expr) and last.value is grade_calls[0]):
        raise AuthorError(f"{here}: “{view_call.variable}.grade(…)” must be the last line: its value is the mark.")
    lines = cell.source.splitlines()
    is_hidden = BEGIN in lines and END in lines and lines.index(BEGIN) < grade_calls[0].lineno <= lines.index(END)
    if not is_hidden:
        raise AuthorError(
            f"{here}: put “{view_call.variable}.grade(…)” between “{BEGIN}” and “{END}”, or learners receive it."
        )
    return {str(name): value for name, value in _literals(path, number, grade_calls[0]).items()}


def _literals(path: Path, number: int, call: ast.Call) -> dict:
    """The arguments of a call by position or name. They must be literals: keys are data, never code."""
    try:
        return literal_arguments(call)
    except ValueError as error:
        raise AuthorError(
            f"{where(path, number + 1)}: “{ast.unparse(call.func)}(…)” may hold only text, numbers, lists and dicts. "
            "Write the value itself instead of computing it."
        ) from error


def _parse(path: Path, number: int, cell) -> ast.Module:
    try:
        return ast.parse(cell.source)
    except SyntaxError as error:
        raise AuthorError(
            f"{where(path, number + 1)}: line {error.lineno} is no valid Python ({error.msg})."
        ) from error
