"""Starts JupyterLab on the course, on this machine only, with settings that leave the person's own untouched."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from threading import Timer

from course.case.database import CaseError, practice_database
from course.learner.clone import fetch_in_background
from course.setup.state import ROOT

ADDRESS = "127.0.0.1"
JUPYTER = Path(__file__).parent / "jupyter"
"""Settings and an extension of JupyterLab, in the folders where Jupyter looks for them."""

LEARNER = Path(__file__).parent / "jupyter_learner"
"""What is added for learners: no files of the machinery in listings, and none of nbgrader's tools for instructors."""

WELCOME = "modules/00-welcome.ipynb"
WORKSPACE = "course"
"""A workspace of its own: the layout of a person's other JupyterLab is not the course's, and the other way round."""


def start(port: int | None, browser: bool, instructor: bool = False) -> int:
    """Serve the course until the person stops it; a port that is taken and a full disk are one sentence each."""
    if port is not None and not is_free(port):
        return refuse(
            f"Port {port} can't be used: another program has it, or the system keeps it. "
            "Choose another with --port, or leave --port out to get a free one."
        )
    try:
        build_practice_database()
    except CaseError as problem:
        return refuse(str(problem))
    fetch_in_background(ROOT)
    prepend_to_path("JUPYTER_PATH", JUPYTER)
    for folder in [JUPYTER] if instructor else [JUPYTER, LEARNER]:
        prepend_to_path("JUPYTER_CONFIG_PATH", folder)
    print("Starting JupyterLab. To stop it, press Ctrl-C here.", flush=True)
    from jupyterlab.labapp import LabApp

    LabApp.launch_instance(server_arguments(port, browser))
    return 0


def refuse(sentence: str) -> int:
    """Print why the course does not start; returns the exit code."""
    print(sentence, file=sys.stderr)
    return 1


def is_free(port: int) -> bool:
    """Whether a server could listen on this port now."""
    try:
        socket.create_server((ADDRESS, port)).close()
    except (OSError, OverflowError):
        return False
    return True


def build_practice_database() -> None:
    """Build the practice data on the first start, so that no lesson waits for it; say so when it takes a while."""
    notice = Timer(0.5, print, ["Building the practice data. This takes a few seconds, once."], {"flush": True})
    notice.start()
    try:
        practice_database()
    finally:
        notice.cancel()


def prepend_to_path(variable: str, folder: Path) -> None:
    """Put a folder first in an environment variable that lists folders."""
    os.environ[variable] = os.pathsep.join(filter(None, [str(folder), os.environ.get(variable)]))


def server_arguments(port: int | None, browser: bool) -> list[str]:
    """Jupyter's options: the course folder, the welcome page, no other machine, and no log beyond warnings."""
    arguments = [
        f"--ServerApp.root_dir={ROOT}",
        f"--LabApp.default_url=/lab/workspaces/{WORKSPACE}/tree/{WELCOME}",
        f"--ServerApp.ip={ADDRESS}",
        f"--ServerApp.open_browser={browser}",
        # Containers run as root; nothing but this machine can reach the server, and only with its token.
        "--ServerApp.allow_root=True",
        "--Application.log_level=WARN",
    ]
    if port is not None:
        arguments += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    return arguments
