"""In a real JupyterLab: the demos of module 1, and its pictures answered by keyboard."""

from __future__ import annotations

import pytest

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
