"""Steps in a JupyterLab page that several browser tests take."""

from __future__ import annotations

KERNEL_IS_IDLE = "jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status === 'idle'"


def open_notebook(page, address: str) -> None:
    """Open a notebook and wait until it is shown and its kernel is ready."""
    page.goto(address)
    page.wait_for_function("window.jupyterapp?.shell.currentWidget?.context?.isReady", timeout=60_000)
    page.wait_for_function(KERNEL_IS_IDLE, timeout=60_000)


def command(page, name: str, **arguments: object) -> None:
    """Execute one of JupyterLab's commands and wait for its end."""
    page.evaluate("([name, args]) => jupyterapp.commands.execute(name, args)", [name, arguments])
