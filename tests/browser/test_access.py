"""No notebook of the course holds a serious barrier: axe-core, the focus ring, and what is cut where a window is narrow."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.browser.barriers import cut, serious, without_ring
from tests.browser.conftest import ROOT, VIEWPORT, running_lab
from tests.browser.lab_page import command, eventually, open_notebook

pytestmark = pytest.mark.browser

PAGES = [
    path.relative_to(ROOT).as_posix()
    for folder in ("modules", "exercises")
    for path in sorted((ROOT / folder).rglob("*.ipynb"))
]
THEMES = ("JupyterLab Light", "JupyterLab Dark", "JupyterLab Dark High Contrast")
WIDTHS = (1024, 640)  # pixels; 640 is a window of 1280 at 200%
IN_FRONT = ".jp-NotebookPanel:not(.lm-mod-hidden)"
OURS = (".jp-OutputArea-output", ".jp-MarkdownOutput")  # what a cell shows; what stands around it is JupyterLab's
ALL_CELLS = ("@jupyterlab/notebook-extension", "tracker", {"windowingMode": "none"})
IS_ALIVE = """() => {
    const cells = jupyterapp.shell.currentWidget.content.widgets;
    const waiting = cells.filter((cell) => cell.model.type === 'code' && cell.model.executionState === 'running');
    return !waiting.length && jupyterapp.shell.currentWidget.node.querySelectorAll('.course-frame').length > 0;
}"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """``lab(path)`` is the address of a notebook in a course as ``python3 -m course lab`` shows it, with all cells drawn."""
    root, home = tmp_path_factory.mktemp("course"), tmp_path_factory.mktemp("jupyter")
    for name in ("modules", "exercises"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("*.answers.json*"))
    package, plugin, settings = ALL_CELLS
    path = home / "settings" / package / f"{plugin}.jupyterlab-settings"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(settings), encoding="utf-8")
    with running_lab(root, home, extended=True) as server:
        yield lambda path: server.page(root / path)


@pytest.fixture(scope="module", params=PAGES)
def notebook(request, page, lab):
    """A page of the course, alive, with everything open that can be opened."""
    open_notebook(page, lab(request.param))
    page.wait_for_function(IS_ALIVE)
    assert eventually(page, lambda: page.locator(f"{IN_FRONT} .course-frame:visible").count())
    page.evaluate("document.querySelectorAll('.jp-Notebook details').forEach((one) => { one.open = true; })")
    return page


def test_axe_finds_nothing_serious_in_any_theme(notebook):
    found = {}
    for theme in THEMES:
        command(notebook, "apputils:change-theme", theme=theme)
        notebook.wait_for_function("(theme) => document.body.dataset.jpThemeName === theme", arg=theme)
        found[theme] = serious(notebook, *(f"{IN_FRONT} {part}" for part in OURS), "#course-overview")
    command(notebook, "apputils:change-theme", theme=THEMES[0])

    assert found == dict.fromkeys(THEMES, [])


def test_whatever_has_the_focus_shows_a_ring(notebook):
    assert without_ring(notebook) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_cut_in_a_narrow_window(notebook, width):
    notebook.set_viewport_size({**VIEWPORT, "width": width})
    notebook.evaluate("jupyterapp.shell.collapseLeft()")  # as it is when such a window opens
    try:
        assert cut(notebook) == []
    finally:
        notebook.set_viewport_size(VIEWPORT)
        notebook.evaluate("jupyterapp.shell.expandLeft()")
