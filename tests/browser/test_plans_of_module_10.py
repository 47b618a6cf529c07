"""Questions, tests and parts in forms, by keyboard: what a key does to the answer, and what is then said and drawn."""

from __future__ import annotations

import re

import pytest

from course.authoring.read import read, sources
from course.grade.form import compile_form
from course.grade.models.parts import SLICE
from course.grade.query.rows import find_rows
from course.sequence import ROOT
from course.views.form.body import source
from course.views.form.field import browser_data
from course.views.pictures import network
from tests.browser.lab_page import eventually
from tests.browser.test_form_controls import DRAW, UNNAMED

pytestmark = pytest.mark.browser

FORMS = {
    exercise.id: compile_form(exercise.key, find_rows)
    for notebook in sources(ROOT)
    if notebook.name.startswith("10-")
    for exercise in read(notebook)
    if exercise.kind == "form"
}
NEEDS = {part.id: list(part.needs) for part in SLICE if part.needs}


def draw(page, exercise: str, field: str, answer: object = None):
    """Draw one field of an exercise, alone on a page."""
    form = FORMS[exercise]
    page.evaluate(DRAW, [source(".js"), [browser_data(form, form[field])], {} if answer is None else {field: answer}])
    return page


def held(page, field: str, answer: object) -> bool:
    return eventually(page, lambda: page.evaluate(f"state.answer.{field}") == answer)


@pytest.mark.parametrize(("exercise", "field"), [("10.1", "ask"), ("10.2", "graph"), ("10.3", "plan")])
def test_every_control_has_a_name(page, exercise, field):
    assert draw(page, exercise, field).evaluate(UNNAMED) == []


def test_whoever_is_asked_answers_and_five_are_the_most(page):
    draw(page, "10.1", "ask", {"questions": ["B", "D", "F", "H"]})
    assert "every tram" not in page.locator("body").inner_text()
    page.get_by_label("G. Ife, CEO: By when do you want it?").press("Space")

    assert held(page, "ask", {"questions": ["B", "D", "F", "G", "H"]})
    assert "every tram" in page.locator("body").inner_text()
    assert page.get_by_role("checkbox", disabled=True).count() == 9
    page.get_by_role("button", name="Take all questions back").press("Enter")
    assert held(page, "ask", {"questions": []})
    assert page.get_by_role("checkbox", disabled=True).count() == 0


def test_tests_add_up_their_days(page):
    draw(page, "10.3", "plan")
    for title in ("An honest door", "Eight customers try a model", "Run the stop"):
        page.get_by_role("radio", name=title).press("Space")

    assert eventually(page, lambda: "17 of 15 days, €9k. ! 2 too many." in page.get_by_role("status").text_content())
    assert len(page.evaluate("state.answer.plan")) == 3
    page.get_by_role("button", name="Choose again from the start").press("Enter")
    assert held(page, "plan", {})
    assert page.get_by_role("radio", checked=True).count() == 0


def test_the_arrows_run_as_in_the_picture_without_a_script(page):
    draw(page, "10.2", "graph", NEEDS)
    needs = {part.id: part.needs for part in SLICE}
    drawn = page.locator("path.course-net-arrow").evaluate_all("paths => paths.map((path) => path.getAttribute('d'))")
    still = re.findall(r'<path d="([^"]*)"', network.network(SLICE, needs))

    assert sorted(map(numbers, drawn)) == sorted(map(numbers, still))


def numbers(path: str) -> list[float]:
    return [round(float(number), 1) for number in re.findall(r"-?\d+(?:\.\d+)?", path)]


def test_an_arrow_is_drawn_and_taken_out_again(page):
    draw(page, "10.2", "graph")
    page.get_by_label("P5 needs first", exact=True).select_option("P4")

    assert held(page, "graph", {"P5": ["P4"]})
    assert page.locator("svg").get_attribute("aria-label") == "P5 needs P4."
    page.get_by_role("button", name="P5 no longer needs P4").press("Enter")
    assert held(page, "graph", {"P5": []})
    assert page.locator("svg").count() == 0


def test_the_longest_chain_is_shown_on_demand_and_is_the_models(page):
    draw(page, "10.2", "graph", NEEDS)
    assert page.locator("svg rect").count() == 12
    assert page.locator(".course-net-box.course-on").count() == 0
    page.get_by_label("Show the longest chain").press("Space")

    assert eventually(
        page, lambda: page.get_by_role("status").text_content() == "No day to spare, as drawn: P3, P7, P9, P12."
    )
    assert (page.locator(".course-net-box.course-on").count(), page.locator(".course-net-arrow.course-on").count()) == (
        4,
        3,
    )


def test_a_circle_is_named_and_the_last_drawing_stays(page):
    draw(page, "10.2", "graph", NEEDS)
    page.get_by_label("P3 needs first", exact=True).select_option("P12")

    assert eventually(page, lambda: "P3 → P12 → P8 → P7 → P3" in page.get_by_role("status").text_content())
    assert page.locator("svg rect").count() == 12
    page.get_by_role("button", name="Take all arrows out").press("Enter")
    assert eventually(page, lambda: not any(page.evaluate("Object.values(state.answer.graph).flat()")))
