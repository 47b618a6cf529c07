"""Runs learner SQL in another process that can be killed, and says in plain words why a query gave no result."""

from __future__ import annotations

import atexit
import json
import os
import queue
import sys
import threading
from pathlib import Path
from time import monotonic

from course.grade.helper import STOPPING, Helper, SandboxError, Stopped
from course.grade.query.pasted import query_in
from course.grade.query.results import Result
from course.verdict import Finding

__all__ = ["STOPPING", "QueryError", "SandboxError", "Stopped", "run"]

LONGEST_TEXT = 20_000  # characters: 20,000 UNION ALLs keep DuckDB's planner busy for half a minute
QUERY_SECONDS = 4.0
WORKER = Path(__file__).with_name("worker.py")


class QueryError(Exception):
    """A query gave no result, and the query is the reason.

    ``kind`` is a stable name, ``message`` what happened, ``look`` what to do, ``place`` the (start, length) in
    the query in characters, ``raw`` the engine's own words, ``details`` the engine's own fields.
    """

    def __init__(
        self,
        kind: str,
        message: str,
        place: tuple[int, int] | None = None,
        look: str = "",
        raw: str = "",
        details: dict | None = None,
    ) -> None:
        super().__init__(message)
        self.kind, self.message, self.place, self.look, self.raw = kind, message, place, look, raw
        self.details = details or {}

    @property
    def finding(self) -> Finding:
        return Finding(self.kind, self.message, look=self.look, place=self.place, raw=self.raw)


# What a refusal or a limit means and what to do, by kind. ``{}`` stands for the detail that the worker sends.
LIMITS = {
    "empty": ("There is no query here yet.", "Start with SELECT."),
    "too-long": ("Your query has {} characters; at most 20,000 are run.", "Shorten it."),
    "several-statements": (
        "There are {} statements; an answer is one.",
        "Keep a single SELECT, with a semicolon at its end or none.",
    ),
    "not-a-select": (
        "{} is not run here: an answer is one query that reads the tables.",
        "Write one query that starts with SELECT or WITH.",
    ),
    "too-many-rows": (
        "Your query returns more than {} rows, so it was stopped.",
        "Look for a join without a condition, or sum up with GROUP BY.",
    ),
    "time": (
        "Your query ran longer than {} seconds, so it was stopped.",
        "Look for a join without a condition, or a WITH RECURSIVE that never ends.",
    ),
    "hard": (
        "This query compares about {} pairs of rows, so it was not run.",
        "Look for a join without a condition, or one with OR.",
    ),
    "memory": (
        "Your query needs more memory than the course allows, so it was stopped.",
        "Look for a join without a condition, or a very long text or list.",
    ),
    "died": (
        "The database stopped while it ran your query, and again on a second try.",
        "Your text is safe. Take the query apart and run it piece by piece.",
    ),
    "outside": (
        "Your query wants something outside the course's tables.",
        "Files, other databases and the network are closed here. Read from the course's tables.",
    ),
}
# DuckDB's exception types that mean a limit. Everything else is the query's own error, explained elsewhere.
OUT_OF_MEMORY = "Out of Memory"
LIMIT_OF_EXCEPTION = {OUT_OF_MEMORY: "memory", "Permission": "outside", "HTTP": "outside", "IO": "outside"}


def run(
    database: Path,
    sql: str,
    *,
    seconds: float = QUERY_SECONDS,
    threads: int = 1,
    schema: str = "",
    no_harder_than: str = "",
) -> Result:
    """The result of one SELECT on a database file, computed in the worker process, without what it was pasted with.

    Raises QueryError when the query is at fault, FileNotFoundError when the file is missing, SandboxError when the
    worker cannot work, and Stopped when the event in STOPPING is set. ``seconds`` is wall-clock time; starting the worker
    is not part of it. Tables are looked for in ``schema`` first. ``no_harder_than`` is a query that has run: one that
    joins far more rows is refused by its plan, before it runs, and so on every machine.
    """
    if not Path(database).is_file():
        raise FileNotFoundError(f"There is no database at {database}.")
    if len(sql) > LONGEST_TEXT:
        raise limit("too-long", f"{len(sql):,}")
    text = query_in(sql).encode("utf-8", "replace").decode("utf-8")
    request = {"database": str(database), "sql": text, "seconds": seconds, "threads": threads, "schema": schema}
    request["no_harder_than"] = no_harder_than
    with _lock:
        answer = _ask(request, seconds)
    return _read(answer, text)


def limit(kind: str, detail: str = "", raw: str = "") -> QueryError:
    """The error for a refusal or a limit."""
    message, look = LIMITS[kind]
    return QueryError(kind, message.format(detail), look=look, raw=raw)


def _ask(request: dict, seconds: float) -> dict:
    """The worker's answer, or that of a fresh worker if the first one may be to blame.

    A worker's death may come from outside, and not all memory that a query has taken is free for the next.
    """
    deadline = monotonic() + seconds
    for _ in range(2):
        worker = _running_worker()
        is_fresh = worker.answered == 0
        answer = _ask_worker(worker, request, deadline - monotonic())
        out_of_memory = answer.get("error", {}).get("exception_type") == OUT_OF_MEMORY
        died = answer.get("refused") == "died"
        if died or out_of_memory or answer.get("refused") == "time":
            stop()
        if not died and (is_fresh or not out_of_memory):
            break
    return answer


def _ask_worker(worker: Helper, request: dict, seconds: float) -> dict:
    try:
        return worker.ask(request, seconds)
    except queue.Empty:
        return {"refused": "time", "detail": f"{request['seconds']:g}"}
    except OSError:
        kind = "time" if worker.ended_by_processor_limit() else "died"
        return {"refused": kind, "detail": f"{request['seconds']:g}"}
    except BaseException:  # an interrupted caller must not leave an answer behind for the next question
        stop()
        raise


def _read(answer: dict, sql: str) -> Result:
    if "result" in answer:
        return Result.from_json(answer["result"])
    if "refused" in answer:
        kind, detail = answer["refused"], answer["detail"]
        raise limit(kind, f"{int(detail):,}" if kind in ("too-many-rows", "hard") else STATEMENTS.get(detail, detail))
    if "error" in answer:
        raise _engine_error(answer["error"], sql)
    raise SandboxError(f"The query process cannot open the course's data: {answer.get('failure', answer)}")


# Names of DuckDB's statement types that do not read as words.
STATEMENTS = {"MULTI": "PIVOT", "VARIABLE_SET": "SET", "TRANSACTION": "A transaction", "LOGICAL_PLAN": "This"}


def _engine_error(details: dict, sql: str) -> QueryError:
    raw = str(details["exception_message"])
    kind = LIMIT_OF_EXCEPTION.get(details["exception_type"])
    if kind:
        return limit(kind, raw=raw)
    place = _place(details, sql)
    return QueryError("engine", "The database cannot run this query.", place, raw=raw, details=details)


def _place(details: dict, sql: str) -> tuple[int, int] | None:
    """DuckDB counts bytes; people and editors count characters."""
    try:
        start, length = json.loads(details["location"])
    except (KeyError, TypeError, ValueError):
        return None
    data = sql.encode()
    return len(data[:start].decode(errors="ignore")), max(len(data[start : start + length].decode(errors="ignore")), 1)


_lock = threading.Lock()
_worker: Helper | None = None


def _running_worker() -> Helper:
    """The worker of this process: a forked child must not talk through its parent's pipe."""
    global _worker
    if _worker is None or _worker.owner != os.getpid():
        starting = Helper([sys.executable, "-I", WORKER], WORKER.parent)
        starting.wait_until_ready("runs queries")
        _worker = starting
    return _worker


def process_id() -> int:
    """The id of the worker's process, started if there is none."""
    with _lock:
        return _running_worker().process_id


@atexit.register
def stop() -> None:
    """End the worker. The next query starts a new one."""
    global _worker
    if _worker is not None and _worker.owner == os.getpid():
        _worker.stop()
    _worker = None
