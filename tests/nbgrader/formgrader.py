"""A JupyterLab server with nbgrader's formgrader over a course folder, and what it answers."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.nbgrader.course_folder import CourseFolder
from tests.servers import end_server


@contextmanager
def served(folder: CourseFolder) -> Iterator[str]:
    """The address of a running server's formgrader."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    options = [f"--port={port}", "--no-browser", "--IdentityProvider.token=secret", "--allow-root"]
    with (folder.root.parent / "server.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options], cwd=folder.root, stdout=log, stderr=log
        )
        try:
            yield f"http://127.0.0.1:{port}/formgrader"
        finally:
            end_server(server.pid)


def ask(address, data=None):
    """What a server answers, once it is up."""
    request = urllib.request.Request(address, data, {"Authorization": "token secret"})
    end = time.monotonic() + 120
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as error:
            return pytest.fail(f"{address}: {error}")
        except (ConnectionError, urllib.error.URLError):
            time.sleep(0.2)
    return pytest.fail(f"{address} did not answer")
