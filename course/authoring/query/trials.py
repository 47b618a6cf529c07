"""Runs an author's own queries on many data sets in this process. Learners' queries go through the sandbox instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

import duckdb

from course.authoring.query.mutants import Mutant, mutants
from course.authoring.query.near import near_mutants
from course.case.tables import TABLES
from course.grade import data
from course.grade.query.expectation import Signature, key_positions, literals, signature_of
from course.grade.query.key import QueryKey
from course.grade.query.results import Result, on_boundary
from course.grade.query.worker import Refused, slow_joins
from course.grade.query.worker import run as run_here
from course.keys.key import AuthorError

MOST_MILLISECONDS = 20_000
# Slow joins take seconds to minutes on the practice data, and a time limit would give other patterns on another
# machine: the plan decides instead.
LARGE_SIDE = 100
PRACTICE = 0  # the practice data are the data set with seed 0


@dataclass(frozen=True)
class Trial:
    """What a query returned on one data set: nothing if it failed there or returned too much to compare.

    ``ran_out_of_time`` says that it might return something on a faster machine.
    """

    signature: Signature | None
    row_count: int = 0
    ran_out_of_time: bool = False

    def equals(self, reference: Trial) -> bool:
        """Whether the judge would take this result for the reference's."""
        ours, theirs = self.signature, reference.signature
        return ours is not None and (ours.rows, ours.order) == (theirs.rows, theirs.order)


class Trials:
    """The reference and its mutants on one data set. Each mutant runs once, when something is first asked about it.

    ``fair`` says that no number of the reference is on a rounding boundary; ``keys`` are the positions of the columns
    by which the rows must be sorted.
    """

    def __init__(self, reference: str, order: tuple[str, ...], decimals: int | None, seed: int):
        self._reference, self._focus, self._decimals, self._seed = reference, literals(reference), decimals, seed
        _, self._mutants = _valid_mutants(reference)
        self._trials: dict[int, Trial] = {}
        with open_data_set(seed, self._focus) as connection:
            right = result_of(connection, reference)
            self.keys = key_positions(order, right.columns)
            self.fair = not on_boundary(right, decimals)
            (self.reference,) = run_all(connection, (reference,), self.keys, decimals)

    @property
    def mutants(self) -> tuple[Trial, ...]:
        """The trials of all mutants, in order."""
        self._run(range(len(self._mutants)))
        return tuple(self._trials[position] for position in range(len(self._mutants)))

    @property
    def killed(self) -> frozenset[int]:
        """The positions of the mutants that this data set distinguishes from the reference."""
        return self.killed_of(range(len(self._mutants)))

    def killed_of(self, positions: Iterable[int]) -> frozenset[int]:
        """Those of some mutants that this data set distinguishes from the reference; the others do not run."""
        positions = tuple(positions)
        self._run(positions)
        return frozenset(position for position in positions if not self._trials[position].equals(self.reference))

    def _run(self, positions: Iterable[int]) -> None:
        missing = [position for position in positions if position not in self._trials]
        if not missing:
            return
        with open_data_set(self._seed, self._focus) as connection:
            for position in missing:
                sql, is_large = self._mutants[position].sql, self._seed == PRACTICE
                self._trials[position] = _trial(connection, sql, self.keys, self._decimals, is_large)
                if self._trials[position].ran_out_of_time:
                    _UNCERTAIN.add(self._reference)


_UNCERTAIN: set[str] = set()  # the references with a mutant that ran out of time


def is_certain(key: QueryKey) -> bool:
    """Whether all trials of a key so far would give the same on a faster machine."""
    return key.reference not in _UNCERTAIN


def valid_mutants(key: QueryKey) -> tuple[int, tuple[Mutant, ...]]:
    """How many mutants the reference of a key has, and those that bind. Raises AuthorError."""
    return _valid_mutants(key.reference)


def trials(key: QueryKey, seed: int) -> Trials:
    """The results of a key's reference and valid mutants on one data set. Raises AuthorError."""
    return _trials(key.reference, key.order, key.decimals, seed)


@lru_cache(maxsize=64)
def _valid_mutants(reference: str) -> tuple[int, tuple[Mutant, ...]]:
    with open_data_set(PRACTICE, literals(reference)) as connection:
        candidates = *mutants(reference, TABLES), *near_mutants(reference, connection)
        return len(candidates), tuple(mutant for mutant in candidates if _binds(connection, mutant.sql))


# Choosing data sets for an exercise, measuring it and diagnosing it all ask for the same trials.
_trials = lru_cache(maxsize=256)(Trials)


def forget() -> None:
    """Forget all trials: the data sets are no longer the same."""
    _valid_mutants.cache_clear()
    _trials.cache_clear()
    _UNCERTAIN.clear()


@contextmanager
def open_data_set(seed: int, focus: tuple, threads: int = 1) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to a data set, with a time limit for queries."""
    path = str(data.database(seed, focus))
    with duckdb.connect(path, read_only=True, config={"threads": str(threads), "memory_limit": "2GB"}) as connection:
        connection.execute(f"SET max_execution_time={MOST_MILLISECONDS}")
        yield connection


def result_of(connection: duckdb.DuckDBPyConnection, sql: str) -> Result:
    """The result of an author's query, in the same form as from the sandbox. Raises AuthorError."""
    try:
        return Result.from_json(run_here(connection, sql))
    except (duckdb.Error, Refused) as error:
        raise AuthorError(f"This query does not run: {error} It reads: {sql}") from error


def run_all(
    connection: duckdb.DuckDBPyConnection, queries: Iterable[str], keys: tuple[int, ...], decimals: int | None
) -> Iterator[Trial]:
    """The trial of each query on one data set."""
    for sql in queries:
        try:
            result = Result.from_json(run_here(connection, sql))
        except (duckdb.Error, Refused) as error:
            yield Trial(None, ran_out_of_time=isinstance(error, duckdb.InterruptException))
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
    return any(min(sides) > LARGE_SIDE for sides in slow_joins(connection, sql))


def _binds(connection: duckdb.DuckDBPyConnection, sql: str) -> bool:
    try:
        connection.execute(f"EXPLAIN {sql}")
    except duckdb.Error:
        return False
    return True
