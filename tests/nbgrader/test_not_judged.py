"""What cannot be judged: it costs that exercise of that hand-in alone, and everybody is told."""

from __future__ import annotations

import csv
import json

import pytest

from course.nbgrader.grade import grade
from tests.nbgrader.both_ways import ASSIGNMENT, make_course
from tests.nbgrader.course_folder import answers
from tests.nbgrader.formgrader import ask, served

pytestmark = pytest.mark.timeout(900)
ANSWERS = f"{ASSIGNMENT}.answers.json"
RIGHT = "SELECT count(*) AS payments FROM payments"

# Imported by every Python process that finds it: what an answer does to the process that judges it.
DEADLY = """
import os, sys
class Patch:
    def find_spec(self, name, path=None, target=None):
        if name == "course.exercise":
            sys.meta_path.remove(self)
            import time
            from course import sheet
            judge = sheet.judge
            def judged(kind, expected, answer, starter=""):
                if answer == "die":
                    os._exit(1)
                if answer == "sleep":
                    time.sleep(600)
                if answer == "break":
                    raise RuntimeError("a secret of the key")
                if answer == "speak":
                    print("noise"), print("noise", file=sys.stderr)
                return judge(kind, expected, answer, starter)
            sheet.judge = judged
sys.meta_path.insert(0, Patch())
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory, quiet_home):
    """A class in which some answers end or stop the process that judges them."""
    root = tmp_path_factory.mktemp("not judged")
    folder = make_course(root / "course")
    (root / "deadly").mkdir()
    (root / "deadly" / "sitecustomize.py").write_text(DEADLY)
    for answer in ("die", "sleep", "break", "speak"):
        folder.hand_in(answer, {ANSWERS: answers(_5_2=answer, _5_6="SELECT 1", _12_3="# A memo")}, ASSIGNMENT)
    folder.hand_in("empty", {}, ASSIGNMENT)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(root / "deadly"))
        folder.result = folder.autograde(assignment=ASSIGNMENT, Execute={"timeout": 20}, CourseAutograde={"jobs": 2})
    folder.feedback(assignment=ASSIGNMENT)
    folder.exported = folder.export()
    return folder


@pytest.mark.parametrize("answer", ["die", "sleep", "break"])
def test_it_costs_that_exercise_of_that_hand_in(folder, answer):
    needs = _needs_a_person(folder, answer)
    assert needs == {"5-2", "5-9"}  # 5.9 can be judged for nobody
    assert "5-2" not in _needs_a_person(folder, "empty")


@pytest.mark.parametrize("answer", ["die", "sleep", "break"])
def test_the_page_says_so_and_gives_nothing_away(folder, answer):
    page = folder.page(answer, ASSIGNMENT)
    assert page.count("<strong>This exercise could not be judged") == 2
    assert "a secret of the key" not in page and "JudgingStopped" not in page


def test_what_a_library_prints_changes_no_score(folder):
    assert _needs_a_person(folder, "speak") == {"5-9"}
    assert "wrote to stderr: noise" in folder.result["log"]


def test_the_list_names_it_in_one_line(folder):
    assert folder.result["success"]
    assert "die: 0 of 48 points; could not be judged: 5.2, 5.9" in folder.result["log"]


def test_formgrader_lists_it_and_opens_on_it(folder):
    with served(folder) as address:
        books = json.loads(ask(f"{address}/api/submitted_notebooks/{ASSIGNMENT}/{ASSIGNMENT}"))
        (id,) = [book["id"] for book in books if book["student"] == "die"]
        assert "This exercise could not be judged" in ask(f"{address}/submissions/{id}")


def test_the_export_tells_it_from_0(folder):
    with (folder.root / "grades.csv").open(encoding="utf-8") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert rows["die"]["not_judged"] == "5.2 5.9"
    assert rows["empty"]["not_judged"] == "5.9"
    assert float(rows["empty"]["score"]) == 0.0


def test_a_hand_in_that_cannot_be_read_at_all_stops_no_other(folder, monkeypatch, tmp_path, capsys):
    own = folder.copy(tmp_path / "course")
    take = __import__("course.nbgrader.quick", fromlist=["take"]).take

    def fails(notebook, exercises):
        if "empty" in str(notebook):
            raise OSError("the disk is broken here")
        return take(notebook, exercises)

    monkeypatch.setattr("course.nbgrader.quick.take", fails)
    assert grade(own.root, ASSIGNMENT, [], 1, True, True) == 1
    said = {one["student"]: one for one in json.loads(capsys.readouterr().out)["hand_ins"]}
    assert len(said) == 5 and said["empty"]["score"] == 0.0 and "5.2" in said["empty"]["not_judged"]
    own.feedback("empty", ASSIGNMENT)
    assert "This exercise could not be judged" in own.page("empty", ASSIGNMENT)
    assert own.needs_a_person("empty", ASSIGNMENT)


def _needs_a_person(folder, student) -> set[str]:
    with folder.api.gradebook as gradebook:
        (book,) = gradebook.find_submission(ASSIGNMENT, student).notebooks
        return {grade.name for grade in book.grades if grade.needs_manual_grade and not grade.name.endswith("-human")}
