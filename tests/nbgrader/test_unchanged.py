"""Grading all of it again rewrites nothing that is as it was, and everything that is not."""

from __future__ import annotations

import json
import os
import sqlite3

import pytest

from course.case.database import folder as cache_folder
from course.nbgrader import verdicts
from course.nbgrader.grade import converter_for, grade
from tests.nbgrader.both_ways import ASSIGNMENT, files, make_course, put_hand_ins, rows

COUNT = 6  # the fourth one is hostile: something in it cannot be judged


@pytest.fixture(scope="module")
def graded(tmp_path_factory, quiet_home):
    folder = make_course(tmp_path_factory.mktemp("unchanged") / "course", with_unfair=False)
    put_hand_ins(folder, COUNT)
    grade(folder.root, ASSIGNMENT, [], 2, False, False)
    return folder


@pytest.fixture
def course_folder(graded, tmp_path):
    return graded.copy(tmp_path / "course")


def again(folder, capsys, *students) -> dict:
    capsys.readouterr()
    grade(folder.root, ASSIGNMENT, students, 2, True, True)
    return json.loads(capsys.readouterr().out)


def touched(folder) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in (folder.root / "autograded").rglob("*.ipynb")}


def unlike(before, after) -> set[str]:
    """The students whose notebooks were written again."""
    assert before.keys() == after.keys()
    return {path.split("autograded")[1].split(os.sep)[1] for path in before if before[path] != after[path]}


def test_nothing_is_written_again_but_what_chance_decides(course_folder, capsys):
    before, held, left = touched(course_folder), rows(course_folder), files(course_folder)
    report = again(course_folder, capsys)
    assert report["graded"] == COUNT and report["unchanged"] >= COUNT - 2
    assert len(unlike(before, touched(course_folder))) == COUNT - report["unchanged"]
    assert rows(course_folder) == held and files(course_folder) == left
    assert all(one["max_score"] > 20 for one in report["hand_ins"])


@pytest.mark.parametrize(
    "change",
    [
        lambda folder, student: folder.root.joinpath("submitted", student, ASSIGNMENT, "timestamp.txt").write_text(
            "2026-01-07 10:00:00 UTC"
        ),
        lambda folder, student: folder.root.joinpath("submitted", student, ASSIGNMENT, "more.answers.json").write_text(
            "{"
        ),
        lambda folder, student: next((folder.root / "autograded" / student).rglob("*.answers.json")).unlink(),
        lambda folder, student: next((folder.root / "autograded" / student).rglob("*.ipynb")).chmod(0o644),
    ],
    ids=["its time", "a file more", "a file less", "a mode"],
)
def test_what_was_changed_in_a_hand_in_is_written_again(course_folder, capsys, change):
    again(course_folder, capsys)
    before = touched(course_folder)
    change(course_folder, "learner-001")
    report = again(course_folder, capsys, "learner-000", "learner-001")
    assert report["unchanged"] == 1
    assert unlike(before, touched(course_folder)) == {"learner-001"}
    assert again(course_folder, capsys, "learner-001")["unchanged"] == 1


def test_a_graded_notebook_that_was_cut_off_is_written_again(course_folder, capsys):
    (path,) = (course_folder.root / "autograded" / "learner-000").rglob("*.ipynb")
    whole = path.read_bytes()
    path.chmod(0o644)
    path.write_bytes(whole[:1000])
    assert again(course_folder, capsys, "learner-000")["unchanged"] == 0
    assert len(path.read_bytes()) == len(whole)


def test_scores_that_somebody_changed_are_given_again(course_folder, capsys):
    with course_folder.api.gradebook as gradebook:
        grade_ = gradebook.find_grade("5-2", ASSIGNMENT, ASSIGNMENT, "learner-000")
        right, grade_.auto_score = grade_.auto_score, 0.25
        gradebook.db.commit()
    assert again(course_folder, capsys, "learner-000")["unchanged"] == 0
    assert course_folder.scores(ASSIGNMENT)["learner-000"]["5-2"] == right


def test_a_persons_points_stay_and_are_looked_at_again_as_nbgrader_has_it(course_folder, capsys):
    with course_folder.api.gradebook as gradebook:
        grade_ = gradebook.find_grade("5-2", ASSIGNMENT, ASSIGNMENT, "learner-000")
        grade_.manual_score, grade_.needs_manual_grade = 1.5, False
        gradebook.db.commit()
    assert again(course_folder, capsys, "learner-000")["unchanged"] == 0
    with course_folder.api.gradebook as gradebook:
        grade_ = gradebook.find_grade("5-2", ASSIGNMENT, ASSIGNMENT, "learner-000")
        assert (grade_.manual_score, grade_.needs_manual_grade) == (1.5, True)


def test_another_due_date_counts(course_folder, capsys):
    with course_folder.api.gradebook as gradebook:
        gradebook.update_or_create_assignment(ASSIGNMENT, duedate="2027-01-05 10:00:00 UTC")
    assert again(course_folder, capsys)["unchanged"] == 0


def test_another_setting_counts_and_who_does_not_want_it_gets_none(course_folder):
    for name, value in (("quick", False), ("keeps_verdicts", False)):
        converter = converter_for(course_folder.root, ASSIGNMENT, ["learner-000"], 1, True)
        setattr(converter, name, value)
        converter.start()
        assert converter.summary.unchanged == 0
    converter = converter_for(course_folder.root, ASSIGNMENT, ["learner-000"], 1, True)
    converter.config.LimitOutput.max_lines = 7
    converter.start()
    assert converter.summary.unchanged == 0


def test_entries_that_are_not_whole_are_not_believed(course_folder, capsys):
    again(course_folder, capsys, "learner-000")
    assert again(course_folder, capsys, "learner-000")["unchanged"] == 1
    with sqlite3.connect(cache_folder() / verdicts.FILE) as store:
        store.execute("UPDATE verdict SET value = substr(value, 1, 12)")
    assert again(course_folder, capsys, "learner-000")["unchanged"] == 0
    assert again(course_folder, capsys, "learner-000")["unchanged"] == 1
    (cache_folder() / verdicts.FILE).write_bytes(b"no store")
    assert again(course_folder, capsys, "learner-000")["unchanged"] == 0
    (cache_folder() / verdicts.FILE).unlink()
    assert again(course_folder, capsys, "learner-000")["unchanged"] == 0
