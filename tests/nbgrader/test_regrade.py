"""Grading again after a key was corrected: first a table of who gains and loses, then, if somebody agrees, the points."""

from __future__ import annotations

import json

import pytest

from course import cli
from course.nbgrader.grade import converter_for, grade, regrade
from course.nbgrader.regrade import Change, changes, table
from tests.nbgrader.course_folder import ASSIGNMENT, CourseFolder, answers


def test_the_table_comes_before_anything_is_written(course_folder: CourseFolder, capsys):
    folder = course_folder
    for student, answer in {"ann": "right", "bob": "half", "cara": "half"}.items():
        folder.hand_in(student, {f"{ASSIGNMENT}.answers.json": answers(_5_2=answer, _5_3="right")})
    folder.autograde()
    with folder.api.gradebook as gradebook:
        mark = gradebook.find_grade("5-2", ASSIGNMENT, ASSIGNMENT, "cara")
        mark.manual_score, mark.needs_manual_grade = 3, False
        gradebook.db.commit()
    before = folder.scores()
    source = folder.source()
    key = source.read_text().replace('"half": 0.5', '"half": 0.75').replace('\\"half\\": 0.5', '\\"half\\": 0.75')
    assert key != source.read_text()
    source.write_text(key)
    folder.generate()
    graded = (folder.root / "autograded" / "bob" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_bytes()

    assert not regrade(folder.root, ASSIGNMENT, [], 1, False)
    assert capsys.readouterr().out == (
        "bob · 5.2 · 2 → 3 · +1\n1 would gain and 0 would lose points.\n"
        "Nothing is written. The same command with --yes writes it.\n"
    )
    assert folder.scores() == before
    assert (folder.root / "autograded" / "bob" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_bytes() == graded

    assert regrade(folder.root, ASSIGNMENT, [], 1, True)
    assert grade(folder.root, ASSIGNMENT, [], 1, True, False) == 0
    after = folder.scores()
    assert {student: points["5-2"] for student, points in after.items()} == {"ann": 4.0, "bob": 3.0, "cara": 3.0}
    assert changes(folder.root, converter_for(folder.root, ASSIGNMENT, [], 1, True)) == []


@pytest.mark.parametrize("agreed", [[], ["--yes"]])
def test_a_program_reads_one_document(course_folder: CourseFolder, capsys, monkeypatch, agreed):
    folder = course_folder
    folder.hand_in("ann", {f"{ASSIGNMENT}.answers.json": answers(_5_2="half")})
    folder.autograde()
    before = folder.scores()
    source = folder.source()
    source.write_text(
        source.read_text().replace('"half": 0.5', '"half": 0.75').replace('\\"half\\": 0.5', '\\"half\\": 0.75')
    )
    folder.generate()
    monkeypatch.chdir(folder.root)
    capsys.readouterr()

    assert cli.main(["grade", ASSIGNMENT, "--regrade", "--json", *agreed]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["changes"] == [{"student": "ann", "exercise": "5.2", "before": 2.0, "after": 3.0}]
    assert (said["written"], said["problem"]) == (bool(agreed), "")
    assert folder.scores()["ann"]["5-2"] == (3.0 if agreed else before["ann"]["5-2"])
    assert [one["score"] for one in said.get("hand_ins", [])] == ([3.0] if agreed else [])


def test_a_program_is_told_of_a_problem_in_one_document(course_folder: CourseFolder, capsys, monkeypatch):
    (course_folder.root / "gradebook.db").unlink()
    monkeypatch.chdir(course_folder.root)
    capsys.readouterr()

    assert cli.main(["grade", ASSIGNMENT, "--regrade", "--json", "--yes"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert "Nothing is graded here yet" in said["problem"] and said["written"] is False


def test_gains_and_losses_are_counted_by_person():
    found = [Change("ann", "5.2", 1, 3), Change("ann", "5.3", 2, 1), Change("bob", "5.2", 0, 2)]
    assert table(found)[-1] == "2 would gain and 1 would lose points."
    assert table([]) == ["Grading again changes nobody's points."]


def test_a_class_that_is_not_graded_is_said(course_folder: CourseFolder, capsys):
    (course_folder.root / "gradebook.db").unlink()
    assert not regrade(course_folder.root, ASSIGNMENT, [], 1, True)
    assert "Nothing is graded here yet" in capsys.readouterr().out
