"""Module 4 in a real JupyterLab: one key for each page, several forms in one page, nothing left behind by a kernel."""

from __future__ import annotations

import psutil
import pytest

from course.services.run import WORKER
from tests.browser.lab_page import PATIENCE, command, open_notebook, shows

pytestmark = pytest.mark.browser
NAME = "04-apis-and-open-banking"
RADIO_GROUPS = """() => Object.values([...document.querySelectorAll('.course-frame input[type=radio]')].reduce(
  (found, box) => ({...found, [box.name]: new Set([...(found[box.name] ?? []), box.closest('.course-frame')])}), {}))
  .filter((frames) => frames.size > 1).length"""


@pytest.fixture(scope="module")
def exercises(lab, page, copy_exercises):
    """The exercises of module 4, opened and run."""
    open_notebook(page, lab(copy_exercises(NAME)))
    page.set_viewport_size({"width": 1280, "height": 10_000})  # all of its 7,900 pixels are drawn
    command(page, "notebook:run-all-cells")
    page.locator(".course-frame", has_text="The 429 bill").wait_for()
    return page.locator(".course-frame")


def services() -> list[psutil.Process]:
    """The worker processes of services that the kernels of this test run have started."""
    return [each for each in psutil.Process().children(recursive=True) if each.cmdline()[-1:] == [str(WORKER)]]


def test_each_page_is_one_key(page, exercises):
    console = exercises.nth(0)
    send = console.get_by_role("button", name="Send")
    console.get_by_text("It starts with your first call").wait_for()
    send.click()
    console.get_by_text("1. POST /token ✓ 200 OK").wait_for()
    console.get_by_label("Call", exact=True).select_option("2")
    send.click()
    console.get_by_text("1 page, 10 items").first.wait_for()
    console.get_by_role("button", name="Next page").focus()
    page.keyboard.press("Enter")
    console.get_by_text("2 pages, 20 items").first.wait_for()
    page.keyboard.press("n")
    console.get_by_text("3 pages, 26 items").first.wait_for()

    assert "has_more is false" in console.locator("[role=status]").inner_text()


def test_forms_in_one_page_do_not_share_their_radio_buttons(page, exercises):
    assert page.evaluate(RADIO_GROUPS) == 0


def test_a_typed_position_moves_one_item_once(page, exercises):
    client = exercises.nth(2)
    wanted = ["Make an idempotency key", "Each try starts here", "Send the payment", "If it failed: wait, next try"]
    for position, item in enumerate(wanted, 1):
        client.get_by_label(f"Position of {item}", exact=True).click()
        page.keyboard.press("Control+A")
        page.keyboard.type(str(position))
        page.keyboard.press("Enter")

    assert client.locator(".course-item").all_inner_texts() == wanted


def test_the_graph_follows_the_table(page, exercises):
    machine = exercises.nth(4)
    machine.get_by_label("granted, 90 days pass", exact=True).select_option("lapsed")
    assert shows(machine.get_by_role("img", name="granted to lapsed on 2"), 1)


def test_the_service_ends_with_its_kernel(page, exercises):
    running = services()
    command(page, "kernelmenu:shutdown")
    _, left = psutil.wait_procs(running, timeout=PATIENCE)

    assert running
    assert left == []
