"""Measures how fair a query exercise is: what its data sets catch, what the judge accepts, and how long that takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import ceil
from time import perf_counter
from typing import Any

import duckdb

from course.authoring.query.mutants import Mutant
from course.authoring.query.rewrites import rewrites
from course.authoring.query.trials import PRACTICE, Trial, open_data_set, run_all, trials, valid_mutants
from course.authoring.steps import step
from course.case.tables import TABLES
from course.grade import data
from course.grade.query.expectation import literals
from course.grade.query.judge import QueryExpectation, compile_query, judge_query
from course.grade.query.key import QueryKey
from course.grade.query.search import strictly
from course.grade.query.sqltext import base_tables, parse
from course.verdict import Outcome, Verdict

POOL = tuple(range(1, 41))  # the hidden data sets that are tried
MOST_SEEDS, LEAST_SEEDS = 8, 3
SHUFFLES = 6
KILL_SHARE, REWRITES, SECONDS = 0.98, 8, 0.5
# Where product managers go wrong: every mutant of these classes that some data set tells apart must be caught.
STRICT = frozenset(
    {
        "ROR",
        "BTW",
        "JOI",
        "CNT",
        "NUL_IS",
        "NUL_EQ",
        "NUL_COALESCE",
        "NUL_NULLIF",
        "NOTIN_NULL",
        "WIN_RANK",
        "ON_WHERE",
        "AGG",
        "DROP_COND",
        "DROP_WHERE",
        "DROP_HAVING",
        "DROP_JOIN",
        "DROP_FILTER",
        "CAST",
        "COL_TIME",
        "ANY_FIRST",
        "ANY_LAST",
        "CST_STR",
        "DISTINCT",
        "ORD_COL",
        "NEAR",
    }
)


@dataclass(frozen=True)
class Survivor:
    """A mutant that passes as right. ``killable`` says that some data set of the pool would have caught it."""

    mutant: Mutant
    killable: bool


@dataclass(frozen=True)
class Kills:
    """For one class of mutants: how many some data set tells apart, and how many the chosen ones do."""

    operator: str
    killable: int
    killed: int


@dataclass(frozen=True)
class Acceptance:
    """How many right answers were tried, and those that the judge rejected."""

    tried: int
    rejected: tuple[str, ...]

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Acceptance:
        return cls(data["tried"], tuple(data["rejected"]))


@dataclass(frozen=True)
class Evidence:
    """The measurements of a query exercise.

    ``made`` counts all mutants, ``valid`` those that bind. ``deterministic`` says that the reference gives the same
    result whatever the physical order of the rows. ``seconds`` is the 95th percentile of judging a right answer.
    """

    seeds: tuple[int, ...]
    made: int
    valid: int
    classes: tuple[Kills, ...]
    survivors: tuple[Survivor, ...]
    alternatives: Acceptance
    rewrites: Acceptance
    deterministic: bool
    seconds: float

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Evidence:
        parts = {
            "seeds": tuple(data["seeds"]),
            "classes": tuple(Kills(**kills) for kills in data["classes"]),
            "survivors": tuple(
                Survivor(Mutant(**survivor["mutant"]), survivor["killable"]) for survivor in data["survivors"]
            ),
            "alternatives": Acceptance.from_json(data["alternatives"]),
            "rewrites": Acceptance.from_json(data["rewrites"]),
        }
        return cls(**{**data, **parts})

    @property
    def killable(self) -> int:
        return sum(kills.killable for kills in self.classes)

    @property
    def killed(self) -> int:
        return sum(kills.killed for kills in self.classes)


@cache
def choose_seeds(key: QueryKey, pool: Iterable[int] = POOL, most: int = MOST_SEEDS) -> tuple[int, ...]:
    """Few hidden data sets that together catch what the whole pool catches: known mistakes and STRICT classes first.

    Always the same for the same key and data. At least three are chosen: learners make other mistakes than these.
    Raises AuthorError.
    """
    _, valid = valid_mutants(key)
    strict = {position for position, mutant in enumerate(valid) if mutant.operator in STRICT}
    strict |= set(range(len(valid), len(valid) + len(key.mistakes)))
    kills = _kills_of_fair(key, tuple(pool))
    uncaught, chosen = set().union(*kills.values()), []

    def gain(seed: int) -> tuple[int, int, int, int]:
        new = kills[seed] & uncaught
        return len(new & strict), len(new), len(kills[seed]), -seed

    while len(chosen) < min(most, len(kills)) and (uncaught or len(chosen) < LEAST_SEEDS):
        chosen.append(max(kills.keys() - set(chosen), key=gain))
        uncaught -= kills[chosen[-1]]
    return tuple(sorted(chosen))


def _kills_of_fair(key: QueryKey, pool: tuple[int, ...]) -> dict[int, frozenset[int]]:
    """What each data set of the pool catches, without those on which rounding might turn.

    The positions are those of the mutants; the known mistakes of the key follow.
    """
    kills, mutant_count = {}, len(valid_mutants(key)[1])
    for done, seed in enumerate(pool):
        step("choosing hidden data sets", done, len(pool))
        result = trials(key, seed)
        if result.fair:
            kills[seed] = result.killed | {mutant_count + position for position in _caught_mistakes(key, seed)}
    return kills


def _caught_mistakes(key: QueryKey, seed: int) -> Iterator[int]:
    """The positions of the known mistakes that a data set distinguishes from the reference."""
    right, queries = trials(key, seed), [str(mistake.answer) for mistake in key.mistakes]
    with open_data_set(seed, literals(key.reference)) as connection:
        for position, trial in enumerate(run_all(connection, queries, right.keys, key.decimals)):
            if not trial.equals(right.reference):
                yield position


@cache
def measure(key: QueryKey, seeds: Sequence[int], pool: Iterable[int] = POOL) -> Evidence:
    """Measure a key whose hidden data sets are ``seeds``; ``pool`` decides which mutants can be caught at all.

    Raises AuthorError for a key that cannot be judged.
    """
    mutant_count, valid = valid_mutants(key)
    all_mutants = frozenset(range(len(valid)))
    killed = _killed_by_any(key, (*seeds, PRACTICE), all_mutants)
    killable = killed | _killed_by_any(key, tuple(pool), all_mutants - killed)
    alternatives, rewrite_acceptance, seconds = _acceptance(key, tuple(seeds))
    return Evidence(
        seeds=tuple(seeds),
        made=mutant_count,
        valid=len(valid),
        classes=tuple(_classes(valid, killable, killed)),
        survivors=tuple(
            Survivor(mutant, position in killable) for position, mutant in enumerate(valid) if position not in killed
        ),
        alternatives=alternatives,
        rewrites=rewrite_acceptance,
        deterministic=all(_is_deterministic(key, seed) for seed in (PRACTICE, *seeds)),
        seconds=seconds,
    )


def _killed_by_any(key: QueryKey, seeds: tuple[int, ...], mutants: frozenset[int]) -> frozenset[int]:
    """Those of some mutants that at least one data set tells apart: a mutant that is caught does not run again."""
    alive = mutants
    for done, seed in enumerate(seeds):
        step("catching mutants", done, len(seeds))
        alive -= trials(key, seed).killed_of(alive)
    return mutants - alive


def _classes(valid: tuple[Mutant, ...], killable: frozenset[int], killed: frozenset[int]) -> Iterator[Kills]:
    killable_counts, killed_counts = (
        Counter(valid[position].operator for position in positions) for positions in (killable, killed)
    )
    operators = dict.fromkeys(mutant.operator for mutant in valid)
    return (Kills(operator, killable_counts[operator], killed_counts[operator]) for operator in operators)


def _acceptance(key: QueryKey, seeds: tuple[int, ...]) -> tuple[Acceptance, Acceptance, float]:
    """How the judge itself judges right answers, and how long it takes once it is warm."""
    step("judging rewrites")
    expected, times = compile_query(replace(key, mistakes=()), seeds), []

    def accepts(sql: str) -> bool:
        verdict, seconds = _judged(expected, sql)
        if seconds > SECONDS:  # again: the machine may have been busy
            seconds = min(seconds, _judged(expected, sql)[1])
        times.append(seconds)
        return verdict.outcome is Outcome.PASSED

    accepts(key.reference)
    times.clear()
    acceptances = []
    for answers in (
        (*key.accept, *key.also),
        _bound(rewrites(key.reference, TABLES), literals(key.reference)),
        (key.reference,),
    ):
        acceptances.append(Acceptance(len(answers), tuple(sql for sql in answers if not accepts(sql))))
    return acceptances[0], acceptances[1], sorted(times)[ceil(0.95 * len(times)) - 1]


def _judged(expected: QueryExpectation, sql: str) -> tuple[Verdict, float]:
    started = perf_counter()
    with strictly():
        return judge_query(expected, sql), perf_counter() - started


def _bound(queries: tuple[str, ...], focus: tuple) -> tuple[str, ...]:
    """The rewritten queries that DuckDB understands."""
    with open_data_set(PRACTICE, focus) as connection:
        return tuple(sql for sql in queries if _understands(connection, sql))


def _understands(connection: duckdb.DuckDBPyConnection, sql: str) -> bool:
    try:
        return len(connection.extract_statements(sql)) == 1 and bool(connection.execute(f"EXPLAIN {sql}"))
    except duckdb.Error:
        return False


def _is_deterministic(key: QueryKey, seed: int) -> bool:
    """Whether the reference gives one result on shuffled copies of its tables, with one thread and with two."""
    focus = literals(key.reference)
    names = sorted({table.name for table in base_tables(parse(key.reference))})
    step("shuffling rows")
    results = trials(key, seed)
    with duckdb.connect(config={"threads": "2"}) as connection:
        path = str(data.database(seed, focus)).replace("'", "''")
        connection.execute(f"ATTACH '{path}' AS source (READ_ONLY)")
        shuffled = (
            trial for shuffle in range(SHUFFLES) for trial in _shuffled(connection, key, results.keys, names, shuffle)
        )
        return all(trial.equals(results.reference) for trial in shuffled)


def _shuffled(
    connection: duckdb.DuckDBPyConnection, key: QueryKey, keys: tuple[int, ...], names: list[str], shuffle: int
) -> Iterator[Trial]:
    for name in names:
        connection.execute(
            f'CREATE OR REPLACE TABLE "{name}" AS SELECT * FROM source."{name}" ORDER BY hash(rowid, {shuffle})'
        )
    for threads in (1, 2):
        connection.execute(f"SET threads={threads}")
        yield from run_all(connection, (key.reference,), keys, key.decimals)
