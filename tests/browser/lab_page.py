"""Steps in a JupyterLab page that several browser tests take."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

PATIENCE = 90  # seconds
IS_SHOWN = """(path) => {
    const context = window.jupyterapp?.shell.currentWidget?.context;
    return context?.path === path && context.isReady;
}"""
STAYS_IN_SIGHT = """async (code) => {
    const notebook = jupyterapp.shell.currentWidget.content;
    const at = notebook.widgets.findIndex((cell) => cell.model.sharedModel.getSource().includes(code));
    if (at < 0) return false;
    const top = () => {
        const node = notebook.widgets[at].node;
        return node.isConnected && node.getBoundingClientRect().height ? node.getBoundingClientRect().top : NaN;
    };
    notebook.activeCellIndex = at;
    await notebook.scrollToItem(at);
    const before = top();
    await new Promise((done) => setTimeout(done, 300));
    return Math.abs(top() - before) < 1 && top() < innerHeight;
}"""
KERNEL_IS_IDLE = "jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status === 'idle'"


def open_notebook(page, address: str) -> None:
    """Open a notebook and wait until it is shown and its kernel is ready."""
    page.goto(address)
    page.wait_for_function(IS_SHOWN, arg=urlsplit(address).path.partition("/tree/")[2])
    page.wait_for_function(KERNEL_IS_IDLE)


def command(page, name: str, **arguments: object) -> None:
    """Execute one of JupyterLab's commands and wait for its end."""
    page.evaluate("([name, args]) => jupyterapp.commands.execute(name, args)", [name, arguments])


def bring_up(page, code: str) -> None:
    """Scroll to the cell with this code, until it is there to stay.

    JupyterLab takes cells far out of sight off the page, and while cells above it still draw their
    outputs, one that was in sight is pushed out again. (``wait_for_function`` takes the promise itself for true.)
    """
    assert eventually(page, lambda: page.evaluate(STAYS_IN_SIGHT, code))


def eventually(page, is_true: Callable[[], bool]) -> bool:
    """Whether something comes true before patience ends; the page lives on meanwhile."""
    end = monotonic() + PATIENCE
    while monotonic() < end:
        if is_true():
            return True
        page.wait_for_timeout(50)
    return False


def shows(locator, count: int) -> bool:
    """Whether the page comes to show so many of them."""
    return eventually(locator.page, lambda: locator.count() == count)


def saved_entries(notebook: Path) -> dict[str, dict]:
    """What is saved beside a notebook, by exercise."""
    path = notebook.with_suffix(".answers.json")
    return json.loads(path.read_text(encoding="utf-8"))["exercises"] if path.exists() else {}
