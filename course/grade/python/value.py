"""A recorded value: what a function returned, read from JSON that anybody may have written, and seen as a table."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from course.grade.count import quantity
from course.grade.query.results import Result, canonical, fingerprint, loose_fingerprint, order_fingerprint

DEEPEST = 12
SINGLE = "value"
MOMENTS = ("date", "moment")
LISTS = ("list", "tuple", "set")
# What a shape is called in a sentence.
WORDS = {
    "frame": "a frame",
    "series": "a series (one column of a frame)",
    "list": "a list",
    "tuple": "a list",
    "set": "a set",
    "dict": "a dict",
    "number": "a number",
    "text": "a text",
    "truth": "True or False",
    "date": "a date",
    "duration": "a length of time",
    "nothing": "nothing (None)",
}


@dataclass(frozen=True)
class Value:
    """A value that was returned. ``shape`` is one of WORDS or "other"; ``table`` shows it as rows; ``index`` names the columns
    that only label rows. ``name`` is what something else is called, such as a generator.
    """

    shape: str
    table: Result
    index: Result | None = None
    name: str = ""

    @property
    def complete(self) -> bool:
        return self.table.complete

    @property
    def is_rows(self) -> bool:
        """Whether it is made of rows or items, and not a single value."""
        return self.shape in ("frame", "series", "dict", *LISTS)

    @property
    def words(self) -> str:
        """What it is, in words.

        >>> read_value({"type": "set", "items": [1, 2], "count": 2}).words, read_value(None).words
        ('a set of 2', 'nothing (None)')
        """
        if self.shape == "other":
            return f"a {self.name}" if not self.name.startswith(("a ", "an ")) else self.name
        if self.shape == "frame":
            columns = quantity(len(self.table.columns), "column")
            return f"a frame with {quantity(self.table.row_count, 'row')} and {columns}"
        if self.is_rows:
            head = "a series" if self.shape == "series" else WORDS[self.shape]
            return f"{head} of {self.table.row_count:,}"
        return WORDS[self.shape]

    def with_index(self) -> Value:
        """The same value with the labels of its rows as columns."""
        if self.index is None:
            return self
        rows = tuple((*label, *row) for label, row in zip(self.index.rows, self.table.rows, strict=True))
        table = replace(
            self.table,
            columns=(*self.index.columns, *self.table.columns),
            types=(*self.index.types, *self.table.types),
            rows=rows,
        )
        return replace(self, table=table, index=None)

    def arranged(self, columns: Sequence[str]) -> Value:
        """The same frame with its columns in this order; as it is if they are not the same ones."""
        own = list(self.table.columns)
        if sorted(own) != sorted(columns) or len(set(own)) != len(own):
            return self
        return replace(self, table=self.table.arranged([own.index(name) for name in columns]))


def read_value(data: object) -> Value:
    """The value in a piece of JSON. Raises ValueError for anything that is none.

    >>> read_value(12.5).table.rows, read_value({"type": "date", "value": "2025-11-01"}).shape
    (((12.5,),), 'date')
    """
    tag = data.get("type") if isinstance(data, dict) else None
    if tag == "frame":
        return _frame(data)
    if tag == "series":
        return _series(data)
    if tag in LISTS:
        return _list(data)
    if tag == "dict":
        return _dict(data)
    if tag == "other":
        return Value("other", Result((), (), (), 0), name=str(data.get("name", ""))[:200])
    cell, type_ = _cell(data, 0)
    return Value(_shape(data), _table((SINGLE,), [(cell,)], [(type_,)], 1))


def _shape(data: object) -> str:
    if data is None:
        return "nothing"
    if isinstance(data, dict):
        return {"moment": "date", "date": "date", "duration": "duration"}.get(str(data.get("type")), "number")
    return "truth" if isinstance(data, bool) else "text" if isinstance(data, str) else "number"


def _frame(data: dict[str, Any]) -> Value:
    columns = tuple(_label(name) for name in _items(data["columns"]))
    table = _rows_table(columns, data["rows"], data["count"])
    return Value("frame", table, _index(data.get("index"), table))


def _series(data: dict[str, Any]) -> Value:
    name = data.get("name")
    column = name if isinstance(name, str) and name else SINGLE
    table = _rows_table((column,), [[value] for value in _items(data["values"])], data["count"])
    return Value("series", table, _index(data.get("index"), table))


def _index(data: object, table: Result) -> Result | None:
    if data is None:
        return None
    if not isinstance(data, dict):
        raise ValueError("an index is none")
    names = _items(data["names"])
    columns = tuple(name if isinstance(name, str) else f"level {number}" for number, name in enumerate(names))
    rows = _items(data["rows"])
    if len(rows) < len(table.rows):
        raise ValueError("an index is too short")
    return _rows_table(columns, rows[: len(table.rows)], len(table.rows))


def _list(data: dict[str, Any]) -> Value:
    """A list as a table: a row for each item, and a column for each part of an item if all have the same parts."""
    items, shape = _items(data["items"]), data["type"]
    numbered = (
        [{"position": position} for position in range(1, len(items) + 1)] if shape != "set" else [{} for _ in items]
    )
    if parts := _parts(items):
        rows = [{**number, **item} for number, item in zip(numbered, parts, strict=True)]
    else:
        rows = [{**number, SINGLE: item} for number, item in zip(numbered, items, strict=True)]
    columns = tuple(rows[0]) if rows else (() if shape == "set" else ("position",)) + (SINGLE,)
    return Value(shape, _rows_table(columns, [list(row.values()) for row in rows], data["count"]))


def _parts(items: list[object]) -> list[dict[str, object]]:
    """The items by the names or places of their parts, if all of them have the same ones; else none."""
    parts: list[dict[str, object]] = []
    for item in items:
        if not isinstance(item, dict):
            return []
        if item.get("type") == "dict":
            parts.append({_label(name): value for name, value in map(_items, _items(item["items"]))})
        elif item.get("type") in ("list", "tuple"):
            parts.append({f"part {number}": value for number, value in enumerate(_items(item["items"]), 1)})
        else:
            return []
    names = [sorted(part) for part in parts]
    if not names or any(each != names[0] for each in names) or "position" in names[0]:
        return []
    return [{name: part[name] for name in parts[0]} for part in parts]


def _dict(data: dict[str, Any]) -> Value:
    pairs = [_items(pair) for pair in _items(data["items"])]
    if any(len(pair) != 2 for pair in pairs):
        raise ValueError("a dict is none")
    return Value("dict", _rows_table(("key", SINGLE), pairs, data["count"]))


def _rows_table(columns: tuple[str, ...], rows: object, count: object) -> Result:
    listed = [_items(row) for row in _items(rows)]
    if not isinstance(count, int) or isinstance(count, bool) or count < len(listed):
        raise ValueError("a count is none")
    if any(len(row) != len(columns) for row in listed):
        raise ValueError("a row is of another width")
    cells = [[_cell(value, 0) for value in row] for row in listed]
    values = [tuple(cell for cell, _ in row) for row in cells]
    return _table(columns, values, [tuple(type_ for _, type_ in row) for row in cells], count)


def _table(columns: tuple[str, ...], rows: list[tuple], types: list[tuple], count: int) -> Result:
    """A table whose columns have the type that all their cells share; where there are several, cells are compared as texts."""
    kinds = [{row[position] for row in types} - {""} for position in range(len(columns))]
    names = tuple(next(iter(tag)) if len(tag) == 1 else "VARCHAR" for tag in kinds)
    return Result(columns, names, tuple(rows), count)


def _cell(data: object, depth: int) -> tuple[Any, str]:
    """A cell and its type in the words of DuckDB, in which results are compared; a missing value fits every type."""
    if data is None:
        return None, ""
    if isinstance(data, bool):
        return data, "BOOLEAN"
    if isinstance(data, int | float):
        return data, "DOUBLE"
    if isinstance(data, str):
        return data, "VARCHAR"
    if not isinstance(data, dict) or depth > DEEPEST:
        raise ValueError("a cell is none")
    tag, value = data.get("type"), data.get("value")
    if tag == "number" and value in ("nan", "inf", "-inf"):
        return value, "DOUBLE"
    if tag == "number":
        return str(value)[:100], "VARCHAR"
    if tag in MOMENTS and isinstance(value, str):
        return value[:40], "TIMESTAMP"
    if tag == "duration" and isinstance(value, int | float):
        return float(value), "DOUBLE"
    return _nested(data, depth), "VARCHAR"


def _nested(data: dict[str, Any], depth: int) -> str:
    """A list or dict inside of a cell, as a text that equal ones share.

    >>> _nested({"type": "list", "items": [{"type": "dict", "items": [["name", "Rent pot"]], "count": 1}], "count": 1}, 0)
    '[{"name": "Rent pot"}]'
    """
    if data.get("type") == "other":
        return f"({str(data.get('name', ''))[:100]})"
    if "items" not in data:
        return f"({str(data.get('type'))[:100]})"
    return json.dumps(_structure(data, depth), ensure_ascii=False, sort_keys=True)


def _structure(data: dict[str, Any], depth: int) -> object:
    """A list or dict inside of a cell, with the lists and dicts in it."""
    if depth > DEEPEST:
        raise ValueError("a cell is none")
    items = _items(data["items"])
    if data.get("type") == "dict":
        return {_label(name): _plain(value, depth + 1) for name, value in map(_items, items)}
    return [_plain(item, depth + 1) for item in items]


def _plain(item: object, depth: int) -> object:
    if isinstance(item, dict) and "items" in item:
        return _structure(item, depth)
    cell, type_ = _cell(item, depth)
    return cell if cell is None else canonical(cell, type_)[1]


def _items(data: object) -> list[Any]:
    if not isinstance(data, list):
        raise ValueError("a list is none")
    return data


def _label(name: object) -> str:
    """The name of a column or a key."""
    if isinstance(name, dict):
        return str(name.get("value", name.get("name", "")))[:200]
    return str(name)


@dataclass(frozen=True)
class Prints:
    """What identifies a value without saying it: ``whole`` with its shape, ``loose`` whatever the order of its columns."""

    whole: str
    loose: str


def prints(value: Value, order: tuple[int, ...], decimals: int | None, salt: str) -> Prints:
    """The fingerprints of a value on the data set that ``salt`` names. One that was cut off has those of its size alone."""
    family = "list" if value.shape in ("list", "tuple") else value.shape
    if not value.complete:
        size = _sealed(salt, family, f"cut {value.table.row_count}")
        return Prints(size, size)
    table = value.table
    sequence = order_fingerprint(table, order, decimals) if order and max(order) < len(table.columns) else ""
    whole = _sealed(salt, family, fingerprint(table, decimals), sequence)
    return Prints(whole, _sealed(salt, family, loose_fingerprint(table, decimals)))


def _sealed(*parts: str) -> str:
    return sha256("|".join(parts).encode()).hexdigest()[:16]
