"""Module 5 itself through nbgrader itself: from its sources through the exchange, or a zip, to grades and feedback."""

from __future__ import annotations

import filecmp
import json
import sys
from dataclasses import replace
from html import unescape

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell
from nbgrader.validator import Validator

from course import sheet as sheets
from course.authoring.kind import kind
from course.authoring.proof import CompiledExercise
from course.authoring.read import BEGIN, END, read
from course.grade.query.key import QueryKey
from course.learner import pack
from course.learner.answers import Answers
from course.learner.answers_file import METADATA, answers_path, dump
from course.learner.entry import Entry
from tests.nbgrader.course_folder import LOADS, PROJECT, CourseFolder

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="nbgrader's exchange does not exist there"),
    pytest.mark.timeout(900),  # the whole way for eight learners is a minute of computing, on a busy machine far longer
]

MODULE = "05-sql-first-answers"
FULL = {"5-1": 3.0, "5-2": 4.0, "5-3": 5.0, "5-4": 5.0, "5-5": 5.0, "5-6": 5.0, "5-7": 4.0}
FORMS = ("5.1", "5.7")
NOTHING = dict.fromkeys(FULL, 0.0)
POINTS = {
    "perfect": FULL,
    "empty": NOTHING,
    "mistakes": {**NOTHING, "5-1": 2.7, "5-7": 4 * 9.5 / 11},  # one field is wrong, one cell of a table
    "hard-coded": NOTHING,
    "tampered": {**NOTHING, "5-2": 4.0},
    "lone-notebook": FULL,
    "kept-best": FULL,
    "zipped": {**NOTHING, "5-1": 2.7, "5-4": 5.0},
}
DIFFERS = "the result differs on hidden data"


def right(exercise, sheet: sheets.Sheet) -> object:
    (_, answer), *_ = kind(exercise.kind).right_answers(compiled(exercise, sheet))
    return answer


def mistaken(exercise, sheet: sheets.Sheet) -> object:
    """The first known mistake; in a form, all other fields are right."""
    (_, answer), *_ = kind(exercise.kind).wrong_answers(compiled(exercise, sheet))
    return answer


def compiled(exercise, sheet: sheets.Sheet) -> CompiledExercise:
    """The exercise as it is on its sheet."""
    expected = sheets.expectation(sheet[exercise.id])
    return CompiledExercise(exercise.kind, exercise.id, sheets.with_figures(exercise.key), expected, exercise.starter)


def hard_coded(exercise, sheet: sheets.Sheet) -> str:
    """A query that returns the expected rows of the practice data as they are."""
    practice = sheets.expectation(sheet[exercise.id]).practice
    rows = ", ".join(f"({', '.join(map(literal, row, practice.types))})" for row in practice.rows)
    order = f" ORDER BY {', '.join(exercise.key.order)}" if exercise.key.order else ""
    return f"SELECT * FROM (VALUES {rows}) AS known({', '.join(practice.columns)}){order}"


def literal(value: object, kind: str) -> str:
    return f"CAST('{value}' AS {kind})"


class Module:
    """The course folder, the exercises of the module, and what each learner answered."""

    def __init__(self, folder: CourseFolder):
        self.folder = folder
        self.exercises = {exercise.id: exercise for exercise in read(folder.source(MODULE))}
        self.sheet = sheets.load(folder.source(MODULE).parent)
        self.right = {id: right(exercise, self.sheet) for id, exercise in self.exercises.items()}
        self.mistakes = {id: mistaken(exercise, self.sheet) for id, exercise in self.exercises.items()}
        self.given = {
            "perfect": self.right,
            "empty": {},
            "mistakes": self.mistakes,
            "hard-coded": {id: hard_coded(self.exercises[id], self.sheet) for id in self.exercises if id not in FORMS},
            "tampered": {"5.2": self.right["5.2"], "5.3": self.mistakes["5.3"]},
            "lone-notebook": self.right,
            "kept-best": self.right,
            "zipped": {"5.1": self.mistakes["5.1"], "5.2": self.mistakes["5.2"], "5.4": self.right["5.4"]},
        }

    def entries(self, student: str) -> dict[str, Entry]:
        entries = {id: Entry().changed(answer) for id, answer in self.given[student].items()}
        if student == "kept-best":
            return {id: entry.checked(1.0).changed(self.mistakes[id]) for id, entry in entries.items()}
        return entries

    def answer(self, student: str, notebook) -> None:
        """What the learner's own work leaves beside the notebook."""
        answers = Answers(answers_path(notebook))
        for id, entry in self.entries(student).items():
            answers.put(id, entry)
        answers.flush()

    def tamper(self, notebook) -> None:
        """Everything that a learner could change to get points for the wrong answer to 5.3 and for no answer."""
        cheat = sheets.compile_key("sql", QueryKey(reference=self.mistakes["5.3"]))
        entries = [replace(e, expectation=cheat.to_json()) if e.id == "5.3" else e for e in self.sheet.exercises]
        notebook.with_name(sheets.NAME).write_text(replace(self.sheet, exercises=tuple(entries)).text())
        claimed = self.entries("tampered")["5.3"]
        answers = Answers(answers_path(notebook))
        answers.put("5.3", replace(claimed, best=claimed.answer, best_score=1.0, first_score=1.0, tries=1))
        answers.flush()
        shadow = notebook.parent / "course"
        shadow.mkdir()
        shadow.joinpath("__init__.py").write_text("raise SystemExit")
        book = nbformat.read(notebook, as_version=4)
        cells = {cell.metadata.nbgrader.grade_id: cell for cell in book.cells if "nbgrader" in cell.metadata}
        cells["05-import"].source = "class course:\n    sql = form = lambda *a, **k: 5.0"
        cells["5-1"].source = "3.0"
        cells["5-4"].metadata["tags"] = ["skip-execution"]
        cells["5-5"].metadata.nbgrader["points"] = 100
        copied = new_code_cell(cells["5-5"].source, metadata=cells["5-5"].metadata)
        book.cells += [copied, new_code_cell("get_ipython().kernel.do_shutdown(False)")]
        nbformat.write(book, notebook)

    def leave_only_the_notebook(self, notebook) -> None:
        book = nbformat.read(notebook, as_version=4)
        book.metadata[METADATA] = json.loads(dump(self.entries("lone-notebook")))
        nbformat.write(book, notebook)
        for other in (notebook.with_name(sheets.NAME), answers_path(notebook)):
            other.unlink()

    def hand_in(self, student: str) -> None:
        notebook = self.folder.fetch(MODULE, student) / f"{MODULE}.ipynb"
        self.answer(student, notebook)
        if student == "tampered":
            self.tamper(notebook)
        if student == "lone-notebook":
            self.leave_only_the_notebook(notebook)
        self.folder.submit(MODULE, student)

    def zip(self) -> None:
        """A learner's own copy of the course, packed, and the zip as it comes from a learning platform."""
        own = self.folder.copy(self.folder.root.parent / "clone" / "course")
        self.answer("zipped", own.released(MODULE))
        archive = self.folder.root / "downloaded" / MODULE / "archive"
        archive.mkdir(parents=True)
        packed = pack.pack(own.root, "5", "zipped")
        packed.rename(archive / packed.name)

    def page(self, student: str) -> BeautifulSoup:
        return BeautifulSoup(self.folder.page(student, MODULE), "html.parser")

    def secrets(self, student: str) -> set[str]:
        """What a learner must not read unless they wrote it: queries of the keys, in one line each."""
        queries = []
        for exercise in self.exercises.values():
            key = exercise.key
            if isinstance(key, QueryKey):
                queries += [key.reference, *key.accept, *(mistake.answer for mistake in key.mistakes)]
            else:
                queries += [field.sql for field in key.fields]
        own = [*self.given[student].values(), *(self.mistakes.values() if student == "kept-best" else ())]
        return set(map(plain, filter(None, queries))) - {plain(answer) for answer in own if isinstance(answer, str)}


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def module(tmp_path_factory, quiet_home) -> Module:
    """All hand-ins after the whole way, the instructor's steps by nbgrader's own commands."""
    folder = CourseFolder.create(tmp_path_factory.mktemp("module-05") / "course")
    folder.add_module(MODULE)
    module = Module(folder)
    folder.run("generate_assignment", MODULE)
    folder.run("release_assignment", MODULE)
    module.zip()
    for student in POINTS.keys() - {"zipped"}:
        module.hand_in(student)
    folder.run("collect", MODULE)
    folder.run("zip_collect", MODULE)
    module.log = folder.run("autograde", MODULE)
    folder.run("generate_feedback", MODULE)
    module.points, module.exported = folder.scores(MODULE), folder.export()
    return module


def test_what_is_committed_is_what_nbgrader_releases(module):
    committed = PROJECT / "exercises" / MODULE
    released = module.folder.released(MODULE).parent
    names = sorted(path.name for path in released.iterdir())

    assert names == sorted(path.name for path in committed.iterdir() if ".answers.json" not in path.name)
    assert filecmp.cmpfiles(committed, released, names, shallow=False) == (names, [], [])


@pytest.mark.parametrize("student", POINTS)
def test_each_exercise_scores_what_its_answer_deserves(module, student):
    assert module.points[student] == pytest.approx(POINTS[student])


def test_the_export_holds_the_sum(module):
    sums = {(MODULE, student): sum(points.values()) for student, points in POINTS.items()}
    assert module.exported == pytest.approx(sums)


@pytest.mark.parametrize("exercise", ["5.2", "5.3", "5.4", "5.5", "5.6"])
def test_only_hidden_data_tell_that_a_result_is_hard_coded(module, exercise):
    verdict = sheets.judge("sql", sheets.expectation(module.sheet[exercise]), module.given["hard-coded"][exercise])
    assert DIFFERS in verdict.headline


def test_all_is_judged_by_the_machine(module):
    assert "could not be judged" not in module.log
    assert not any(module.folder.needs_a_person(student, MODULE) for student in POINTS)


def test_a_page_shows_titles_answers_and_verdicts(module):
    page = module.page("mistakes")
    text = plain(page.get_text(" "))
    titles = [f"{exercise.id} {exercise.title}" for exercise in module.exercises.values()]
    assert [link.get_text() for link in page.select("#toc a")] == titles
    assert [label.get_text() for label in page.select(".nbgrader-label")] == titles
    assert [card.select_one(".course-title").get_text() for card in page.select(".course-twin")] == titles
    for exercise in module.exercises.values():
        assert exercise.key.mistakes[0].sentence in text
        assert exercise.kind == "form" or plain(module.mistakes[exercise.id]) in text


@pytest.mark.parametrize(
    ("student", "sentence", "times"),
    [
        ("perfect", "Passed: right on all", 5),
        ("perfect", "Passed: 10 of 10 are right.", 1),
        ("empty", "No answer yet.", 7),
        ("empty", "Not attempted:", 7),
        ("hard-coded", DIFFERS, 5),
        ("tampered", "Not attempted:", 5),
        ("kept-best", "The best answer, which counts.", 7),
        ("kept-best", "Passed:", 7),
    ],
)
def test_a_page_says_what_counts(module, student, sentence, times):
    assert plain(module.page(student).get_text(" ")).count(sentence) == times


def test_no_page_gives_anything_away(module):
    assert {student: found for student in POINTS if (found := given_away(module, student))} == {}


def given_away(module: Module, student: str) -> list[str]:
    read_by_people, sent = plain(module.page(student).get_text()), plain(unescape(module.folder.page(student, MODULE)))
    secrets = (*module.secrets(student), BEGIN, END, "reference=", "mistakes=", "ex_5_")
    return [secret for secret in secrets if secret in read_by_people or secret in sent]


def test_no_page_asks_anything_of_the_network(module):
    pages = {student: module.page(student) for student in POINTS}
    assert {student: LOADS.findall(module.folder.page(student, MODULE)) for student in POINTS} == dict.fromkeys(
        POINTS, []
    )
    assert {student: page.select("script, [src], [onclick]") for student, page in pages.items()} == dict.fromkeys(
        POINTS, []
    )
    assert [link for page in pages.values() for link in page.select("[href]") if not link["href"].startswith("#")] == []


def validate(module: Module, student: str) -> list[dict]:
    """The cells that nbgrader's validator complains of in what a learner works on."""
    results = Validator().validate(str(module.folder.home(student) / MODULE / f"{MODULE}.ipynb"))
    assert set(results) <= {"failed"}  # no cell of the release counts as changed
    return results.get("failed", [])


def test_validate_agrees_that_all_is_right(module):
    assert validate(module, "perfect") == []


def test_validate_names_the_cells_that_are_not_right_and_why(module):
    failed = validate(module, "mistakes")
    assert [cell["source"] for cell in failed] == [f"ex_5_{number}.check()" for number in range(1, 8)]
    for cell, exercise in zip(failed, module.exercises.values(), strict=True):
        assert exercise.key.mistakes[0].sentence in plain(cell["raw_error"])
