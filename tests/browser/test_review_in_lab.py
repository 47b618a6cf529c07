"""Module 3 in a real JupyterLab, by keyboard: a conflict is resolved, a diff reviewed, a rollout planned."""

from __future__ import annotations

from pathlib import Path

import pytest

from course.case.repository import FEES_MERGED
from tests.browser.lab_page import command, eventually, open_notebook, saved_entries, shows

pytestmark = pytest.mark.browser

NAME = "03-how-a-change-reaches-customers"


@pytest.fixture(scope="module")
def learner(lab, page, copy_exercises):
    """The page with the module's exercises run, and their notebook."""
    notebook = copy_exercises(NAME)
    open_notebook(page, lab(notebook))
    command(page, "notebook:run-all-cells")
    page.locator(".course-frame", has_text="3.5 How long").wait_for()
    return page, notebook


def frame(page, title: str):
    return page.locator(".course-frame", has_text=title)


def saved(notebook: Path, field: str) -> list:
    """What the answers beside the notebook hold of a field."""
    entries = saved_entries(notebook).values()
    return [entry["answer"][field] for entry in entries if field in (entry["answer"] or {})]


def is_saved(page, notebook: Path, field: str, wanted) -> None:
    assert eventually(page, lambda: saved(notebook, field) == [wanted]), saved(notebook, field)


def test_a_resolved_conflict_is_saved_as_it_was_typed(learner):
    page, notebook = learner
    box = frame(page, "3.1 Two branches").get_by_label("Resolve the conflict")

    assert "<<<<<<< main" in box.input_value()
    box.fill(FEES_MERGED)
    box.press("r")  # JupyterLab would make the cell raw

    is_saved(page, notebook, "fees", FEES_MERGED + "r")


def test_a_line_is_marked_and_called_something_without_a_mouse(learner):
    page, notebook = learner
    review = frame(page, "3.2 Review")
    review.locator(".course-diff-line input").first.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "Space", "Tab"):
        page.keyboard.press(key)

    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Line 7, What is it about?"
    page.keyboard.press("N")
    page.keyboard.press("Tab")
    page.keyboard.press("s")

    is_saved(page, notebook, "review", {"7": {"category": "Naming or style", "severity": "should change"}})
    assert review.get_by_placeholder("or type numbers").input_value() == "7"


def test_a_typed_line_gets_its_comment_and_an_untyped_one_loses_it(learner):
    page, notebook = learner
    review = frame(page, "3.2 Review")
    review.get_by_placeholder("or type numbers").fill("71–72")

    assert shows(review.locator(".course-diff-comment"), 2)
    is_saved(page, notebook, "review", {"71": {}, "72": {}})


@pytest.mark.parametrize(("motion", "button"), [("no-preference", "▶ Play"), ("reduce", "Next stage")])
def test_the_simulator_moves_only_for_those_who_want_it(learner, motion, button):
    page, notebook = learner
    page.emulate_media(reduced_motion=motion)
    plan = frame(page, "3.4 Four changes").locator(".course-rollout-frame").nth(1)
    plan.get_by_role("button", name="Reset").click()
    for label in ("canary", "as planned", "3"):
        plan.get_by_label(label, exact=True).check()

    plan.get_by_text("€148", exact=True).wait_for()
    plan.get_by_role("button", name=button).click()
    clock = plan.get_by_label("Minute of the rollout")
    page.wait_for_function("range => Number(range.value) > 20", arg=clock.element_handle())
    is_saved(page, notebook, "retry", {"strategy": "canary", "wait": "as planned", "stop": "3"})
