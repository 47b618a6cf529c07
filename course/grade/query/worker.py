"""The process that runs learner SQL: one JSON request per line on stdin, one JSON answer per line on stdout.

Started as ``python -I worker.py`` and built from the standard library and duckdb alone, so that no folder beside
a learner's notebook can take the place of one of its imports. It trusts its parent and nobody else: the parent
kills it when time is up. On systems without ``resource`` (Windows) that kill and DuckDB's own limit remain.
"""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from time import perf_counter
from types import SimpleNamespace
from typing import TextIO

try:
    import resource
except ImportError:  # Windows
    resource = None

import duckdb

ADDRESS_SPACE = 1 << 30  # bytes: DuckDB's memory limit does not hold for one huge value, this does
KEPT_ROWS = 10_000
COUNTED_ROWS = 1_000_000
KEPT_CHARACTERS = 8_000_000  # of one result, all cells together
CELL_CHARACTERS = 1_000
OPENING = {
    "threads": "1",
    # Idle threads flush the allocator, which crashes where the address space is used up; files are read without them.
    "async_threads": "0",
    "memory_limit": "512MB",
    "temp_directory": "",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
    "errors_as_json": "true",
}
# The temporary directory can no longer be switched off once external access is: hence two steps.
LOCKING = ("SET enable_external_access=false", "SET GLOBAL TimeZone='UTC'", "SET lock_configuration=true")
MOST_OPEN = 48  # databases: a small one takes 5 MB
# Joins that compare each row of one side with many of the other.
SLOW_JOINS = frozenset({"CROSS_PRODUCT", "BLOCKWISE_NL_JOIN", "NESTED_LOOP_JOIN", "IE_JOIN", "PIECEWISE_MERGE_JOIN"})
FEW_PAIRS = 10_000_000  # of rows: compared in a tenth of a second


class Refused(Exception):
    """A statement that is not run: ``args`` are the kind of refusal and a detail."""


def main() -> None:
    """Answer requests until the parent closes stdin."""
    channel = _private_stdout()
    _limit_memory()
    sys.modules["pytz"] = SimpleNamespace(timezone=lambda name: Utc())
    connections = Connections()
    _send(channel, {"ready": True})
    for line in sys.stdin:
        _send(channel, _answer(connections, json.loads(line)))


class Utc(tzinfo):
    """What DuckDB needs from pytz to return a TIMESTAMPTZ: the session's zone, which is always UTC here."""

    def utcoffset(self, moment: datetime | None) -> timedelta:
        return timedelta(0)

    dst = utcoffset

    def localize(self, moment: datetime) -> datetime:
        return moment.replace(tzinfo=self)


class Connections:
    """Databases that stay open, each locked and alone, for opening one takes longer than most queries.

    Each is a database of its own, which sees no other. At most ``MOST_OPEN`` stay, those used last. A query gets a
    connection of its own, so that nothing that one does to its connection, such as choosing random numbers, meets
    the next.
    """

    def __init__(self) -> None:
        self._open: dict[tuple, duckdb.DuckDBPyConnection] = {}

    def __len__(self) -> int:
        return len(self._open)

    def connection(self, path: str, threads: str, schema: str) -> duckdb.DuckDBPyConnection:
        """A new connection to a database, which looks for tables in ``schema`` first."""
        connection = self._database(path, threads).cursor()
        if schema:
            connection.execute(f"SET search_path='{schema},main'")
        return connection

    def _database(self, path: str, threads: str) -> duckdb.DuckDBPyConnection:
        state = os.stat(path)
        key = path, threads, state.st_size, state.st_mtime_ns
        database = self._open.pop(key, None) or self._opened(path, threads)
        self._open[key] = database  # the one used last stands last
        return database

    def _opened(self, path: str, threads: str) -> duckdb.DuckDBPyConnection:
        self._close_all_but(MOST_OPEN - 1)
        for key in [key for key in self._open if key[0] == path]:  # an older state of it, or with other threads
            self._open.pop(key).close()
        database = duckdb.connect(path, read_only=True, config=OPENING | {"threads": threads})
        for statement in LOCKING:
            database.execute(statement)
        return database

    def _close_all_but(self, most: int) -> None:
        while len(self._open) > most:
            self._open.pop(next(iter(self._open))).close()


def _answer(connections: Connections, request: dict) -> dict:
    try:
        connection = connections.connection(
            request["database"], str(request.get("threads", 1)), request.get("schema", "")
        )
    except Exception as failure:
        return {"failure": str(failure)}
    _limit_processor(request["seconds"])
    try:
        with connection:
            if model := request.get("no_harder_than"):
                _refuse_if_harder(connection, request["sql"], model)
            return {"result": run(connection, request["sql"])}
    except Refused as refusal:
        return {"refused": refusal.args[0], "detail": refusal.args[1]}
    except MemoryError:
        return {"error": {"exception_type": "Out of Memory", "exception_message": "out of memory"}}
    except Exception as error:
        return {"error": _error(error)}


def run(connection: duckdb.DuckDBPyConnection, sql: str) -> dict:
    started = perf_counter()
    cursor = connection.execute(_single_select(connection.extract_statements(sql)))
    names = [_short(column[0]) for column in cursor.description]
    kinds = [str(column[1]).strip('"') for column in cursor.description]
    rows, count = _fetch(cursor)
    return {"columns": names, "types": kinds, "rows": rows, "row_count": count, "seconds": perf_counter() - started}


def _single_select(statements: list[duckdb.Statement]) -> duckdb.Statement:
    if not statements:
        raise Refused("empty", "")
    if len(statements) > 1:
        raise Refused("several-statements", str(len(statements)))
    if statements[0].type != duckdb.StatementType.SELECT:
        raise Refused("not-a-select", statements[0].type.name)
    return statements[0]


def _refuse_if_harder(connection: duckdb.DuckDBPyConnection, sql: str, model: str) -> None:
    """Refuse a query that compares many pairs of rows, and more than the query ``model``: by its plan, not by a clock."""
    pairs = compared_pairs(connection, sql)
    if pairs > FEW_PAIRS and pairs > compared_pairs(connection, model):
        raise Refused("hard", str(pairs))


def compared_pairs(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    """About how many pairs of rows the slow joins of a query compare."""
    return sum(math.prod(sides) for sides in slow_joins(connection, sql))


def slow_joins(connection: duckdb.DuckDBPyConnection, sql: str) -> list[list[int]]:
    """About how many rows each side of each slow join in the plan of a query has."""
    statement = _single_select(connection.extract_statements(sql))
    plan = json.loads(connection.execute(f"EXPLAIN (FORMAT json) {statement.query}").fetchall()[0][1])
    joins = [node for root in plan for node in _nodes(root) if _is_slow_join(node)]
    if not joins:
        return []
    sizes = dict(connection.execute("SELECT table_name, estimated_size FROM duckdb_tables()").fetchall())
    return [[_estimated_rows(child, sizes) for child in node["children"]] for node in joins]


def _is_slow_join(node: dict) -> bool:
    return node["name"].strip() in SLOW_JOINS and len(node["children"]) > 1


def _nodes(node: dict) -> Iterator[dict]:
    yield node
    for child in node["children"]:
        yield from _nodes(child)


def _estimated_rows(node: dict, sizes: dict[str, int]) -> int:
    """About how many rows a part of a plan returns. DuckDB's estimates for conditions are too far off to be used."""
    name = node["name"].strip()
    if name in ("UNGROUPED_AGGREGATE", "SIMPLE_AGGREGATE"):
        return 1
    if name.endswith("GROUP_BY"):
        return int(str(node["extra_info"].get("Estimated Cardinality", 0)).lstrip("~"))
    table = str(node["extra_info"].get("Table", "")).rpartition(".")[2].strip('"')
    return sizes.get(table, max((_estimated_rows(child, sizes) for child in node["children"]), default=0))


def _fetch(cursor: duckdb.DuckDBPyConnection) -> tuple[list[list], int]:
    """The rows to keep, and how many there are. Rows beyond the limit are only counted."""
    kept_rows, count, room = [], 0, KEPT_CHARACTERS
    while batch := cursor.fetchmany(KEPT_ROWS):
        count += len(batch)
        if count > COUNTED_ROWS:
            raise Refused("too-many-rows", str(COUNTED_ROWS))
        for row in batch[: KEPT_ROWS - len(kept_rows)] if room > 0 else ():
            cells = [_cell(value) for value in row]
            room -= sum(len(cell) if isinstance(cell, str) else 8 for cell in cells)
            if room <= 0:
                break
            kept_rows.append(cells)
    return kept_rows, count


def _cell(value: object) -> object:
    """A value as JSON knows it: numbers that JSON lacks, dates and nested values become text."""
    if value is None or (isinstance(value, int) and value.bit_length() <= 128):
        return value
    if isinstance(value, (int, float, Decimal)):
        number = float(value)
        return number if math.isfinite(number) else str(number)
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, dict)):
        return _short(json.dumps(value, default=str, ensure_ascii=False))
    return _short(str(value))


def _short(text: str) -> str:
    if len(text) <= CELL_CHARACTERS:
        return text
    return f"{text[:CELL_CHARACTERS]}… ({len(text):,} characters)"


def _error(error: Exception) -> dict:
    """DuckDB's JSON after the ``… Error:`` prefix, or the text alone if it sends none."""
    text = str(error)
    try:
        details = json.loads(text[text.index("{") :])
    except ValueError:
        return {"exception_type": type(error).__name__, "exception_message": text}
    return {**details, "exception_message": str(details.get("exception_message", text))}


def _limit_memory() -> None:
    if resource is None:
        return
    for limit, value in ((resource.RLIMIT_AS, ADDRESS_SPACE), (resource.RLIMIT_CORE, 0)):
        try:
            resource.setrlimit(limit, (value, value))
        except (OSError, ValueError):  # macOS refuses RLIMIT_AS: the wall-clock kill remains
            continue


def _limit_processor(seconds: float) -> None:
    """Let the system end this process soon after ``seconds`` more of processor time, even if the parent is gone."""
    if resource is None:
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    soft, hard = math.ceil(usage.ru_utime + usage.ru_stime + seconds) + 1, resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


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


if __name__ == "__main__":
    main()
