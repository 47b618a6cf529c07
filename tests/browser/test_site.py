"""The site in a real Chromium: axe finds nothing serious in light and dark, it fits a narrow window, and the keyboard is enough."""

from __future__ import annotations

from pathlib import Path

import pytest

from course import site
from course.setup.state import ROOT
from course.site.pages import NAVIGATION
from tests.browser.barriers import serious

pytestmark = pytest.mark.browser

PAGES = [Path(page).with_suffix(".html").name for page in NAVIGATION.values()]
NARROW = 320


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """The folder with the site's pages."""
    target = tmp_path_factory.mktemp("site")
    assert site.build(ROOT, target) == 0
    return target


@pytest.fixture
def open_page(browser, built):
    """``open_page(name, **settings)`` opens a page of the site in a context of its own."""
    contexts = []

    def open_in_context(name: str, **settings):
        contexts.append(browser.new_context(**settings))
        page = contexts[-1].new_page()
        page.goto((built / name).as_uri())
        return page

    yield open_in_context
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(open_page, scheme):
    found = {}
    for name in PAGES:
        page = open_page(name, color_scheme=scheme)
        found[name] = serious(page)

    assert {name: problems for name, problems in found.items() if problems} == {}


def test_every_page_fits_a_narrow_window(open_page):
    widths = {}
    for name in PAGES:
        page = open_page(name, viewport={"width": NARROW, "height": 640})
        widths[name] = page.evaluate("document.documentElement.scrollWidth")

    assert {name: width for name, width in widths.items() if width > NARROW} == {}


def test_the_first_key_offers_a_way_past_the_navigation(open_page):
    page = open_page("start.html")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.textContent") == "Skip to the text"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'content'")


def test_what_is_wider_than_the_window_is_scrolled_by_keyboard(open_page):
    page = open_page("testing.html", viewport={"width": NARROW, "height": 640})
    table = page.locator(".scrolls").first
    table.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.activeElement.scrollLeft > 0")


def test_the_dark_page_shows_the_dark_picture(open_page):
    page = open_page("index.html", color_scheme="dark")
    shown = page.locator("main img").evaluate_all("images => images.map(image => image.currentSrc)")

    assert len(shown) > 1 and all(each.endswith("-dark.webp") for each in shown)


def test_it_is_whole_without_javascript(open_page):
    page = open_page("modules.html", java_script_enabled=False)

    assert page.locator("main h3").count() >= 16
    page.get_by_role("link", name="Sources", exact=True).click()
    page.get_by_role("heading", name="Sources", exact=True).wait_for()
