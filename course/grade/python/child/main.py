"""The process that runs learners' functions: one JSON request per line on stdin, one JSON answer per data set on stdout.

It imports what takes long and then makes a process of its own for each data set, so that nothing that one run does to a
package meets the next. Where processes cannot be forked (Windows), a request is its last.
"""

from __future__ import annotations

import builtins
import faulthandler
import inspect
import io
import json
import linecache
import os
import select
import signal
import sys
import warnings
from contextlib import suppress
from time import monotonic, perf_counter
from typing import Any, TextIO

import duckdb
import numpy as np
import pandas as pd

from course.grade.python.child.encode import encode, short
from course.grade.python.child.failure import FILE, describe
from course.grade.python.child.inputs import Frames, changed, make, snapshot
from course.grade.python.child.rights import give_up

__all__ = ["duckdb", "main", "np", "pd"]  # imported here once, for every function

LARGEST = 300_000  # bytes of what comes back from one run
PRINTED = 2_000  # characters that are kept of what was printed
GRACE_SECONDS = 0.5
MOST_WARNINGS = 3
CAN_FORK = hasattr(os, "fork")


def main() -> None:
    """Answer requests until the parent closes stdin."""
    channel = _private_stdout()
    sys.dont_write_bytecode = True
    _warm_up()
    frames = Frames()
    _send(channel, {"ready": True})
    for line in sys.stdin:
        request = json.loads(line)
        deadline = monotonic() + request["seconds"]
        for data_set in request["sets"]:
            outcome = _outcome(channel, request, data_set, frames, deadline - monotonic())
            _send(channel, {"set": data_set["name"], "outcome": outcome})
            if "late" in outcome or "ended" in outcome:
                break
        _send(channel, {"done": True})
        if not CAN_FORK:
            return


def _warm_up() -> None:
    """What pandas does only once: everybody's first frame takes longer than the next ones."""
    frame = pd.DataFrame({"a": [1, 2], "b": ["x", "y"], "t": pd.to_datetime(["2025-11-01", "2025-11-02"])})
    frame.sort_values("a").groupby("b", as_index=False)["a"].sum().merge(frame, on="b")
    encode(frame, 1_000)


def _outcome(channel: TextIO, request: dict, data_set: dict, frames: Frames, seconds: float) -> dict[str, Any]:
    if seconds <= 0:
        return {"late": {"line": 0}}
    try:
        arguments = make(request["inputs"], data_set, frames)
    except Exception as error:  # nothing of the learner's has run yet
        return {"failure": short(str(error))}
    if not CAN_FORK:
        return json.loads(_run(request, arguments, seconds))
    reader, writer = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        os.close(reader)
        with suppress(BaseException):
            channel.close()
            _be_run(writer, request, arguments, seconds)
        os._exit(70)
    os.close(writer)
    content = _read(reader, seconds + GRACE_SECONDS)
    os.close(reader)
    with suppress(OSError):
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return _read_outcome(content, status)


def _read(reader: int, seconds: float) -> bytes | None:
    """What a run sends, at most LARGEST bytes; None if it has not ended in time."""
    content, deadline = b"", monotonic() + seconds
    while len(content) < LARGEST:
        if not select.select([reader], [], [], max(deadline - monotonic(), 0))[0]:
            return None
        piece = os.read(reader, 65_536)
        if not piece:
            break
        content += piece
    return content


def _read_outcome(content: bytes | None, status: int) -> dict[str, Any]:
    if content is None:
        return {"late": {"line": 0}}
    text = content.decode("utf-8", "replace")
    if text.startswith("Timeout"):
        return {"late": {"line": _line_in(text)}}
    with suppress(ValueError, RecursionError):
        outcome = json.loads(text)
        if isinstance(outcome, dict):
            return outcome
    by_signal = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    return {"ended": {"signal": by_signal, "code": os.WEXITSTATUS(status) if os.WIFEXITED(status) else 0}}


def _line_in(dump: str) -> int:
    """The learner's innermost line in what faulthandler wrote."""
    for line in dump.splitlines():
        head, _, rest = line.strip().partition(f'File "{FILE}", line ')
        if not head and rest:
            return int(rest.split()[0]) if rest.split()[0].isdigit() else 0
    return 0


def _be_run(writer: int, request: dict, arguments: dict[str, Any], seconds: float) -> None:
    """Run the function on one data set, send what came of it, and end. Whatever it left running ends as well."""
    faulthandler.dump_traceback_later(max(seconds, 0.05), exit=True, file=writer)
    _close_streams()
    content = _run(request, arguments, seconds).encode()
    while content:
        content = content[os.write(writer, content) :]
    os._exit(0)


def _run(request: dict, arguments: dict[str, Any], seconds: float) -> str:
    """What became of the function on one data set, as JSON text."""
    linecache.cache[FILE] = (len(request["source"]), None, request["source"].splitlines(True), FILE)
    dumps, printed = json.dumps, _Printed()  # a function may change the module
    sys.stdin, sys.stdout, sys.stderr = io.StringIO(), printed, printed
    give_up(seconds)
    started = perf_counter()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        outcome = _called(request, arguments)
    outcome |= {"seconds": perf_counter() - started, "printed": printed.text, "warnings": _warnings(caught)}
    text = dumps(outcome)
    return text if len(text) < LARGEST else dumps({"error": {"type": "TooLarge", "words": "", "line": 0}})


def _called(request: dict, arguments: dict[str, Any]) -> dict[str, Any]:
    source, name = request["source"], request["function"]
    try:
        namespace: dict[str, Any] = {"__name__": "answer", "__builtins__": builtins}
        exec(compile(source, FILE, "exec", dont_inherit=True), namespace)
        function = namespace.get(name)
        if not callable(function):
            return {"error": {"type": "Missing", "words": "", "line": 0}}
        if taken := _wrong_parameters(function, arguments):
            return {"error": {"type": "Parameters", "words": taken, "line": 0}}
        before = snapshot(arguments)
        value = function(*arguments.values())
        return {"value": encode(value, request["room"]), "changed": changed(before, arguments)}
    except BaseException as error:  # SystemExit too: the learner reads a sentence
        return {"error": describe(error, source)}


def _wrong_parameters(function: Any, arguments: dict[str, Any]) -> str:
    """The function's parameters as it states them, if it cannot take what it is handed."""
    with suppress(ValueError):
        signature = inspect.signature(function)
        try:
            signature.bind(*arguments.values())
        except TypeError:
            return short(str(signature))
    return ""


class _Printed(io.TextIOBase):
    """Keeps the beginning of what is printed; the rest is only counted."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> int:
        if len(self.text) < PRINTED:
            self.text += str(text)[: PRINTED - len(self.text)]
        return len(text)


def _warnings(caught: list[warnings.WarningMessage]) -> list[dict[str, Any]]:
    own = [each for each in caught if each.filename == FILE]
    return [
        {"type": each.category.__name__, "words": short(str(each.message)), "line": each.lineno}
        for each in own[:MOST_WARNINGS]
    ]


def _close_streams() -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)


def _private_stdout() -> TextIO:
    """A stream for answers alone: whatever else writes to stdout goes nowhere."""
    channel = os.fdopen(os.dup(1), "w", encoding="ascii", newline="\n")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return channel


def _send(channel: TextIO, message: dict) -> None:
    channel.write(json.dumps(message) + "\n")
    channel.flush()
