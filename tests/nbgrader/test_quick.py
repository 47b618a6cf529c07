"""Grading without a kernel leaves what nbgrader's own executor leaves: scores, comments, flags, notebooks, feedback."""

from __future__ import annotations

import json
import os

import pytest

from tests.nbgrader.both_ways import ASSIGNMENT, files, make_course, mark_by_hand, put_hand_ins, rows, shown
from tests.nbgrader.formgrader import ask, served

pytestmark = pytest.mark.timeout(1800)  # two dozen kernels start in turn
COUNT = int(os.environ.get("COURSE_HAND_INS", "24"))
LATE = {"penalty_method": "zero"}


@pytest.fixture(scope="module")
def both(tmp_path_factory, quiet_home):
    """The same hand-ins graded with a kernel for each, and without."""
    root = tmp_path_factory.mktemp("both")
    with_kernel = make_course(root / "kernel" / "course")
    put_hand_ins(with_kernel, COUNT)
    mark_by_hand(with_kernel)
    (root / "quick").mkdir()
    without = with_kernel.copy(root / "quick" / "course")
    with_kernel.result = with_kernel.autograde(
        assignment=ASSIGNMENT, CourseAutograde={"quick": False}, LateSubmissionPlugin=LATE
    )
    without.result = without.autograde(assignment=ASSIGNMENT, LateSubmissionPlugin=LATE)
    return with_kernel, without


def students(folder):
    return sorted(path.name for path in (folder.root / "submitted").iterdir())


def test_no_kernel_was_started_and_all_went_well(both):
    with_kernel, without = both
    assert with_kernel.result["success"] and without.result["success"], without.result
    assert f"{COUNT} hand-ins graded" in without.result["log"]
    assert "Sanitizing" in with_kernel.result["log"] and "Sanitizing" not in without.result["log"]


@pytest.mark.parametrize("what", ["grades", "comments", "notebooks", "submissions", "students"])
def test_the_gradebooks_are_the_same(both, what):
    with_kernel, without = map(rows, both)
    assert without[what] == with_kernel[what]
    assert len(without[what]) >= COUNT


def test_the_mix_has_everything(both):
    grades = rows(both[1])["grades"]
    scores = {score for student, name, score, *_ in grades if name == "5-2"}
    assert scores == {0.0, 4.0}
    assert {needs for *_, needs in grades} == {0, 1}
    assert any(penalty for *_, penalty in rows(both[1])["notebooks"])


def test_the_same_files_are_left_behind(both):
    with_kernel, without = map(files, both)
    assert without == with_kernel


def test_the_graded_notebooks_show_the_same(both):
    with_kernel, without = both
    for student in students(without):
        for one, other in zip(shown(without, student), shown(with_kernel, student), strict=True):
            assert one == other, student
        assert without.graded(student, ASSIGNMENT).metadata == with_kernel.graded(student, ASSIGNMENT).metadata


def test_the_feedback_is_the_same(both):
    for folder in both:
        folder.feedback(assignment=ASSIGNMENT)
    with_kernel, without = both
    for student in students(without):
        assert without.page(student, ASSIGNMENT) == with_kernel.page(student, ASSIGNMENT)


def test_what_cannot_be_judged_says_so_and_the_rest_counts(both):
    _, without = both
    page = without.page("learner-000", ASSIGNMENT)
    assert page.count("could not be judged") >= 1
    assert without.total("learner-000", ASSIGNMENT) > 20


def test_formgrader_opens_what_was_graded_and_its_button_grades_the_same(both):
    with_kernel, without = both
    before = rows(without)
    with served(without) as address:
        listed = json.loads(ask(f"{address}/api/submissions/{ASSIGNMENT}"))
        assert [one["student"] for one in listed if one["autograded"]] == students(without)
        for one in json.loads(ask(f"{address}/api/submitted_notebooks/{ASSIGNMENT}/{ASSIGNMENT}"))[:5]:
            assert "course-twin" in ask(f"{address}/submissions/{one['id']}")
        graded = json.loads(ask(f"{address}/api/submission/{ASSIGNMENT}/learner-000/autograde", b""))
        assert graded["success"], graded
        assert "learner-000: " in graded["log"] and "Sanitizing" not in graded["log"]
    unlike = {name for name in before if name != "notebooks" and rows(without)[name] != before[name]}
    assert unlike == set()  # the penalty is a setting of this test, which the server does not have
