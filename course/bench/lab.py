"""Measures how soon JupyterLab answers in a ready environment, and what importing the package costs."""

from __future__ import annotations

import contextlib
import os
import socket
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


def bench(root: Path) -> list[Measurement]:
    """Start the course in a ready environment and wait until JupyterLab answers; import the package."""
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


def _python(code: str) -> float:
    return min(
        seconds(lambda code: subprocess.run([sys.executable, "-c", code], check=True), code) for _ in range(ROUNDS)
    )


def _start_lab() -> float:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with tempfile.TemporaryDirectory() as home:
        directories = {f"JUPYTER_{name}_DIR": str(Path(home, name.lower())) for name in ("CONFIG", "DATA", "RUNTIME")}
        command = [sys.executable, "-m", "course.cli", "lab", "--no-browser", "--port", str(port)]
        start = time.perf_counter()
        process = subprocess.Popen(
            command, env={**os.environ, **directories}, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
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
