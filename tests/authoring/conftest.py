"""A course of one module with one small exercise, to be broken in every way that an author can break it."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course.authoring.build import build

GRADE = """ex_9_1.check()
### BEGIN HIDDEN TESTS
ex_9_1.grade(
    fields=[{"id": "n", "ask": "How many merchants?", "sql": "SELECT count(*) FROM merchants"}],
    mistakes={
        "You counted tiers.": {"n": "SELECT count(DISTINCT tier) FROM merchants"},
        "That is one.": {"n": "1"},
        "That is two.": {"n": "2"},
        "That is four.": {"n": "4"},
    },
    hints=["Count.", "count(*)", "SELECT count(*) FROM teams"],
)
### END HIDDEN TESTS"""


def told(grade_id: str, **changes: object) -> dict:
    toolbar = {
        "grade": False,
        "grade_id": grade_id,
        "locked": True,
        "schema_version": 3,
        "solution": False,
        "task": False,
    }
    return {"nbgrader": toolbar | changes}


class SmallCourse:
    """The folders of a course with the module 09-count."""

    def __init__(self, root: Path):
        self.root = root
        self.notebook = root / "solutions/09-count/09-count.ipynb"
        self.cells = [
            new_markdown_cell("### 9.1 Count the merchants · 5 min", metadata=told("9-1-prompt"), id="prompt"),
            new_code_cell('ex_9_1 = course.form("9.1")\nex_9_1', metadata=told("9-1-view"), id="view"),
            new_code_cell(GRADE, metadata=told("9-1", grade=True, points=4), id="grade"),
        ]

    def write(self) -> Path:
        """Write the source notebook with its present cells, and a lesson."""
        lesson = self.root / "modules/09-count.ipynb"
        for path, cells in ((self.notebook, self.cells), (lesson, [])):
            path.parent.mkdir(parents=True, exist_ok=True)
            nbformat.write(new_notebook(cells=cells), path)
        return self.notebook


@pytest.fixture
def small_course(tmp_path) -> SmallCourse:
    course = SmallCourse(tmp_path)
    course.write()
    return course


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> Path:
    """The folder of the small course as it is committed. Copy it before use."""
    course = SmallCourse(tmp_path_factory.mktemp("built"))
    course.write()
    build(course.root)
    return course.root


@pytest.fixture
def built_course(built, tmp_path) -> SmallCourse:
    """A small course of one's own as it is committed."""
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return SmallCourse(tmp_path)
