"""Course folders for the tests of this directory."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell

from tests.nbgrader.course_folder import (
    PROJECT,
    REFERENCE,
    STAND_IN,
    CourseFolder,
    answers,
    exercise_cells,
    locked_cell,
    source_notebook,
    write,
)


def pytest_collection_modifyitems(items):
    """Whatever runs nbgrader is slow."""
    for item in items:
        if "quiet_home" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def quiet_home(tmp_path_factory):
    """Nobody's own settings are read or changed; nbgrader finds alembic; kernels find the course."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(home))
        patch.setenv("COURSE_CACHE", str(home / "cache"))
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
            patch.setenv(name, str(home / name.lower()))
        patch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
        patch.setenv("PYTHONPATH", os.pathsep.join([str(PROJECT), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep))
        yield home


@pytest.fixture(scope="session")
def generated(tmp_path_factory, quiet_home) -> CourseFolder:
    """A course with one generated assignment: exercise 5.2 for 4 points, 5.3 for 2. Copy it before use."""
    folder = CourseFolder.create(tmp_path_factory.mktemp("generated") / "course")
    setup = locked_cell(new_code_cell(STAND_IN.strip()), "setup")
    notebook = source_notebook(setup, *exercise_cells("5.2", 4), *exercise_cells("5.3", 2))
    notebook.metadata["widgets"] = {"state": {"typed by the instructor": REFERENCE}}
    notebook.metadata["course_answers"] = json.loads(answers(_5_2="right"))
    write(notebook, folder.source())
    folder.source().with_name("checks.json").write_text('{"checks": "of the course"}')
    folder.generate()
    return folder


@pytest.fixture
def course_folder(generated, tmp_path) -> CourseFolder:
    """A course of one's own with the generated assignment."""
    return generated.copy(tmp_path / "course")
