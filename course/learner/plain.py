"""JSON that anybody may have changed: what no file of the course holds costs its own place only."""

from __future__ import annotations

import gc
import json
import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

LONGEST_NUMBER = 300  # digits: what a float still holds
DEEPEST = 40
TOO_DEEP = "(nested too deep to be read)"


def read_json(content: bytes) -> Any:
    """The data in a JSON text. Of a name that is there twice, both parts are joined. Raises ValueError."""
    with _no_garbage_collection():
        try:
            return json.loads(content, parse_int=_integer, object_pairs_hook=_object)
        except RecursionError as error:
            raise ValueError("it is cut off or nested too deep to be read") from error


def plain(value: Any, depth: int = 0) -> Any:
    """A value that can be written as JSON again: no half emoji, no NaN, nothing nested deeper than DEEPEST.

    >>> plain({"rate": float("nan"), "why": "half \\ud83d"})
    {'rate': 'nan', 'why': 'half \ufffd'}
    """
    if isinstance(value, str):
        return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, dict | list) and depth == DEEPEST:
        return TOO_DEEP
    if isinstance(value, dict):
        return {plain(name): plain(part, depth + 1) for name, part in value.items()}
    if isinstance(value, list):
        return [plain(part, depth + 1) for part in value]
    return value


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Millions of parts are made at once, none of them garbage: looking for it would take most of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= LONGEST_NUMBER else digits


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    data = dict(pairs)
    if len(data) == len(pairs):
        return data
    data = {}
    for name, part in pairs:
        data[name] = _joined(data[name], part) if name in data else part
    return data


def _joined(first: object, second: object) -> object:
    """Two parts of the same name: of two entries the one that was saved last, of two other objects all their parts."""
    if not (isinstance(first, dict) and isinstance(second, dict)):
        return second
    if "saved_at" in first or "saved_at" in second:
        return max(second, first, key=lambda entry: str(entry.get("saved_at", "")))
    return {**first, **second}
