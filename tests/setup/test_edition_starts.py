"""The learners' edition in both forms starts for somebody who has nothing else: a clean home, and the README's command."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import urllib.request
import zipfile
from pathlib import Path

import pytest

from course.authoring.edition import release
from tests.authoring.editions import copy_of_the_course, git
from tests.servers import end_server

SECONDS = 90
URL = re.compile(r"http://127\.0\.0\.1:(\d+)/\S*token=(\w+)")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    return copy_of_the_course(tmp_path_factory.mktemp("whole") / "course")


def cloned(whole: Path, folder: Path) -> Path:
    """As a learner gets it by Git: the edition was published, and cloned from there."""
    release(whole, folder / "published", None, [5])
    git(folder, "clone", "--quiet", str(folder / "published"), "learner")
    return folder / "learner"


def unpacked(whole: Path, folder: Path) -> Path:
    release(whole, None, folder / "learner.zip", [5])
    with zipfile.ZipFile(folder / "learner.zip") as archive:
        archive.extractall(folder)
    return folder / "learner"


@pytest.fixture(params=[cloned, unpacked])
def learner(request, whole, tmp_path) -> tuple[Path, dict[str, str]]:
    """The edition's folder, and an environment with a clean home in which this Python holds the locked packages."""
    home = tmp_path / "home"
    home.mkdir()
    hidden = {
        name for name in os.environ if name.startswith(("JUPYTER", "JPY_", "XDG_", "COURSE_", "PYTHON", "NBGRADER"))
    }
    variables = {name: value for name, value in os.environ.items() if name not in hidden}
    return request.param(whole, tmp_path), {**variables, "HOME": str(home), "USERPROFILE": str(home)}


def test_the_command_of_the_readme_opens_the_course(learner):
    folder, variables = learner
    line = re.search(r"(?m)^python3 -m (course lab)$", (folder / "README.md").read_text("utf-8"))
    assert line
    command = [sys.executable, "-m", *line[1].split(), "--no-browser"]
    with (folder.parent / "lab.log").open("w") as log:
        server = subprocess.Popen(command, cwd=folder, env=variables, stdout=log, stderr=subprocess.STDOUT)
    try:
        port, token = address(folder.parent / "lab.log", server)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/tpm-course/overview?token={token}", timeout=30) as answer:
            overview = json.load(answer)
    finally:
        end_server(server.pid)

    assert overview["problems"] == [] and overview["welcome"] == "modules/00-welcome.ipynb"
    assert len([module for part in overview["parts"] for module in part["modules"] if module["items"]]) == 16


def address(log: Path, server: subprocess.Popen) -> tuple[str, str]:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until and server.poll() is None:
        if found := URL.search(log.read_text("utf-8")):
            return found[1], found[2]
        time.sleep(0.2)
    raise AssertionError(log.read_text("utf-8"))


def test_the_other_commands_of_its_pages_do_what_they_say(learner):
    folder, variables = learner

    def course(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "course", *arguments]
        return subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True)

    assert course("version").returncode == 0
    saved = {"version": 1, "exercises": {"5.2": {"answer": "SELECT 1", "saved_at": "2026-01-05T09:00:00Z", "tries": 1}}}
    module = next((folder / "exercises").glob("05*"))
    (module / f"{module.name}.answers.json").write_text(json.dumps(saved))
    assert course("pack", "5", "--student", "ann").stdout.startswith(f"Hand in ann_{module.name}.zip.")
    assert "Saved 1 entry" in course("save", "mine.json").stdout
    assert course("restore", "mine.json").returncode == 0
    update = course("update")
    if (folder / ".git").exists():
        assert "Nothing new: you have the newest version at origin/main" in update.stdout
    else:
        assert "python3 -m course update FILE.zip" in update.stderr
