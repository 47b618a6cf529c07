"""JupyterLab as a learner of the course meets it: the course at the left, tabs with short names, and no workshop."""

from __future__ import annotations

import json
import shutil
import urllib.error
from types import SimpleNamespace

import pytest

from course.learner.answers_file import answers_path, dump
from course.learner.entry import Entry
from tests.browser.conftest import LEFT_OUT, ROOT, running_lab
from tests.browser.lab_page import command, eventually, open_notebook, shows

pytestmark = pytest.mark.browser

MODULE = "05-sql-first-answers"
LESSON, EXERCISES = f"modules/{MODULE}.ipynb", f"exercises/{MODULE}/{MODULE}.ipynb"
PATH = "jupyterapp.shell.currentWidget?.context?.path"
PASSED = Entry("SELECT 1", "2026-01-05T09:00:00.000Z", best_score=1.0, tries=1)
COMMANDS = "jupyterapp.commands.listCommands()"
CHECK_CELLS = ".jp-Notebook .jp-CodeCell:has-text('.check()')"


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    root = tmp_path_factory.mktemp("course")
    for name in (LESSON, f"modules/{MODULE}.cards.md", "modules/00-welcome.ipynb", "README.md", "pyproject.toml"):
        (root / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    shutil.copytree(ROOT / "exercises" / MODULE, root / "exercises" / MODULE, ignore=LEFT_OUT)
    return root


@pytest.fixture(scope="module")
def learner(root, page, tmp_path_factory):
    """A learner's JupyterLab, on its welcome page for the first time."""
    with running_lab(root, tmp_path_factory.mktemp("jupyter"), extended=True, for_learners=True) as server:
        open_notebook(page, server.page(root / "modules/00-welcome.ipynb"))
        yield SimpleNamespace(page=page, server=server, panel=page.locator(".course-overview"))


def row(learner, name: str):
    return learner.panel.get_by_role("button", name=name)


def go_to(page, path: str) -> None:
    page.evaluate("path => jupyterapp.commands.execute('docmanager:open', { path }).then(() => 1)", path)


def test_the_course_is_what_is_open_first(learner):
    row(learner, "5 · SQL I: the data model and first answers").wait_for()

    assert learner.panel.get_by_role("heading").first.inner_text() == "The course"
    assert learner.panel.locator(".course-overview-announced").count() == 17  # only module 5 is in this folder
    assert "0 of 7 exercises passed" in learner.panel.inner_text()


def test_a_narrow_window_keeps_its_room_for_the_page(learner, context, root):
    narrow = context.new_page()
    narrow.set_viewport_size({"width": 640, "height": 450})
    narrow.goto(learner.server.page(root / LESSON))
    narrow.locator(".jp-Notebook").wait_for()
    narrow.get_by_role("tab", name="The course").wait_for()

    assert shows(narrow.locator(".course-overview:visible"), 0)
    narrow.close()


@pytest.mark.parametrize("name", ["checks.json", f"{MODULE}.answers.json"])
def test_a_broken_file_is_a_sentence_beside_the_course(learner, root, name):
    path = root / "exercises" / MODULE / name
    whole = path.read_bytes() if path.exists() else None
    path.write_text('{"version": 1, "exer', encoding="utf-8")

    learner.panel.get_by_role("status").wait_for()
    assert name in learner.panel.get_by_role("status").inner_text()
    assert row(learner, "Lesson").count() == 1
    path.write_bytes(whole) if whole else path.unlink()
    assert shows(learner.panel.get_by_role("status"), 0)


def test_the_lesson_opens_by_the_keyboard_alone(learner):
    page = learner.page
    row(learner, "5 · SQL I").focus()
    page.keyboard.press("ArrowLeft")
    assert shows(row(learner, "Lesson"), 0)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    page.wait_for_function(f"{PATH} === '{LESSON}'")
    page.get_by_role("tab", name="5 · lesson").wait_for()
    assert row(learner, "Lesson").get_attribute("aria-current") == "page"


def test_an_exercise_opens_at_its_place_and_stays_there_while_the_page_comes_alive(learner):
    page = learner.page
    row(learner, "5.3 November volume").click()
    page.wait_for_function(f"{PATH} === '{EXERCISES}'")
    page.locator(".course-frame:visible").first.wait_for()
    distance = """() => { const { node, activeCell } = jupyterapp.shell.currentWidget.content;
        return Math.abs(activeCell.node.getBoundingClientRect().top - node.getBoundingClientRect().top) }"""

    assert eventually(page, lambda: page.evaluate(distance) < 40)
    assert page.locator(".jp-Notebook .jp-mod-active:visible h3").inner_text().startswith("5.3 November volume")


def test_tabs_have_short_names_and_files_keep_theirs(learner, root):
    page = learner.page
    tab = page.get_by_role("tab", name="5 · exercises")
    tab.wait_for()

    assert eventually(page, lambda: f"Path: {EXERCISES}" in tab.get_attribute("title"))
    assert eventually(page, lambda: page.title() == "5 · exercises - TPM course")
    command(page, "docmanager:save")
    assert sorted(path.name for path in (root / "exercises" / MODULE).glob("*.ipynb")) == [f"{MODULE}.ipynb"]


def test_a_copy_is_called_like_its_file(learner, root):
    shutil.copy(root / LESSON, root / f"modules/{MODULE}-Copy1.ipynb")
    go_to(learner.page, f"modules/{MODULE}-Copy1.ipynb")

    learner.page.get_by_role("tab", name=f"{MODULE}-Copy1.ipynb").wait_for()
    learner.page.evaluate("jupyterapp.shell.currentWidget.dispose()")
    (root / f"modules/{MODULE}-Copy1.ipynb").unlink()


def test_what_is_passed_elsewhere_is_seen_without_a_click(learner, root):
    answers_path(root / EXERCISES).write_text(dump({"5.2": PASSED, "5.4": Entry("SELECT", PASSED.saved_at)}), "utf-8")

    row(learner, "5.2 Applications by month and channel (passed, on the short way)").wait_for()
    row(learner, "5.4 Two approval rates (tried, on the short way)").wait_for()
    assert "1 of 7 exercises passed" in learner.panel.inner_text()


def test_a_redraw_leaves_the_focus_where_it_was(learner, root):
    row(learner, "5.4 Two approval rates").focus()
    answers_path(root / EXERCISES).write_text(dump({"5.2": PASSED, "5.4": PASSED}), "utf-8")
    row(learner, "5.4 Two approval rates (passed, on the short way)").wait_for()

    assert learner.page.evaluate("document.activeElement.dataset.id") == "5.4"


def test_the_cell_that_repeats_the_verdict_is_out_of_sight_and_still_there(learner, root):
    page = learner.page
    go_to(page, EXERCISES)
    page.locator(".course-frame:visible").first.wait_for()

    assert page.locator(CHECK_CELLS).count() > 3
    assert page.locator(CHECK_CELLS).locator("visible=true").count() == 0
    sources = ["".join(cell["source"]) for cell in json.loads((root / EXERCISES).read_text("utf-8"))["cells"]]
    assert "ex_5_2.check()" in sources


def test_the_file_browser_lists_what_is_the_learner_s(learner):
    page = learner.page
    command(page, "filebrowser:activate")
    command(page, "filebrowser:go-to-path", path=f"exercises/{MODULE}")
    items = page.locator(".jp-DirListing-item:visible .jp-DirListing-itemName")

    assert eventually(page, lambda: items.all_inner_texts() == [f"{MODULE}.ipynb"])
    listed = json.loads(learner.server.ask("contents/"))["content"]
    assert {entry["name"] for entry in listed} == {"modules", "exercises", "README.md"}
    json.loads(learner.server.ask(f"contents/exercises/{MODULE}/checks.json"))  # who knows its name can read it


def test_nbgrader_s_tools_are_off(learner):
    commands = learner.page.evaluate(COMMANDS)

    assert [name for name in commands if "nbgrader" in name or "assignment" in name or "formgrader" in name] == []
    assert learner.page.get_by_role("button", name="Validate").count() == 0
    assert learner.page.get_by_title("Create Assignment").count() == 0
    with pytest.raises(urllib.error.HTTPError, match="404"):
        learner.server.ask("../formgrader")


def test_an_instructor_has_the_tools_the_files_and_the_cells(root, context, tmp_path_factory):
    page = context.new_page()
    with running_lab(root, tmp_path_factory.mktemp("jupyter"), extended=True) as server:
        open_notebook(page, server.page(root / EXERCISES))
        page.get_by_role("button", name="Validate").wait_for()
        page.locator(CHECK_CELLS).locator("visible=true").first.wait_for()
        listed = {entry["name"] for entry in json.loads(server.ask(f"contents/exercises/{MODULE}"))["content"]}

    assert "checks.json" in listed
    page.close()
