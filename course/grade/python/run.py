"""Runs a learner's function in a process of its own, on one data set after another, and says what came of each."""

from __future__ import annotations

import atexit
import json
import os
import queue
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

from course.grade import data
from course.grade.helper import Helper, SandboxError
from course.grade.python import stand_ins
from course.grade.python.program import LONGEST, program

SECONDS = 10.0  # for all data sets together
SLACK_SECONDS = 3.0  # in which the process says itself that time was up
ROOM = 40_000  # characters of what a function returns on the practice data
HIDDEN_ROOM = 8_000
PACKAGE = Path(__file__).parents[3]
START = "import sys; sys.path.insert(0, sys.argv[1]); from course.grade.python.child.main import main; del sys.path[0]; main()"
NAMES = ("PATH", "SYSTEMROOT", "LANG", "LC_ALL", "TZ")  # of its surroundings, that the process needs
QUIET = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
PRACTICE = "practice"


@dataclass(frozen=True)
class DataSet:
    """A data set: its name, the seed of its tables, 0 for the practice data, and by input the plain values that it hands over
    and the queries for its frames."""

    name: str
    seed: int
    values: dict[str, Any]
    queries: dict[str, str]


def data_set(inputs: dict[str, dict[str, Any]], position: int, seed: int) -> DataSet:
    """The data set at a position: 0 is the practice data. Plain values are taken in turn."""
    name = f"hidden {seed}" if position else PRACTICE
    values = {key: _value(each, position) for key, each in inputs.items() if "sql" not in each}
    queries = {key: _query(each, position) for key, each in inputs.items() if "sql" in each}
    return DataSet(name, seed, values, queries)


def _query(entry: dict[str, Any], position: int) -> str:
    query: str = entry.get("hidden", entry["sql"]) if position else entry["sql"]
    return query


def _value(entry: dict[str, Any], position: int) -> Any:
    if "values" not in entry:
        return entry.get("value")
    values = entry["values"]
    return values[0] if position == 0 or len(values) == 1 else values[1 + (position - 1) % (len(values) - 1)]


def run(
    cell: str,
    function: str,
    inputs: dict[str, dict[str, Any]],
    sets: Iterable[DataSet],
    focus: tuple = (),
    seconds: float = SECONDS,
) -> dict[str, dict[str, Any]]:
    """What became of the function on each data set, by name, as the process says it; those after one that took too long are
    missing.

    Each outcome holds "value" (see course.grade.python.value) or says why there is none: "error", "late" or "ended". Raises
    SandboxError when the process or the data cannot be used, and Stopped.
    """
    if len(cell) > LONGEST:
        return {PRACTICE: _error("TooLong", f"{len(cell):,}")}
    needed = program(cell, function)
    if not needed.is_begun:
        return {PRACTICE: _error("Unfinished")}
    handed = [_for_child(name, entry) for name, entry in inputs.items()]
    base = {"source": needed.source, "function": function, "inputs": handed}
    requests = [_request(each, focus) for each in sets]
    return _in_turn(base, requests, seconds)


def _request(each: DataSet, focus: tuple) -> dict[str, Any]:
    database = str(data.database(each.seed, focus)) if each.queries else ""
    return {"name": each.name, "seed": each.seed, "values": each.values, "queries": each.queries, "database": database}


def _in_turn(base: dict[str, Any], requests: list[dict[str, Any]], seconds: float) -> dict[str, dict[str, Any]]:
    """The outcomes on the practice data, which have more room, and, if there was a value, on the others."""
    outcomes: dict[str, dict[str, Any]] = {}
    deadline = monotonic() + seconds
    for room, is_practice in ((ROOM, True), (HIDDEN_ROOM, False)):
        part = [each for each in requests if (each["name"] == PRACTICE) is is_practice]
        if part and all("value" in outcome for outcome in outcomes.values()):
            left = max(deadline - monotonic(), 0.1)
            outcomes |= _ask({**base, "sets": part, "room": room, "seconds": left}, left)
    return outcomes


def _error(kind: str, words: str = "") -> dict[str, Any]:
    return {"error": {"type": kind, "words": words, "line": 0}}


def _for_child(name: str, entry: dict[str, Any]) -> dict[str, Any]:
    if "stand_in" in entry:
        return {"name": name, "stand_in": entry["stand_in"], "code": stand_ins.code(entry["stand_in"])}
    return {"name": name}


def _ask(request: dict[str, Any], seconds: float) -> dict[str, dict[str, Any]]:
    """The outcomes. A process that died is replaced once: its death may have come from outside."""
    with _lock:
        for _ in range(2):
            helper = _running()
            is_fresh = helper.answered == 0
            try:
                return _outcomes(helper, request, seconds)
            except queue.Empty:
                stop()
                return {request["sets"][0]["name"]: {"late": {"line": 0}}}
            except OSError:
                stop()
                if is_fresh:
                    break
            except BaseException:  # an interrupted caller must not leave an answer behind for the next question
                stop()
                raise
    return {request["sets"][0]["name"]: {"ended": {"signal": 0, "code": 0}}}


def _outcomes(helper: Helper, request: dict[str, Any], seconds: float) -> dict[str, dict[str, Any]]:
    helper.send(request)
    outcomes: dict[str, dict[str, Any]] = {}
    deadline = monotonic() + seconds + SLACK_SECONDS
    while "done" not in (answer := helper.answer(deadline)):
        outcome = answer["outcome"]
        if "failure" in outcome:
            raise SandboxError(f"The course's data cannot be read for your function: {outcome['failure']}")
        outcomes[answer["set"]] = outcome
    helper.answered += 1
    return outcomes


_lock = threading.RLock()
_helper: Helper | None = None
_folder = ""


def _running() -> Helper:
    """The process that runs functions, started in an empty folder: a forked child must not talk through its parent's pipe."""
    global _helper, _folder
    if _helper is None or _helper.owner != os.getpid():
        _folder = tempfile.mkdtemp(prefix="course-python-")
        surroundings = {name: os.environ[name] for name in NAMES if name in os.environ}
        command = [sys.executable, "-I", "-c", START, str(PACKAGE)]
        _helper = Helper(command, Path(_folder), {**surroundings, **QUIET})
        _helper.wait_until_ready("runs Python")
    return _helper


def process_id() -> int:
    """The id of the process that runs functions, started if there is none."""
    with _lock:
        return _running().process_id


def warm_up() -> None:
    """Start the process before it is needed; whatever stands in the way is said when it is."""
    with _lock:
        _running()


@atexit.register
def stop() -> None:
    """End the process, and whatever runs in it. The next run starts a new one."""
    global _helper, _folder
    with _lock:
        if _helper is not None and _helper.owner == os.getpid():
            _helper.stop()
            shutil.rmtree(_folder, ignore_errors=True)
        _helper = None


def recorded(outcome: dict[str, Any]) -> str:
    """An outcome as it is kept in an answer: without its time, which differs each time."""
    return json.dumps({name: part for name, part in outcome.items() if name != "seconds"}, ensure_ascii=False)
