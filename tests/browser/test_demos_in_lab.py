"""Demos in a real JupyterLab: charts that follow a slider without a gap, arrow keys, and a preview by keyboard."""

from __future__ import annotations

import nbformat
import pytest

from tests.browser.lab_page import command, eventually, open_notebook, shows

pytestmark = pytest.mark.browser

TALL = 'from IPython.display import HTML\nHTML("<div style=height:3000px></div>")'
SOURCES = ("import course\ncourse.cutoff()", TALL, "course.ladder()", "course.change()", "course.interview()")
WIDTHS = (
    "selector => [...document.querySelectorAll(`${selector} svg.marks`)].map(svg => svg.getBoundingClientRect().width)"
)
# From now on: the fewest charts that any frame has shown.
WATCH = """() => { const charts = () => document.querySelectorAll('.course-cutoff svg.marks').length;
  window.fewest = charts();
  const look = () => { window.fewest = Math.min(window.fewest, charts()); requestAnimationFrame(look); }; look(); }"""

SOME_FRAMES = """() => new Promise(done => {
  const wait = left => left ? requestAnimationFrame(() => wait(left - 1)) : done(); wait(30); })"""


@pytest.fixture(scope="module")
def demos(lab, page, tmp_path_factory):
    folder = tmp_path_factory.mktemp("demos")
    cells = [nbformat.v4.new_code_cell(source) for source in SOURCES]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), folder / "demos.ipynb")
    open_notebook(page, lab(folder / "demos.ipynb"))
    command(page, "notebook:run-all-cells")
    page.locator(".course-frame.course-cutoff svg.marks").nth(1).wait_for()
    return page


def demo(page, name: str):
    frame = page.locator(f".course-frame.course-{name}")
    frame.scroll_into_view_if_needed()
    return frame


def test_a_slider_moves_figures_and_charts_and_keeps_the_focus(demos):
    frame = demo(demos, "cutoff")
    handle = frame.locator(".noUi-handle")
    handle.focus()
    demos.evaluate(WATCH)
    for cutoff in (640, 660, 680):
        demos.keyboard.press("ArrowRight")
        frame.locator("svg.marks text", has_text=f"let in from {cutoff} on").wait_for()
    frame.locator("svg.marks text", has_text="cut-off 680").wait_for()

    assert handle.evaluate("handle => handle === document.activeElement")
    assert demos.evaluate("window.fewest") == 2
    assert "Cut-off 680: " in frame.get_by_role("status").last.inner_text()


def test_a_number_is_typed_and_taken_back(demos):
    frame = demo(demos, "cutoff")
    frame.get_by_label("or type it").fill("563")
    demos.keyboard.press("Enter")
    frame.locator("svg.marks text", has_text="let in from 560 on").wait_for()

    frame.get_by_role("button", name="Back to 620").click()
    frame.locator("svg.marks text", has_text="let in from 620 on").wait_for()


def test_what_is_unfolded_stays_open_while_the_picture_is_drawn_again(demos):
    frame = demo(demos, "interview")
    arithmetic = frame.locator("details", has_text="The arithmetic").first
    arithmetic.locator("summary").click()
    frame.get_by_label("4. Noor").check()
    frame.get_by_text("Nearly all of them.").wait_for()
    assert eventually(demos, lambda: arithmetic.get_attribute("open") is not None)

    arithmetic.locator("summary").click()
    frame.get_by_label("2. Noor").check()
    frame.get_by_text("No more than on other days.").wait_for()
    assert arithmetic.get_attribute("open") is None


def test_bars_have_names_and_the_chart_its_summary(demos):
    frame = demo(demos, "cutoff")
    bars = frame.locator("[role='graphics-symbol'][aria-roledescription='bar']")
    described = frame.locator("[aria-roledescription='visualization']").first

    assert shows(bars, 12)
    assert "What each band of scores adds" in described.get_attribute("aria-label")


def test_a_chart_in_a_cell_that_was_out_of_sight_fills_its_width(demos):
    demo(demos, "ladder").locator("svg.marks").wait_for()
    demos.wait_for_function(f"({WIDTHS})('.course-frame.course-ladder')[0] > 500")


@pytest.mark.parametrize("theme", ["Dark", "Light"])
def test_charts_keep_their_width_when_the_theme_changes(demos, theme):
    demo(demos, "cutoff")
    command(demos, "apputils:change-theme", theme=f"JupyterLab {theme}")
    demos.wait_for_function("light => document.body.dataset.jpThemeLight === light", arg=str(theme == "Light").lower())
    demos.evaluate(SOME_FRAMES)  # the page is hidden and shown after its colours have changed

    assert all(width > 500 for width in demos.evaluate(f"({WIDTHS})('.course-frame.course-cutoff')"))


def test_arrow_keys_walk_through_the_steps(demos):
    frame = demo(demos, "change")
    frame.get_by_role("button", name="Next").focus()
    demos.keyboard.press("ArrowRight")
    frame.get_by_text("Step 2 of 7: Branch").wait_for()
    demos.keyboard.press("ArrowLeft")
    frame.get_by_text("Step 1 of 7: Commit").wait_for()


def test_twins_are_hidden_while_the_demos_live(demos):
    assert shows(demos.locator(".course-twin:visible"), 0)


def test_nothing_asks_for_another_host(demos, external_requests):
    assert external_requests == []
