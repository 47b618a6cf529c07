"""The sandbox: values, places, limits, stopping, and a worker that dies. test_attacks.py holds hostile statements."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Event, Timer

import duckdb
import psutil
import pytest

from course.grade.query import sandbox
from course.grade.query import worker as worker_program
from course.grade.query.sandbox import STOPPING, QueryError, SandboxError, Stopped, run


def test_hidden_data_are_out_of_reach(databases):
    """Even while the process that runs the query has them open."""
    run(databases[1], "select 1")
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


def test_one_query_leaves_nothing_for_the_next(databases):
    """Two answers share a process and an open database, and no connection: not the state of its random numbers either."""
    seen = []
    for _ in range(2):
        run(databases[0], "select setseed(0.5)")
        seen.append(run(databases[0], "select random()").rows)
    assert seen[0] != seen[1]


def test_few_databases_stay_open_and_each_answers_for_itself(databases, tmp_path):
    connections = worker_program.Connections()
    copies = [
        shutil.copy(databases[seed % 3], tmp_path / f"{seed}.duckdb") for seed in range(worker_program.MOST_OPEN + 3)
    ]
    for _ in range(2):
        for seed, path in enumerate(copies):
            with connections.connection(str(path), "1", "") as connection:
                rows = connection.execute("select count(*) from payments").fetchall()
            assert rows == [(45 if seed % 3 else 150,)]
            assert len(connections) <= worker_program.MOST_OPEN


def test_a_data_set_that_is_built_anew_is_read_anew(tmp_path):
    path = tmp_path / "data.duckdb"
    for number in (1, 2):
        build_number(tmp_path / "new.duckdb", number)
        sandbox.stop()  # Windows replaces no file that is open; elsewhere the state of the file tells
        os.replace(tmp_path / "new.duckdb", path)
        assert run(path, "select n from numbers").rows == ((number,),)
    if sys.platform != "win32":
        build_number(tmp_path / "new.duckdb", 3)
        os.replace(tmp_path / "new.duckdb", path)
        assert run(path, "select n from numbers").rows == ((3,),)


def build_number(path: Path, number: int) -> None:
    with duckdb.connect(path) as connection:
        connection.execute(f"create table numbers as select {number} as n")


def test_a_query_far_harder_than_another_is_refused_by_its_plan(tmp_path):
    path = tmp_path / "large.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute("create table large as select range as n from range(10000)")
    easy, hard = "select count(*) from large", "select count(*) from large a join large b on a.n = b.n or a.n = 1 - b.n"
    with pytest.raises(QueryError, match="about 100,000,000 pairs of rows") as caught:
        run(path, hard, no_harder_than=easy)
    assert caught.value.kind == "hard"
    assert run(path, easy, no_harder_than=hard).rows == ((10_000,),)
    assert run(path, "select count(*) from large a, large b", no_harder_than=hard).rows == ((100_000_000,),)


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
    """The wish to stop may come before the query, too: a judge asks many in a row. Without it, time would run out."""
    run(practice, "select 1")
    stopping = Event()
    Timer(delay, stopping.set).start()
    token = STOPPING.set(stopping)
    try:
        with pytest.raises(Stopped):
            run(practice, "with recursive r as (select 1 a union all select a + 1 from r) select count(*) from r")
    finally:
        STOPPING.reset(token)
    assert run(practice, "select 2").rows == ((2,),)


def test_a_right_query_runs_after_one_that_took_all_memory(practice):
    with pytest.raises(QueryError):
        run(practice, "select list(range) from range(1000000000)")
    result = run(practice, "select repeat('x', 1000) from range(100000)")
    assert result.row_count == 100_000


def worker() -> psutil.Process:
    """The process that runs queries for this one."""
    alive = [each for each in psutil.Process().children() if each.status() != psutil.STATUS_ZOMBIE]
    (found,) = [each for each in alive if each.cmdline()[-1:] == [str(sandbox.WORKER)]]
    return found


def test_no_thread_of_the_engine_waits_beside_a_query(practice):
    """An idle thread that flushes the allocator crashed the worker now and then when a query had used up the memory."""
    run(practice, "select 1")
    assert worker().num_threads() == 1


def test_worker_that_cannot_start_is_no_fault_of_the_query(practice, tmp_path, monkeypatch):
    sandbox.stop()
    monkeypatch.setattr(sandbox, "WORKER", tmp_path / "missing.py")
    with pytest.raises(SandboxError):
        run(practice, "select 1")


def test_worker_that_dies_between_queries_is_replaced(practice):
    run(practice, "select 1")
    worker().kill()
    assert run(practice, "select 2").rows == ((2,),)


def test_the_worker_ends_with_the_process_that_started_it(practice):
    """However that ends: here it kills itself."""
    program = (
        "import os, sys; from course.grade.query import sandbox\n"
        f"sandbox.run({str(practice)!r}, 'select 1'); print(sandbox.process_id(), flush=True); os._exit(9)"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    with suppress(psutil.NoSuchProcess):
        psutil.Process(int(done.stdout)).wait(timeout=60)


@pytest.mark.skipif(sys.platform == "win32", reason="limits of processor time are POSIX")
def test_processor_time_is_limited_without_a_parent(practice):
    """The system ends an endless query even if nobody is left to kill it."""
    request = (
        f'{{"database": "{practice}", "seconds": 0, "sql": '
        '"with recursive r as (select 1 a union all select a + 1 from r) select count(*) from r"}\n'
    )
    command = [sys.executable, "-I", str(sandbox.WORKER)]
    done = subprocess.run(command, input=request, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode < 0


def test_a_folder_called_duckdb_is_not_imported(practice, tmp_path):
    """Whatever lies beside a notebook, the worker imports its own duckdb."""
    (tmp_path / "duckdb.py").write_text("raise SystemExit(1)")
    (tmp_path / "course").mkdir()
    program = f"from course.grade.query.sandbox import run; print(run({str(practice)!r}, 'select 42').rows)"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    done = subprocess.run(
        [sys.executable, "-P", "-c", program],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.stdout.strip() == "((42,),)", done.stderr
