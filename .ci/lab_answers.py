"""Starts the course as the README says, waits until JupyterLab answers, and stops it. Needs nothing but Python."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ADDRESS = "127.0.0.1"
MOST_SECONDS = 900  # the first start makes the environment


def main() -> int:
    """Whether JupyterLab came up, as an exit code."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "course", "lab", "--no-browser", f"--port={port}"], cwd=ROOT)
    try:
        answers = wait_for_answer(process, f"http://{ADDRESS}:{port}/api")
    finally:
        stop(process)
    print("JupyterLab answers." if answers else "JupyterLab did not answer.")
    return 0 if answers else 1


def free_port() -> int:
    with socket.create_server((ADDRESS, 0)) as server:
        return server.getsockname()[1]


def wait_for_answer(process: subprocess.Popen[bytes], address: str) -> bool:
    """Whether the server answers before it ends or its time is up."""
    deadline = time.monotonic() + MOST_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        with suppress(OSError):
            urllib.request.urlopen(address, timeout=10).close()
            return True
        time.sleep(0.5)
    return False


def stop(process: subprocess.Popen[bytes]) -> None:
    """End the server; on Windows it is a child of the process that was started."""
    if os.name == "nt":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True)
    process.terminate()
    process.wait(timeout=60)


if __name__ == "__main__":
    sys.exit(main())
