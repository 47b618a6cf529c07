"""A page of the course has one vertical scroll bar: nothing within it scrolls up and down, but editors and what is beside them."""

from __future__ import annotations

import shutil

import pytest

from tests.browser.conftest import LEFT_OUT, ROOT, running_lab
from tests.browser.lab_page import KERNEL_IS_IDLE, open_notebook

pytestmark = pytest.mark.browser

PAGES = (
    "modules/00-welcome.ipynb",
    "modules/02-what-it-runs-on.ipynb",  # files
    "modules/04-apis-and-open-banking.ipynb",  # a console
    "modules/09-dashboards-metrics-and-call-outs.ipynb",  # tables and queries of charts
    "exercises/04-apis-and-open-banking/04-apis-and-open-banking.ipynb",  # a table of 20 rows
    "exercises/10-from-a-vague-idea-to-a-testable-slice/10-from-a-vague-idea-to-a-testable-slice.ipynb",  # a network, tests
    "exercises/12-specification-and-documentation/12-specification-and-documentation.ipynb",  # lines to mark, documents
)
NESTED = """() => {
  const page = jupyterapp.shell.currentWidget.node.querySelector(".jp-WindowedPanel-outer");
  const allowed = ".cm-scroller, textarea, .course-beside > .course-preview";
  const scrolls = (node) => ["auto", "scroll"].includes(getComputedStyle(node).overflowY) && node.clientHeight && node.scrollHeight > node.clientHeight;
  return [...page.querySelectorAll("*")].filter((node) => !node.matches(allowed) && scrolls(node))
    .map((node) => `${node.tagName} ${node.className} ${node.clientHeight} of ${node.scrollHeight}: ${node.textContent.slice(0, 40)}`);
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    root = tmp_path_factory.mktemp("course")
    for name in ("modules", "exercises"):
        shutil.copytree(ROOT / name, root / name, ignore=LEFT_OUT)
    with running_lab(root, tmp_path_factory.mktemp("jupyter"), extended=True, for_learners=True) as running:
        yield running


@pytest.mark.parametrize("path", PAGES)
def test_nothing_scrolls_within_the_page(page, server, path):
    open_notebook(page, server.page(server.root / path))
    page.locator(".course-frame:visible, .course-page:visible").first.wait_for()
    page.wait_for_function(KERNEL_IS_IDLE)
    page.evaluate("document.querySelectorAll('details').forEach((fold) => (fold.open = true))")

    for width in (1280, 1024):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert page.evaluate(NESTED) == []
