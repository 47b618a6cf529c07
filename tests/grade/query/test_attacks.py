"""Hostile and careless statements end in a plain sentence or in a harmless result, and the next query runs."""

from __future__ import annotations

import sys
from pathlib import Path
from time import monotonic

import psutil
import pytest

from course.grade import data
from course.grade.query import sandbox
from course.grade.query.judge import QueryExpectation, compile_query, judge_query
from course.grade.query.key import QueryKey
from course.grade.query.sandbox import QueryError, run
from tests.grade.query.costly_statements import ENDLESS, GREEDY, HARD_TO_READ, HARMLESS, TOO_MANY_ROWS
from tests.grade.query.forbidden_statements import ENGINE, NO_SELECT, NOT_ONE, OUTSIDE, SECRETS

SECONDS = 1.0  # that a query may take here, so that what runs into the limit does so soon
ENDLESS_SECONDS = 0.4
HARMLESS_SECONDS = 5.0
ENDS_WITHIN = 60.0  # seconds: no bound on speed, but on what never ends
MOST_MEMORY = 1_200_000_000  # bytes

REFUSED = [
    *((sql, {"not-a-select"}) for sql in NO_SELECT),
    *((sql, {kind}) for kind, statements in NOT_ONE.items() for sql in statements),
    *((sql, {"outside"}) for sql in OUTSIDE),
    *((sql, {"engine"}) for sql in ENGINE),
    *((sql, {"outside", "engine"}) for sql in SECRETS),
]
ALL = [sql for sql, _ in REFUSED] + HARMLESS + ENDLESS + GREEDY + TOO_MANY_ROWS


def short(value: str) -> str:
    return ascii(value[:60])


@pytest.fixture(scope="module", autouse=True)
def everything_stays_as_it_was(practice):
    """Around all tests here: no statement changes the practice data or leaves a file."""
    before = practice.read_bytes()
    yield
    sandbox.stop()
    assert practice.read_bytes() == before
    assert [*practice.parent.glob("*.wal"), *Path("/tmp").glob("stolen*"), *sandbox.WORKER.parent.glob("stolen*")] == []


@pytest.fixture
def peaks(monkeypatch) -> list[int]:
    """The most memory in bytes that each worker running at its stop ever held: 0 where the system does not tell."""
    found: list[int] = []
    stop = sandbox.Helper.stop

    def measured(worker: sandbox.Helper) -> None:
        if worker._process.poll() is None:
            found.append(_peak(worker._process.pid))
        stop(worker)

    monkeypatch.setattr(sandbox.Helper, "stop", measured)
    return found


def _peak(pid: int) -> int:
    assert psutil.Process(pid).children() == []
    if not sys.platform.startswith("linux"):
        return 0
    status = Path(f"/proc/{pid}/status").read_text().splitlines()
    return 1024 * int(next(line.split()[1] for line in status if line.startswith("VmHWM")))


def outcome(practice: Path, sql: str, seconds: float = SECONDS) -> str:
    """Why a statement is not run or not finished, or “ran”. It ends, and the next query runs."""
    started, kind = monotonic(), "ran"
    try:
        run(practice, sql, seconds=seconds)
    except QueryError as error:
        kind = error.kind if error.message.endswith(".") else f"no sentence: {error.message}"
    assert monotonic() - started < ENDS_WITHIN, sql
    assert next_query_runs(practice), sql
    return kind


def next_query_runs(practice: Path) -> bool:
    return run(practice, "select count(*) from payments").rows == ((150,),)


def test_the_table_is_long_and_says_nothing_twice():
    assert len(ALL) == len(set(ALL))
    assert len(ALL) >= 200


def test_what_is_refused(practice):
    outcomes = {sql: outcome(practice, sql) for sql, _ in REFUSED}
    assert {short(sql): outcomes[sql] for sql, kinds in REFUSED if outcomes[sql] not in kinds} == {}


def test_what_is_harmless_tells_nothing_of_hidden_data(databases, practice):
    """Even on a worker that has just read a hidden data set."""
    hidden, telling = [str(path) for seed, path in databases.items() if seed], []
    for sql in HARMLESS:
        run(databases[1], "select count(*) from payments")
        shown = repr(run(practice, sql, seconds=HARMLESS_SECONDS))
        telling += [short(sql) for path in hidden if path in shown]
    assert telling == []
    assert next_query_runs(practice)


@pytest.mark.parametrize("sql", TOO_MANY_ROWS, ids=short)
def test_what_returns_too_many_rows(practice, sql):
    assert outcome(practice, sql) in {"too-many-rows", "time"}  # whichever comes first on a slow machine


@pytest.mark.slow
@pytest.mark.parametrize("sql", ENDLESS, ids=short)
def test_what_is_endless(practice, sql):
    assert outcome(practice, sql, ENDLESS_SECONDS) == "time"


def test_what_is_endless_without_a_shorter_limit(practice):
    with pytest.raises(QueryError, match="longer than 4 seconds"):
        run(practice, "select sleep_ms(20000)")
    assert next_query_runs(practice)


@pytest.mark.slow
@pytest.mark.parametrize("sql", GREEDY, ids=short)
def test_what_is_greedy(practice, peaks, sql):
    assert outcome(practice, sql) in {"memory", "time"}
    sandbox.stop()
    assert max(peaks, default=0) < MOST_MEMORY


@pytest.fixture(scope="module")
def by_status(databases) -> QueryExpectation:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(data, "database", lambda seed=0, focus=(): databases[seed])
        return compile_query(QueryKey("select status, count(*) as payments from payments group by status"), (1, 2))


def test_the_judge_lives_on_in_the_kernel(by_status, practice):
    """What reads the text to explain a mistake runs in the kernel, where nothing limits it."""
    for sql in ENGINE + HARMLESS + HARD_TO_READ:
        started = monotonic()
        verdict = judge_query(by_status, sql)
        assert monotonic() - started < ENDS_WITHIN, sql
        assert verdict.score == 0 and verdict.findings, sql
    assert next_query_runs(practice)
