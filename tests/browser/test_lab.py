"""``python3 -m course lab``: quick, on the welcome page, offline, with the course's settings."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest

from course.case.database import CaseError
from course.setup import lab
from course.setup.environment import variables
from course.setup.state import ROOT
from tests.servers import end_server


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The course's JupyterLab for a person without settings: its address, its token, and the work to start it."""
    home = tmp_path_factory.mktemp("home")
    lab.build_practice_database()
    places = {f"JUPYTER_{name}_DIR": str(home / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    settings = {**variables(Path(sys.executable)), **places}
    command = [sys.executable, "-m", "course.cli", "lab", "--no-browser", "--port", str(free_port())]
    process = subprocess.Popen(command, cwd=home, env=settings)
    yield wait_for_answer(process, home / "runtime") | {"home": home}
    end_server(process.pid)


def free_port() -> int:
    with socket.create_server((lab.ADDRESS, 0)) as taken:
        return taken.getsockname()[1]


def wait_for_answer(process: subprocess.Popen[bytes], runtime: Path) -> dict:
    """What Jupyter writes about its server, once that answers."""
    while process.poll() is None:
        for path in runtime.glob("jpserver-*.json"):
            with suppress(OSError, ValueError):
                found = json.loads(path.read_text())
                urllib.request.urlopen(f"{found['url']}api", timeout=5).close()
                return found
        time.sleep(0.05)
    raise AssertionError("JupyterLab did not start")


@pytest.mark.browser
def test_it_opens_the_welcome_page_without_pop_up_and_network(server, page, external_requests):
    page.goto(f"{server['url']}?token={server['token']}")
    page.get_by_role("tab", name="Welcome").wait_for()
    page.locator(".jp-Notebook h1").first.wait_for()
    assert page.get_by_text("Jupyter news").count() == 0
    assert external_requests == []


@pytest.mark.browser
@pytest.mark.parametrize(
    ("plugin", "name", "value"),
    [
        ("docmanager-extension:plugin", "autosaveInterval", 15),
        ("apputils-extension:notification", "fetchNews", "false"),
    ],
)
def test_the_settings_are_the_course_s_and_the_person_s_are_untouched(plugin, name, value, server):
    address = f"{server['url']}lab/api/settings/@jupyterlab/{plugin}?token={server['token']}"
    with urllib.request.urlopen(address) as answer:
        settings = json.load(answer)
    assert settings["schema"]["properties"][name]["default"] == value
    assert not (server["home"] / "config" / "labconfig").exists()


def test_a_busy_port_is_one_sentence(capsys):
    with socket.create_server((lab.ADDRESS, 0)) as taken:
        port = taken.getsockname()[1]
        assert lab.start(port, browser=False) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"Port {port} can't be used")
    assert said.count("\n") == 1


def test_practice_data_that_cannot_be_built_is_one_sentence(monkeypatch, capsys):
    def refuse():
        raise CaseError("There is no room for the practice data. Free some.")

    monkeypatch.setattr(lab, "practice_database", refuse)
    assert lab.start(None, browser=False) == 1
    assert capsys.readouterr().err == "There is no room for the practice data. Free some.\n"


@pytest.mark.browser
def test_the_welcome_page_comes_alive_by_itself(server, page):
    page.goto(f"{server['url']}?token={server['token']}")
    page.locator(".course-frame:visible").first.wait_for()


@pytest.mark.skipif(os.name != "posix", reason="Binder runs Linux")
def test_binder_gets_the_settings_and_the_extension(tmp_path):
    settings = {**variables(Path(sys.executable)), "NB_PYTHON_PREFIX": str(tmp_path)}
    subprocess.run([ROOT / "postBuild"], env=settings, check=True)
    sources = (lab.JUPYTER, lab.LEARNER)
    shipped = {
        path.relative_to(source): path.read_bytes()
        for source in sources
        for path in source.rglob("*")
        if path.is_file()
    }
    shared, settings = tmp_path / "share" / "jupyter", tmp_path / "etc" / "jupyter"
    placed = {path: (shared if path.parts[0] == "labextensions" else settings) / path for path in shipped}
    assert {path: place.read_bytes() for path, place in placed.items()} == shipped
