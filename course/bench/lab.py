"""Measures how soon JupyterLab answers in a ready environment, and what importing the package costs."""

from __future__ import annotations

import contextlib
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from course.bench.measurement import Measurement, seconds
from course.setup.lab import build_practice_database

ROUNDS = 5
PATIENCE = 60.0
MOST_BESIDE_BARE = 1.2
COURSE, BARE = ("course.cli", "lab", "--no-browser"), ("jupyterlab", "--no-browser", "--ServerApp.allow_root=True")


def bench(root: Path) -> list[Measurement]:
    """Start the course in a ready environment and wait until JupyterLab answers, in turn with a bare JupyterLab, which
    has nothing of the course; import the package.
    """
    build_practice_database()
    course, bare = zip(*((_start(COURSE, root), _start(BARE, None)) for _ in range(ROUNDS)), strict=True)
    start = statistics.median(course)
    return [
        Measurement("start until JupyterLab answers", start, "s", 5),
        Measurement("that next to a bare JupyterLab", start / statistics.median(bare), "times", MOST_BESIDE_BARE),
        Measurement("import course", _python("import course"), "s", 0.3),
        Measurement(
            "import course next to import ipywidgets",
            _python("import course") / _python("import ipywidgets"),
            "times",
            1,
        ),
    ]


def _python(code: str) -> float:
    return min(
        seconds(lambda code: subprocess.run([sys.executable, "-c", code], check=True), code) for _ in range(ROUNDS)
    )


def _start(module: tuple[str, ...], folder: Path | None) -> float:
    """Seconds until a server that a module starts answers, in a folder or in one that is empty."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with tempfile.TemporaryDirectory() as home:
        directories = {f"JUPYTER_{name}_DIR": str(Path(home, name.lower())) for name in ("CONFIG", "DATA", "RUNTIME")}
        command = [sys.executable, "-m", *module, f"--port={port}"]
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder or home,
            env={**os.environ, **directories},
            stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
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
