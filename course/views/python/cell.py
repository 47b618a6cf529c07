"""Finds a learner's function in the kernel that runs the notebook: the text of its cell, and what it uses from elsewhere."""

from __future__ import annotations

import inspect
import linecache
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import FunctionType
from typing import Any

from IPython import get_ipython

from course.grade.python.program import LONGEST, program

_last_refused: dict[str, str] = {}  # by function, the text of a cell that Python could not read when it was run last
_watchers: dict[str, Callable[[], None]] = {}


@dataclass(frozen=True)
class Found:
    """What the kernel knows of a function: its cell's ``text``; without one, ``error`` says as an outcome why."""

    text: str = ""
    error: dict[str, Any] | None = None


def find(function: str) -> Found:
    """The cell that defined a function when it was run last."""
    shell = get_ipython()
    names = shell.user_ns if shell else {}
    if function in _last_refused:
        return Found(_last_refused[function])
    text = _text_of(names.get(function))
    if not text:
        return Found(error={"type": "Missing", "words": "", "line": 0, "names": _functions(names)})
    needed = program(text, function)
    if outside := [name for name in needed.outside if name in names]:
        return Found(text, {"type": "Outside", "words": "", "line": 0, "names": outside})
    return Found(text)


def _text_of(function: object) -> str:
    with suppress(Exception):  # whatever a learner has given this name
        code = inspect.unwrap(function).__code__  # type: ignore[arg-type]
        text = "".join(linecache.getlines(code.co_filename))
        return text if len(text) <= LONGEST else text[: LONGEST + 1]
    return ""


def _functions(names: dict[str, Any]) -> list[str]:
    """The functions that the notebook itself has defined."""
    return [
        name
        for name, value in names.items()
        if not name.startswith("_") and isinstance(value, FunctionType) and value.__module__ == "__main__"
    ]


def watch(function: str, look: Callable[[], None]) -> None:
    """Call ``look`` after each cell that is run; the last one who asks for a function is told."""
    shell = get_ipython()
    if shell is None:
        return
    if not _watchers:
        shell.events.register("post_run_cell", _after_cell)
    _watchers[function] = look


def _after_cell(result: Any) -> None:
    text = str(getattr(getattr(result, "info", None), "raw_cell", "") or "")
    for function, look in list(_watchers.items()):
        if re.search(rf"^\s*def\s+{re.escape(function)}\b", text, re.MULTILINE):
            if isinstance(result.error_before_exec, SyntaxError) and len(text) <= LONGEST:
                _last_refused[function] = text
            else:
                _last_refused.pop(function, None)
        with suppress(Exception):  # a learner's cell must not fail for what looks at it
            look()
