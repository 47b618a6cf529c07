"""A learner filters the dashboard of exercise 9.3, reads it, answers from what it shows and reads the verdict: by keyboard."""

from __future__ import annotations

import re

import pytest

from tests.browser.lab_page import bring_up, command, open_notebook

pytestmark = pytest.mark.browser

NAME = "09-dashboards-metrics-and-call-outs"
LOST = "7. How many payments were lost by 31 December?"


@pytest.fixture(scope="module")
def exercises(lab, page, copy_exercises):
    """The exercises of module 9, opened and run."""
    open_notebook(page, lab(copy_exercises(NAME)))
    command(page, "notebook:run-all-cells")
    bring_up(page, 'course.dashboard("pay")')
    dashboard(page).locator(".course-value").first.wait_for()
    return page


def exercise(page):
    return page.locator(".course-frame", has_text="9.3 Find the incident")


def dashboard(page):
    return page.locator(".course-dashboard", has_text="Mandaro Pay").first


def choose(page, label: str, option: str) -> None:
    """Walk down a list with the arrow key to an option."""
    box = dashboard(page).get_by_label(label, exact=True)
    box.focus()
    for _ in range(box.locator("option").count()):
        if box.evaluate("list => list.selectedOptions[0].label") == option:
            return
        page.keyboard.press("ArrowDown")


def choose_days(page, start: str, end: str) -> None:
    """Type both dates as month, day, year, the one that keeps them in order first."""
    for label, typed in (("From", "10012025"), ("To", end), ("From", start)):
        box = dashboard(page).get_by_label(label, exact=True)
        box.blur()
        box.focus()
        page.keyboard.type(typed)


def read(page, days: str) -> tuple[float, float]:
    """Approval in percent and volume, once the tiles are of these days."""
    dashboard(page).locator(".course-note", has_text=days).first.wait_for()
    approval, volume = dashboard(page).locator(".course-value").all_inner_texts()[:2]
    return tuple(float(re.sub(r"[^\d.]", "", text)) for text in (approval, volume))


def lost(page) -> float:
    """What the dashboard shows of the days since the fall, against those before."""
    bring_up(page, 'course.dashboard("pay")')
    choose_days(page, "10012025", "12022025")
    before, _ = read(page, "1 Oct – 2 Dec 2025")
    choose_days(page, "12032025", "12312025")
    after, volume = read(page, "3–31 Dec 2025")
    return volume * (before - after) / 100


def answer(page, value: float):
    """Type the answer, check it from the keyboard, and return the verdict."""
    bring_up(page, "ex_9_3 = ")
    exercise(page).get_by_label(LOST).focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(f"{value:.0f}")
    exercise(page).get_by_role("button", name="Check").focus()
    page.keyboard.press("Enter")
    verdict = exercise(page).locator(".course-verdict")
    verdict.wait_for()
    return verdict


def test_what_the_dashboard_shows_is_what_the_exercise_asks_for(exercises):
    choose(exercises, "Acquirer", "acquirer B")
    choose(exercises, "Payer’s bank in", "KE2")
    choose(exercises, "Segment", "cards and transfers")
    attempts = lost(exercises)
    told = answer(exercises, attempts)
    told.get_by_text("You counted attempts").wait_for()

    bring_up(exercises, 'course.dashboard("pay")')
    choose(exercises, "Count", "payments")
    payments = lost(exercises)
    told = answer(exercises, payments)
    told.get_by_text("You counted attempts").wait_for(state="hidden")

    assert payments < attempts / 2
    assert LOST not in told.inner_text()  # nothing more is said of this field: it is right


def test_a_day_is_marked_on_the_line_by_keyboard(exercises):
    bring_up(exercises, "ex_9_3 = ")
    exercise(exercises).locator(".course-point input").first.focus()
    for key in [*["ArrowRight"] * 4, "Space", "Space", *["ArrowRight"] * 5, "Space"]:
        exercises.keyboard.press(key)
    exercise(exercises).get_by_text("Fri 10 Oct 2025: 395", exact=True).wait_for()
    exercise(exercises).get_by_text("Marked: 10 Oct.", exact=True).wait_for()

    assert exercise(exercises).get_by_role("checkbox", name="Fri 10 Oct 2025: 395").is_checked()


def test_a_reversed_range_is_answered_in_a_sentence(exercises):
    bring_up(exercises, 'course.dashboard("pay")')
    box = dashboard(exercises).get_by_label("To", exact=True)
    box.focus()
    exercises.keyboard.type("12012025")
    dashboard(exercises).get_by_text("which is after “To”").first.wait_for()

    assert "3–31 Dec 2025" in dashboard(exercises).locator(".course-tiles + .course-note").inner_text()


def test_nothing_asks_for_another_host(exercises, external_requests):
    assert external_requests == []


def test_no_two_forms_share_the_name_of_a_control(exercises):
    bring_up(exercises, "ex_9_3 = ")
    repeated = exercises.evaluate(
        """() => [...document.querySelectorAll('.course-fields [id]')].map((each) => each.id)
            .filter((id, at, all) => all.indexOf(id) !== at)"""
    )

    assert repeated == []
