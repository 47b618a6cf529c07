"""What learners see of JupyterLab and of the course's files, as its own configuration reads it."""

from __future__ import annotations

import json
import re
import shutil
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest
from jupyter_server.extension.config import ExtensionConfigManager

from course.setup.lab import JUPYTER, LEARNER
from course.setup.server import course_in
from course.setup.state import ROOT

PARTS = JUPYTER / "labextensions/tpm-course/parts"
HIDDEN = json.loads((LEARNER / "jupyter_server_config.json").read_text("utf-8"))["ContentsManager"]["hide_globs"]
NBGRADER = Path(sys.prefix, "etc/jupyter/jupyter_server_config.d/nbgrader.json")


def is_listed(name: str) -> bool:
    return not any(fnmatch(name, glob) for glob in HIDDEN)


@pytest.mark.parametrize(
    "name",
    [
        "modules", "exercises", "README.md", "05-sql-first-answers.ipynb", "05-sql-first-answers-Copy1.ipynb",
        "course-work-2026-01-05.json", "05-sql-first-answers-ada.zip", "course-kept-1", "notes.md", "data.csv", "my.json",
        "05.answers.json.20260105T090000.unreadable", "feedback", "submitted",
    ],
)  # fmt: skip
def test_a_learner_s_files_are_listed(name):
    assert is_listed(name)


@pytest.mark.parametrize(
    "name",
    [
        "05-sql-first-answers.cards.md", "checks.json", "05.answers.json", "05.answers.json.lock",
        "05.answers.json.12.34.tmp", "__pycache__", ".ipynb_checkpoints", "solutions", "tests", "course",
    ],
)  # fmt: skip
def test_helper_files_are_not(name):
    assert not is_listed(name)


def test_of_the_course_s_own_files_learners_see_what_is_for_them():
    names = {path.relative_to(ROOT).parts[0] for path in ROOT.glob("*") if not path.name.startswith(".")}
    shown = {name for name in names if is_listed(name)}

    assert {"modules", "exercises", "README.md"} <= shown
    assert shown.isdisjoint({"course", "solutions", "tests", "docs", "frontend", "postBuild", "requirements.lock"})


def enabled(*folders: Path) -> set[str]:
    """The server extensions that are on, with the first folder before the others."""
    manager = ExtensionConfigManager(read_config_path=[str(folder) for folder in folders])
    return {name for name, is_on in manager.get_jpserver_extensions().items() if is_on}


def test_nbgrader_s_server_extensions_are_off_for_learners_only(tmp_path):
    environment = NBGRADER.parents[1]

    assert not {name for name in enabled(LEARNER, JUPYTER, environment) if name.startswith("nbgrader")}
    assert "course.setup.server" in enabled(LEARNER, JUPYTER, environment)
    assert len({name for name in enabled(JUPYTER, environment) if name.startswith("nbgrader")}) == 4


def test_on_binder_all_of_it_is_in_one_folder_with_nbgrader_s_own(tmp_path):
    for source in (NBGRADER.parents[1], JUPYTER, LEARNER):
        shutil.copytree(source, tmp_path, dirs_exist_ok=True)

    assert not {name for name in enabled(tmp_path) if name.startswith("nbgrader")}


def test_each_part_of_the_extension_is_a_file_that_can_be_installed():
    listed = re.findall(r'^  "(\w+\.js)",', (PARTS / "remoteEntry.js").read_text("utf-8"), re.MULTILINE)

    assert listed
    assert [name for name in listed if "function install(" not in (PARTS / name).read_text("utf-8")] == []


def test_browsers_ask_for_the_extension_again():
    assert not [path for path in JUPYTER.rglob("static") if path.is_dir()]  # JupyterLab calls such files immutable


def test_the_course_is_what_the_server_shows_or_what_is_below_it(tmp_path):
    assert course_in(ROOT) == ROOT
    assert course_in(ROOT.parent) == ROOT
    assert course_in(tmp_path) is None
    (tmp_path / "modules").mkdir()
    assert course_in(tmp_path) == tmp_path
