"""`course grade --cluster`: the same grade book as one machine alone, whatever becomes of workers and scheduler."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

import psutil
import pytest

from course.nbgrader import cluster as clusters
from course.nbgrader.grade import grade
from tests.nbgrader.both_ways import ASSIGNMENT, files, make_course, put_hand_ins, rows, shown

distributed = pytest.importorskip("distributed", reason="dask.distributed is not installed: the extra cluster has it")
pytestmark = [
    pytest.mark.timeout(900),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.skipif(sys.platform == "win32", reason="processes are ended otherwise there"),
]
COUNT, WORKERS = 8, 2


@pytest.fixture(scope="module")
def collected(tmp_path_factory, quiet_home):
    folder = make_course(tmp_path_factory.mktemp("cluster") / "course")
    put_hand_ins(folder, COUNT)
    return folder


@pytest.fixture(scope="module")
def alone(collected, tmp_path_factory):
    folder = collected.copy(tmp_path_factory.mktemp("alone") / "course")
    grade(folder.root, ASSIGNMENT, [], 2, False, False)
    return folder


@pytest.fixture
def course_folder(collected, tmp_path):
    return collected.copy(tmp_path / "course")


class Cluster:
    """A scheduler and workers, each a process of its own that is started as an operator starts it."""

    def __init__(self, place, **environment: str):
        self._place, self._environment = place, environment
        self.processes: list[subprocess.Popen] = []
        self.address = ""

    def start(self, workers: int) -> None:
        self.scheduler = self._run(
            "scheduler",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--no-dashboard",
            "--scheduler-file",
            str(self._place / "scheduler.json"),
        )
        file = self._place / "scheduler.json"
        wait_for(file.exists)
        import json

        wait_for(lambda: file.read_text().strip().endswith("}"))
        self.address = json.loads(file.read_text())["address"]
        self.workers = [self.worker() for _ in range(workers)]
        with distributed.Client(self.address) as client:
            client.wait_for_workers(workers, timeout=120)

    def worker(self, **environment: str) -> subprocess.Popen:
        return self._run("worker", self.address, "--no-nanny", "--nthreads", "1", "--no-dashboard", **environment)

    def _run(self, *command: str, **environment: str) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_" + command[0], *command[1:]],
            env={**os.environ, **self._environment, **environment},
            cwd=self._place,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.processes.append(process)
        return process

    def stop(self) -> None:
        for process in self.processes:
            with_children = [*psutil.Process(process.pid).children(recursive=True)] if process.poll() is None else []
            process.kill()
            process.wait()
            for child in with_children:
                if child.is_running():
                    child.kill()


@contextmanager
def running(place, workers: int = WORKERS, **environment: str):
    cluster = Cluster(place, **environment)
    try:
        cluster.start(workers)
        yield cluster
    finally:
        cluster.stop()


def wait_for(condition) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def is_same(folder, alone) -> None:
    assert rows(folder) == rows(alone)
    assert files(folder) == files(alone)
    for student in sorted(path.name for path in (folder.root / "submitted").iterdir()):
        assert shown(folder, student) == shown(alone, student), student


def after(folder, done: int, act) -> threading.Thread:
    """Act once so many hand-ins are graded."""

    def wait() -> None:
        wait_for(lambda: len([*(folder.root / "autograded").rglob("*.ipynb")]) >= done)
        act()

    thread = threading.Thread(target=wait)
    thread.start()
    return thread


def test_the_same_grade_book_and_notebooks_though_a_worker_is_killed_and_another_is_not_of_this_version(
    course_folder, alone, tmp_path, capsys
):
    other = tmp_path / "other"
    other.mkdir()
    # What a worker imports first is a course of another version.
    (other / "sitecustomize.py").write_text("import course\ncourse.__version__ = '0.0.1'\n")
    with running(tmp_path) as cluster:
        cluster.worker(PYTHONPATH=os.pathsep.join([str(other), os.environ["PYTHONPATH"]]))
        with distributed.Client(cluster.address) as client:
            client.wait_for_workers(WORKERS + 1, timeout=120)
        killing = after(course_folder, 2, lambda: os.kill(cluster.workers[0].pid, signal.SIGKILL))
        grade(course_folder.root, ASSIGNMENT, [], 0, False, False, cluster.address)
        killing.join()
    said = capsys.readouterr()
    assert f"{COUNT} hand-ins graded" in said.out
    assert "is not used: course 0.0.1 instead of " in said.err
    is_same(course_folder, alone)


def test_a_scheduler_that_is_lost_is_said_and_the_next_run_does_the_rest(course_folder, alone, tmp_path, capsys):
    with running(tmp_path) as cluster:
        killing = after(course_folder, 2, lambda: os.kill(cluster.scheduler.pid, signal.SIGKILL))
        assert grade(course_folder.root, ASSIGNMENT, [], 0, False, False, cluster.address) == 1
        killing.join()
    assert "is lost. What was graded stays so; the same command does the rest." in capsys.readouterr().out
    assert len(rows(course_folder)["students"]) < COUNT + 1
    grade(course_folder.root, ASSIGNMENT, [], 2, False, False)
    is_same(course_folder, alone)


def test_nobody_answers_no_dask_and_no_worker_that_can(course_folder, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(clusters, "CONNECT_SECONDS", 1)
    assert grade(course_folder.root, ASSIGNMENT, [], 0, False, False, "tcp://127.0.0.1:1") == 1
    assert "No scheduler answers at tcp://127.0.0.1:1" in capsys.readouterr().out
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert grade(course_folder.root, ASSIGNMENT, [], 0, False, False, "tcp://127.0.0.1:1") == 1
    assert "pip install 'technical-product-manager-course[cluster]'" in capsys.readouterr().out
    assert rows(course_folder)["submissions"] == []
