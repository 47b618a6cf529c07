"""A small sheet: what is in its cells, and what each comes to."""

from __future__ import annotations

import math
from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache

from course.grade.formulas.functions import FUNCTIONS, Argument, Value, compared, divided, number, power
from course.grade.formulas.parse import (
    COMPARISONS,
    Call,
    Cell,
    FormulaError,
    Name,
    Node,
    Number,
    Place,
    Span,
    Text,
    parse,
    place,
)

MOST_CELLS = 2_000
MOST_STEPS = 20_000  # parts of formulas and cells that are read for one sheet
OPEN = object()  # a cell that a learner has not filled in yet


class Grid:
    """A sheet whose cells are computed when they are asked for, each once.

    ``cells`` holds texts, numbers or formulas by address; OPEN marks one that is still to be filled in, and a
    FormulaError one whose text is none. A formula at an address of ``fill`` is filled down and to the right up to the address there. ``names`` are cells by name.
    """

    def __init__(self, cells: Mapping[str, object], fill: Mapping[str, str], names: Mapping[str, str]):
        self.names = {name.lower(): place(address) for name, address in names.items()}
        self.fill = fill
        self._cells: dict[Place, tuple[object, int, int]] = {}
        self._begin(cells)

    def changed(self, cells: Mapping[str, object]) -> Grid:
        """The same sheet with other content in some cells."""
        grid = Grid.__new__(Grid)
        grid.names, grid.fill, grid._cells = self.names, self.fill, dict(self._cells)
        grid._begin(cells)
        return grid

    def _begin(self, cells: Mapping[str, object]) -> None:
        self._values: dict[Place, Value | FormulaError] = {}
        self._busy: set[Place] = set()
        self._steps = 0
        for address, content in cells.items():
            for target, rows, columns in _filled(address, self.fill.get(address, "")):
                self._cells[target] = (content, rows, columns)
        if len(self._cells) > MOST_CELLS:
            raise ValueError(f"A sheet of {len(self._cells):,} cells is too large; {MOST_CELLS:,} is the most.")

    def value(self, address: str) -> Value:
        """What a cell comes to. Raises FormulaError."""
        return self._at(place(address))

    def values(self, address: str) -> list[Value | FormulaError]:
        """What a cell comes to and, if it is filled, all cells that it fills; an error where there is one."""
        found: list[Value | FormulaError] = []
        for target, _, _ in _filled(address, self.fill.get(address, "")):
            try:
                found.append(self._at(target))
            except FormulaError as error:
                found.append(error)
        return found

    def _at(self, target: Place) -> Value:
        if target in self._values:
            known = self._values[target]
            if isinstance(known, FormulaError):
                raise known
            return known
        if target in self._busy:
            raise FormulaError(f"{target} needs its own result: the formulas go round in a circle")
        self._busy.add(target)
        try:
            value = self._computed(target)
        except FormulaError as error:
            self._values[target] = error
            raise
        except RecursionError as error:
            raise FormulaError("the formulas rest on each other in too long a chain") from error
        finally:
            self._busy.discard(target)
        self._values[target] = value
        return value

    def _computed(self, target: Place) -> Value:
        content, rows, columns = self._cells.get(target, (None, 0, 0))
        if content is OPEN:
            raise FormulaError(f"{target} is still open")
        if isinstance(content, FormulaError):
            raise content
        if not isinstance(content, str):
            return content if isinstance(content, int | float) else None
        if not is_formula(content):
            return content
        result = self._node(parse(content), rows, columns)
        if isinstance(result, tuple):
            raise FormulaError("a range stands where one number belongs")
        if isinstance(result, float) and not math.isfinite(result):
            raise FormulaError("the result is too large")
        return result

    def _node(self, node: Node, rows: int, columns: int) -> Argument:
        self._step()
        match node:
            case Number(value) | Text(value):
                return value
            case Cell():
                return self._read(node.moved(rows, columns))
            case Name(name):
                return self._read(self._named(name))
            case Span():
                return tuple(self._read(each) for each in _between(node, rows, columns))
            case Call(name, arguments):
                return self._call(name, arguments, rows, columns)
        raise FormulaError("it cannot be read")

    def _step(self) -> None:
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise FormulaError("there is too much to compute")

    def _read(self, target: Place) -> Value:
        """A cell that a formula names; its error names it in turn, unless it does already. Raises FormulaError."""
        self._step()
        if target.row < 1 or target.column < 1:
            raise FormulaError("a reference leaves the sheet when the formula is filled")
        try:
            return self._at(target)
        except FormulaError as error:
            said = str(error)
            is_told = any(words in said for words in ("still open", "circle", "has an error"))
            raise FormulaError(said if is_told else f"{target}, which it needs, has an error") from error

    def _named(self, name: str) -> Place:
        if name not in self.names:
            near = get_close_matches(name, self.names, 1)
            known = f"Is it {near[0]}" if near else f"The names are {', '.join(self.names)}" if self.names else ""
            raise FormulaError(f"there is no cell called “{name}”. {known}{'?' if near else ''}".strip())
        return self.names[name]

    def _call(self, name: str, arguments: tuple[Node, ...], rows: int, columns: int) -> Argument:
        if name == "IF":
            if len(arguments) not in (2, 3):
                raise FormulaError("IF takes a condition, what holds then, and what holds else")
            holds = number(self._node(arguments[0], rows, columns))
            branch = arguments[1:2] if holds else arguments[2:]
            return self._node(branch[0], rows, columns) if branch else False
        values = [self._node(argument, rows, columns) for argument in arguments]
        if name in COMPARISONS:
            return compared(name, *values)
        if name in "+-*/^%":
            return _operate(name, [number(value) for value in values])
        if name not in FUNCTIONS:
            raise FormulaError(f"there is no function {name} here. There are IF, {', '.join(FUNCTIONS)}")
        least, most, function = FUNCTIONS[name]
        if not least <= len(values) <= most:
            wanted = f"{least}" if least == most else f"{least} to {most}"
            raise FormulaError(f"{name} takes {wanted} arguments, and has {len(values)}")
        return function(values)


def is_formula(text: str) -> bool:
    """Whether a cell's text is computed: it begins with “=”, or is a number as people type it."""
    return text.lstrip().startswith("=") or is_number(text)


def is_number(text: str) -> bool:
    """Whether a text is a number, such as 12%, −3 or 1.5.

    >>> is_number("12%"), is_number("B2"), is_number("€28k")
    (True, False, False)
    """
    body = text.strip().lstrip("-−+").removesuffix("%").replace(".", "", 1)
    return body.isascii() and body.isdigit()


def _operate(sign: str, values: list[float]) -> float:
    if len(values) == 1:
        return values[0] / 100 if sign == "%" else -values[0]
    left, right = values
    if sign == "/":
        return divided(left, right)
    if sign == "^":
        return power(left, right)
    return left + right if sign == "+" else left - right if sign == "-" else left * right


@lru_cache(maxsize=512)
def _filled(address: str, end: str) -> tuple[tuple[Place, int, int], ...]:
    """The cells that one fills, itself first, and how many rows and columns each is away."""
    start = place(address)
    last = place(end) if end else start
    return tuple(
        (Place(row, column), row - start.row, column - start.column)
        for row in range(start.row, last.row + 1)
        for column in range(start.column, last.column + 1)
    )


def _between(span: Span, rows: int, columns: int) -> list[Place]:
    first, last = span.first.moved(rows, columns), span.last.moved(rows, columns)
    top, foot = sorted((first.row, last.row))
    left, right = sorted((first.column, last.column))
    if (foot - top + 1) * (right - left + 1) > MOST_CELLS:
        raise FormulaError(f"the range {first}:{last} is larger than the sheet")
    return [Place(row, column) for row in range(top, foot + 1) for column in range(left, right + 1)]
