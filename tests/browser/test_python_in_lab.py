"""An exercise in Python in a real JupyterLab by keyboard alone: the cell, Run, Check, an error, a change, Stop, interrupt."""

from __future__ import annotations

import ast

import pytest

from course.authoring.read import read, sources
from course.sequence import ROOT
from tests.browser.lab_page import bring_up, command, eventually, open_notebook, saved_entries

pytestmark = pytest.mark.browser

NAME, ID, TITLE = "07-sql-investigations", "7.7", "7.7 How far apart?"
KEY = next(exercise.key for path in sources(ROOT, 7) for exercise in read(path) if exercise.id == ID)
ENDLESS = "def doubles(charges, gaps):\n    n = 0\n    while True:\n        n = n + 1"
WRITE = """async ([id, text]) => {
    const notebook = jupyterapp.shell.currentWidget.content;
    notebook.activeCellIndex = notebook.widgets.findIndex((cell) => cell.model.getMetadata("nbgrader")?.grade_id === id);
    await notebook.scrollToItem(notebook.activeCellIndex);
    notebook.activeCell.model.sharedModel.setSource("");
    notebook.mode = "edit";
    notebook.activeCell.editor.focus();
    notebook.activeCell.editor.replaceSelection(text);
}"""


@pytest.fixture(scope="module")
def path(copy_exercises):
    return copy_exercises(NAME)


@pytest.fixture(scope="module")
def exercises(lab, page, path):
    """The page with the module's exercises, as a learner has them."""
    open_notebook(page, lab(path))
    command(page, "notebook:run-all-cells")
    bring_up(page, "course.python(")
    frame(page).wait_for()
    return page


def frame(page):
    return page.locator(".course-frame", has_text=TITLE)


def write(page, text: str) -> None:
    """The text into the cell, and Shift+Enter."""
    page.evaluate(WRITE, ["7-7-code", text])
    page.keyboard.press("Shift+Enter")
    assert eventually(page, lambda: "Press Shift+Enter in it, so that" not in frame(page).inner_text())


def press(page, name: str) -> None:
    """A button, by keyboard."""
    button = frame(page).get_by_role("button", name=name, exact=True)
    assert eventually(page, button.is_enabled)
    button.focus()
    page.keyboard.press("Enter")


def wait_for(page, words: str) -> None:
    frame(page).get_by_text(words).first.wait_for()


def test_a_cell_without_lines_says_what_to_do(exercises):
    wait_for(exercises, "has no lines yet")
    press(exercises, "Run")
    wait_for(exercises, "has no lines of yours yet")


def test_an_error_is_said_with_its_line(exercises):
    write(exercises, KEY.reference.replace('"gross_cents"].sum', '"gross_cent"].sum'))
    wait_for(exercises, "Run shows what it returns")
    press(exercises, "Run")
    wait_for(exercises, "there is no column")
    assert "gross_cents" in frame(exercises).inner_text()


def test_run_shows_the_frame_and_its_chart(exercises):
    write(exercises, KEY.reference)
    press(exercises, "Run")
    wait_for(exercises, "a frame with 20 rows")
    wait_for(exercises, "How many payments does each gap find?")
    assert frame(exercises).locator(".course-table").first.get_by_text("7068", exact=True).count() == 5


def test_check_passes_and_records_what_came_back(exercises, path):
    press(exercises, "Check")
    wait_for(exercises, "right on all 9 data sets")
    assert eventually(exercises, lambda: saved_entries(path).get(ID, {}).get("passed"))
    answer = saved_entries(path)[ID]["answer"]
    assert len(answer["results"]) == 9
    assert ast.parse(answer["source"])


def test_a_change_says_that_it_is_not_checked(exercises, path):
    write(exercises, KEY.reference.replace("<= gap", "< gap"))
    wait_for(exercises, "Check again.")
    assert "You changed doubles since." in frame(exercises).inner_text()
    press(exercises, "Check")
    wait_for(exercises, "takes the gap itself in")
    assert eventually(exercises, lambda: saved_entries(path)[ID]["best_score"] == 1)


def test_a_cell_that_was_not_run_yet_says_so(exercises):
    exercises.evaluate(WRITE, ["7-7-code", KEY.reference.replace("100", "1000")])
    wait_for(exercises, "The cell was changed. Press Shift+Enter in it")
    write(exercises, KEY.reference)
    wait_for(exercises, "You changed")


def test_what_does_not_end_is_stopped_by_the_button(exercises):
    write(exercises, ENDLESS)
    press(exercises, "Run")
    press(exercises, "Stop")
    wait_for(exercises, "Stopped. Your answer is saved")


def test_what_does_not_end_is_stopped_by_an_interrupt(exercises):
    press(exercises, "Check")
    frame(exercises).get_by_role("button", name="Stop", exact=True).wait_for()
    command(exercises, "notebook:interrupt-kernel")
    wait_for(exercises, "Stopped. Your answer is saved")


def test_what_does_not_end_is_told_with_its_loop(exercises):
    press(exercises, "Run")
    wait_for(exercises, "this loop did not end within 10 seconds")
    assert "Line 3" in frame(exercises).inner_text()


def test_a_cell_that_python_cannot_read_is_told_in_the_frame(exercises):
    write(exercises, "def doubles(charges, gaps)\n    return 1")
    press(exercises, "Run")
    wait_for(exercises, "a colon is missing")


def test_a_cell_that_breaks_the_notebook_leaves_the_frame(exercises):
    write(exercises, f"{KEY.reference}\ndel course, ex_7_7\nprint('x' * 100_000)\n1 / 0")
    press(exercises, "Check")
    wait_for(exercises, "right on all 9 data sets")
