"""What learners get: no reference, no widget state, no answers, always the same bytes."""

from __future__ import annotations

import json

import nbformat
from nbformat.v4 import new_output

from tests.nbgrader.course_folder import REFERENCE, write

TASK = {
    "grade": False,
    "grade_id": "5-2-prompt",
    "locked": True,
    "schema_version": 3,
    "solution": False,
    "task": False,
}


def test_the_release_gives_nothing_away(generated):
    released = generated.released().read_text(encoding="utf-8")
    source = generated.source().read_text(encoding="utf-8")
    for secret in (REFERENCE, "HIDDEN TESTS", "typed by the instructor", '"saved_at"'):
        assert secret in source and secret not in released


def test_the_release_carries_no_metadata_but_what_it_needs(generated):
    notebook = nbformat.read(generated.released(), as_version=4)
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert {name for cell in notebook.cells for name in cell.metadata} <= {"nbgrader", "editable", "deletable"}


def test_files_beside_the_source_are_released(generated):
    assert json.loads(generated.released().with_name("checks.json").read_text()) == {"checks": "of the course"}


def test_the_release_has_the_same_bytes_however_the_source_was_run_and_saved(generated, course_folder):
    notebook = nbformat.read(course_folder.source(), as_version=4)
    notebook.metadata["widgets"] = {"state": "another"}
    for number, cell in enumerate(notebook.cells):
        cell.metadata |= {"tags": ["mine"], "collapsed": True, "execution": {"iopub.status.busy": "2026-01-05"}}
        if cell.cell_type == "code":
            cell.execution_count = number
            cell.outputs = [new_output("stream", text=REFERENCE)]
    write(notebook, course_folder.source())
    course_folder.generate()
    assert course_folder.released().read_bytes() == generated.released().read_bytes()


def test_a_task_has_the_id_that_lessons_link_to(generated, course_folder):
    notebook = nbformat.read(course_folder.source(), as_version=4)
    notebook.cells[0].metadata["nbgrader"] = TASK
    write(notebook, course_folder.source())
    course_folder.generate()

    released = nbformat.read(course_folder.released(), as_version=4)
    assert released.cells[0].id == "5-2-prompt"
    assert [cell.id for cell in released.cells[1:]] == [cell.id for cell in notebook.cells[1:]]
