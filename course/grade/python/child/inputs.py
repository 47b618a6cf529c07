"""Makes what a function is handed on one data set: frames of the case, plain values, objects. Each time anew."""

from __future__ import annotations

import copy
import hashlib
import os
import random
from types import ModuleType
from typing import Any

import duckdb
import pandas as pd

# Without threads of its own: this process makes others of itself.
OPENING = {"threads": "1", "async_threads": "0", "memory_limit": "512MB", "temp_directory": ""}
MOST_KEPT = 24  # frames, those of small data sets nearly all


class Frames:
    """Frames of the case that are read once; those used last are kept."""

    def __init__(self) -> None:
        self._kept: dict[tuple, pd.DataFrame] = {}

    def read(self, database: str, queries: dict[str, str]) -> dict[str, pd.DataFrame]:
        """The results of queries on a database, by name. They are to be copied before they are handed over."""
        changed_at = os.stat(database).st_mtime_ns if queries else 0
        keys = {name: (database, changed_at, sql) for name, sql in queries.items()}
        if missing := {name: queries[name] for name, key in keys.items() if key not in self._kept}:
            self._kept |= {keys[name]: frame for name, frame in _read(database, missing).items()}
        frames = {name: self._kept[key] for name, key in keys.items()}
        self._kept = {key: frame for key, frame in self._kept.items() if key not in keys.values()} | {
            keys[name]: frame for name, frame in frames.items()
        }
        while len(self._kept) > max(MOST_KEPT, len(frames)):
            self._kept.pop(next(iter(self._kept)))
        return frames


def make(inputs: list[dict[str, Any]], data_set: dict[str, Any], frames: Frames) -> dict[str, Any]:
    """The arguments by name. An input has a name; a frame has a query on this data set, a stand-in its code."""
    queries = data_set["queries"]
    read = frames.read(data_set["database"], queries)
    made: dict[str, Any] = {}
    for each in inputs:
        if each["name"] in queries:
            made[each["name"]] = read[each["name"]].copy()
        elif "stand_in" in each:
            made[each["name"]] = _stand_in(each, data_set)
        else:
            made[each["name"]] = copy.deepcopy(data_set["values"][each["name"]])
    return made


def _read(database: str, queries: dict[str, str]) -> dict[str, pd.DataFrame]:
    with duckdb.connect(database, read_only=True, config=OPENING) as connection:
        connection.execute("SET enable_external_access = false")
        connection.execute("SET GLOBAL TimeZone = 'UTC'")
        return {name: connection.sql(sql).df() for name, sql in queries.items()}


def _stand_in(entry: dict[str, Any], data_set: dict[str, Any]) -> object:
    """The object that a stand-in's own ``make(random, value)`` gives: the same for the same data set."""
    module = ModuleType(entry["stand_in"])
    exec(compile(entry["code"], f"<{entry['stand_in']}>", "exec"), module.__dict__)
    seed = hashlib.sha256(f"{entry['stand_in']} {data_set['seed']}".encode()).digest()
    return module.make(random.Random(seed), copy.deepcopy(data_set["values"].get(entry["name"])))


def snapshot(arguments: dict[str, Any]) -> dict[str, Any]:
    """What the arguments are before they are handed over. Frames share their data with it until one is written to."""
    return {
        name: value.copy(deep=False) if isinstance(value, pd.DataFrame) else copy.deepcopy(value)
        for name, value in arguments.items()
        if isinstance(value, pd.DataFrame | list | dict | set)
    }


def changed(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """The arguments that were written to."""
    return [name for name, value in before.items() if not _is_same(value, after[name])]


def _is_same(before: Any, after: Any) -> bool:
    if isinstance(before, pd.DataFrame):
        return list(before.columns) == list(after.columns) and before.equals(after)
    return bool(before == after)
