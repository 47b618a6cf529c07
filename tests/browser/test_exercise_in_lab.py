"""A learner answers exercise 5.2 in a real JupyterLab, loses the kernel, the page and the file, and no answer."""

from __future__ import annotations

import json
import shutil
from types import SimpleNamespace

import pytest

from course.learner.answers_file import read_metadata
from tests.browser.conftest import PATIENCE
from tests.browser.lab_page import command, eventually, open_notebook, shows

pytestmark = pytest.mark.browser

NAME = "05-sql-first-answers"
WRONG = """SELECT date_trunc('month', applied_at) AS month, channel, count(*) AS applications
FROM applications GROUP BY month, channel ORDER BY month, channel"""
RIGHT = """SELECT date_trunc('month', applied_at) AS month, channel, count(*) AS applications
FROM applications WHERE customer_id IN (SELECT customer_id FROM customers WHERE NOT is_test)
GROUP BY month, channel ORDER BY month, channel"""


@pytest.fixture(scope="module")
def learner(lab, page, copy_exercises):
    """The module's folder as a learner has it, and its notebook open in JupyterLab."""
    notebook = copy_exercises(NAME, "5-2")
    open_notebook(page, lab(notebook))
    return SimpleNamespace(folder=notebook.parent, address=lab(notebook), page=page)


def run_all(page):
    """Run every cell and return the frame of exercise 5.2."""
    command(page, "notebook:run-all-cells")
    frame = page.locator(".course-frame", has_text="5.2 Applications")
    frame.locator(".cm-line", has_text="applications").first.wait_for(
        state="attached"
    )  # it is folded once it is passed
    return frame


def type_query(page, frame, sql: str) -> None:
    frame.locator(".cm-content").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(sql)


def saved_query(frame) -> str:
    return "\n".join(frame.locator(".cm-line").all_text_contents())


def restart_kernel(page) -> None:
    page.evaluate(
        """async () => {
            const panel = window.jupyterapp.shell.currentWidget;
            await panel.context.save();
            await panel.sessionContext.restartKernel();
        }"""
    )


def test_a_learner_is_told_what_is_wrong_and_passes(learner):
    page, frame = learner.page, run_all(learner.page)
    type_query(page, frame, WRONG)
    frame.get_by_role("button", name="Check").click()
    frame.locator(".course-finding", has_text="Test accounts are still in").wait_for()

    type_query(page, frame, RIGHT)
    page.keyboard.press("ControlOrMeta+Shift+Enter")
    frame.locator(".course-verdict.course-passed").wait_for()
    frame.locator(".course-status", has_text="✓ passed").wait_for()


def test_the_verdict_is_announced_and_the_twin_hides_behind_the_widget(learner):
    announced = learner.page.locator(".course-frame", has_text="5.2 Applications").get_by_role("status")

    assert "Passed" in announced.last.inner_text()
    assert shows(learner.page.locator(".course-twin:visible"), 0)


def test_the_answer_survives_restart_and_reload(learner):
    restart_kernel(learner.page)
    open_notebook(learner.page, learner.address)

    assert saved_query(run_all(learner.page)) == RIGHT


def test_the_answer_survives_the_loss_of_its_file(learner):
    notebook, answers = (learner.folder / f"{NAME}{ending}" for ending in (".ipynb", ".answers.json"))
    assert eventually(learner.page, lambda: read_metadata(notebook)["5.2"].answer == RIGHT)
    answers.unlink()
    restart_kernel(learner.page)

    assert saved_query(run_all(learner.page)) == RIGHT


def test_the_lone_notebook_carries_the_answer_to_another_machine(learner, lab, browser, tmp_path):
    for name in (f"{NAME}.ipynb", "checks.json"):
        shutil.copy(learner.folder / name, tmp_path)
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    open_notebook(page, lab(tmp_path / f"{NAME}.ipynb"))

    assert saved_query(run_all(page)) == RIGHT
    page.close()


def static_copies(learner) -> list[str]:
    """What the notebook's file shows without a kernel, after it is saved."""
    learner.page.evaluate("() => jupyterapp.shell.currentWidget.context.save()")
    text = (learner.folder / f"{NAME}.ipynb").read_text(encoding="utf-8")
    outputs = [output for cell in json.loads(text)["cells"] for output in cell.get("outputs", [])]
    return ["".join(output["data"].get("text/html", "")) for output in outputs if "data" in output]


def test_without_a_kernel_the_saved_page_shows_the_answer(learner):
    assert any("course-twin" in copy and "WHERE customer_id IN" in copy for copy in static_copies(learner))


def test_the_saved_page_follows_what_is_typed_and_never_checked(learner):
    page, frame = learner.page, run_all(learner.page)
    frame.locator(".course-fold button").click()
    type_query(page, frame, f"{RIGHT} -- and more")

    assert eventually(page, lambda: any("-- and more" in copy for copy in static_copies(learner)))


def test_nothing_asks_for_another_host(learner, external_requests):
    assert external_requests == []
