"""A real JupyterLab and a real Chromium for the tests marked ``browser``."""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
import pytest

from course.setup.suite import find_chromium
from tests.servers import end_server

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = find_chromium()
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
LEFT_OUT = shutil.ignore_patterns("*.answers.json*", ".ipynb*")
VIEWPORT = {"width": 1280, "height": 900}
OWN_HOSTS = {"127.0.0.1", "localhost"}
START = 120  # seconds until a server that does not answer counts as broken
PATIENCE = 90_000  # milliseconds until what a page should show counts as missing
JUPYTER = ROOT / "course" / "setup" / "jupyter"
JUPYTER_LEARNER = ROOT / "course" / "setup" / "jupyter_learner"
SETTINGS = JUPYTER / "labconfig" / "default_setting_overrides.json"


@dataclass(frozen=True)
class Server:
    """A JupyterLab: its port and token, the folder that it serves, and where it keeps its own files."""

    port: int
    token: str
    root: Path
    home: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def page(self, notebook: Path, window: int = 0) -> str:
        """Where a notebook is shown. Each has a workspace of its own, in each window: no other test's tab comes back."""
        path = notebook.relative_to(self.root)
        workspace = "-".join((*path.with_suffix("").parts, str(window)))
        return f"{self.address}/lab/workspaces/{workspace}/tree/{path.as_posix()}?token={self.token}"

    def ask(self, path: str, method: str = "GET") -> bytes:
        """What the server's own interface answers."""
        request = urllib.request.Request(
            f"{self.address}/api/{path}", headers={"Authorization": f"token {self.token}"}, method=method
        )
        with urllib.request.urlopen(request, timeout=START) as answer:
            return answer.read()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """JupyterLab with the course's settings over all temporary folders of this test run, started once.

    ``window.jupyterapp`` is there for commands.
    """
    with running_lab(tmp_path_factory.getbasetemp(), tmp_path_factory.mktemp("jupyter")) as running:
        yield running


@pytest.fixture(scope="module")
def lab(server: Server) -> Iterator[Callable[..., str]]:
    """``lab(notebook)`` is the address at which JupyterLab shows a notebook; kernels end with the module's tests."""
    yield server.page
    for session in json.loads(server.ask("sessions")):
        server.ask(f"sessions/{session['id']}", "DELETE")


@pytest.fixture(scope="module")
def copy_exercises(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """``copy_exercises(module)`` puts a module's exercises into a folder as a learner has them; returns the notebook.

    With grade cells named, such as "5-2", the notebook holds only these exercises.
    """

    def copy(module: str, *only: str) -> Path:
        folder = tmp_path_factory.mktemp("learner") / module
        shutil.copytree(ROOT / "exercises" / module, folder, ignore=LEFT_OUT)
        path = folder / f"{module}.ipynb"
        if only:
            notebook = nbformat.read(path, as_version=4)
            notebook.cells = [cell for cell in notebook.cells if exercise_of(cell) in (None, *only)]
            nbformat.write(notebook, path)
        return path

    return copy


def exercise_of(cell: nbformat.NotebookNode) -> str | None:
    """The grade cell of the exercise that a cell belongs to."""
    found = re.match(r"\d+-\d+(?=-|$)", cell.metadata.get("nbgrader", {}).get("grade_id", ""))
    return found and found[0]


@pytest.fixture(scope="module")
def course_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a course as a learner has it."""
    folder = tmp_path_factory.mktemp("course")
    for name in ("modules", "exercises"):
        shutil.copytree(ROOT / name, folder / name, ignore=LEFT_OUT)
    return folder


@pytest.fixture(scope="session")
def browser():
    """Chromium, started once."""
    sync_api = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def context(browser):
    """What all pages share: one cache, so that JupyterLab is fetched and compiled once."""
    context = browser.new_context(viewport=VIEWPORT)
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture(scope="module")
def external_requests() -> list[str]:
    """The addresses outside this machine that the module's page asked for."""
    return []


@pytest.fixture(scope="module")
def page(context, external_requests):
    """A page of 1280 x 900 pixels, the same for all tests of a module."""

    def record(request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.hostname not in OWN_HOSTS:
            external_requests.append(request.url)

    page = context.new_page()
    context.on("request", record)
    yield page
    context.remove_listener("request", record)
    page.close()


@contextlib.contextmanager
def running_lab(
    folder: Path, home: Path, port: int | None = None, *, extended: bool = False, for_learners: bool = False
) -> Iterator[Server]:
    """A JupyterLab over a folder until the end of the block, on a free port if none is named.

    With ``extended`` it has the course's extension, which runs the cells of pages that are opened and lists the course;
    ``for_learners`` also takes away what is not theirs.
    """
    port, token = port or _free_port(), secrets.token_hex(16)
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0", f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={folder}",
        "--ServerApp.allow_root=True", "--LabApp.expose_app_in_browser=True", "--LabApp.extension_manager=readonly",
    ]  # fmt: skip
    if extended:
        shutil.copytree(JUPYTER / "labextensions", home / "data" / "labextensions")
        shutil.copytree(JUPYTER / "jupyter_server_config.d", home / "config" / "jupyter_server_config.d")
    if for_learners:
        shutil.copytree(JUPYTER_LEARNER, home / "config", dirs_exist_ok=True)
    log = home / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(command, cwd=folder, env=_environment(home), stdout=output, stderr=output)
    running = Server(port, token, folder, home)
    try:
        _wait_for(running, server, log)
        yield running
    finally:
        end_server(server.pid)


def _environment(home: Path) -> dict[str, str]:
    settings = home / "config" / "labconfig"
    settings.mkdir(parents=True, exist_ok=True)
    shutil.copy(SETTINGS, settings)
    own = {
        "JUPYTER_CONFIG_DIR": home / "config",
        "JUPYTER_DATA_DIR": home / "data",
        "JUPYTER_RUNTIME_DIR": home / "runtime",
        "JUPYTERLAB_SETTINGS_DIR": home / "settings",
        "JUPYTERLAB_WORKSPACES_DIR": home / "workspaces",
        "IPYTHONDIR": home / "ipython",
        "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])),
    }
    return {**os.environ, **{name: str(value) for name, value in own.items()}}


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _wait_for(server: Server, process: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + START
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError):
            server.ask("status")
            return
        time.sleep(0.2)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text(errors='replace')[-2000:]}")
