"""A table: each cell is a field of its own."""

from __future__ import annotations

from course.grade.form import choice, date, number, text
from course.grade.form.fields import Table
from course.grade.form.mark import Mark
from course.grade.form.sources import FindRows, Rows, find
from course.keys.key import AuthorError

CELLS = {"number": number, "text": text, "date": date, "choice": choice}


def right(field: Table, found: object, find_rows: FindRows) -> dict[str, dict[str, object]]:
    """What is right in each cell that is asked. Raises AuthorError for rows or columns that do not exist."""
    columns = {column.id: column for column in field.columns}
    strange = [column.kind for column in field.columns if column.kind not in CELLS]
    if strange:
        raise AuthorError(f"Field “{field.id}”: a column cannot be of kind {strange[0]}.")
    cells = _from_rows(found, columns) if isinstance(found, Rows) else dict(found or {})
    if set(cells) != set(field.rows):
        raise AuthorError(
            f"Field “{field.id}”: its rows and what is right differ in {sorted(set(cells) ^ set(field.rows))[0]!r}."
        )
    return {
        row: {name: CELLS[columns[name].kind].right(columns[name], find(columns[name].kind, value, find_rows))
              for name, value in cells[row].items()}
        for row in field.rows
    }  # fmt: skip


def clean(settings: dict, answer: object) -> dict[str, dict[str, object]] | None:
    """The cells that are filled in."""
    given = answer if isinstance(answer, dict) else {}
    rows = {row: _filled(settings, given.get(row)) for row in settings["rows"]}
    return {row: cells for row, cells in rows.items() if cells} or None


def judge(settings: dict, right: dict, answer: object) -> Mark:
    """Cell by cell; the first wrong cell is named."""
    given = answer if isinstance(answer, dict) else {}
    columns = {column["id"]: column for column in settings["columns"]}
    marks = {
        (row, name): CELLS[columns[name]["kind"]].judge(columns[name], expected, _cell(given, row, name))
        for row, cells in right.items()
        for name, expected in cells.items()
    }
    wrong = next((place for place, mark in marks.items() if mark.filled and not mark.right()), None)
    hits = sum(mark.right() for mark in marks.values())
    chances = [1 / len(columns[name]["options"]) if "options" in columns[name] else 0 for _, name in marks]
    reason = ""
    if wrong:
        said = marks[wrong].reason.rstrip(".")
        cell = f"“{wrong[0]}”, column “{columns[wrong[1]]['ask']}”,"
        reason = f"{hits} of {len(marks)} cells are right; look at {cell} again" + (f". {said}" if said else "")
    return Mark(hits, len(marks), sum(mark.filled for mark in marks.values()), sum(chances) / len(marks), reason)


def reference(settings: dict, right: dict) -> dict:
    return _each(settings, right, right, lambda rule, column, expected, _: rule.reference(column, expected))


def mistake(settings: dict, right: dict, found: object, find_rows: FindRows) -> dict:
    """The wrong cells, computed. Raises AuthorError for a cell that is not asked."""
    columns = {column["id"]: column for column in settings["columns"]}

    def wrong(row: str, name: str, value: object) -> object:
        if name not in right.get(row, {}):
            raise AuthorError(f"A mistake names the cell {row!r}, {name!r}, which is not asked.")
        kind = columns[name]["kind"]
        return CELLS[kind].mistake(columns[name], right[row][name], find(kind, value, find_rows))

    return {row: {name: wrong(row, name, value) for name, value in cells.items()} for row, cells in found.items()}


def distance(settings: dict, right: dict, wrong: dict, answer: object) -> float | None:
    given = answer if isinstance(answer, dict) else {}
    columns = {column["id"]: column for column in settings["columns"]}
    apart = [
        CELLS[columns[name]["kind"]].distance(columns[name], right[row][name], value, _cell(given, row, name))
        for row, cells in wrong.items()
        for name, value in cells.items()
    ]
    return None if None in apart else sum(apart)


def mistaken(settings: dict, right: dict, wrong: dict) -> dict:
    made = _each(settings, right, wrong, lambda rule, column, expected, value: rule.mistaken(column, expected, value))
    return {row: {**cells, **made.get(row, {})} for row, cells in reference(settings, right).items()}


def _each(settings: dict, right: dict, cells: dict, make) -> dict:
    columns = {column["id"]: column for column in settings["columns"]}
    return {
        row: {
            name: make(CELLS[columns[name]["kind"]], columns[name], right[row][name], value)
            for name, value in line.items()
        }
        for row, line in cells.items()
    }


def _from_rows(found: Rows, columns: dict) -> dict:
    return {str(row[0]): {name: Rows([(cell,)]) for name, cell in zip(columns, row[1:], strict=True)} for row in found}


def _filled(settings: dict, cells: object) -> dict:
    given = cells if isinstance(cells, dict) else {}
    cleaned = {
        column["id"]: CELLS[column["kind"]].clean(column, given.get(column["id"])) for column in settings["columns"]
    }
    return {name: value for name, value in cleaned.items() if value is not None}


def _cell(given: dict, row: str, name: str) -> object:
    cells = given.get(row)
    return cells.get(name) if isinstance(cells, dict) else None
