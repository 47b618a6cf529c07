"""Measures speed and size against their limits: case data, queries, start of JupyterLab, dashboards, demos, documents."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from course.environment import ROOT
from course.measurement import Measurement

ROUNDS = 5
PATIENCE = 60.0


def data() -> list[Measurement]:
    """Build the case data from nothing."""
    from course.case.bench import bench

    return bench()


def sql() -> list[Measurement]:
    """Run and check the references, alternatives and known mistakes of each query exercise, here and in Chromium."""
    from course.authoring.speed import bench

    return bench(ROOT)


def lab() -> list[Measurement]:
    """Start the course in a ready environment and wait until JupyterLab answers; import the package."""
    from course.lab import build_practice_database

    build_practice_database()
    return [
        Measurement("start until JupyterLab answers", _start_lab(), "s", 5),
        Measurement("import course", _python("import course"), "s", 0.3),
        Measurement(
            "import course next to import ipywidgets",
            _python("import course") / _python("import ipywidgets"),
            "times",
            1,
        ),
    ]


def dashboards() -> list[Measurement]:
    """Change each filter of each dashboard at full data size."""
    from course.views.dashboard.bench import bench

    return bench()


def demos() -> list[Measurement]:
    """Take every first step of the join demo, and move the cut-off of the credit demo through its range."""
    from course.case import credit
    from course.case.database import practice_database
    from course.case.tables import TABLES
    from course.grade.sandbox import run
    from course.views.cutoff import read_bands
    from course.views.joins.chain import Chain, Step, amounts, links
    from course.views.joins.measure import measure

    database = practice_database()

    def joined(chain: Chain) -> object:
        return measure(chain, lambda sql: run(database, sql))

    starts = [Chain(table, amount=next(iter(amounts(table)), None)) for table in TABLES]
    chains = [replace(start, steps=(Step(link),)) for start in starts for link in links(start, TABLES)]
    bands = read_bands()
    return [
        Measurement("add the slowest first join", max(_seconds(joined, chain) for chain in chains), "s", 0.3),
        Measurement("compute all cut-offs", _seconds(credit.outcomes, bands), "s", 0.2),
    ]


def documents() -> list[Measurement]:
    """Judge texts that are made to keep the document checks busy."""
    from course.authoring.hostile import bench

    return bench(ROOT)


BENCHES: dict[str, Callable[[], list[Measurement]]] = {
    "data": data,
    "sql": sql,
    "lab": lab,
    "dashboards": dashboards,
    "demos": demos,
    "documents": documents,
}


def _seconds(act: Callable[[object], object], argument: object) -> float:
    start = time.perf_counter()
    act(argument)
    return time.perf_counter() - start


def _python(code: str) -> float:
    return min(
        _seconds(lambda code: subprocess.run([sys.executable, "-c", code], check=True), code) for _ in range(ROUNDS)
    )


def _start_lab() -> float:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with tempfile.TemporaryDirectory() as home:
        places = {f"JUPYTER_{name}_DIR": str(Path(home, name.lower())) for name in ("CONFIG", "DATA", "RUNTIME")}
        command = [sys.executable, "-m", "course.cli", "lab", "--no-browser", "--port", str(port)]
        start = time.perf_counter()
        process = subprocess.Popen(
            command, env={**os.environ, **places}, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        try:
            return _wait(f"http://127.0.0.1:{port}/api", start)
        finally:
            process.terminate()
            process.wait()


def _wait(url: str, start: float) -> float:
    while time.perf_counter() - start < PATIENCE:
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=2):
            break
        time.sleep(0.05)
    return time.perf_counter() - start
