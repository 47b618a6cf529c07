"""A page of the course is interactive as soon as it is opened: nobody has to know that cells are run."""

from __future__ import annotations

import shutil

import nbformat
import pytest

from tests.browser.conftest import ROOT, running_lab
from tests.browser.lab_page import command, eventually, open_notebook, saved_entries

pytestmark = pytest.mark.browser

LESSON, MODULE = "01-what-technical-means.ipynb", "16-the-career-the-switch-the-plan"


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """``lab(path)`` is the address of a notebook in a course as ``python3 -m course lab`` shows it."""
    root = tmp_path_factory.mktemp("course")
    (root / "modules").mkdir()
    shutil.copy(ROOT / "modules" / LESSON, root / "modules")
    shutil.copytree(ROOT / "exercises" / MODULE, root / "exercises" / MODULE)
    (root / "submitted" / "ada").mkdir(parents=True)
    shutil.copy(ROOT / "modules" / LESSON, root / "submitted" / "ada")
    with running_lab(root, tmp_path_factory.mktemp("jupyter"), extended=True) as server:
        yield lambda path: server.page(root / path)


def ran(page) -> list[str]:
    """The first line of each cell that has run."""
    return page.evaluate(
        """jupyterapp.shell.currentWidget.content.widgets
        .filter((cell) => cell.model.type === 'code' && cell.model.executionCount)
        .map((cell) => cell.model.sharedModel.source.split('\\n')[0])"""
    )


def calls(path) -> int:
    cells = nbformat.read(path, as_version=4).cells
    return sum(cell.cell_type == "code" and ".check()" not in cell.source for cell in cells)


def test_a_lesson_comes_alive(page, lab):
    open_notebook(page, lab(f"modules/{LESSON}"))

    page.locator(".course-demo.course-frame").first.wait_for()
    page.locator(".course-cards.course-frame").wait_for()


LIVE = """jupyterapp.shell.currentWidget.content.widgets
    .filter((cell) => cell.node.querySelector('.course-frame')).map((cell) => [cell.model.id, cell.model.executionCount])"""


def is_alive(page) -> bool:
    """Whether every code cell of the lesson shows what it calls."""
    return len(page.evaluate(LIVE)) == calls(ROOT / "modules" / LESSON)


@pytest.mark.parametrize("is_saved", [False, True])
def test_it_is_alive_after_the_browser_reloads(page, lab, is_saved):
    assert eventually(page, lambda: is_alive(page))
    before = page.evaluate(LIVE)
    if is_saved:
        command(page, "docmanager:save")
    open_notebook(page, lab(f"modules/{LESSON}"))

    assert eventually(page, lambda: is_alive(page))
    assert page.locator(".jp-OutputArea-output", has_text="Error displaying widget").count() == 0
    assert not is_saved or page.evaluate(LIVE) == before  # widgets that are alive stay as they are


def test_exercises_can_be_answered_and_none_is_checked(page, lab):
    path = f"exercises/{MODULE}/{MODULE}.ipynb"
    open_notebook(page, lab(path))

    assert eventually(page, lambda: len(ran(page)) == calls(ROOT / path))
    assert [line for line in ran(page) if ".check()" in line] == []
    assert page.locator(".course-frame:visible").count() > 1
    assert page.locator(".course-verdict:visible").count() == 0
    assert [entry["tries"] for entry in saved_entries(ROOT / path).values() if entry.get("tries")] == []


def test_a_page_that_somebody_handed_in_waits(page, lab):
    open_notebook(page, lab(f"submitted/ada/{LESSON}"))
    page.locator(".jp-Notebook h1").first.wait_for()
    kernel = "jupyterapp.shell.currentWidget.sessionContext.session.kernel"
    page.evaluate(f"{kernel}.requestExecute({{code: '', silent: true}}).done.then(() => 1)")

    assert page.locator(".course-frame").count() == 0
