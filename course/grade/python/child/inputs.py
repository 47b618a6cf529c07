"""Makes what a function is handed on one data set: frames of the case, plain values, objects. Each time anew."""

from __future__ import annotations

import copy
import hashlib
import random
from types import ModuleType
from typing import Any

import duckdb
import pandas as pd

OPENING = {"threads": "1", "memory_limit": "512MB", "temp_directory": ""}


def make(inputs: list[dict[str, Any]], data_set: dict[str, Any]) -> dict[str, Any]:
    """The arguments by name. An input is {"name", and "sql", "value" or "stand_in"}; see course.grade.python.key."""
    queries = {each["name"]: each["sql"] for each in inputs if "sql" in each}
    frames = _frames(data_set["database"], queries) if queries else {}
    made = {}
    for each in inputs:
        if "sql" in each:
            made[each["name"]] = frames[each["name"]]
        elif "stand_in" in each:
            made[each["name"]] = _stand_in(each, data_set)
        else:
            made[each["name"]] = copy.deepcopy(data_set["values"][each["name"]])
    return made


def _frames(database: str, queries: dict[str, str]) -> dict[str, pd.DataFrame]:
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
