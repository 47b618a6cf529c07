"""Recognises the cells of the course's own notebooks, so that they are judged without a kernel. All else goes to one."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from course.grade.kind import KINDS
from course.keys.literals import literal_arguments
from course.registry import Registry

SHOWN = {"query", "dashboard", "tile", "tiles"}  # besides demos: the same for everybody
DEMOS = Registry("course.views.demos")


@dataclass(frozen=True)
class Step:
    """One statement: ``call`` something of the course, or of the exercise ``of`` a name; keep it as ``name``, or show it."""

    call: str = ""
    of: str = ""
    name: str = ""
    positional: tuple[Any, ...] = ()
    named: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Cell:
    """A recognised cell: its place in the notebook and its steps. The last one's value is shown, as in a notebook.

    ``is_same_for_all``: nothing of a learner's is in what it shows.
    """

    index: int
    steps: tuple[Step, ...]
    is_same_for_all: bool


def recognise(sources: Sequence[tuple[int, str]]) -> tuple[Cell, ...] | None:
    """The code cells of a notebook, given by index and text; None if one holds anything that is not known here.

    >>> recognise([(0, "import course"), (1, 'ex = course.sql("5.2")\\nex'), (2, "ex.check()\\nex.grade(reference='x')")])[2].steps
    (Step(call='check', of='ex', name='', positional=(), named={}), Step(call='grade', of='ex', name='', positional=(), named={'reference': 'x'}))
    >>> recognise([(0, "import course"), (1, 'open("x")')]) is None
    True
    """
    cells, exercises, is_imported = [], set(), False
    for index, source in sources:
        try:
            statements = ast.parse(source).body
            is_imported = is_imported or any(map(_is_import, statements))
            steps = [_step(node, exercises, is_imported) for node in statements if not _is_import(node)]
        except (SyntaxError, ValueError, TypeError, MemoryError, RecursionError):
            return None
        if source.rstrip().endswith(";"):  # shows nothing
            return None
        cells.append(Cell(index, tuple(steps), not any(step.of or step.name for step in steps)))
    return tuple(cells)


def _is_import(node: ast.stmt) -> bool:
    return isinstance(node, ast.Import) and [(name.name, name.asname) for name in node.names] == [("course", None)]


def _step(node: ast.stmt, exercises: set[str], is_imported: bool) -> Step:
    """Raises ValueError for a statement that is not known."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Name) and node.value.id in exercises:
        return Step(of=node.value.id)
    call = node.value if isinstance(node, ast.Expr | ast.Assign) else None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        raise ValueError("no call")
    owner, attribute = call.func.value, call.func.attr
    if not isinstance(owner, ast.Name):
        raise ValueError("no call of something with a name")
    arguments = literal_arguments(call)
    positional = tuple(value for place, value in arguments.items() if isinstance(place, int))
    named = {place: value for place, value in arguments.items() if isinstance(place, str)}
    if len(positional) + len(named) != len(call.args) + len(call.keywords):
        raise ValueError("arguments that are not told apart")
    if isinstance(node, ast.Assign):
        name = _new_name(node, owner.id, attribute, is_imported)
        exercises.add(name)
        return Step(attribute, "", name, positional, named)
    is_of_course = owner.id == "course" and is_imported and (attribute in SHOWN or attribute in DEMOS)
    is_of_exercise = owner.id in exercises and (attribute == "grade" or (attribute == "check" and not arguments))
    if not is_of_course and not is_of_exercise:
        raise ValueError(f"{owner.id}.{attribute} is not known")
    return Step(attribute, "" if is_of_course else owner.id, "", positional, named)


def _new_name(node: ast.Assign, owner: str, attribute: str, is_imported: bool) -> str:
    if len(node.targets) != 1 or not isinstance(node.targets[0], ast.Name) or node.targets[0].id == "course":
        raise ValueError("no plain name")
    if owner != "course" or not is_imported or attribute not in KINDS:
        raise ValueError(f"{owner}.{attribute} is no exercise")
    return node.targets[0].id
