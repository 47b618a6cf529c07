"""What counts as a score, and what becomes of it when a hand-in is graded again."""

from __future__ import annotations

import os

import nbformat
import pytest
from nbformat.v4 import new_output

from tests.nbgrader.course_folder import ASSIGNMENT, CourseFolder, answers, grade_cell, source_notebook, write

ANSWERS = f"{ASSIGNMENT}.answers.json"
RIGHT, DIES = answers(_5_2="right", _5_3="half"), answers(_5_2="die", _5_3="half")
NOTHING = {"5-2": 0.0, "5-3": 0.0}

# The end of a grade cell that is worth 2 points, and what it gives. nbgrader alone gives 2 for most of those with 0.
ENDINGS = {
    "0.5": 0.5,
    "0.0": 0.0,
    "2": 2.0,
    "1e-3": 0.001,
    "None": 0.0,
    "True": 0.0,
    "False": 0.0,
    "'2'": 0.0,
    "[2.0]": 0.0,
    "float('nan')": 0.0,
    "float('inf')": 0.0,
    "-1.0": 0.0,
    "2.5": 0.0,
    "print(2)": 0.0,
    "pass": 0.0,
    "import numpy; numpy.float64(2)": 0.0,
    "import ipywidgets; ipywidgets.FloatText(2)": 0.0,
    "import warnings; warnings.warn('old'); 1.5": 1.5,
    "import sys; print('noise', file=sys.stderr); 1.5": 1.5,
    "1/0": 0.0,
    "2.0; raise SystemExit": 0.0,
}


@pytest.fixture(scope="module")
def endings(tmp_path_factory, quiet_home) -> CourseFolder:
    """A graded hand-in with one grade cell for each of ENDINGS."""
    folder = CourseFolder.create(tmp_path_factory.mktemp("endings") / "course")
    cells = [grade_cell(f"cell-{number}", 2, ending) for number, ending in enumerate(ENDINGS)]
    write(source_notebook(*cells), folder.source())
    folder.generate()
    folder.hand_in("ann", {f"{ASSIGNMENT}.ipynb": folder.released().read_bytes()})
    folder.result = folder.autograde()
    folder.points = folder.scores()["ann"]
    return folder


@pytest.mark.parametrize("ending", ENDINGS)
def test_only_a_plain_number_from_0_to_the_points_is_a_score(endings, ending):
    assert endings.points[f"cell-{list(ENDINGS).index(ending)}"] == ENDINGS[ending]


def test_a_cell_without_a_score_fails_neither_the_hand_in_nor_quietly(endings):
    assert endings.result["success"]
    assert "Grade cell cell-4 gave no number from 0 to 2.0" in endings.result["log"]
    assert "Grade cell cell-18 wrote to stderr: noise" in endings.result["log"]


def test_widget_states_are_not_stored(endings):
    assert "widgets" not in endings.graded("ann").metadata


def test_an_instructors_saved_outputs_are_nobodys_score(course_folder):
    notebook = nbformat.read(course_folder.source(), as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [new_output("execute_result", {"text/plain": "2.0"}, execution_count=1)]
    write(notebook, course_folder.source())
    course_folder.hand_in("ann", {ANSWERS: RIGHT})
    course_folder.autograde(Execute={"enabled": False}, ClearOutput={"enabled": False})  # the option --no-execute
    assert course_folder.scores()["ann"] == NOTHING


def test_answers_among_the_sources_are_nobodys_answers(course_folder):
    course_folder.source().with_name(ANSWERS).write_bytes(RIGHT)
    course_folder.hand_in("ann", {ANSWERS: answers(_5_2="half", _5_3="wrong")})
    course_folder.hand_in("bob", {})
    course_folder.autograde()
    assert course_folder.scores() == {"ann": {"5-2": 2.0, "5-3": 0.0}, "bob": NOTHING}


def test_grading_again_gives_the_same_scores(course_folder):
    course_folder.hand_in("ann", {ANSWERS: RIGHT})
    assert course_folder.autograde()["success"]
    scores, outputs = course_folder.scores(), [cell.get("outputs") for cell in course_folder.graded("ann").cells]
    assert course_folder.autograde()["success"]
    assert course_folder.scores() == scores == {"ann": {"5-2": 4.0, "5-3": 1.0}}
    assert [cell.get("outputs") for cell in course_folder.graded("ann").cells] == outputs


def test_a_grading_that_fails_takes_the_old_scores_back_and_a_good_one_brings_new_ones(course_folder):
    course_folder.hand_in("ann", {ANSWERS: RIGHT})
    course_folder.autograde()
    assert course_folder.scores()["ann"] == {"5-2": 4.0, "5-3": 1.0}
    course_folder.hand_in("ann", {ANSWERS: DIES})
    assert not course_folder.autograde()["success"]
    assert course_folder.scores()["ann"] == NOTHING
    assert course_folder.needs_a_person("ann")
    course_folder.hand_in("ann", {ANSWERS: answers(_5_2="half")})
    assert course_folder.autograde()["success"]
    assert course_folder.scores()["ann"] == {"5-2": 2.0, "5-3": 0.0}
    assert not course_folder.needs_a_person("ann")


@pytest.mark.parametrize("step", ["init_destination", "init_assignment", "convert_single_notebook"])
def test_no_failure_at_any_step_leaves_old_scores(course_folder, monkeypatch, step):
    course_folder.hand_in("ann", {ANSWERS: RIGHT})
    course_folder.autograde()

    def fail(*arguments):
        raise OSError("the disk is full")

    monkeypatch.setattr(f"nbgrader.converters.autograde.Autograde.{step}", fail)
    result = course_folder.autograde()
    assert not result["success"] and "the disk is full" in result["log"]
    assert course_folder.scores()["ann"] == NOTHING
    assert course_folder.needs_a_person("ann")


def test_a_kernel_that_dies_leaves_nothing_in_the_environment(course_folder, monkeypatch):
    monkeypatch.setattr("course.nbgrader.autograde.CourseAutograde._convert_without_running", lambda *arguments: 1 / 0)
    course_folder.hand_in("ann", {ANSWERS: DIES})
    assert not course_folder.autograde()["success"]
    assert "NBGRADER_EXECUTION" not in os.environ


def test_a_hand_in_that_is_not_graded_again_keeps_its_scores(course_folder):
    course_folder.hand_in("ann", {ANSWERS: RIGHT, "timestamp.txt": b"2026-01-05 09:00:00 UTC"})
    course_folder.autograde()
    course_folder.autograde(force=False)
    assert course_folder.scores()["ann"] == {"5-2": 4.0, "5-3": 1.0}
    course_folder.hand_in("ann", {ANSWERS: answers(_5_2="half"), "timestamp.txt": b"2026-01-06 09:00:00 UTC"})
    course_folder.autograde(force=False)
    assert course_folder.scores()["ann"] == {"5-2": 2.0, "5-3": 0.0}


def test_no_hand_in_at_all_is_said_plainly(course_folder):
    result = course_folder.autograde()
    assert not result["success"]
    assert "There is no hand-in at" in result["log"]
