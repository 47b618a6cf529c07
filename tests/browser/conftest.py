"""A real JupyterLab and a real Chromium for the tests marked ``browser``."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from course.setup.suite import find_chromium
from tests.servers import end_server

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = find_chromium()
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
OWN_HOSTS = {"127.0.0.1", "localhost"}
START = 60  # seconds
SETTINGS = ROOT / "course" / "setup" / "jupyter" / "labconfig" / "default_setting_overrides.json"


@pytest.fixture(scope="session")
def jupyter_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path], str]]:
    """``jupyter_server(folder)`` starts JupyterLab there with the course's settings; returns its address with token.

    ``window.jupyterapp`` is there for commands. All servers and their kernels end with the test session.
    """
    with contextlib.ExitStack() as servers:
        yield lambda folder: servers.enter_context(_running(folder, tmp_path_factory.mktemp("jupyter")))


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


@pytest.fixture(scope="module")
def external_requests() -> list[str]:
    """The addresses outside this machine that the module's page asked for."""
    return []


@pytest.fixture(scope="module")
def page(browser, external_requests):
    """A page of 1280 x 900 pixels, the same for all tests of a module."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.on("request", lambda request: _record(request.url, external_requests))
    yield context.new_page()
    context.close()


def _record(url: str, requests: list[str]) -> None:
    address = urlsplit(url)
    if address.scheme in {"http", "https", "ws", "wss"} and address.hostname not in OWN_HOSTS:
        requests.append(url)


@contextlib.contextmanager
def _running(folder: Path, home: Path) -> Iterator[str]:
    port, token = _free_port(), secrets.token_hex(16)
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0", f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={folder}",
        "--ServerApp.allow_root=True", "--LabApp.expose_app_in_browser=True", "--LabApp.extension_manager=readonly",
    ]  # fmt: skip
    log = home / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(command, cwd=folder, env=_environment(home), stdout=output, stderr=output)
    try:
        _wait_for(f"http://127.0.0.1:{port}/api?token={token}", server, log)
        yield f"http://127.0.0.1:{port}/lab?token={token}"
    finally:
        end_server(server.pid)


def _environment(home: Path) -> dict[str, str]:
    settings = home / "config" / "labconfig"
    settings.mkdir(parents=True)
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


def _wait_for(url: str, server: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + START
    while time.monotonic() < deadline and server.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=2):
            return
        time.sleep(0.2)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text(errors='replace')[-2000:]}")
