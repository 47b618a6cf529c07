"""An instructor's report has no serious barrier, in light and in dark, in a wide window and a narrow one."""

from __future__ import annotations

import pytest

from course.bench.report import make_class
from course.nbgrader.report import report
from tests.browser.barriers import serious
from tests.browser.conftest import ROOT

pytestmark = pytest.mark.browser

MODULES = ("05-sql-first-answers", "12-specification-and-documentation")


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    return report(make_class(ROOT, tmp_path_factory.mktemp("class") / "course", MODULES, 30), MODULES)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 640])
def test_axe_finds_nothing_serious(page, written, scheme, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.goto(written.page.as_uri())

    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_tables_are_reached_by_keyboard_and_show_where_the_focus_is(page, written):
    page.goto(written.page.as_uri())
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.className") == "table"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "2px"
