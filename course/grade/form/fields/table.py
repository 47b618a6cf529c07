"""A table: each cell is a field of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from course.grade.count import agree, quantity
from course.grade.form.field import Field, FieldKind, Note, field_kind, part_of
from course.grade.form.mark import Mark
from course.grade.form.sources import FindRows, Rows
from course.keys.key import AuthorError

Cells = dict[str, dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Table(Field):
    """A grid: ``rows`` are labels, ``columns`` are fields of kind number, text, date or choice (``id``, ``ask``, and
    theirs).

    ``right`` is {row: {column id: value or source}}, or ``sql`` gives label and cells; a cell left out is not asked.
    Wrong value: {row: {column id: wrong value}}.
    """

    kind: str = "table"
    rows: tuple = ()
    columns: tuple = ()


class TableKind(FieldKind):
    """Right and wrong values are {row: {column id: what is right or wrong by the kind of that column}}."""

    Field = Table
    names_cells = True
    inner = ("columns",)

    def right(self, field: Table, find_rows: FindRows) -> Cells:
        """What is right in each cell that is asked. Raises AuthorError for rows or columns that do not exist."""
        columns = {column.id: column for column in field.columns}
        strange = [column.kind for column in field.columns if not field_kind(column.kind).is_cell]
        if strange:
            raise AuthorError(f"Field “{field.id}”: a column cannot be of kind {strange[0]}.")
        source = self.find(field.source, find_rows)
        cells = _cells_of(source, columns) if isinstance(source, Rows) else dict(source or {})
        if set(cells) != set(field.rows):
            raise AuthorError(
                f"Field “{field.id}”: its rows and what is right differ in {sorted(set(cells) ^ set(field.rows))[0]!r}."
            )

        def right_cell(name: str, value: object) -> object:
            return field_kind(columns[name].kind).right(replace(columns[name], right=value), find_rows)

        return {row: {name: right_cell(name, value) for name, value in cells[row].items()} for row in field.rows}

    def clean(self, settings: dict, answer: object) -> Cells | None:
        """The cells that are filled in."""
        rows = {row: _filled(settings, row, answer) for row in settings["rows"]}
        return {row: cells for row, cells in rows.items() if cells} or None

    def judge(self, settings: dict, right: Cells, answer: object) -> Mark:
        """Cell by cell; the first wrong cell is named and explained, and the second one if there are two."""
        columns = _columns(settings)

        def mark(row: str, name: str, expected: object) -> Mark:
            return _kind(columns[name]).judge(columns[name], expected, part_of(answer, row, name))

        marks = {(row, name): mark(row, name, cell) for row, cells in right.items() for name, cell in cells.items()}
        wrong = [place for place, mark in marks.items() if mark.filled and not mark.right()]
        hits = sum(mark.right() for mark in marks.values())
        chances = [1 / len(columns[name]["options"]) if "options" in columns[name] else 0 for _, name in marks]
        reason = ""
        if wrong:
            explained = marks[wrong[0]].reason.rstrip(".")
            shown = wrong[: 2 if len(wrong) == 2 else 1]
            cells = " and at ".join(f"“{columns[name]['ask']}” of “{row}”" for row, name in shown)
            reason = f"{hits} of {quantity(len(marks), 'cell')} {agree(hits)} right; look again at {cells}"
            reason += f". {explained}" if explained else ""
        return Mark(hits, len(marks), sum(mark.filled for mark in marks.values()), sum(chances) / len(marks), reason)

    def reference(self, settings: dict, right: Cells) -> Cells:
        return _each(settings, right, lambda kind, column, _, expected: kind.reference(column, expected))

    def guess(self, settings: dict, right: Cells, random: Random) -> Cells:
        return _each(settings, right, lambda kind, column, _, expected: kind.guess(column, expected, random))

    def mistake(self, settings: dict, right: Cells, value: object, find_rows: FindRows) -> Cells:
        """The wrong cells. Raises AuthorError for a cell that is not asked."""

        def wrong(kind: FieldKind, column: dict, row: str, cell: object) -> object:
            return kind.mistake(column, right[row][column["id"]], cell, find_rows)

        for row, cells in value.items():
            for name in cells:
                if name not in right.get(row, {}):
                    raise AuthorError(f"A mistake names the cell {row!r}, {name!r}, which is not asked.")
        return _each(settings, value, wrong)

    def distance(self, settings: dict, right: Cells, wrong: Cells, answer: object) -> float | None:
        def distance(kind: FieldKind, column: dict, row: str, cell: object) -> float | None:
            return kind.distance(column, right[row][column["id"]], cell, part_of(answer, row, column["id"]))

        distances = [cell for cells in _each(settings, wrong, distance).values() for cell in cells.values()]
        return None if None in distances else sum(distances)

    def mistaken(self, settings: dict, right: Cells, wrong: Cells) -> Cells:
        def mistaken(kind: FieldKind, column: dict, row: str, cell: object) -> object:
            return kind.mistaken(column, right[row][column["id"]], cell)

        cells = _each(settings, wrong, mistaken)
        return {row: {**line, **cells.get(row, {})} for row, line in self.reference(settings, right).items()}

    def slips(self, settings: dict, right: Cells) -> Iterator[Cells]:
        """One slip in one cell."""
        base, columns = self.reference(settings, right), _columns(settings)
        for row, cells in right.items():
            for name, cell in cells.items():
                for slip in _kind(columns[name]).slips(columns[name], cell):
                    yield {**base, row: {**base[row], name: slip}}

    def outline(self, right: Cells) -> Cells:
        """Which cells are asked."""
        return {row: dict.fromkeys(cells) for row, cells in right.items()}

    def notes(self, settings: dict, answer: object) -> Iterator[Note]:
        for row in settings["rows"]:
            for column in settings["columns"]:
                for path, sentence in _kind(column).notes(column, part_of(answer, row, column["id"])):
                    yield (row, column["id"], *path), sentence


def _kind(column: dict) -> FieldKind:
    return field_kind(column["kind"])


def _columns(settings: dict) -> dict[str, dict]:
    return {column["id"]: column for column in settings["columns"]}


def _each(settings: dict, cells: Cells, value: Callable[[FieldKind, dict, str, Any], Any]) -> Cells:
    """These cells, with the value of each computed from the kind of its column, the column, the row and the cell."""
    columns = _columns(settings)
    return {
        row: {name: value(_kind(columns[name]), columns[name], row, cell) for name, cell in line.items()}
        for row, line in cells.items()
    }


def _cells_of(rows: Rows, columns: dict) -> dict:
    return {str(row[0]): {name: Rows([(cell,)]) for name, cell in zip(columns, row[1:], strict=True)} for row in rows}


def _filled(settings: dict, row: str, answer: object) -> dict:
    values = {
        column["id"]: _kind(column).clean(column, part_of(answer, row, column["id"])) for column in settings["columns"]
    }
    return {name: value for name, value in values.items() if value is not None}


KIND = TableKind()
