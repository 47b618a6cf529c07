"""A dashboard in a real JupyterLab: drawn with named marks, redrawn by a filter, alive after a reload, offline."""

from __future__ import annotations

import nbformat
import pytest

from tests.browser.lab_page import command, eventually, open_notebook, shows

pytestmark = pytest.mark.browser

BAR = ".course-dashboard .vega-embed [role='graphics-symbol'][aria-roledescription='bar']"
TEXTS = """() => [...document.querySelectorAll('.course-dashboard .vega-embed text')].filter(t => t.textContent.trim())
  .map(t => [t.textContent, getComputedStyle(t).fill])"""


@pytest.fixture(scope="module")
def address(lab, page, tmp_path_factory):
    """A notebook with the dashboard of Pay, opened and run."""
    folder = tmp_path_factory.mktemp("dashboard")
    sources = ('import course\ncourse.dashboard("pay")', "course.tile(3)", "course.tiles()")
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), folder / "pay.ipynb")
    address = lab(folder / "pay.ipynb")
    open_notebook(page, address)
    command(page, "notebook:run-all-cells")
    page.locator(BAR).first.wait_for()
    return address


def names_of_bars(page) -> list[str]:
    return page.locator(BAR).evaluate_all("bars => bars.map(bar => bar.getAttribute('aria-label'))")


def choose(page, label: str, option: str) -> None:
    page.locator(".course-filters").get_by_label(label, exact=True).select_option(option)


def test_marks_carry_names_and_the_chart_its_summary(page, address):
    described = page.locator(".course-dashboard [aria-roledescription='visualization']")

    assert any("do not honour" in name for name in names_of_bars(page))
    assert "Approval by day" in described.first.get_attribute("aria-label")


def test_the_twin_is_hidden_while_the_dashboard_lives(page, address):
    assert shows(page.locator(".course-twin:visible"), 0)


def test_charts_in_cells_out_of_sight_fill_their_width(page, address):
    """Where a chart without a width made JupyterLab draw it for ever, no line of this test was reached."""
    page.wait_for_function("document.querySelectorAll('.course-dashboard svg.marks').length === 7")
    page.wait_for_function(
        "[...document.querySelectorAll('.course-dashboard svg.marks')].every(svg => svg.getBoundingClientRect().width > 300)"
    )


def test_a_filter_redraws_charts_and_tiles(page, address):
    before = names_of_bars(page)
    choose(page, "Acquirer", "acquirer B")
    page.locator(".course-chart-title", has_text="Approval by day: cards, acquirer B").wait_for()
    page.wait_for_function(
        "([css, old]) => document.querySelector(css)?.getAttribute('aria-label') !== old", arg=[BAR, before[0]]
    )

    assert names_of_bars(page) != before


def test_after_a_reload_the_present_charts_are_there_and_follow(page, address):
    page.evaluate("() => jupyterapp.shell.currentWidget.context.save()")
    open_notebook(page, address)
    page.locator(".course-chart-title", has_text="cards, acquirer B").wait_for()
    page.locator(BAR).first.wait_for()
    choose(page, "Segment", "transfers")
    page.locator(".course-chart-title", has_text="Approval by day: transfers").wait_for()

    assert page.locator(BAR).count() > 0


def axes_can_be_read(page) -> bool:
    """Whether names and numbers on axes are as light as #767676 at least."""
    fills = [fill for text, fill in page.evaluate(TEXTS) if "%" not in text]
    return bool(fills) and all(min(map(int, fill.strip("rgba()").split(",")[:3])) >= 117 for fill in fills)


def test_names_and_numbers_can_be_read_in_the_dark(page, address):
    command(page, "apputils:change-theme", theme="JupyterLab Dark")
    page.wait_for_function("document.body.dataset.jpThemeLight === 'false'")

    assert eventually(page, lambda: axes_can_be_read(page))
    command(page, "apputils:change-theme", theme="JupyterLab Light")


def test_nothing_asks_for_another_host(page, address, external_requests):
    assert external_requests == []
