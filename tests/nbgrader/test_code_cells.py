"""A notebook with a cell for code goes through a class: what learners write there is read by people and never run."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course.learner.answers_file import METADATA
from course.learner.code_cells import is_code_cell, with_own_code, written
from course.learner.pack import pack
from course.nbgrader.cells import recognise
from course.nbgrader.code_cells import with_written
from tests.nbgrader.course_folder import CourseFolder, grade_cell, locked_cell, source_notebook, write
from tests.nbgrader.front_end import FrontEnd

MODULE = "09-code"
ANSWERS = f"{MODULE}.answers.json"
PROMPT = "### 9.1 Large payments · 3 min\n\nCount the payments of at least so many cents, by status."
BEGIN = "def large(payments, least):\n    ..."
RIGHT = """def large(payments, least):
    found = payments[payments["amount_cents"] >= least]
    return found.groupby("status", as_index=False).size()
# kept by Ada
"""
STRICT = RIGHT.replace(">=", ">")
VIEW = 'ex_9_1 = course.python("9.1", function="large")\nex_9_1'
GRADE = f"""ex_9_1.check()
### BEGIN HIDDEN TESTS
ex_9_1.grade(
    reference={RIGHT.replace("# kept by Ada", "# the secret reference")!r},
    inputs={{"payments": {{"table": "payments"}}, "least": {{"values": [5000, 1000, 2500, 300]}}}},
    mistakes={{
        "You count all payments: keep those of at least `least` cents.": "def large(payments, least):\\n    return payments.groupby('status', as_index=False).size()",
    }},
    hints=["One.", "Two.", "Three."],
)
### END HIDDEN TESTS"""
STOLEN = Path("/tmp/stolen-code-cell")
HOSTILE = f"""%%bash
touch {STOLEN}
# ```
def large(payments, least): import os; os._exit(1)"""


def code_cell(source: str = BEGIN):
    cell = new_code_cell(source, id="9-1-code")
    cell.metadata["nbgrader"] = {
        "grade": False,
        "solution": True,
        "locked": False,
        "task": False,
        "schema_version": 3,
        "grade_id": "9-1-code",
        "cell_type": "code",
    }
    return cell


def build(root: Path, *more) -> CourseFolder:
    """A course with one such exercise, released; ``more`` are cells at its end."""
    from course.authoring.build import sheet_text

    folder = CourseFolder.create(root)
    cells = [
        locked_cell(new_code_cell("import course"), "setup"),
        locked_cell(new_markdown_cell(PROMPT), "9-1-prompt"),
        code_cell(),
        locked_cell(new_code_cell(VIEW), "9-1-view"),
        grade_cell("9-1", 4, GRADE),
        *more,
    ]
    source = write(source_notebook(*cells), folder.source(MODULE))
    write(new_notebook(), folder.root / "modules" / f"{MODULE}.ipynb")
    source.with_name("checks.json").write_text(sheet_text(source), encoding="utf-8")
    folder.generate(MODULE)
    return folder


@pytest.fixture(scope="module")
def course(tmp_path_factory, quiet_home) -> CourseFolder:
    return build(tmp_path_factory.mktemp("code") / "course")


def notebook_with(course: CourseFolder, source: str) -> nbformat.NotebookNode:
    """The released notebook, with this in its cell for code."""
    notebook = nbformat.read(course.released(MODULE), as_version=4)
    cell = next(cell for cell in notebook.cells if is_code_cell(cell.metadata))
    cell.source = source
    return notebook


def work_of(course: CourseFolder, student: str, source: str, checks: bool = True) -> dict[str, bytes]:
    """What lies beside a learner's notebook who wrote this, ran all cells, and pressed Check."""
    own = course.home(student) / MODULE
    shutil.copytree(course.released(MODULE).parent, own)
    path = write(notebook_with(course, source), own / f"{MODULE}.ipynb")
    with FrontEnd(path) as page:
        if checks:
            page.click("Check")
            page.wait_for("Passed" if source == RIGHT else "Not yet")
    saved = own / ANSWERS
    return {path.name: path.read_bytes(), **({ANSWERS: saved.read_bytes()} if saved.exists() else {})}


@pytest.fixture(scope="module")
def work(course) -> dict[str, dict[str, bytes]]:
    ada = work_of(course, "ada", RIGHT)
    bob = work_of(course, "bob", STRICT)
    cy = work_of(course, "cy", RIGHT, checks=False)
    bare = {f"{MODULE}.ipynb": nbformat.writes(notebook_with(course, HOSTILE)).encode()}
    answers = json.loads(ada[ANSWERS])
    entry = answers["exercises"]["9.1"]
    entry["answer"]["source"] = entry["best"]["source"] = STRICT
    dan = {**bob, ANSWERS: json.dumps(answers).encode()}
    lone = notebook_with(course, RIGHT)
    lone.metadata[METADATA] = json.loads(ada[ANSWERS])
    fay = {f"{MODULE} (1).ipynb": nbformat.writes(lone).encode()}
    return {"ada": ada, "bob": bob, "cy": cy, "dan": dan, "eve": bare, "fay": fay}


@pytest.fixture(scope="module", params=["without a kernel", "in a kernel"])
def graded(request, course, work, tmp_path_factory) -> CourseFolder:
    """The course after all hand-ins were graded: with the course's own cells alone, and with one that needs a kernel."""
    folder = course
    if request.param == "in a kernel":
        extra = locked_cell(new_code_cell("2 + 3"), "sum")
        folder = build(tmp_path_factory.mktemp("kernel") / "course", extra)
    for student, files in work.items():
        folder.hand_in(student, files, MODULE)
    result = folder.autograde(assignment=MODULE)
    assert result["success"], result
    return folder


def test_learners_receive_the_beginning_and_no_reference(course):
    released = course.released(MODULE).read_text(encoding="utf-8")

    assert next(cell.source for cell in nbformat.reads(released, 4).cells if is_code_cell(cell.metadata)) == BEGIN
    assert "secret reference" not in released + course.released(MODULE).with_name("checks.json").read_text("utf-8")


def test_results_count_and_code_without_results_does_not(graded):
    scores = {student: marks["9-1"] for student, marks in graded.scores(MODULE).items()}

    assert scores == {"ada": 4.0, "bob": 0.0, "cy": 0.0, "dan": 0.0, "eve": 0.0, "fay": 4.0}
    assert not graded.needs_a_person("eve", MODULE)
    assert not STOLEN.exists()


def test_what_was_written_is_there_for_people_and_in_no_cell_that_runs(graded):
    for student, words in {"ada": "# kept by Ada", "eve": f"touch {STOLEN}", "cy": "# kept by Ada"}.items():
        notebook = graded.graded(student, MODULE)
        texts = [cell for cell in notebook.cells if words in cell.source]
        assert [cell.cell_type for cell in texts] == ["markdown"]
        assert "It is kept as text, and was not run." in texts[0].source


def test_the_graded_notebook_and_the_feedback_page_show_function_result_and_verdict(graded):
    graded.feedback(assignment=MODULE)
    page = graded.page("bob", MODULE)

    assert "<strong>def</strong> large" in page
    assert "What it returns on the practice data" in page
    assert "secret reference" not in page
    assert "other code" in graded.page("dan", MODULE)
    assert "Not attempted" in graded.page("cy", MODULE)


def test_validate_says_what_was_recorded(course, work):
    right, wrong = (
        course.run("validate", f"{MODULE}.ipynb", cwd=course.home(name) / MODULE) for name in ("ada", "bob")
    )

    assert "failed" not in right
    assert "Not yet: the result differs." in wrong


def test_a_notebook_with_code_is_packed(course, work):
    own = course.home("ada") / MODULE
    root = own.parent / "packed"
    shutil.copytree(own, root / "exercises" / MODULE)

    assert pack(root, MODULE, "ada").exists()


def test_other_solution_cells_are_cleared_as_ever(tmp_path):
    cell = code_cell("def other():\n    return 'an answer'")
    cell.metadata["nbgrader"]["grade_id"] = "other"
    cell["id"] = "other"
    folder = build(tmp_path / "course", cell)

    assert "an answer" not in folder.released(MODULE).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "settings",
    [
        {},
        None,
        {"grade_id": "9-1-code", "solution": True},
        {"grade_id": "9-1-code", "solution": True, "grade": True},
        {"grade_id": "9-1-code", "solution": False, "grade": False},
        {"grade_id": "9-1-code-2", "solution": True, "grade": False},
        {"grade_id": ["9-1-code"], "solution": True, "grade": False},
    ],
)
def test_only_what_is_named_and_marked_so_is_a_cell_for_code(settings):
    assert not is_code_cell({"nbgrader": settings})


@pytest.mark.parametrize(
    "cells",
    [
        None,
        3,
        [3],
        [{}],
        [{"metadata": []}],
        [{"metadata": code_cell().metadata}],
        [{"metadata": code_cell().metadata, "source": {"a": 1}}],
    ],
)
def test_a_notebook_that_is_none_holds_no_code(cells):
    assert written(cells) == {}


def test_a_long_text_with_fences_stays_one_text():
    notebook = nbformat.v4.new_notebook(cells=[code_cell()])
    shown = with_written(notebook, {"9-1-code": "````\n# Title\n```" + "x" * 30}).cells[1].source

    assert shown.count("`````") == 2


def test_code_is_still_no_cell_of_the_course():
    assert recognise([(0, "import course"), (1, BEGIN)]) is None


def test_an_update_keeps_what_was_written_in_a_cell_for_code():
    old, new = (nbformat.v4.new_notebook(cells=[new_markdown_cell(text), code_cell()]) for text in ("Old.", "New."))
    old.cells[1].source = RIGHT
    kept = nbformat.reads(with_own_code(nbformat.writes(new).encode(), nbformat.writes(old).encode()).decode(), 4)

    assert [cell.source for cell in kept.cells] == ["New.", RIGHT]


@pytest.mark.parametrize("own", [b"", b"{", b"[]", b"{}", b'{"cells": 3}', b'{"cells": []}'])
def test_an_update_over_a_broken_notebook_brings_the_new_one(own):
    new = nbformat.writes(nbformat.v4.new_notebook(cells=[code_cell()])).encode()

    assert with_own_code(new, own) == new
