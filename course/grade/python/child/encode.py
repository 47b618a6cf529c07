"""Turns what a function returned into bounded JSON in which types stay apart. Nothing of it is ever unpickled."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import numpy as np
import pandas as pd

Json = object

DEEPEST = 6
LONGEST_TEXT = 1_000  # characters of one text
MOST_BITS = 128  # of a whole number
MOST_ITEMS = 20_000  # looked at, before the room is counted
LISTS = {list: "list", tuple: "tuple", set: "set", frozenset: "set"}


def encode(value: object, room: int) -> Json:
    """The value as JSON in at most about ``room`` characters: what does not fit is left out, and counted in ``count``.

    >>> encode({"a": [1, 2.0, None]}, 1000)
    {'type': 'dict', 'items': [['a', {'type': 'list', 'items': [1, 2.0, None], 'count': 3}]], 'count': 1}
    """
    return _Encoder(room).value(value, 0)


class _Encoder:
    def __init__(self, room: int) -> None:
        self.room = room

    def value(self, value: object, depth: int) -> Json:
        if isinstance(value, pd.DataFrame):
            return self._frame(value, depth)
        if isinstance(value, pd.Series):
            return self._series(value, depth)
        if isinstance(value, np.ndarray | pd.Index):
            return self._list("list", value.tolist() if isinstance(value, np.ndarray) else list(value), depth)
        if name := LISTS.get(type(value)):
            return self._list(name, sorted(value, key=repr) if name == "set" else value, depth)
        if isinstance(value, dict):
            return self._dict(value, depth)
        return scalar(value)

    def _list(self, name: str, values: list, depth: int) -> Json:
        if depth >= DEEPEST:
            return other(f"a {name} that is nested too deep")
        return {"type": name, "items": self._fitting(values, depth), "count": len(values)}

    def _dict(self, values: dict, depth: int) -> Json:
        if depth >= DEEPEST:
            return other("a dict that is nested too deep")
        return {"type": "dict", "items": self._fitting(values.items(), depth, pairs=True), "count": len(values)}

    def _frame(self, frame: pd.DataFrame, depth: int) -> Json:
        if depth >= DEEPEST:
            return other("a frame that is nested too deep")
        columns = [scalar(name) if not isinstance(name, tuple) else str(name)[:LONGEST_TEXT] for name in frame.columns]
        self._take(columns)
        head = frame.iloc[:MOST_ITEMS]
        rows = self._rows([list(head.iloc[:, position]) for position in range(len(columns))], len(head), depth)
        index = self._index(frame.index, len(rows), depth)
        return {"type": "frame", "columns": columns, "rows": rows, "count": len(frame), "index": index}

    def _series(self, series: pd.Series, depth: int) -> Json:
        if depth >= DEEPEST:
            return other("a series that is nested too deep")
        head = series.iloc[:MOST_ITEMS]
        rows = self._rows([list(head)], len(head), depth)
        index = self._index(series.index, len(rows), depth)
        name = None if series.name is None else str(series.name)[:LONGEST_TEXT]
        values = [row[0] for row in rows]
        return {"type": "series", "name": name, "values": values, "count": len(series), "index": index}

    def _index(self, index: pd.Index, count: int, depth: int) -> Json:
        """The labels of rows; None where they only number the rows."""
        if isinstance(index, pd.RangeIndex) or (index.nlevels == 1 and index.name is None and index.dtype.kind in "iu"):
            return None
        names = [None if name is None else str(name)[:LONGEST_TEXT] for name in index.names]
        levels = [list(index.get_level_values(level)[:count]) for level in range(index.nlevels)]
        return {"names": names, "rows": self._rows(levels, count, depth)}

    def _rows(self, columns: list[list], count: int, depth: int) -> list[list]:
        rows = []
        for values in zip(*columns, strict=True) if columns else ([] for _ in range(count)):
            row = [self._cell(value, depth) for value in values]
            if not self._take(row):
                break
            rows.append(row)
        return rows

    def _cell(self, value: object, depth: int) -> Json:
        if isinstance(value, float) and math.isnan(value):
            return None
        if type(value) in LISTS or isinstance(value, dict | np.ndarray | pd.Series | pd.DataFrame):
            return self.value(value, depth + 1)
        return scalar(value)

    def _fitting(self, values: Iterable, depth: int, pairs: bool = False) -> list:
        items: list = []
        for value in _first(values):
            item = [scalar(value[0]), self.value(value[1], depth + 1)] if pairs else self.value(value, depth + 1)
            if not self._take(item if not isinstance(item, dict) else len(item)):
                break
            items.append(item)
        return items

    def _take(self, part: Json) -> bool:
        self.room -= len(json.dumps(part)) + 2
        return self.room > 0


def _first(values: Iterable) -> Iterator:
    for position, value in enumerate(values):
        if position >= MOST_ITEMS:
            return
        yield value


def scalar(value: object) -> Json:
    """A single value. What JSON has no type for says which type it is.

    >>> scalar(1), scalar(1.0), scalar(float("nan")), scalar(date(2025, 11, 1)), scalar(scalar)
    (1, 1.0, {'type': 'number', 'value': 'nan'}, {'type': 'date', 'value': '2025-11-01'}, {'type': 'other', 'name': 'function'})
    """
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, np.generic) and not isinstance(value, np.datetime64 | np.timedelta64):
        value = value.item()
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return short(str(value))
    if isinstance(value, int):
        return int(value) if value.bit_length() <= MOST_BITS else {"type": "number", "value": "very large"}
    if isinstance(value, float | Decimal):
        number = float(value)
        return number if math.isfinite(number) else {"type": "number", "value": str(number)}
    return _moment(value) or other(type(value).__name__)


def _moment(value: object) -> Json:
    if isinstance(value, np.datetime64):
        value = pd.Timestamp(value)
    if isinstance(value, np.timedelta64):
        value = pd.Timedelta(value)
    if value is pd.NaT:
        return None
    if isinstance(value, datetime):
        moment = value.to_pydatetime(warn=False) if isinstance(value, pd.Timestamp) else value
        return {
            "type": "moment",
            "value": (moment.astimezone(UTC) if moment.tzinfo else moment).replace(tzinfo=None).isoformat(),
        }
    if isinstance(value, date):
        return {"type": "date", "value": value.isoformat()}
    if isinstance(value, timedelta):
        return {"type": "duration", "value": value.total_seconds()}
    return None


def other(name: str) -> Json:
    """Something that no answer is made of, such as a generator, by the name of its type."""
    return {"type": "other", "name": short(name)}


def short(text: str) -> str:
    """A text that every file can hold, cut off if it is very long."""
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}… ({len(text):,} characters)"
