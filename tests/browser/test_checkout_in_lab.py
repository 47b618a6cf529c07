"""Module 2 in a real JupyterLab: the small service starts, is broken and stops; a graph is answered by keyboard."""

from __future__ import annotations

from pathlib import Path

import nbformat
import psutil
import pytest

from tests.browser.lab_page import command, eventually, open_notebook

pytestmark = pytest.mark.browser

NAME = "02-what-it-runs-on"
TWICE = """() => { const ids = [...document.querySelectorAll('.course-fields [id]')].map(node => node.id);
  return ids.filter((id, at) => ids.indexOf(id) !== at); }"""


@pytest.fixture(scope="module")
def exercises(lab, page, copy_exercises):
    """The exercises of module 2 with a cell that shows the journey on top, opened and run."""
    path = copy_exercises(NAME)
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(0, nbformat.v4.new_code_cell("import course\ncourse.journey()"))
    nbformat.write(notebook, path)
    open_notebook(page, lab(path))
    command(page, "notebook:run-all-cells")
    page.locator(".course-frame.course-journey").wait_for()
    return page


def workers() -> list[psutil.Process]:
    own = psutil.Process().children(recursive=True)
    return [each for each in own if any(Path(part).parts[-2:] == ("services", "worker.py") for part in each.cmdline())]


def test_the_service_starts_is_slowed_down_and_stops(exercises):
    demo = exercises.locator(".course-frame.course-journey")
    demo.get_by_role("button", name="Start the service").click()
    demo.get_by_text("Running on this computer at http://127.0.0.1:").first.wait_for()
    assert len(workers()) == 6

    demo.get_by_label("acquirer", exact=True).select_option("slow")
    demo.get_by_role("button", name="Send one payment").click()
    demo.get_by_text("504 Gateway Timeout", exact=True).wait_for()
    demo.get_by_role("button", name="Stop the service").click()
    demo.get_by_text("Stopped; no process is left.").first.wait_for()
    assert workers() == []


def test_a_node_is_chosen_by_keyboard_and_every_id_is_the_only_one(exercises):
    frame = exercises.locator(".course-frame:has(.course-graph)")

    def is_near() -> bool:
        """A notebook shows only the cells that are near."""
        exercises.mouse.move(600, 500)
        exercises.mouse.wheel(0, 100)
        return frame.count() > 0

    assert eventually(exercises, is_near)
    frame.get_by_label("database: one machine, writes first").focus()
    exercises.keyboard.press("Space")

    frame.get_by_text("Chosen: database.").wait_for()
    assert exercises.evaluate(TWICE) == []
