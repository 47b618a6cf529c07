"""Binder: the Dockerfile that repo2docker makes, and its steps replayed in a clean environment."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import venv
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from course.setup.state import ROOT, venv_python
from tests.servers import end_server

ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
PYTHON, PIP = ENVIRONMENT["dependencies"][0], ENVIRONMENT["dependencies"][-1]["pip"]
WELCOME = "modules/00-welcome.ipynb"
KEPT = ("course", "modules", "environment.yml", "postBuild", "pyproject.toml", "requirements.lock", "README.md")
INSTALLS, ANSWERS = 900, 120  # seconds that an installation and a server may take on a busy machine
pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="Binder is Linux"),
    pytest.mark.timeout(2 * INSTALLS),
    pytest.mark.slow,
]


def copy_of_the_repository(target: Path) -> Path:
    """What Binder clones, without what git ignores."""
    ignored = shutil.ignore_patterns("__pycache__", "*.answers.json*", ".ipynb_checkpoints")
    for name in KEPT:
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy2
        copy(source, target / name, **({"ignore": ignored} if source.is_dir() else {}))
    return target


def test_the_dockerfile_that_repo2docker_makes(tmp_path):
    pytest.importorskip("repo2docker")
    repository = copy_of_the_repository(tmp_path)
    command = [
        sys.executable,
        "-m",
        "repo2docker",
        "--no-build",
        "--no-run",
        "--debug",
        "--user-id=1000",
        str(repository),
    ]
    done = subprocess.run(
        [*command, "--user-name=jovyan"], capture_output=True, text=True, timeout=INSTALLS, check=True
    )
    made = done.stdout + done.stderr

    version = PYTHON.removeprefix("python=")
    assert f"environment.py-{version}" in made.replace("-2e", ".").replace("-2d", "-")  # a base image for our Python
    assert 'env update -p ${NB_PYTHON_PREFIX} --file "environment.yml"' in made
    assert made.index("env update") < made.index("RUN ./postBuild")
    assert "ENV NB_PYTHON_PREFIX=${CONDA_DIR}/envs/notebook" in made  # where postBuild puts the settings


@pytest.fixture(scope="module")
def binder(tmp_path_factory) -> tuple[Path, dict[str, str]]:
    """The repository in an environment of its own, after Binder's pip and postBuild steps; and its variables."""
    root = tmp_path_factory.mktemp("binder")
    repository, prefix, home = root / "repository", root / "notebook", root / "home"
    repository.mkdir()
    home.mkdir()
    copy_of_the_repository(repository)
    venv.create(prefix, with_pip=True, symlinks=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "JUPYTER", "COURSE"))}
    path = os.pathsep.join([str(prefix / "bin"), os.environ["PATH"]])
    variables = kept | {
        "PATH": path,
        "HOME": str(home),
        "NB_PYTHON_PREFIX": str(prefix),
        "XDG_CACHE_HOME": str(home / ".cache"),
    }
    variables |= {"PIP_CACHE_DIR": os.environ.get("PIP_CACHE_DIR", str(Path.home() / ".cache" / "pip"))}
    python = str(venv_python(prefix))
    for line in PIP:
        run([python, "-m", "pip", "install", "--quiet", "--no-compile", *line.split()], repository, variables)
    run(["./postBuild"], repository, variables)
    return repository, variables


def run(command: list[str], folder: Path, variables: dict[str, str]) -> str:
    done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, timeout=INSTALLS)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="module")
def address(binder) -> Iterator[str]:
    """A running JupyterLab, as Binder starts one: from the repository, with nothing but its own settings."""
    repository, variables = binder
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = ["jupyter", "lab", "--no-browser", "--allow-root", f"--port={port}", "--IdentityProvider.token=open"]
    with subprocess.Popen(
        command, cwd=repository, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            wait_for(f"http://127.0.0.1:{port}/api?token=open", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            end_server(server.pid)


def wait_for(address: str, server: subprocess.Popen) -> None:
    end = time.monotonic() + ANSWERS
    while time.monotonic() < end:
        assert server.poll() is None, "JupyterLab ended"
        try:
            urllib.request.urlopen(address, timeout=ANSWERS).close()
            return
        except OSError:
            time.sleep(0.25)
    raise AssertionError("JupyterLab did not answer")


def read(address: str) -> bytes:
    with urllib.request.urlopen(f"{address}?token=open", timeout=ANSWERS) as answer:
        return answer.read()


def test_the_badge_s_address_opens_the_welcome_notebook(address):
    assert b"jupyter-config-data" in read(f"{address}/lab/tree/{WELCOME}")
    assert json.loads(read(f"{address}/api/contents/{WELCOME}"))["type"] == "notebook"


@pytest.mark.parametrize(
    ("plugin", "setting", "value"),
    [
        ("docmanager-extension:plugin", "autosaveInterval", 15),
        ("apputils-extension:notification", "fetchNews", "false"),
        ("apputils-extension:notification", "checkForUpdates", False),
        ("apputils-extension:kernels-settings", "commsOverSubshells", "disabled"),
    ],
)
def test_the_settings_hold_without_the_course_s_own_start(address, plugin, setting, value):
    found = json.loads(read(f"{address}/lab/api/settings/@jupyterlab/{plugin}"))

    assert found["schema"]["properties"][setting]["default"] == value


def test_learners_have_the_overview_and_none_of_nbgrader_s_tools(address):
    assert json.loads(read(f"{address}/tpm-course/overview"))["welcome"] == WELCOME
    assert {entry["name"] for entry in json.loads(read(f"{address}/api/contents"))["content"]} == {
        "modules",
        "README.md",
    }
    with pytest.raises(urllib.error.HTTPError, match="404"):
        read(f"{address}/formgrader")


def test_python_and_jupyterlab_are_the_pinned_ones(binder):
    repository, variables = binder
    pins = dict(
        line.split("==") for line in (ROOT / "requirements.lock").read_text("utf-8").splitlines() if ";" not in line
    )
    said = run(["python", "-c", "import jupyterlab; print(jupyterlab.__version__)"], repository, variables)

    assert said.strip() == pins["jupyterlab"]
    assert PYTHON.removeprefix("python=").count(".") == 1  # conda then takes the newest patch of this Python


def test_the_welcome_notebook_runs_on_data_that_are_there_already(binder):
    repository, variables = binder
    run(["jupyter", "execute", "--output=shown.ipynb", WELCOME], repository, variables)

    shown = (repository / "modules/shown.ipynb").read_text("utf-8")
    assert "SQL I: the data model and first answers" in shown
    assert '"output_type": "error"' not in shown
    assert list(Path(variables["HOME"]).rglob("*.duckdb"))
