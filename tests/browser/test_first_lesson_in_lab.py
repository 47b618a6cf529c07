"""In a real JupyterLab: the demos of module 1, its pictures and the first interview answered by keyboard."""

from __future__ import annotations

import nbformat
import pytest

from course.sequence.interview import interview_of
from tests.browser.lab_page import command, eventually, open_notebook, saved_entries, shows

pytestmark = pytest.mark.browser

NAME = "01-what-technical-means"


@pytest.fixture(scope="module")
def run(lab, page, course_copy):
    """``run(path)`` opens a notebook of the course in the page and runs it."""

    def open_and_run(path: str) -> None:
        open_notebook(page, lab(course_copy / path))
        command(page, "notebook:run-all-cells")
        page.locator(".course-frame").first.wait_for()

    return open_and_run


def test_the_demos_of_the_lesson(run, page):
    run(f"modules/{NAME}.ipynb")
    dial = page.locator(".course-frame.course-depth")
    dial.locator("input[type=radio]").first.focus()
    page.keyboard.press("ArrowRight")
    dial.get_by_text("Selvedge sells jeans").wait_for()
    play = page.locator(".course-frame.course-centre")
    play.scroll_into_view_if_needed()
    play.get_by_text("too far left").wait_for()

    play.locator("textarea").focus()
    page.keyboard.press("Control+Home")
    page.keyboard.type(".page { display: grid; place-items: center } </style><script>parent.broken = 1</script>\n")
    play.get_by_text("in the middle, both ways").wait_for()

    assert page.evaluate("window.broken") is None
    assert shows(page.locator(".course-twin:visible"), 0)


def test_adverts_cards_and_confidences_are_answered_by_keyboard(run, page, course_copy):
    notebook = f"exercises/{NAME}/{NAME}.ipynb"
    run(notebook)
    advert = page.locator(".course-advert").nth(1)
    advert.locator("input").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    sure = page.get_by_role("group", name="How sure are you of answer 1?")
    sure.get_by_label("50%").focus()
    page.keyboard.press("Space")
    card = page.locator(".course-card").first
    card.locator("input").first.focus()
    page.keyboard.press("Space")
    page.get_by_text("1 of 14 placed").wait_for()
    assert eventually(page, lambda: "1.3" in saved_entries(course_copy / notebook))
    saved = saved_entries(course_copy / notebook)

    assert saved["1.2"]["answer"] == {"phrase2": "you decide on yarn, weave and wash"}
    assert saved["1.1"]["answer"] == {"systems_sure": "50"}
    assert list(saved["1.3"]["answer"]["who"].values()) == ["PM"]


def test_an_interview_is_answered_judged_and_turned_by_keyboard(run, page, course_copy):
    notebook = course_copy / "modules/02-what-it-runs-on.ipynb"
    lesson = nbformat.read(notebook, as_version=4)
    lesson.cells = [cell for cell in lesson.cells if cell.source.startswith(("import course", "course.mock_interview"))]
    nbformat.write(lesson, notebook)
    run("modules/02-what-it-runs-on.ipynb")
    interview = page.locator(".course-interview.course-frame")
    interview.get_by_role("button", name="Start a clock").locator("visible=true").focus()
    page.keyboard.press("Enter")
    interview.get_by_role("timer").locator("visible=true").get_by_text("of about 2:00").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.type("The phone finds us.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    interview.get_by_text("A bluffing answer").locator("visible=true").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    interview.get_by_role("button", name="Next question").focus()
    page.keyboard.press("Enter")
    interview.locator(".course-ask", has_text=interview_of(2)[1].ask).wait_for()
    assert eventually(page, lambda: "2-interview-points" in saved_entries(notebook))
    saved = saved_entries(notebook)

    assert saved["2-interview-1"]["answer"] == "The phone finds us."
    assert saved["2-interview-points"]["answer"] == {"1": {interview_of(2)[0].points[0]: True}}
