"""Runs an author's own queries on many data sets in this process. Learners' queries go through the sandbox instead."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

import duckdb

from course.authoring.query.mutants import Mutant, mutants
from course.case.tables import TABLES
from course.grade import data
from course.grade.query.expectation import Signature, key_positions, literals, signature_of
from course.grade.query.key import QueryKey
from course.grade.query.results import Result, on_boundary
from course.grade.query.worker import Refused
from course.grade.query.worker import run as run_here
from course.keys.key import AuthorError

MOST_MILLISECONDS = 20_000
# Joins that compare each row of one side with many of the other. On the practice data they take seconds to minutes, so
# that a limit in time would give other patterns on another machine: the plan decides instead.
SLOW_JOINS = frozenset({"CROSS_PRODUCT", "BLOCKWISE_NL_JOIN", "NESTED_LOOP_JOIN", "IE_JOIN", "PIECEWISE_MERGE_JOIN"})
LARGE_SIDE = 100
PRACTICE = 0  # the practice data are the data set of seed 0


@dataclass(frozen=True)
class Trial:
    """What a query gave on one data set: nothing if it failed there or returned too much to compare."""

    signature: Signature | None
    row_count: int = 0

    def equals(self, reference: Trial) -> bool:
        """Whether the judge would take this result for the reference's."""
        ours, theirs = self.signature, reference.signature
        return ours is not None and (ours.rows, ours.order) == (theirs.rows, theirs.order)


@dataclass(frozen=True)
class Trials:
    """The reference and its mutants on one data set. ``fair``: no number of the reference lies where rounding turns."""

    fair: bool
    reference: Trial
    mutants: tuple[Trial, ...]

    @property
    def killed(self) -> frozenset[int]:
        """The positions of the mutants that this data set tells from the reference."""
        return frozenset(at for at, trial in enumerate(self.mutants) if not trial.equals(self.reference))


def valid_mutants(key: QueryKey) -> tuple[int, tuple[Mutant, ...]]:
    """How many mutants the reference of a key has, and those that bind. Raises AuthorError."""
    return _valid_mutants(key.reference)


def trials(key: QueryKey, seed: int) -> Trials:
    """The results of a key's reference and valid mutants on one data set. Raises AuthorError."""
    return _trials(key.reference, key.order, key.decimals, seed)


@lru_cache(maxsize=64)
def _valid_mutants(reference: str) -> tuple[int, tuple[Mutant, ...]]:
    made = mutants(reference, TABLES)
    with opened(PRACTICE, literals(reference)) as connection:
        return len(made), tuple(mutant for mutant in made if _binds(connection, mutant.sql))


# An exercise is chosen for, measured and diagnosed in turn: each of these asks for the same trials.
@lru_cache(maxsize=256)
def _trials(reference: str, order: tuple[str, ...], decimals: int | None, seed: int) -> Trials:
    _, valid = _valid_mutants(reference)
    with opened(seed, literals(reference)) as connection:
        right = result_of(connection, reference)
        keys = key_positions(order, right.columns)
        others = [_trial(connection, mutant.sql, keys, decimals, seed == PRACTICE) for mutant in valid]
        (first,) = run_all(connection, (reference,), keys, decimals)
    return Trials(not on_boundary(right, decimals), first, tuple(others))


def forget() -> None:
    """Forget all trials: the data sets are no longer the same."""
    _valid_mutants.cache_clear()
    _trials.cache_clear()


@contextmanager
def opened(seed: int, focus: tuple, threads: int = 1) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to a data set that gives up on a query after a while."""
    path = str(data.database(seed, focus))
    with duckdb.connect(path, read_only=True, config={"threads": str(threads), "memory_limit": "2GB"}) as connection:
        connection.execute(f"SET max_execution_time={MOST_MILLISECONDS}")
        yield connection


def result_of(connection: duckdb.DuckDBPyConnection, sql: str) -> Result:
    """The result of an author's query, in the same form as the sandbox gives it. Raises AuthorError."""
    try:
        return Result.from_json(run_here(connection, sql))
    except (duckdb.Error, Refused) as error:
        raise AuthorError(f"This query does not run: {error} It reads: {sql}") from error


def run_all(
    connection: duckdb.DuckDBPyConnection, queries: Iterable[str], keys: tuple[int, ...], decimals: int | None
) -> Iterator[Trial]:
    """What each query gives on one data set."""
    for sql in queries:
        try:
            result = Result.from_json(run_here(connection, sql))
        except (duckdb.Error, Refused):
            yield Trial(None)
        else:
            yield Trial(signature_of(sql, result, keys, decimals) if result.complete else None, result.row_count)


def _trial(
    connection: duckdb.DuckDBPyConnection, sql: str, keys: tuple[int, ...], decimals: int | None, is_large: bool
) -> Trial:
    if is_large and _joins_slowly(connection, sql):
        return Trial(None)
    (trial,) = run_all(connection, (sql,), keys, decimals)
    return trial


def _joins_slowly(connection: duckdb.DuckDBPyConnection, sql: str) -> bool:
    """Whether the plan of a query has a slow join of two large sides."""
    plan = json.loads(connection.execute(f"EXPLAIN (FORMAT json) {sql}").fetchall()[0][1])
    sizes = dict(connection.execute("SELECT table_name, estimated_size FROM duckdb_tables()").fetchall())
    return any(
        node["name"].strip() in SLOW_JOINS and min(_rows(child, sizes) for child in node["children"]) > LARGE_SIDE
        for root in plan
        for node in _nodes(root)
        if len(node["children"]) > 1
    )


def _nodes(node: dict) -> Iterator[dict]:
    yield node
    for child in node["children"]:
        yield from _nodes(child)


def _rows(node: dict, sizes: dict[str, int]) -> int:
    """About how many rows a part of a plan gives. What DuckDB expects of conditions is too far off to be used."""
    name = node["name"].strip()
    if name in ("UNGROUPED_AGGREGATE", "SIMPLE_AGGREGATE"):
        return 1
    if name.endswith("GROUP_BY"):
        return int(str(node["extra_info"].get("Estimated Cardinality", 0)).lstrip("~"))
    table = str(node["extra_info"].get("Table", "")).rpartition(".")[2]
    return sizes.get(table, max((_rows(child, sizes) for child in node["children"]), default=0))


def _binds(connection: duckdb.DuckDBPyConnection, sql: str) -> bool:
    try:
        connection.execute(f"EXPLAIN {sql}")
    except duckdb.Error:
        return False
    return True
