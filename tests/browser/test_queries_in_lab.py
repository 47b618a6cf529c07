"""Module 7 in a real JupyterLab by keyboard alone: the step viewer, the KQL exercise, Stop, and a large result."""

from __future__ import annotations

import nbformat
import pytest

from tests.browser.lab_page import command, eventually, open_notebook

pytestmark = pytest.mark.browser

NAME = "07-sql-investigations"
STEPS = '''import course
course.steps("""WITH retries AS (
  -- only the second and later attempts
  SELECT * FROM payment_attempts WHERE attempt_no > 1
)
SELECT count(*) AS retries FROM retries""")'''
MOST_TABS = 40
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
KQL = """payment_attempts
| where created_at >= datetime(2025-11-14) and created_at < datetime(2025-12-01) and attempt_no > 1
| summarize retries = count(), payments = {payments} by day = bin(created_at, 1d)
| sort by day asc"""


@pytest.fixture(scope="module")
def exercises(lab, page, copy_exercises):
    """The page with the module's exercises, as a learner has them, with a step viewer at their end."""
    path = copy_exercises(NAME)
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(STEPS))
    nbformat.write(notebook, path)
    open_notebook(page, lab(path))
    command(page, "notebook:run-all-cells")
    page.locator(".course-frame.course-steps .course-rail").first.wait_for()
    return page


def frame_of(page, title: str):
    """The frame of an exercise, scrolled to."""
    frame = page.locator(".course-frame", has_text=title)
    frame.locator(".cm-content").scroll_into_view_if_needed()
    return frame


def type_query(page, frame, text: str) -> None:
    """Into the editor by keyboard: what stands there goes."""
    frame.locator(".cm-content").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(text)


def press(page, frame, name: str) -> None:
    """A button, by keyboard."""
    frame.get_by_role("button", name=name, exact=True).focus()
    page.keyboard.press("Enter")


def complete(page, start: str, rest: str) -> None:
    """Type the start of a name and take the whole with Tab."""
    page.keyboard.type(start)
    page.locator(".cm-tooltip-autocomplete li:first-child", has_text=start + rest).wait_for()
    page.keyboard.press("Tab")


def tab_to(page, target) -> None:
    """Press Tab until the target has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError("Tab does not lead there.")


def test_the_steps_of_a_query_are_walked_through_with_the_arrow_keys(exercises):
    viewer = exercises.locator(".course-frame.course-steps:visible").first
    viewer.scroll_into_view_if_needed()
    viewer.get_by_role("button", name="Next").focus()
    exercises.keyboard.press("ArrowRight")
    viewer.get_by_text("Step 2 of 2: the answer").wait_for()
    exercises.keyboard.press("ArrowLeft")
    viewer.get_by_text("only the second and later attempts").first.wait_for()

    assert viewer.locator("[aria-current=step]").inner_text().startswith("▶ retries")
    assert "Step 1 of 2, retries" in viewer.get_by_role("status").last.inner_text()


# The typed parts of a right answer to 7.1. What begins with ⇥ is completed from the letters before the bar.
TYPED = [
    "WITH charges AS (\nFROM ", "⇥settl|ements", " SELECT ", "⇥capt|ured_at", ", ", "⇥gros|s_cents",
    ", row_number() OVER (PARTITION BY payment_id ORDER BY captured_at) AS charge_no)\n"
    "SELECT min(captured_at) AS first_at, max(captured_at) AS last_at, count(*) AS payments, "
    "sum(gross_cents) / 100 AS amount_eur\nFROM charges WHERE charge_no = 2",
]  # fmt: skip


def test_from_the_empty_editor_to_the_passed_exercise_by_keyboard_alone(exercises):
    frame = frame_of(exercises, "7.1 The duplicate hunt")
    tab_to(exercises, frame.locator(".cm-content"))
    exercises.keyboard.press("ControlOrMeta+a")
    exercises.keyboard.press("Delete")
    assert frame.locator(".cm-content").get_attribute("aria-label") == "SQL for exercise 7.1"
    for part in TYPED:
        if part.startswith("⇥"):
            complete(exercises, *part[1:].split("|"))
        else:
            exercises.keyboard.type(part)
    assert "FROM settlements SELECT captured_at, gross_cents, row_number()" in frame.locator(".cm-content").inner_text()

    exercises.keyboard.press("ControlOrMeta+Enter")
    frame.get_by_role("columnheader", name="amount_eur").first.wait_for()
    exercises.keyboard.press("Escape")
    tab_to(exercises, frame.get_by_role("button", name="Check", exact=True))
    exercises.keyboard.press("Enter")
    frame.locator(".course-status", has_text="✓ passed").wait_for()
    assert "Passed" in frame.get_by_role("status").last.inner_text()


def is_in_view(page, locator) -> bool:
    box = locator.bounding_box()
    return (
        bool(box and box["height"])
        and box["y"] >= 0
        and box["y"] + min(box["height"], 100) <= page.viewport_size["height"]
    )


def test_a_verdict_is_in_view_whatever_is_open(exercises):
    frame = frame_of(exercises, "7.3 ")
    type_query(exercises, frame, "SELECT 1 AS months_on_book")
    press(exercises, frame, "Expected result")
    frame.get_by_text("Expected on the practice data").wait_for()
    for number in (1, 2, 3):
        press(exercises, frame, f"Hint {number} of 3")
        assert eventually(exercises, lambda: is_in_view(exercises, frame.locator(".course-hint").last))
    frame.locator(".cm-content").focus()
    exercises.keyboard.press("ControlOrMeta+Shift+Enter")
    frame.locator(".course-verdict").wait_for()

    assert eventually(exercises, lambda: is_in_view(exercises, frame.locator(".course-verdict")))


def test_a_kql_answer_goes_from_empty_to_passed(exercises):
    frame = frame_of(exercises, "7.6 Writing KQL")
    type_query(exercises, frame, KQL.format(payments="count()"))
    exercises.keyboard.press("ControlOrMeta+Enter")
    frame.get_by_text("17 rows").first.wait_for()
    exercises.keyboard.press("ControlOrMeta+Shift+Enter")
    frame.locator(".course-finding", has_text="Both columns count rows").wait_for()
    tints = [frame.locator(f".course-finding ~ table .course-{whose} td").first for whose in ("yours", "expected")]
    colours = {tint.evaluate("cell => getComputedStyle(cell).backgroundColor") for tint in tints}
    assert len(colours) == 2 and "rgba(0, 0, 0, 0)" not in colours
    frame.locator("summary", has_text="See it on").focus()
    exercises.keyboard.press("Enter")
    frame.locator(".course-example[open] .course-excerpt", has_text="payment_attempts").wait_for()

    type_query(exercises, frame, KQL.format(payments="dcount(payment_id)"))
    exercises.keyboard.press("ControlOrMeta+Shift+Enter")
    frame.locator(".course-status", has_text="✓ passed").wait_for()
    assert "Passed" in frame.get_by_role("status").last.inner_text()


def test_a_long_query_can_be_stopped_and_the_next_one_runs(exercises):
    frame = frame_of(exercises, "7.1 The duplicate hunt")
    type_query(exercises, frame, ENDLESS)
    press(exercises, frame, "Run")
    frame.get_by_text("of at most 4 s").wait_for()
    press(exercises, frame, "Stop")
    frame.get_by_text("Stopped. Your answer is saved").wait_for()

    type_query(exercises, frame, "SELECT 42 AS n")
    exercises.keyboard.press("ControlOrMeta+Enter")
    frame.get_by_role("cell", name="42").wait_for()
    for query in (ENDLESS, "SELECT 42 AS n"):
        frame.locator("option", has_text=query).first.wait_for(state="attached")


def test_a_large_result_is_paged_by_keyboard(exercises):
    frame = frame_of(exercises, "7.2 Consent cohorts")
    type_query(exercises, frame, "SELECT payment_id, customer_id, created_at, amount_cents FROM payments")
    exercises.keyboard.press("ControlOrMeta+Enter")
    frame.get_by_text("84,000 rows, the first 10,000 can be paged through").wait_for()
    following = frame.locator(".dt-paging-button.next")
    following.focus()
    exercises.keyboard.press("Enter")
    frame.get_by_text("26 to 50 of 10,000").wait_for()
