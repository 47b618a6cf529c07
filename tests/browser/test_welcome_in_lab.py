"""In a real JupyterLab: from the welcome page to a lesson and back, and the work taken along."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from course import sequence
from course.learner.answers_file import read_metadata
from tests.browser.conftest import ROOT
from tests.browser.lab_page import KERNEL_IS_IDLE, command, eventually, open_notebook, saved_entries, shows

pytestmark = pytest.mark.browser

LESSON = "modules/05-sql-first-answers.ipynb"
TAB = "[...jupyterapp.shell.widgets('main')].find(each => each.context.path.endsWith(end))"
PATH = "jupyterapp.shell.currentWidget.context.path"


@pytest.fixture(scope="module")
def welcome(lab, page, course_copy):
    """The course as a learner has it, and its welcome page open in JupyterLab."""
    open_notebook(page, lab(course_copy / "modules/00-welcome.ipynb"))
    return SimpleNamespace(lesson=course_copy / LESSON, page=page)


def go_to(page, path: str) -> None:
    page.evaluate(f"end => jupyterapp.shell.activateById(({TAB}).id)", path)


def close(page, path: str) -> None:
    page.evaluate(f"end => ({TAB}).dispose()", path)


def test_before_anything_is_run_the_page_shows_the_modules_and_links_them(welcome):
    page = welcome.page
    link = page.locator(".course-map a", has_text="SQL I").first
    link.wait_for()

    written = len(sequence.lessons(ROOT))
    assert page.locator(".course-map .course-written .course-module a").count() >= written
    assert page.locator(".course-map .course-written").count() == written
    assert page.locator(".course-map .course-announced").count() == len(sequence.MODULES) - written


def test_the_link_opens_the_lesson_in_a_tab(welcome):
    page = welcome.page
    command(page, "notebook:run-all-cells")
    page.locator(".course-page .course-map").wait_for()
    assert shows(page.locator(".course-twin:visible"), 0)
    page.locator(".course-page .course-modules a", has_text="SQL I:").click()
    page.wait_for_function(f"{PATH}.endsWith('{LESSON}')")
    page.wait_for_function(KERNEL_IS_IDLE)


def test_a_decision_and_a_card_are_saved_by_keyboard(welcome):
    page = welcome.page
    command(page, "notebook:run-all-cells")
    box = page.get_by_label("Which approval rate goes into the board pack")
    box.wait_for()
    box.fill("Per payment, because it counts people.")
    page.locator(".course-frame .course-head", has_text="Decision 5").get_by_text("● saved").wait_for()

    card = page.locator(".course-card", has_text="Grain")
    assert not card.get_by_role("button", name="I knew it").is_visible()
    card.locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    card.get_by_text("✓ known").wait_for()
    assert eventually(page, lambda: "5-card-grain" in saved_entries(welcome.lesson))
    saved = saved_entries(welcome.lesson)
    assert (saved["5-decision"]["answer"], saved["5-card-grain"]["answer"]) == (
        "Per payment, because it counts people.",
        "known",
    )


def test_back_on_the_welcome_page_map_and_log_know_it(welcome):
    page = welcome.page
    go_to(page, "modules/00-welcome.ipynb")
    page.get_by_text("Continue where you stopped").wait_for()

    assert "Per payment, because it counts people." in page.locator(".course-page .course-log").inner_text()


def test_the_work_is_downloaded_by_a_click_and_restored(welcome, tmp_path):
    page, answers = welcome.page, welcome.lesson.with_suffix(".answers.json")
    page.get_by_role("button", name="Save my work").click()
    with page.expect_download() as download:
        page.locator(".course-backup a[download]").click()
    download.value.save_as(tmp_path / "work.json")
    before = json.loads(answers.read_text(encoding="utf-8"))
    assert eventually(page, lambda: "5-card-grain" in read_metadata(welcome.lesson))
    page.wait_for_function(f"end => !({TAB}).context.model.dirty", arg=LESSON)
    close(page, LESSON)  # else it is saved on its own once more, and asks about the file that changed below it
    answers.unlink()
    notebook = json.loads(welcome.lesson.read_text(encoding="utf-8"))
    notebook["metadata"].pop("course_answers", None)
    welcome.lesson.write_text(json.dumps(notebook), encoding="utf-8")

    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Restore from a file").click()
    chooser.value.set_files(tmp_path / "work.json")
    page.locator(".course-backup", has_text="Restored: 2 of 2").wait_for()
    assert json.loads(answers.read_text(encoding="utf-8")) == before


def test_nothing_asks_for_another_host(welcome, external_requests):
    assert external_requests == []
