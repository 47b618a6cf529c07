"""What a learner found in one notebook is beside the reference in a later one, and follows what is changed there."""

from __future__ import annotations

import pytest

from tests.browser.lab_page import KERNEL_IS_IDLE, bring_up, command, open_notebook

pytestmark = pytest.mark.browser

EARLIER, LATER = "04-apis-and-open-banking", "13-trade-offs-and-decision-records"
PATH = "jupyterapp.shell.currentWidget?.context?.path"


def go_to(page, path: str) -> None:
    """Open a notebook as a tab beside those that are open."""
    page.evaluate("path => jupyterapp.commands.execute('docmanager:open', { path }).then(() => 1)", path)
    page.wait_for_function(f"path => {PATH} === path && jupyterapp.shell.currentWidget.context.isReady", arg=path)
    page.wait_for_function(KERNEL_IS_IDLE)


def answer(page, refreshes: str) -> None:
    bring_up(page, "ex_4_5 = ")
    frame = page.locator(".course-frame", has_text="4.5 The 429 bill")
    frame.get_by_label("4. How many refreshes a month are left").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(refreshes)
    frame.get_by_role("button", name="Check").focus()
    page.keyboard.press("Enter")
    frame.locator(".course-verdict").wait_for()


def test_a_wrong_figure_of_4_5_is_beside_the_right_one_in_13_3(page, lab, course_copy):
    earlier, later = (course_copy / "exercises" / name / f"{name}.ipynb" for name in (EARLIER, LATER))
    open_notebook(page, lab(earlier))
    command(page, "notebook:run-all-cells")
    folder = page.evaluate(PATH).removesuffix(f"{EARLIER}/{EARLIER}.ipynb")
    answer(page, "1340000")

    go_to(page, f"{folder}{LATER}/{LATER}.ipynb")
    command(page, "notebook:run-all-cells")
    bring_up(page, "ex_13_3 = ")
    carried = page.locator(".course-frame", has_text="13.3 Where the answer turns").locator(".course-taught-area")
    carried.get_by_text("Link's clean volume (from 4.5): 1,100,000 refreshes a month.").wait_for()
    carried.get_by_text("You found 1,340,000 there. 4.5 is not passed yet.").wait_for()

    carried.get_by_role("link", name="4.5").focus()
    page.keyboard.press("Enter")
    page.wait_for_function(f"name => {PATH}.endsWith(name)", arg=f"{EARLIER}.ipynb")
    answer(page, "1100000")

    go_to(page, f"{folder}{LATER}/{LATER}.ipynb")
    bring_up(page, "ex_13_3 = ")
    carried.get_by_text("You found the same. 4.5 is not passed yet.").wait_for()
