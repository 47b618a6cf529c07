"""What is known about an error in a learner's code: where it was, and the names that were meant. Words come later."""

from __future__ import annotations

import traceback
from contextlib import suppress
from types import FrameType
from typing import Any

import pandas as pd

from course.grade.python.child.encode import short

FILE = "<your cell>"
MOST_NAMES = 200
LONGEST_TRACE = 4_000


def describe(error: BaseException, source: str) -> dict[str, Any]:
    """An error as JSON: its type, its words, the learner's line, and what there was in place of what was missing."""
    frames = [
        (frame, line) for frame, line in traceback.walk_tb(error.__traceback__) if frame.f_code.co_filename == FILE
    ]
    line = frames[-1][1] if frames else getattr(error, "lineno", None) or 0
    details: dict[str, Any] = {
        "type": type(error).__name__,
        "words": short(_words(error)),
        "line": line if isinstance(line, int) else 0,
        "depth": len(frames),
        "trace": _trace(error, frames),
    }
    with suppress(Exception):  # an object of the learner's may answer as it likes
        details |= _around(error, frames[-1][0] if frames else None)
    return details


def _words(error: BaseException) -> str:
    if isinstance(error, SyntaxError):
        return str(error.msg)
    if isinstance(error, KeyError) and error.args:
        return str(error.args[0])
    return str(error)


def _around(error: BaseException, frame: FrameType | None) -> dict[str, Any]:
    """Names that may have been meant."""
    around: dict[str, Any] = {}
    if isinstance(error, UnboundLocalError):
        around["name"] = str(error).partition("'")[2].partition("'")[0]
    elif isinstance(error, NameError) and error.name:
        around["name"] = error.name
        if frame:
            around["names"] = _names([*frame.f_locals, *frame.f_globals, *frame.f_builtins])
            around["is_local"] = error.name in frame.f_code.co_varnames
            around["texts"] = [name for name in _keys(frame) if name == error.name]
    if isinstance(error, AttributeError) and error.name:
        around |= {"name": error.name, "of": type(error.obj).__name__, "names": _names(dir(error.obj))}
        if isinstance(error.obj, pd.DataFrame):
            around["columns"] = {"": _columns(error.obj)}
        if isinstance(error.obj, dict):
            around["keys"] = _names(key for key in error.obj if isinstance(key, str))
    if isinstance(error, KeyError) and frame:
        around["columns"] = {
            name: _columns(value) for name, value in frame.f_locals.items() if isinstance(value, pd.DataFrame)
        }
        around["keys"] = _keys(frame)
        around["key_type"] = type(error.args[0]).__name__ if error.args else ""
    if isinstance(error, ImportError):
        around["name"] = error.name or ""
    if isinstance(error, OSError) and type(error).__name__ == "Refused":
        around["about"] = str(error.args[0])
    return around


def _keys(frame: FrameType) -> list[str]:
    """The keys of dicts that have a name, and of dicts in these; and the columns of frames."""
    own = [value for value in frame.f_locals.values() if isinstance(value, dict)]
    inner = [part for value in own for part in value.values() if isinstance(part, dict)]
    frames = [
        column for value in frame.f_locals.values() if isinstance(value, pd.DataFrame) for column in _columns(value)
    ]
    return _names([*(key for value in (*own, *inner) for key in value if isinstance(key, str)), *frames])


def _columns(frame: pd.DataFrame) -> list[str]:
    return [short(str(name)) for name in frame.columns[:MOST_NAMES]]


def _names(names: Any) -> list[str]:
    public = dict.fromkeys(str(name)[:100] for name in names if not str(name).startswith("_"))
    return list(public)[:MOST_NAMES]


def _trace(error: BaseException, frames: list[tuple[FrameType, int]]) -> str:
    """Python's own words, cut off; for an error in the code's form, the line with its mark."""
    with suppress(Exception):
        shown = traceback.format_exception(
            type(error), error, error.__traceback__.tb_next if error.__traceback__ else None
        )
        text = "".join(shown).encode("utf-8", "replace").decode()
        return text if len(text) <= LONGEST_TRACE else f"…{text[-LONGEST_TRACE:]}"
    return ""
