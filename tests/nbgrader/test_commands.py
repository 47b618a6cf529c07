"""The way from the exchange, or a zip, to the exported grades. Module 5 goes it by nbgrader's own commands alone."""

from __future__ import annotations

import json
import sys

import pytest

from course.learner import pack
from tests.nbgrader.course_folder import ASSIGNMENT, CourseFolder, answers
from tests.nbgrader.formgrader import ask, served

NOTEBOOK, ANSWERS = f"{ASSIGNMENT}.ipynb", f"{ASSIGNMENT}.answers.json"


@pytest.mark.skipif(sys.platform == "win32", reason="nbgrader's exchange does not exist there")
def test_from_the_release_to_the_exported_grades(course_folder):
    folder = course_folder
    assert folder.api.release_assignment(ASSIGNMENT)["success"]
    for student, given in {"ann": answers(_5_2="right", _5_3="right"), "bob": answers(_5_2="half")}.items():
        (folder.fetch(ASSIGNMENT, student) / ANSWERS).write_bytes(given)
    (folder.home("bob") / ASSIGNMENT / NOTEBOOK).unlink()
    for student in ("ann", "bob"):
        folder.submit(ASSIGNMENT, student)
    assert folder.api.collect(ASSIGNMENT)["success"]
    log = folder.run("autograde", ASSIGNMENT)
    assert "Traceback" not in log and "TCP without encryption" not in log
    for student in ("ann", "bob"):
        folder.feedback(student)
    assert folder.api.release_feedback(ASSIGNMENT)["success"]
    assert folder.export() == {(ASSIGNMENT, "ann"): 6.0, (ASSIGNMENT, "bob"): 2.0}
    assert folder.scores() == {"ann": {"5-2": 4.0, "5-3": 2.0}, "bob": {"5-2": 2.0, "5-3": 0.0}}
    assert f"{NOTEBOOK}</code> was not in your hand-in" in folder.page("bob")
    assert len(list(folder.exchange.glob("*/feedback/*.html"))) == 2


def test_packed_hand_ins_are_collected(course_folder: CourseFolder):
    archive = course_folder.root / "downloaded" / ASSIGNMENT / "archive"
    archive.mkdir(parents=True)
    course_folder.released().with_name(ANSWERS).write_bytes(answers(_5_2="right"))
    pack.pack(course_folder.root, ASSIGNMENT, "ann").rename(archive / f"ann_{ASSIGNMENT}.ZIP")
    (archive / f"bob_{ASSIGNMENT}.zip").write_bytes(b"no zip")
    output = course_folder.run("zip_collect", ASSIGNMENT)
    assert f"bob: nothing in it, from bob_{ASSIGNMENT}.zip: neither a notebook nor an answers file" in output
    assert "1 taken, 1 nothing in it." in output
    (course_folder.root / "roster.csv").write_text("name\n")
    assert "no column “platform”" in course_folder.run("zip_collect", ASSIGNMENT, succeeds=False)
    submitted = course_folder.root / "submitted"
    assert sorted(path.relative_to(submitted).as_posix() for path in submitted.rglob("*.*") if path.is_file()) == [
        f"ann/{ASSIGNMENT}/{ANSWERS}",
        f"ann/{ASSIGNMENT}/{NOTEBOOK}",
        f"ann/{ASSIGNMENT}/timestamp.txt",
    ]


@pytest.fixture
def formgrader(course_folder):
    """The address of a running JupyterLab server's formgrader, over a course with one hand-in without its notebook."""
    course_folder.hand_in("ann", {ANSWERS: answers(_5_2="right", _5_3="half")})
    with served(course_folder) as address:
        yield address


def test_formgraders_button_grades_like_the_command(course_folder, formgrader):
    listed = json.loads(ask(f"{formgrader}/api/submissions/{ASSIGNMENT}"))
    assert [submission["student"] for submission in listed] == ["ann"]
    graded = json.loads(ask(f"{formgrader}/api/submission/{ASSIGNMENT}/ann/autograde", b""))
    assert graded["success"], graded
    assert course_folder.scores()["ann"] == {"5-2": 4.0, "5-3": 1.0}
    submission = json.loads(ask(f"{formgrader}/api/submitted_notebooks/{ASSIGNMENT}/{ASSIGNMENT}"))[0]["id"]
    page = ask(f"{formgrader}/submissions/{submission}")
    assert '<p class="twin">5.2: right</p>' in page


def test_formgrader_can_show_the_settings(course_folder):
    assert "TakeAnswers" in json.dumps(course_folder.config)
