"""Every hand-in scores what its answers deserve, whatever else is in it, and none touches another. One real batch."""

from __future__ import annotations

import os
import sys
from copy import deepcopy

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from tests.nbgrader.course_folder import ASSIGNMENT, REFERENCE, answers

NOTEBOOK, ANSWERS = f"{ASSIGNMENT}.ipynb", f"{ASSIGNMENT}.answers.json"
GIVEN, DESERVED = answers(_5_2="right", _5_3="wrong"), {"5-2": 4.0, "5-3": 0.0}
NOTHING = {"5-2": 0.0, "5-3": 0.0}


def cell_of(notebook, grade_id):
    return next(cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


def duplicate(notebook, trace):
    notebook.cells += [deepcopy(cell_of(notebook, "5-2")), deepcopy(cell_of(notebook, "5-3"))]


def delete(notebook, trace):
    notebook.cells = notebook.cells[:1]


def tag(notebook, trace):
    for cell in notebook.cells:
        cell.metadata["tags"] = ["skip-execution"]


def attack(notebook, trace):
    lines = [
        trace,
        "import sys, sqlite3",
        "sqlite3.connect('../../../gradebook.db').execute('UPDATE grade SET manual_score = 99').connection.commit()",
        "print('oh', file=sys.stderr)",
        "exit()",
    ]
    notebook.cells.insert(0, new_code_cell("\n".join(lines)))
    cell_of(notebook, "5-3").source = "\n".join(lines)


def relabel(notebook, trace):
    one, other = cell_of(notebook, "5-2"), cell_of(notebook, "5-3")
    one.metadata.nbgrader["grade_id"], other.metadata.nbgrader["grade_id"] = "5-3", "5-2"
    other.metadata.nbgrader["points"] = 100
    one.source = "100.0"


def unlock(notebook, trace):
    for cell in notebook.cells:
        cell.metadata.pop("nbgrader", None)


TAMPERED = [duplicate, delete, tag, attack, relabel, unlock]

# Files that would be imported by the kernel's launcher, by IPython or by the grader if they lay beside the notebook.
SHADOWS = [
    "course/__init__.py", "course.py", "pandas.py", "duckdb/__init__.py", "json.py", "runpy.py", "sitecustomize.py",
    "usercustomize.py", "ipykernel_launcher.py", "ipykernel/__init__.py", "IPython/__init__.py", "ipython_config.py",
    ".ipython/profile_default/startup/00-start.py", "encodings/__init__.py",
]  # fmt: skip

# Hand-ins in which something is missing or broken, what they score and what their learner is told.
HUGE = b'{"version": 1, "exercises": {}, "x": "' + b"y" * 50_000_000 + b'"}'
BROKEN = {
    "nothing": ({}, NOTHING, "No saved answers were found in this hand-in"),
    "only-answers": ({ANSWERS: GIVEN}, DESERVED, f"`{NOTEBOOK}` was not in your hand-in"),
    "cut-off": ({NOTEBOOK: b'{"cells": [', ANSWERS: GIVEN}, DESERVED, f"`{NOTEBOOK}` could not be read"),
    "both-broken": ({NOTEBOOK: b"", ANSWERS: b"{"}, NOTHING, "No saved answers were found in this hand-in"),
    "huge": ({ANSWERS: HUGE}, NOTHING, "larger than 5 MB"),
    "feedback-file": ({ANSWERS: GIVEN, "feedback": b"mine"}, DESERVED, "was not in your hand-in"),
    "feedback-folder": ({ANSWERS: GIVEN, "feedback/05-sql.html": b"mine"}, DESERVED, "was not in your hand-in"),
    "bad-timestamp": ({ANSWERS: GIVEN, "timestamp.txt": b"the other day"}, DESERVED, "was not in your hand-in"),
}

# Answers in the notebook and in the file.
COPIES = {
    "only-notebook": (GIVEN, {}, DESERVED, ""),
    "copy-and-binary-file": (GIVEN, {ANSWERS: bytes(range(256))}, DESERVED, "is cut off or is no answers file"),
    "released-notebook": (b"null", {}, NOTHING, "No saved answers were found in this hand-in"),
}
LONGEST_CELL = 15  # seconds: far more than any other cell takes, for one of them never ends
JUDGING = {"die": NOTHING, "sleep": {"5-2": 0.0, "5-3": 1.0}, "break": {"5-2": 0.0, "5-3": 1.0}}


@pytest.fixture(scope="module")
def batch(generated, tmp_path_factory):
    """All hand-ins of this file, graded in one go. ``marker`` is where code of a learner would leave its trace."""
    folder = generated.copy(tmp_path_factory.mktemp("batch") / "course")
    folder.marker = folder.root.parent / "code of a learner ran"
    trace = f"open({str(folder.marker)!r}, 'a').write('here')"
    released = folder.released().read_bytes()
    for change in TAMPERED:
        notebook = nbformat.reads(released.decode(), as_version=4)
        change(notebook, trace)
        folder.hand_in(change.__name__, {NOTEBOOK: nbformat.writes(notebook).encode(), ANSWERS: GIVEN})
    for name, (files, _, _) in BROKEN.items():
        folder.hand_in(name, files)
    for name, (copy, files, _, _) in COPIES.items():
        notebook = released.replace(b'"kernelspec"', b'"course_answers": %b, "kernelspec"' % copy)
        folder.hand_in(name, {NOTEBOOK: notebook, **files})
    others = {"checks.json": b"{}", "data.csv": b"a,b", **dict.fromkeys(SHADOWS, trace.encode())}
    folder.hand_in("shadows", {NOTEBOOK: released, ANSWERS: GIVEN, **others})
    for answer in JUDGING:
        folder.hand_in(f"judge-{answer}", {NOTEBOOK: released, ANSWERS: answers(_5_2=answer, _5_3="half")})
    if sys.platform != "win32":
        hand_in_links(folder)
    folder.result = folder.autograde(Execute={"timeout": LONGEST_CELL})
    folder.points = folder.scores()
    return folder


def hand_in_links(folder):
    """Hand-ins that point to what another learner handed in."""
    elsewhere = folder.root / "submitted" / "only-answers" / ASSIGNMENT
    (folder.hand_in("link-answers", {}) / ANSWERS).symlink_to(elsewhere / ANSWERS)
    folder.hand_in("link-folder", {}).rmdir()
    (folder.root / "submitted" / "link-folder" / ASSIGNMENT).symlink_to(elsewhere)
    (folder.root / "submitted" / "link-student").symlink_to(elsewhere.parent)


def remark(folder, student):
    first = folder.graded(student).cells[0]
    return first.source if first.cell_type == "markdown" else ""


@pytest.mark.parametrize("student", [change.__name__ for change in TAMPERED])
def test_tampering_with_the_notebook_changes_nothing(batch, student):
    assert batch.points[student] == DESERVED
    assert remark(batch, student) == ""


def test_no_code_of_a_learner_runs(batch):
    assert not batch.marker.exists()


def test_only_answers_reach_the_folder_that_is_graded_in(batch):
    graded = batch.root / "autograded" / "shadows" / ASSIGNMENT
    assert sorted(path.name for path in graded.rglob("*")) == [ANSWERS, NOTEBOOK, "checks.json"]
    assert graded.joinpath("checks.json").read_text() == '{"checks": "of the course"}'
    assert batch.points["shadows"] == DESERVED


@pytest.mark.parametrize("student", BROKEN)
def test_a_broken_hand_in_is_graded_from_what_is_there(batch, student):
    _, points, sentence = BROKEN[student]
    assert batch.points[student] == points
    assert sentence in remark(batch, student)


@pytest.mark.parametrize("student", COPIES)
def test_answers_come_from_the_notebook_too(batch, student):
    _, _, points, sentence = COPIES[student]
    assert batch.points[student] == points
    assert sentence in remark(batch, student) and bool(sentence) == bool(remark(batch, student))


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
@pytest.mark.parametrize("student", ["link-answers", "link-folder", "link-student"])
def test_answers_of_another_learner_are_not_taken_by_a_link(batch, student):
    assert batch.points.get(student, NOTHING) == NOTHING
    assert batch.points["only-answers"] == DESERVED


@pytest.mark.parametrize("answer", JUDGING)
def test_what_cannot_be_judged_scores_nothing_and_asks_for_a_person(batch, answer):
    student = f"judge-{answer}"
    batch.feedback(student)
    assert batch.points[student] == JUDGING[answer]
    assert batch.needs_a_person(student)
    assert "could not be judged" in batch.page(student)
    assert not any(secret in batch.page(student) for secret in (REFERENCE, "RuntimeError:", "CellTimeoutError"))


def test_the_instructor_is_told_whose_hand_in_failed_and_the_batch_goes_on(batch):
    assert not batch.result["success"]
    assert "judge-die" in batch.result["error"] and "judge-sleep" not in batch.result["error"]
    assert batch.points["relabel"] == DESERVED  # comes later in the alphabet
    assert "NBGRADER_EXECUTION" not in os.environ


def test_handed_in_files_stay_as_they_were(batch):
    assert (batch.root / "submitted" / "cut-off" / ASSIGNMENT / NOTEBOOK).read_bytes() == b'{"cells": ['


def test_a_reason_reaches_the_feedback_page(batch):
    batch.feedback("nothing")
    assert "No saved answers were found in this hand-in" in batch.page("nothing")
