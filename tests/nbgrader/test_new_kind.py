"""A kind of exercise that lives here goes the whole way from its source notebook to the gradebook; course/ is left alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tests.nbgrader.course_folder import CourseFolder, grade_cell, locked_cell, source_notebook, write
from tests.nbgrader.front_end import FrontEnd

MODULE = "09-words"
ANSWERS = f"{MODULE}.answers.json"
PROMPT = "### 9.1 Read it from its end · 3 min\n\nType the word backwards."
VIEW = 'ex_9_1 = course.backwards("9.1", starter="stressed")\nex_9_1'
GRADE = """ex_9_1.check()
### BEGIN HIDDEN TESTS
ex_9_1.grade(
    reference="desserts",
    mistakes={
        "That is the word itself.": "stressed",
        "One s is missing.": "deserts",
        "One letter was left out.": "dessert",
        "Two letters changed places.": "desserst",
    },
    hints=["Begin at the end.", "The last letter is d.", "“drawer” becomes “reward”."],
)
### END HIDDEN TESTS"""
DISTRIBUTION = {
    "METADATA": "Metadata-Version: 2.1\nName: backwards\nVersion: 1\n",
    "entry_points.txt": "".join(
        f"[course.{wing}]\nbackwards = backwards.{wing}\n" for wing in ("grade", "views", "authoring")
    ),
}
AUTHOR = """
from pathlib import Path
from course.authoring.build import build
from course.authoring.check import problems
print(*(path.name for path in build(Path())), *problems(Path()), sep="\\n")
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory, quiet_home):
    """The kind as a distribution of its own, which every new Python finds."""
    site = tmp_path_factory.mktemp("site")
    shutil.copytree(Path(__file__).with_name("backwards"), site / "backwards")
    for name, text in DISTRIBUTION.items():
        (site / "backwards-1.dist-info").mkdir(exist_ok=True)
        (site / "backwards-1.dist-info" / name).write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join([str(site), os.environ["PYTHONPATH"]]))
        yield site


@pytest.fixture(scope="module")
def course(tmp_path_factory, installed) -> CourseFolder:
    """A course with one exercise of the kind, built and checked; ``said`` is what its author read."""
    folder = CourseFolder.create(tmp_path_factory.mktemp("kinds") / "course")
    cells = [
        locked_cell(new_code_cell("import course"), "setup"),
        locked_cell(new_markdown_cell(PROMPT), "9-1-prompt"),
        locked_cell(new_code_cell(VIEW), "9-1-view"),
        grade_cell("9-1", 4, GRADE),
    ]
    write(source_notebook(*cells), folder.source(MODULE))
    write(new_notebook(), folder.root / "modules" / f"{MODULE}.ipynb")
    folder.said = subprocess.run(
        [sys.executable, "-c", AUTHOR], cwd=folder.root, capture_output=True, text=True, check=True
    ).stdout.split()
    return folder


@pytest.fixture(scope="module")
def work(course) -> dict[str, bytes]:
    """What lies beside the notebook of a learner who typed the word itself, and of one who then typed the right word."""
    own = course.home("ada") / MODULE
    shutil.copytree(course.released(MODULE).parent, own)
    with FrontEnd(own / f"{MODULE}.ipynb") as page:
        page.type("stressed backwards", "stressed")
        page.click("Check")
        page.wait_for("That is the word itself.")
        wrong = (own / ANSWERS).read_bytes()
        page.type("stressed backwards", "desserts")
        page.click("Check")
        page.wait_for("Passed")
    return {"bob": wrong, "ada": (own / ANSWERS).read_bytes()}


@pytest.fixture(scope="module")
def graded(course, work) -> CourseFolder:
    """The course after both hand-ins went through nbgrader's own command."""
    course.generate(MODULE)
    for student, saved in work.items():
        course.hand_in(student, {f"{MODULE}.ipynb": course.released(MODULE).read_bytes(), ANSWERS: saved}, MODULE)
    course.run("autograde", MODULE)
    return course


def test_its_author_builds_it_and_finds_nothing_wrong(course):
    assert set(course.said) == {f"{MODULE}.ipynb", "checks.json"}
    assert "desserts" not in course.released(MODULE).with_name("checks.json").read_text(encoding="utf-8")


def test_what_was_typed_and_checked_reaches_the_gradebook(graded):
    assert graded.scores(MODULE) == {"ada": {"9-1": 4.0}, "bob": {"9-1": 0.0}}


def test_the_marker_sees_answer_and_verdict(graded):
    shown = {student: nbformat.writes(graded.graded(student, MODULE)) for student in ("ada", "bob")}
    assert "stressed: desserts" in shown["ada"] and "the word is right" in shown["ada"]
    assert "stressed: stressed" in shown["bob"] and "That is the word itself." in shown["bob"]


def test_without_its_distribution_nobody_knows_it():
    from course.grade.kind import KINDS

    assert "backwards" not in KINDS
