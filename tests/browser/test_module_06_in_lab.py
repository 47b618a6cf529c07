"""A learner walks through the payment theatre, posts an entry and plans a routing, all by keyboard."""

from __future__ import annotations

import pytest

from tests.browser.lab_page import bring_up, command, eventually, open_notebook

pytestmark = pytest.mark.browser

NAME = "06-payment-rails-and-the-ledger"
CHARGE = "1. A charge of €60.00 through acquirer B is settled. Post what B owes you for it, and what you owe the shop."


@pytest.fixture(scope="module")
def exercises(lab, page, copy_exercises):
    """The exercises of module 6, opened and run."""
    open_notebook(page, lab(copy_exercises(NAME)))
    command(page, "notebook:run-all-cells")
    return page


def exercise(page, number: str, title: str):
    bring_up(page, f"ex_{number.replace('.', '_')} = ")
    frame = page.locator(".course-frame", has_text=f"{number} {title}")
    frame.wait_for()
    return frame


def choose(page, box, option: str) -> None:
    """Walk down a list with the arrow key to an option."""
    box.focus()
    for _ in range(box.locator("option").count()):
        if box.input_value() == option:
            return
        page.keyboard.press("ArrowDown")


def choose_label(page, box, label: str) -> None:
    """The same by the label of the option."""
    box.focus()
    for _ in range(box.locator("option").count()):
        if box.evaluate("list => list.selectedOptions[0].label").replace("\u00a0", " ") == label:
            return
        page.keyboard.press("ArrowDown")


def check(page, frame):
    frame.get_by_role("button", name="Check").focus()
    page.keyboard.press("Enter")
    verdict = frame.locator(".course-verdict")
    verdict.wait_for()
    return verdict


def test_an_entry_is_posted_and_an_unbalanced_one_is_refused(exercises):
    frame = exercise(exercises, "6.2", "Post it")
    for line, account, side, amount in ((1, "acquirer_b", "debit", "60"), (2, "merchants", "credit", "59")):
        choose(exercises, frame.get_by_label(f"{CHARGE}, line {line}, account"), account)
        frame.get_by_label(f"{CHARGE}, line {line}, {side} (€)").focus()
        exercises.keyboard.type(amount)
    frame.get_by_text("Debits 60.00 · credits 59.00 · ! does not balance").wait_for()
    check(exercises, frame).get_by_text("debits €60.00, credits €59.00").wait_for()

    frame.get_by_label(f"{CHARGE}, line 2, credit (€)").focus()
    exercises.keyboard.press("ControlOrMeta+a")
    exercises.keyboard.type("60")
    frame.get_by_text("Debits 60.00 · credits 60.00 · ✓ balanced").wait_for()
    check(exercises, frame).get_by_text("cannot be posted").wait_for(state="hidden")


def test_a_routing_says_at_once_what_it_brings(exercises):
    frame = exercise(exercises, "6.5", "Route the cards")
    for country in ("HA", "KE2", "JU", "VO", "WA", "ZI"):
        choose(exercises, frame.get_by_label(f"Cards of {country}: which acquirer is asked first?"), "B")
    frame.get_by_role("radio", name="never").focus()
    exercises.keyboard.press("Space")
    frame.get_by_text("Your routing: €5,037 kept").wait_for()
    frame.get_by_text("! Acquirer A gets 0 approved charges").wait_for()

    check(exercises, frame).get_by_text("B is where KE2 fails").wait_for()


def test_the_theatre_is_walked_through_with_the_arrow_keys(exercises, lab, course_copy):
    open_notebook(exercises, lab(course_copy / "modules" / f"{NAME}.ipynb"))
    command(exercises, "notebook:run-all-cells")
    theatre = exercises.locator(".course-frame.course-theatre")

    def is_played() -> bool:
        bring_up(exercises, "course.theatre()")
        return theatre.get_by_role("button", name="Next").is_visible()

    assert eventually(exercises, is_played)
    theatre.get_by_role("button", name="Next").focus()
    exercises.locator(".course-theatre[data-lm-suppress-shortcuts]").wait_for()  # from then on arrows are heard
    for step in (2, 3, 4):
        exercises.keyboard.press("ArrowRight")
        theatre.get_by_text(f"Step {step} of 7").first.wait_for()
    theatre.get_by_text("Step 4 of 7: Settlement between banks.").wait_for()
    theatre.get_by_text("So far debits €40.00, credits €40.00 ✓").wait_for()

    choose_label(exercises, theatre.get_by_label("Payment", exact=True), "SEPA transfer, straight to our account")
    theatre.get_by_text("Step 1 of 4: Order.").wait_for()
    theatre.get_by_role("button", name="Start again").focus()
    exercises.keyboard.press("Enter")
    theatre.get_by_text("Step 1 of 7: Authorisation.").wait_for()


def test_nothing_asks_for_another_host(exercises, external_requests):
    assert external_requests == []
