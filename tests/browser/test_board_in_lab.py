"""A learner composes the board's page of 9.6 by keyboard, reads what misleads in it, mends that, and saves the page as a file."""

from __future__ import annotations

import pytest

from tests.browser.lab_page import bring_up, command, eventually, open_notebook

pytestmark = pytest.mark.browser

NAME = "09-dashboards-metrics-and-call-outs"
FIRST = {
    "Question: what can be read here?": "Who gets through?",
    "Measure": "Card attempts approved",
    "Breakdown": "by acquirer, banks in KE2 only",
    "Note": "B in KE2 falls in December; A does not.",
}
SECOND = {"Question: what can be read here?": "Within the rule?", "Measure": "Dispute ratio as in RB1", "Target, if there is one": "0.65%",
          "Where the target comes from": "RB1", "Note": "December is above the limit."}  # fmt: skip
THIRD = {"Question: what can be read here?": "Do the loans hold?", "Measure": "Loans in default at two months on book",
         "Along the axis": "quarter by quarter", "Days": "Jan–Dec 2025", "Value axis begins": "from just below the lowest value",
         "Note": "October's loans are worse than those of the first half."}  # fmt: skip


@pytest.fixture(scope="module")
def exercise(lab, page, copy_exercises):
    """Exercise 9.6 in the exercises of module 9, opened and run."""
    open_notebook(page, lab(copy_exercises(NAME)))
    command(page, "notebook:run-all-cells")
    bring_up(page, 'course.form("9.6"')
    frame = page.locator(".course-exercise", has_text="9.6 The board’s page")
    frame.locator(".course-board-tiles").wait_for()
    return frame


def fill(exercise, number: int, choices: dict[str, str]) -> None:
    """Fill in a tile: walk down lists with the arrow key, and type into boxes."""
    page, tile = exercise.page, exercise.get_by_role("group", name=f"Tile {number}", exact=True)
    for label, value in choices.items():
        control = tile.get_by_label(label, exact=True)
        control.focus()
        if control.evaluate("control => control.tagName") == "INPUT":
            page.keyboard.type(value)
            continue
        for _ in range(control.locator("option").count()):
            if control.evaluate("list => list.selectedOptions[0].label") == value:
                break
            page.keyboard.press("ArrowDown")
        assert control.evaluate("list => list.selectedOptions[0].label") == value


def verdict(exercise) -> str:
    """What Check says."""
    area = exercise.locator(".course-verdict-area")
    before = area.inner_text()
    exercise.get_by_role("button", name="Check", exact=True).press("Enter")
    assert eventually(exercise.page, lambda: area.inner_text() not in ("", before))
    return area.inner_text()


def test_a_page_is_composed_checked_mended_and_saved(exercise, tmp_path):
    page = exercise.page
    fill(exercise, 1, FIRST)
    exercise.get_by_role("button", name="Add a tile").press("Enter")
    fill(exercise, 2, SECOND)
    exercise.get_by_role("button", name="Add a tile").press("Enter")
    fill(exercise, 3, THIRD)
    tiles = exercise.locator(".course-page-tile")
    assert eventually(page, lambda: tiles.count() == 3 and "Q4" in tiles.nth(2).inner_text())
    assert "Target 0.65% (RB1)" in tiles.nth(1).locator("svg").inner_html()

    says = verdict(exercise)
    assert "2 of 3 questions are answered, 1 thing to mend." in says and "Tile 3: The bars do not begin at zero" in says

    axis = exercise.get_by_label("Value axis begins", exact=True)
    axis.focus()
    page.keyboard.press("ArrowUp")
    assert "3 of 3 questions are answered." in verdict(exercise)

    with page.expect_download() as download:
        exercise.get_by_role("button", name="Save the page as an HTML file").press("Enter")
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    text = path.read_text(encoding="utf-8")
    assert text.startswith("<!doctype html>") and text.count("<article") == 3 and "<script" not in text
