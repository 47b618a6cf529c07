"""A closed edition the whole way: released, fetched, answered, checked, handed in, collected, graded to the exact point.

The same answers are given in the open edition; what a sheet says of them on the way changes no point.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from course import exercise as exercises
from course import sheet as sheets
from course.authoring.edition import release
from course.authoring.read import SourceExercise, read
from course.exercise import Exercise
from course.grade.document.compile import wrong_document
from course.grade.form import mistaken, reference
from course.grade.python.answer import PythonAnswer
from course.grade.python.expectation import record
from course.grade.python.program import digest
from course.learner.answers_file import answers_path, parse
from course.verdict import Outcome
from tests.authoring.editions import copy_of_the_course
from tests.nbgrader.course_folder import CourseFolder

# A query, KQL, a function, a form and a review; a sheet with formulas and a document; a sketch; a board.
MODULES = {
    "07-sql-investigations": ("7.1", "7.5", "7.6", "7.7", "7.8"),
    "13-trade-offs-and-decision-records": ("13.2", "13.3", "13.4"),
    "15-internal-platforms-reliability-bottlenecks": ("15.4", "15.6"),
    "09-dashboards-metrics-and-call-outs": ("9.4", "9.6"),
}
STUDENTS = ("right", "wrong")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nbgrader's exchange does not exist there")


def answers_to(source: SourceExercise, entry: sheets.ExerciseSheet) -> dict[str, object]:
    """What the two students answer: the reference, and the first known mistake."""
    expected, mistake = sheets.expectation(entry), source.key.mistakes[0]
    if source.kind == "form":
        return {"right": reference(expected), "wrong": mistaken(expected, expected.mistakes[0])}
    wrong = wrong_document(source.key, mistake.answer) if source.kind == "document" else mistake.answer
    return {"right": source.key.reference, "wrong": wrong}


class Class:
    """The instructor's course, its closed and its open edition, and what the students answer in either."""

    def __init__(self, folder: Path):
        self.course = CourseFolder(copy_of_the_course(folder / "course"))
        numbers = [int(module[:2]) for module in MODULES]
        for name, closed in (("closed", numbers), ("open", [])):
            release(self.course.root, folder / name, None, closed)
        self.course.exchange.mkdir(exist_ok=True)
        self.course.exchange.chmod(0o777)
        self.said: dict[tuple[str, str], Outcome] = {}
        self.expected: dict[str, dict[str, dict[str, float]]] = {}
        self.folder = folder

    def edition(self, name: str) -> CourseFolder:
        folder = CourseFolder(self.folder / name)
        folder.exchange = self.course.exchange
        return folder

    def answer(self, student: str, module: str, notebook: Path, patch: pytest.MonkeyPatch) -> None:
        """Answer and check the exercises in a learner's folder, with whatever sheet is there."""
        opened = sheets.load(self.course.root / "solutions" / module)
        for source in read(self.course.source(module)):
            if source.id not in MODULES[module]:
                continue
            answer = answers_to(source, opened[source.id])[student]
            patch.chdir(notebook.parent)
            patch.setattr(exercises, "_open_answers", {})
            settings = {"function": source.key.function} if source.kind == "python" else {}
            exercise = Exercise(source.kind, source.id, source.starter, settings=settings)
            if source.kind == "python":
                answer = PythonAnswer.of(answer, record(exercise.expectation, answer, digest(answer))).to_json()
            exercise.answer = answer
            verdict = exercise.verdict()
            exercise.record_try(answer, verdict)
            exercise.answers.flush()
            exercise.answers.close()
            self.said[student, source.id] = verdict.outcome
            by_key = sheets.judge(source.kind, sheets.expectation(opened[source.id]), answer, source.starter)
            grade_id = source.id.replace(".", "-")
            self.expected.setdefault(module, {}).setdefault(student, {})[grade_id] = by_key.points(source.points)


@pytest.fixture(scope="module")
def graded(tmp_path_factory, quiet_home):
    """The class after everything; the answers that came from either edition, by module and student."""
    school = Class(tmp_path_factory.mktemp("school"))
    files: dict[str, dict[tuple[str, str], dict]] = {"closed": {}, "open": {}}
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("JPY_SESSION_NAME", raising=False)
        for module in MODULES:
            for student in STUDENTS:
                notebook = school.edition("open").released(module)
                answers_path(notebook).unlink(missing_ok=True)
                school.answer(student, module, notebook, patch)
                files["open"][module, student] = parse(answers_path(notebook).read_bytes())
            closed = school.edition("closed")
            closed.run("release_assignment", module)
            for student in STUDENTS:
                notebook = closed.fetch(module, student) / f"{module}.ipynb"
                school.answer(student, module, notebook, patch)
                files["closed"][module, student] = parse(answers_path(notebook).read_bytes())
                closed.submit(module, student)
            school.course.generate(module)
            school.course.run("collect", module)
            school.course.run("autograde", module)
    return school, files


@pytest.mark.parametrize("module", MODULES)
def test_the_points_are_those_of_the_key(graded, module):
    school, _ = graded
    scores = school.course.scores(module)
    for student in STUDENTS:
        expected = school.expected[module][student]
        assert {name: scores[student][name] for name in expected} == pytest.approx(expected)
    assert all(points > 0 for points in school.expected[module]["right"].values())
    assert sum(school.expected[module]["wrong"].values()) < sum(school.expected[module]["right"].values())


def test_check_only_said_that_it_is_saved(graded):
    school, _ = graded

    assert set(school.said.values()) == {Outcome.SAVED}
    assert len(school.said) == len(STUDENTS) * sum(map(len, MODULES.values()))


def test_a_closed_sheet_leaves_the_same_answers_and_no_score(graded):
    _, files = graded
    for place, entries in files["closed"].items():
        opened = files["open"][place]
        assert {id: entry.answer for id, entry in entries.items()} == {id: entry.answer for id, entry in opened.items()}
        for entry in entries.values():
            assert (entry.tries, entry.best, entry.best_score, entry.first_score, entry.passed) == (
                1,
                None,
                0.0,
                None,
                False,
            )


def test_graded_with_the_closed_sheet_beside_it_the_points_are_the_same(graded, tmp_path, monkeypatch):
    """Should a closed sheet ever lie where the instructor grades, the key is compiled anew."""
    school, files = graded
    module = "07-sql-investigations"
    closed = school.edition("closed").released(module).with_name(sheets.NAME)
    (tmp_path / sheets.NAME).write_bytes(closed.read_bytes())
    source = next(each for each in read(school.course.source(module)) if each.id == "7.1")
    (tmp_path / f"{module}.ipynb").write_text(json.dumps({"cells": [], "metadata": {}}))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(exercises, "_open_answers", {})
    exercise = Exercise("sql", "7.1", source.starter)
    exercise.answer = files["closed"][module, "right"]["7.1"].answer

    assert exercise.verdict().outcome is Outcome.SAVED
    assert exercise.graded(**source.parts)[1].outcome is Outcome.PASSED
