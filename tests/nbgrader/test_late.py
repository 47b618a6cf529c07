"""Handing in again, and late, by nbgrader's exchange: which hand-in counts, and what a penalty takes."""

from __future__ import annotations

import re
import sys
from textwrap import dedent

import pytest

from course.nbgrader.grade import grade
from tests.nbgrader.course_folder import ASSIGNMENT, PROJECT, CourseFolder, answers

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nbgrader's exchange does not exist there")
ANSWERS = f"{ASSIGNMENT}.answers.json"


def hand_in(folder: CourseFolder, student: str, answer: str) -> None:
    """What a learner does: fetch it the first time, answer, submit."""
    home = folder.home(student) / ASSIGNMENT
    if not home.exists():
        folder.fetch(ASSIGNMENT, student)
    (home / ANSWERS).write_bytes(answers(_5_2=answer))
    folder.submit(ASSIGNMENT, student)


def points(folder: CourseFolder) -> dict[str, float]:
    with folder.api.gradebook as gradebook:
        submissions = gradebook.assignment_submissions(ASSIGNMENT)
        return {each.student.id: each.score - each.late_submission_penalty for each in submissions}


def test_a_later_hand_in_counts_once_it_is_collected(course_folder: CourseFolder):
    folder = course_folder
    assert folder.api.release_assignment(ASSIGNMENT)["success"]
    for student in ("ann", "bob"):
        hand_in(folder, student, "half")
    folder.run("collect", ASSIGNMENT)
    assert folder.autograde(force=False)["success"]
    assert points(folder) == {"ann": 2.0, "bob": 2.0}

    hand_in(folder, "ann", "right")
    assert "use --update to update: ann" in folder.run("collect", ASSIGNMENT)
    assert "Updating submission: ann" in folder.run("collect", ASSIGNMENT, "--update")
    again = folder.autograde(force=False)
    assert points(folder) == {"ann": 4.0, "bob": 2.0}
    assert "1 was done before and left alone" in again["log"]


TENTH_A_DAY = """
c = get_config()
c.AssignLatePenalties.plugin_class = "late.TenthADay"
"""


@pytest.mark.parametrize("is_nbgraders", [False, True])
def test_a_policy_of_ones_own_takes_the_same_by_either_command(course_folder: CourseFolder, monkeypatch, is_nbgraders):
    """The page for instructors word by word: the method stands there, and is taken from there."""
    folder = course_folder
    text = (PROJECT / "docs" / "teach.md").read_text(encoding="utf-8")
    policy = re.search(r"  ```python\n(  from nbgrader\.plugins.*?)  ```", text, re.DOTALL)
    (folder.root / "late.py").write_text(dedent(policy[1]))
    with (folder.root / "nbgrader_config.py").open("a") as settings:
        settings.write(TENTH_A_DAY)
    monkeypatch.syspath_prepend(str(folder.root))
    monkeypatch.delitem(sys.modules, "late", raising=False)
    with folder.api.gradebook as gradebook:
        gradebook.update_or_create_assignment(ASSIGNMENT, duedate="2026-01-05 10:00:00 UTC")
    moments = {"ann": "2026-01-05 09:00:00 UTC", "bob": "2026-01-06 11:00:00 UTC", "cyd": "2026-02-05 11:00:00 UTC"}
    for student, moment in moments.items():
        folder.hand_in(student, {ANSWERS: answers(_5_2="right"), "timestamp.txt": moment.encode()})
    if is_nbgraders:
        folder.autograde(AssignLatePenalties={"plugin_class": "late.TenthADay"})
    else:
        assert grade(folder.root, ASSIGNMENT, [], 1, False, True) == 0
    assert points(folder) == {"ann": 4.0, "bob": pytest.approx(3.2), "cyd": 0.0}


def test_late_costs_what_the_policy_says(course_folder: CourseFolder):
    """Nothing, as long as there is none."""
    folder = course_folder
    with folder.api.gradebook as gradebook:
        gradebook.update_or_create_assignment(ASSIGNMENT, duedate="2026-01-05 10:00:00 UTC")
    for student, moment in {"ann": "2026-01-05 09:00:00 UTC", "bob": "2026-01-05 11:00:00 UTC"}.items():
        folder.hand_in(student, {ANSWERS: answers(_5_2="right"), "timestamp.txt": moment.encode()})
    folder.autograde()
    assert points(folder) == {"ann": 4.0, "bob": 4.0}
    folder.autograde(LateSubmissionPlugin={"penalty_method": "zero"})
    assert points(folder) == {"ann": 4.0, "bob": 0.0}
