"""The pictures in which a plan is made, by keyboard: what a key does to the answer, and what is then said."""

from __future__ import annotations

import pytest

from course.authoring.read import read, sources
from course.grade.form import compile_form
from course.grade.models import backlog
from course.grade.query.rows import find_rows
from course.sequence import ROOT
from course.views.form.body import source
from course.views.form.field import browser_data
from tests.browser.lab_page import eventually
from tests.browser.test_form_controls import DRAW, UNNAMED

pytestmark = pytest.mark.browser

LIMITS = {"weeks": 30, "budget": 150}
FORMS = {
    exercise.id: compile_form(exercise.key, find_rows)
    for notebook in sources(ROOT)
    if notebook.name.startswith(("14-", "15-"))
    for exercise in read(notebook)
}


def draw(page, exercise: str, field: str, answer: object = None):
    """Draw one field of an exercise, alone on a page."""
    form = FORMS[exercise]
    page.evaluate(DRAW, [source(".js"), [browser_data(form, form[field])], {} if answer is None else {field: answer}])
    return page


def held(page, field: str, answer: object) -> bool:
    return eventually(page, lambda: page.evaluate(f"state.answer.{field}") == answer)


@pytest.mark.parametrize(
    ("exercise", "field"),
    [("14.2", "plan"), ("14.3", "plan"), ("14.2", "second"), ("14.4", "stages"), ("14.5", "weeks"), ("15.5", "plan")],
)
def test_every_control_has_a_name(page, exercise, field):
    assert draw(page, exercise, field).evaluate(UNNAMED) == []


def test_a_space_puts_an_item_into_the_plan_and_the_bars_follow(page):
    draw(page, "14.2", "plan").get_by_label("B04 Cash-flow score for thin files").press("Space")

    assert held(page, "plan", {"items": ["B04"]})
    assert (
        page.get_by_role("status").text_content()
        == "B04 fits: 21 weeks and €88k are left. B04 needs B05, which is not in: so far it counts nothing."
    )
    assert page.locator("svg").get_attribute("aria-label") == "Effort: 9 of 30 weeks. Budget: €62k of €150k."


@pytest.mark.parametrize(
    ("ids", "new"),
    [
        (("B01", "B07", "B04", "B05", "B02"), "B11"),
        (("B01", "B07", "B06", "B08", "B12"), "B03"),
        (("B01", "B02", "B04", "B05", "B07", "B10", "B14"), "B13"),
        (("B08", "B11", "B12"), "B09"),
    ],
)
def test_what_an_item_displaces_is_what_the_model_says(page, ids, new):
    title = next(item.title for item in backlog.read_items() if item.id == new)
    draw(page, "14.2", "plan", {"items": list(ids)}).get_by_label(f"{new} {title}").press("Space")
    leaving = backlog.makes_room(backlog.read_items(), ids, new, **LIMITS)
    worth = sum(item.value for item in leaving)

    said = f"displaces {backlog.names(leaving)}, €{worth}k." if leaving else f"{new} fits"
    assert eventually(page, lambda: said in page.get_by_role("status").text_content())


def test_an_emptied_plan_is_empty(page):
    draw(page, "14.2", "plan", {"items": ["B01", "B02"]}).get_by_role("button", name="Empty the plan").press("Enter")

    assert held(page, "plan", {"items": []})
    assert page.get_by_role("checkbox", checked=True).count() == 0


def test_an_item_that_is_moved_changes_what_waiting_costs(page):
    draw(page, "14.3", "plan")
    page.get_by_text("Open the seven items").click()
    before = page.locator(".course-queued-sum").text_content()
    page.get_by_role("button", name="Move B14 Filter for affiliate applications up").press("Enter")

    assert eventually(page, lambda: page.locator(".course-queued-sum").text_content() != before)
    order = page.evaluate("state.answer.plan.order").copy()
    run = backlog.sequence({"order": order}, {"B07": 12})
    assert page.locator(".course-queued-sum").text_content() == f"Waiting costs €{run.value:.1f}k."
    assert "B04 begins before B05 is done" in page.locator(".course-queued-said").text_content()


def test_a_stage_is_chosen_beside_its_curve(page):
    draw(page, "14.4", "stages").get_by_label("Gift cards, Stage").select_option("growing")

    assert held(page, "stages", {"Gift cards": {"stage": "growing"}})
    assert page.locator(".course-curve svg").count() == 6


def test_a_team_that_moves_takes_its_clash_along(page):
    """Lend is left where it asked to be: with the first move, each wish is chosen."""
    draw(page, "14.5", "weeks")
    assert page.locator(".course-teams-said").text_content().startswith("! 5 clashes.")
    for team, week in {"Core": 2, "Data": 3, "Runway": 3, "Link": 4, "Mobile": 4, "MerchantOps": 5}.items():
        page.get_by_label(f"{team} begins in week").select_option(str(week))

    assert held(
        page,
        "weeks",
        {"core": "2", "data": "3", "runway": "3", "link": "4", "lend": "4", "mobile": "4", "merchantops": "5"},
    )
    assert page.locator(".course-teams-said").text_content() == "✓ No clash: the date holds."
    page.get_by_role("button", name="Back to what the teams asked for").press("Enter")
    assert page.get_by_label("Lend begins in week").input_value() == "4"
    assert eventually(page, lambda: page.locator(".course-clash").count() > 0)


def test_a_week_that_is_still_open_is_named_and_no_tick_is_shown(page):
    """An answer that was saved before wishes counted as chosen."""
    saved = {"core": "2", "data": "3", "runway": "3", "link": "4", "mobile": "4", "merchantops": "5"}
    draw(page, "14.5", "weeks", saved)

    assert page.locator(".course-teams-said").text_content() == "Still to choose: Lend (asks for week 4)."
    page.get_by_label("Lend begins in week").select_option("4")
    assert eventually(page, lambda: page.locator(".course-teams-said").text_content() == "✓ No clash: the date holds.")
    assert held(page, "weeks", {**saved, "lend": "4"})


def test_the_months_count_places_and_say_what_forbids_a_plan(page):
    draw(page, "15.5", "plan").get_by_label("Database step, month").select_option("April")
    page.get_by_label("Link, month").select_option("April")
    page.get_by_label("Mobile, month").select_option("April")

    assert held(page, "plan", {"step": "April", "link": "April", "mobile": "April"})
    assert page.get_by_text("! 4 of 3").is_visible()
    page.get_by_label("Mobile, month").select_option("July")
    page.get_by_label("Core, month").select_option("April")
    assert page.get_by_text("Core moves in April and changes a database").is_visible()
    page.get_by_label("Core, month").select_option("May")
    assert page.get_by_role("status").text_content() == (
        "Saved by the end of the year: 1,101 hours. Still without a month: 5."
    )
    page.get_by_role("button", name="Clear the plan").press("Enter")
    assert held(page, "plan", {})
