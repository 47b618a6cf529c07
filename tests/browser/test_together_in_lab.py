"""Lesson and exercises together in a real JupyterLab: links, side by side, what is needed in view, folded when passed."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.browser.conftest import LEFT_OUT, ROOT, VIEWPORT, running_lab
from tests.browser.lab_page import KERNEL_IS_IDLE, command, eventually, open_notebook, shows

pytestmark = pytest.mark.browser

MODULE = "05-sql-first-answers"
LESSON, EXERCISES = f"modules/{MODULE}.ipynb", f"exercises/{MODULE}/{MODULE}.ipynb"
WELCOME = "modules/00-welcome.ipynb"
PATH = "jupyterapp.shell.currentWidget?.context?.path"
RIGHT = """SELECT date_trunc('month', applied_at) AS month, channel, count(*) AS applications
FROM applications WHERE customer_id IN (SELECT customer_id FROM customers WHERE NOT is_test)
GROUP BY month, channel ORDER BY month, channel"""
NEAR = 60  # px
FOLDED = 90  # px, at most two lines with their frame

# What is seen of a page, below JupyterLab's bars.
SEEN = """(node) => {
    const page = node.closest('.jp-WindowedPanel-outer').getBoundingClientRect();
    const { top, bottom, height } = node.getBoundingClientRect();
    return { top: top - page.top, bottom: page.bottom - bottom, height, room: page.height };
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """``address(path)`` is where a page of a course is shown by JupyterLab with the course's extension."""
    root = tmp_path_factory.mktemp("course")
    (root / "modules").mkdir()
    for lesson in (LESSON, WELCOME):
        shutil.copy(ROOT / lesson, root / "modules")
    shutil.copytree(ROOT / "exercises" / MODULE, root / "exercises" / MODULE, ignore=LEFT_OUT)
    with running_lab(root, tmp_path_factory.mktemp("jupyter"), extended=True) as server:
        yield lambda path: server.page(root / path)
        for session in json.loads(server.ask("sessions")):
            server.ask(f"sessions/{session['id']}", "DELETE")


def open_alone(page, where: str) -> None:
    """Open a page and nothing else: a workspace brings back the tabs that it had, unless it is reset."""
    open_notebook(page, f"{where}&reset")


def bring_into_sight(page, locator) -> None:
    """Scroll to a part of a page that has run: JupyterLab leaves out of sight undrawn, and then nothing can be clicked."""
    locator.wait_for(state="attached")
    page.wait_for_function(KERNEL_IS_IDLE)

    def is_seen() -> bool:
        locator.evaluate("node => node.scrollIntoView({ block: 'center' })")
        return locator.is_visible()

    assert eventually(page, is_seen)


def heading(page, words: str):
    return page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) :is(h2, h3)", has_text=words).first


def frame_of(page, title: str):
    return page.locator(".course-exercise", has_text=title)


def is_at_top(locator) -> bool:
    return locator.count() == 1 and 0 <= locator.evaluate(SEEN)["top"] < NEAR


def is_in_view(locator) -> bool:
    """Whether its beginning is, and as much of it as fits."""
    seen = locator.evaluate(SEEN)
    return seen["height"] > 0 and seen["top"] >= 0 and (seen["bottom"] >= -1 or seen["top"] < NEAR * 2)


def type_query(page, frame, sql: str) -> None:
    frame.locator(".cm-content").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(sql)


def test_a_link_in_the_lesson_leads_to_the_exercise_and_the_place_stays(page, address):
    open_notebook(page, address(LESSON))
    page.get_by_role("link", name="5.3", exact=True).click()
    page.wait_for_function(f"{PATH} === '{EXERCISES}'")
    frame_of(page, "5.3 November").wait_for()
    frame_of(page, "5.1 Grain").wait_for(state="attached")  # above it, and higher than before it was run

    assert eventually(page, lambda: is_at_top(heading(page, "5.3 November")))
    assert page.get_by_role("button", name="Open beside the lesson").count() == 0


def test_the_exercise_links_back_to_the_section_that_teaches_it(page, address):
    frame_of(page, "5.4 Two").get_by_role("link", name="Which base? The denominator").click()
    page.wait_for_function(f"{PATH} === '{LESSON}'")

    assert eventually(page, lambda: is_at_top(heading(page, "Which base?")))


def test_a_button_in_the_lesson_opens_the_exercise_beside_it(page, address):
    open_alone(page, address(LESSON))
    paragraph = page.locator("p", has_text="You can now do 5.1")
    assert shows(paragraph.get_by_role("button", name="Open beside the lesson"), 1)
    paragraph.get_by_role("button").focus()
    page.keyboard.press("Enter")
    page.wait_for_function(f"{PATH} === '{EXERCISES}'")
    frame_of(page, "5.1 Grain").wait_for()
    assert eventually(page, lambda: is_at_top(heading(page, "5.1 Grain")))

    boxes = [page.locator(".jp-NotebookPanel:visible").nth(number).bounding_box() for number in (0, 1)]
    lesson, exercises = sorted(boxes, key=lambda box: box["x"])
    assert lesson["x"] + lesson["width"] <= exercises["x"] + 1
    assert min(lesson["width"], exercises["width"]) > VIEWPORT["width"] * 0.4
    assert paragraph.is_visible()


def test_the_exercise_shows_the_lesson_beside_it_at_the_section_that_teaches_it(page, address):
    frame_of(page, "5.5 A clean").get_by_role("link", name="Show the lesson beside").click()
    page.wait_for_function(f"{PATH} === '{LESSON}'")

    assert eventually(page, lambda: is_at_top(heading(page, "Whose midnight?")))
    assert page.locator(".jp-NotebookPanel:visible").count() == 2


def test_from_the_exercise_alone_the_lesson_opens_at_its_left(page, address):
    open_alone(page, address(EXERCISES))
    frame_of(page, "5.5 A clean").get_by_role("link", name="Show the lesson beside").click()
    page.wait_for_function(f"{PATH} === '{LESSON}'")
    heading(page, "Whose midnight?").wait_for()
    assert eventually(page, lambda: page.locator(".jp-NotebookPanel:visible").count() == 2)
    left = page.evaluate(
        "path => [...jupyterapp.shell.widgets('main')].find((each) => each.context.path === path).node.getBoundingClientRect().left",
        LESSON,
    )

    assert left < frame_of(page, "5.5 A clean").bounding_box()["x"]


def test_the_map_follows_what_another_kernel_saves(page, address):
    open_alone(page, address(WELCOME))
    page.locator(".course-page .course-pip").first.wait_for()
    page.evaluate(
        f"jupyterapp.commands.execute('docmanager:open', {{path: '{EXERCISES}', options: {{mode: 'split-right'}}}}).then(() => 0)"
    )
    frame = frame_of(page, "5.2 Applications")
    type_query(page, frame, RIGHT)
    frame.get_by_role("button", name="Check", exact=True).click()
    frame.locator(".course-verdict.course-passed").wait_for()

    assert shows(page.locator('.course-page .course-pip-passed[title^="5.2 "]'), 1)
    page.locator(".course-page .course-next", has_text="Continue where you stopped").wait_for()


def test_what_was_just_passed_stays_as_it_is(page, address):
    frame = frame_of(page, "5.2 Applications")

    assert frame.locator(".course-verdict").is_visible() and frame.locator(".cm-content").is_visible()
    assert frame.get_by_role("button", name="Fold").get_attribute("aria-expanded") == "true"


def test_opened_again_a_passed_exercise_is_one_line_that_unfolds(page, address):
    command(page, "docmanager:save")
    open_alone(page, address(EXERCISES))
    line = page.locator(".course-fold button", has_text="5.2 Applications")
    bring_into_sight(page, line)
    frame = page.locator(".course-folded")
    assert frame.count() == 1 and frame.bounding_box()["height"] < FOLDED
    assert "4 of 4 points · passed" in line.inner_text()
    gone = page.locator(".course-folded-away")
    assert gone.count() == 2 and [cell.evaluate(SEEN)["height"] for cell in gone.all()] == [0, 0]

    line.focus()
    for is_open in ("true", "false", "true"):
        page.keyboard.press("Enter")
        button = page.locator(f'.course-foldable .course-fold button[aria-expanded="{is_open}"]')
        assert shows(button, 1)
        assert button.evaluate("button => button === document.activeElement")
    assert frame_of(page, "5.2 Applications").locator(".cm-content").is_visible()
    assert heading(page, "5.2 Applications").is_visible()


def test_the_tables_are_beside_the_answer_and_stay_in_view(page, address):
    frame = frame_of(page, "5.3 November")
    bring_into_sight(page, frame.locator(".course-actions").first)
    frame.get_by_role("button", name="Show the tables").click()
    frame.get_by_text("One row is one purchase").wait_for()
    answer, side = (frame.locator(f".course-work > .course-{name}") for name in ("answer-side", "side"))
    assert eventually(page, lambda: is_in_view(side))
    assert answer.bounding_box()["x"] + answer.bounding_box()["width"] <= side.bounding_box()["x"]

    for number in (1, 2, 3):
        frame.get_by_role("button", name=f"Hint {number} of 3").click()
    frame.get_by_role("button", name="Expected result").click()
    frame.get_by_text("Expected on the practice data").wait_for()
    assert eventually(page, lambda: is_in_view(frame.locator(".course-expected-area")))
    assert is_in_view(side) and is_in_view(frame.locator(".course-status"))


def test_where_there_is_no_room_they_are_above_it(page, address):
    page.set_viewport_size({"width": 800, "height": 768})
    frame = frame_of(page, "5.3 November")
    answer, side = (frame.locator(f".course-work > .course-{name}") for name in ("answer-side", "side"))

    assert eventually(page, lambda: side.bounding_box()["y"] < answer.bounding_box()["y"])
    page.set_viewport_size(VIEWPORT)
    frame.get_by_role("button", name="Hide the tables").click()
    side.wait_for(state="hidden")


KINDS = [
    (MODULE, "5-2", ["Run", "Expected result", "Show the tables"]),
    ("07-sql-investigations", "7-6", ["Run", "Expected result", "Show the tables"]),
    (MODULE, "5-7", []),
    ("12-specification-and-documentation", "12-1", ["Preview"]),
]


@pytest.mark.parametrize(("module", "exercise", "buttons"), KINDS)
def test_whatever_is_open_a_verdict_is_in_view_with_the_status(page, lab, copy_exercises, module, exercise, buttons):
    open_alone(page, lab(copy_exercises(module, exercise)))
    command(page, "notebook:run-all-cells")
    frame = page.locator(".course-exercise")
    bring_into_sight(page, frame.locator(".course-actions").first)
    for name in [*buttons, "Hint 1 of 3", "Hint 2 of 3", "Hint 3 of 3"]:
        frame.get_by_role("button", name=name, exact=True).click()
    frame.get_by_text("Hint 3.", exact=True).wait_for()
    assert eventually(page, lambda: is_in_view(frame.locator(".course-hint").last))
    frame.get_by_role("button", name="Check", exact=True).click()
    verdict = frame.locator(".course-verdict-area").first  # a review has one of its own
    verdict.locator(".course-verdict").wait_for()

    assert eventually(page, lambda: is_in_view(verdict))
    assert eventually(page, lambda: verdict.evaluate("node => node === document.activeElement"))
    assert is_in_view(frame.locator(".course-status"))


def test_without_the_extension_there_is_one_link_to_the_lesson_and_no_second(page, lab, course_copy):
    open_alone(page, lab(course_copy / EXERCISES))
    command(page, "notebook:run-all-cells")
    frame = frame_of(page, "5.4 Two")
    link = frame.locator(".course-taught a", has_text="Which base? The denominator")
    link.wait_for(state="attached")
    link.evaluate("node => node.scrollIntoView()")

    assert eventually(page, link.is_visible)
    assert not frame.locator(".course-beside-link").is_visible()


def test_the_toolbar_of_a_long_document_stays_in_view(page, lab, copy_exercises):
    open_alone(page, lab(copy_exercises("12-specification-and-documentation", "12-1")))
    command(page, "notebook:run-all-cells")
    frame = page.locator(".course-exercise")
    bring_into_sight(page, frame.locator(".cm-content"))
    frame.locator(".cm-content").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text("\n".join(f"Line {number}" for number in range(80)))
    toolbar, head = frame.get_by_role("toolbar", name="Format"), frame.locator(".course-head")
    page.evaluate("document.querySelector('.course-exercise .cm-editor').scrollIntoView({ block: 'end' })")

    assert eventually(page, lambda: is_in_view(toolbar) and is_in_view(head))
    assert head.bounding_box()["y"] + head.bounding_box()["height"] <= toolbar.bounding_box()["y"] + 1
