"""Hostile and careless statements end in a plain sentence within five seconds, and the next query runs."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Event, Timer
from time import monotonic

import pytest

from course.grade import sandbox
from course.grade.sandbox import STOPPING, QueryError, SandboxError, Stopped, run

SECONDS = 1.2

ATTACKS = [
    # writes
    ("insert into users values (99, 'HA', now())", "not-a-select"),
    ("update payments set amount_cents = 0", "not-a-select"),
    ("delete from payments returning *", "not-a-select"),
    ("with gone as (select 1) insert into users select 1, 'HA', now()", "not-a-select"),
    ("create table stolen as select * from users", "not-a-select"),
    ("create temp table t as select 1", "not-a-select"),
    ("create macro f(x) as x + 1", "not-a-select"),
    ("drop table payments", "not-a-select"),
    ("truncate payments", "not-a-select"),
    ("alter table users add column x integer", "not-a-select"),
    ("select * from query('drop table users')", "engine"),
    ("pivot payments on status using count(*)", "not-a-select"),
    # files, databases, network, extensions
    ("select * from read_csv('/etc/passwd')", "outside"),
    ("select * from read_text('/proc/self/environ')", "outside"),
    ("select * from read_blob('/etc/hostname')", "outside"),
    ("select * from glob('/*')", "outside"),
    ("select * from '/etc/passwd.csv'", "outside"),
    ("select * from 'https://example.org/x.csv'", "outside"),
    ("select * from sniff_csv('/etc/passwd')", "outside"),
    ("copy users to '/tmp/stolen.csv'", "not-a-select"),
    ("copy (select 1) to '/dev/stdout'", "not-a-select"),
    ("export database '/tmp/stolen'", "not-a-select"),
    ("attach ':memory:' as other", "not-a-select"),
    ("attach '/tmp/other.duckdb'", "not-a-select"),
    ("install httpfs", "not-a-select"),
    ("load '/tmp/evil.duckdb_extension'", "not-a-select"),
    # settings
    ("set enable_external_access = true", "not-a-select"),
    ("set threads = 64", "not-a-select"),
    ("reset memory_limit", "not-a-select"),
    ("pragma enable_profiling", "not-a-select"),
    ("call enable_logging()", "not-a-select"),
    ("select * from enable_logging()", "engine"),
    # several statements, none, too much text
    ("select 1; select 2", "several-statements"),
    ("select 1; drop table users", "several-statements"),
    ("-- nothing", "empty"),
    ("select 1" + " union all select 1" * 2_000, "too-long"),
    ("prepare p as select 1", "not-a-select"),
    ("begin", "not-a-select"),
    ("explain analyze select 1", "not-a-select"),
    # time
    ("with recursive r as (select 1 a union all select a + 1 from r) select count(*) from r", "time"),
    ("select sleep_ms(20000)", "time"),
    ("select count(*) from payments a, payments b, payments c, payments d, payments e", "time"),
    # memory and size
    ("select length(repeat('x', 3000000000))", "memory"),
    ("select unnest(range(1000000000))", "memory"),
    ("select list(range) from range(1000000000)", "memory"),
    ("select 1 from payments a, payments b, payments c", "too-many-rows"),
    ("select lpad('x', 2000000000, 'y')", "memory"),
    ("select " + "(" * 5_000 + "1" + ")" * 5_000, "engine"),
    ("select " + "not " * 4_500 + "true", "engine"),
    ("select 1" + " union all select 1" * 1_000, None),
    ("select " + "case when true then " * 600 + "1" + " end" * 600, None),
]

# Where the system limits neither memory nor processor time, the wall clock ends these.
LIMITED_BY_SYSTEM = {"memory"}


@pytest.mark.parametrize(("sql", "kind"), ATTACKS, ids=[sql[:40] for sql, _ in ATTACKS])
def test_attack_ends_in_a_sentence_and_the_worker_lives_on(practice, sql, kind):
    started = monotonic()
    if kind is None:
        run(practice, sql, seconds=SECONDS)
    else:
        with pytest.raises(QueryError) as caught:
            run(practice, sql, seconds=SECONDS)
        kinds = {kind, "time"} if kind in LIMITED_BY_SYSTEM else {kind}
        assert caught.value.kind in kinds
        assert caught.value.message.endswith(".")
    assert monotonic() - started < 5
    assert run(practice, "select count(*) from payments").rows == ((150,),)


def test_nothing_was_written(practice, tmp_path):
    before = practice.read_bytes()
    for sql, _ in ATTACKS[:12]:
        with pytest.raises(QueryError):
            run(practice, sql, seconds=SECONDS)
    assert practice.read_bytes() == before
    assert not Path("/tmp/stolen.csv").exists()


def test_hidden_data_are_out_of_reach(databases):
    with pytest.raises(QueryError, match="outside"):
        run(databases[0], f"select * from read_duckdb('{databases[1]}', table_name='users')")
    rows = run(databases[0], "select path from duckdb_databases() where path is not null").rows
    assert {Path(path) for (path,) in rows} == {databases[0]}


@pytest.mark.parametrize(
    ("sql", "kind", "cell"),
    [
        ("select null", "NULL", None),
        ("select true", "BOOLEAN", True),
        ("select 3::hugeint", "HUGEINT", 3),
        ("select 1.50::decimal(10, 2)", "DECIMAL(10,2)", 1.5),
        ("select 'nan'::double", "DOUBLE", "nan"),
        ("select 1 / 0", "DOUBLE", "inf"),
        ("select date '2025-11-01'", "DATE", "2025-11-01"),
        ("select timestamp '2025-11-01 09:10:00'", "TIMESTAMP", "2025-11-01T09:10:00"),
        ("select timestamptz '2025-11-01 09:10:00+02'", "TIMESTAMP WITH TIME ZONE", "2025-11-01T07:10:00"),
        ("select interval 90 minute", "INTERVAL", "1:30:00"),
        ("select [1, 2]", "INTEGER[]", "[1, 2]"),
        ("select {'a': 'ü'}", "STRUCT(a VARCHAR)", '{"a": "ü"}'),
        ("select repeat('x', 5000)", "VARCHAR", "x" * 1000 + "… (5,000 characters)"),
    ],
)
def test_values_become_json(practice, sql, kind, cell):
    result = run(practice, sql)
    assert (result.types, result.rows) == ((kind,), ((cell,),))


@pytest.mark.parametrize(("rows", "kept"), [(0, 0), (10_000, 10_000), (10_001, 10_000), (1_000_000, 10_000)])
def test_rows_beyond_the_limit_are_counted(practice, rows, kept):
    result = run(practice, f"select * from range({rows})")
    assert (result.row_count, len(result.rows), result.complete) == (rows, kept, rows == kept)


def test_large_cells_do_not_fill_the_memory(practice):
    result = run(practice, "select repeat('x', 1000) a from range(100000)")
    assert result.row_count == 100_000
    assert len(result.rows) < 10_000


def test_place_counts_characters_not_bytes(practice):
    with pytest.raises(QueryError) as caught:
        run(practice, "select 'größer', größe from payments")
    assert caught.value.place == (17, 5)


@pytest.mark.parametrize("text", ["select 1\ud800", "select 1 \x00 x", "select '\x7f\ufeff'"])
def test_odd_characters_do_no_harm(practice, text):
    with suppress(QueryError):
        run(practice, text)
    assert run(practice, "select 1").rows == ((1,),)


def test_one_worker_reads_several_databases(databases):
    counts = [run(databases[seed], "select count(*) from payments").rows[0][0] for seed in (0, 1, 0, 2)]
    assert counts == [150, 45, 150, 45]


def test_missing_database_is_no_fault_of_the_query(tmp_path):
    with pytest.raises(FileNotFoundError):
        run(tmp_path / "none.duckdb", "select 1")


def test_damaged_database_is_no_fault_of_the_query(tmp_path):
    broken = tmp_path / "broken.duckdb"
    broken.write_bytes(b"no database")
    with pytest.raises(SandboxError):
        run(broken, "select 1")


@pytest.mark.parametrize("delay", [0, 0.3])
def test_a_query_can_be_stopped_and_the_next_one_runs(practice, delay):
    """The wish to stop may come before the query, too: a judge asks many in a row."""
    run(practice, "select 1")
    stopping = Event()
    Timer(delay, stopping.set).start()
    token = STOPPING.set(stopping)
    started = monotonic()
    try:
        with pytest.raises(Stopped):
            run(practice, "with recursive r as (select 1 a union all select a + 1 from r) select count(*) from r")
    finally:
        STOPPING.reset(token)
    assert monotonic() - started < 1
    assert run(practice, "select 2").rows == ((2,),)


def test_a_right_query_runs_after_one_that_took_all_memory(practice):
    with pytest.raises(QueryError):
        run(practice, "select list(range) from range(1000000000)")
    result = run(practice, "select repeat('x', 1000) from range(100000)")
    assert result.row_count == 100_000


def test_worker_that_cannot_start_is_no_fault_of_the_query(practice, tmp_path, monkeypatch):
    sandbox.stop()
    monkeypatch.setattr(sandbox, "WORKER", tmp_path / "missing.py")
    with pytest.raises(SandboxError):
        run(practice, "select 1")


def test_worker_that_dies_between_queries_is_replaced(practice):
    run(practice, "select 1")
    sandbox._worker._process.kill()
    assert run(practice, "select 2").rows == ((2,),)


@pytest.mark.skipif(sys.platform == "win32", reason="limits of processor time are POSIX")
def test_processor_time_is_limited_without_a_parent(practice):
    """The system ends an endless query even if nobody is left to kill it."""
    request = (
        f'{{"database": "{practice}", "seconds": 0, "sql": '
        '"with recursive r as (select 1 a union all select a + 1 from r) select count(*) from r"}\n'
    )
    command = [sys.executable, "-I", str(sandbox.WORKER)]
    done = subprocess.run(command, input=request, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode < 0


def test_a_folder_called_duckdb_is_not_imported(practice, tmp_path):
    """Whatever lies beside a notebook, the worker imports its own duckdb."""
    (tmp_path / "duckdb.py").write_text("raise SystemExit(1)")
    (tmp_path / "course").mkdir()
    program = f"from course.grade.sandbox import run; print(run({str(practice)!r}, 'select 42').rows)"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        [sys.executable, "-P", "-c", program],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.strip() == "((42,),)", done.stderr
