"""A JupyterLab and a Chromium that a test kills as a power cut would, and brings back as a learner would."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import time
from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path

import psutil
from playwright.sync_api import Error, TimeoutError

from tests.browser.conftest import ARGUMENTS, CHROMIUM, PATIENCE, VIEWPORT, Server, running_lab
from tests.browser.lab_page import command, eventually, open_notebook

# What the page tells of itself: which keys reached an exercise (JupyterLab's own dialogs take some), and which drafts are stored.
WITNESS = """() => {
  window.keys = [];
  addEventListener("keydown", ({ key, target }) => key.length === 1 && target.closest(".course-frame") && keys.push(key), true);
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (draft, key) {
    const { where, path, value } = draft;
    const told = JSON.stringify([where?.id, path ?? [], value]);
    if (this.name === "drafts") this.transaction.addEventListener("complete", () => console.debug(`stored ${told}`));
    return put.call(this, draft, key);
  };
}"""
DRAFTS = """async () => {
  const database = await globalThis[Symbol.for("course.drafts")]?.database;
  if (!database) return -1;
  const request = database.transaction("drafts").objectStore("drafts").count();
  return new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
}"""
MARK_OLD = "() => { for (const frame of document.querySelectorAll('.course-frame')) frame.dataset.old = 'true'; }"
KERNEL_LIVES = "['starting', 'idle'].includes(jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status)"
NOTICE = ".course-connection"
STORED = "stored "
RESTART = 10_000  # milliseconds until a learner takes the button instead
# JupyterLab gives up on a kernel that ends again within ten seconds of its start, five times.
NEVER_GIVES_UP = {"KernelRestarter": {"restart_limit": 1_000}}


class Machine:
    """A learner's machine: a server over a folder, and a browser that shows one notebook of it in ``page``."""

    def __init__(self, browser_type, notebook: Path, root: Path, home: Path):
        self._browser_type = browser_type
        self._root, self._home = root, home
        self._port: int | None = None
        (home / "config").mkdir()
        (home / "config" / "jupyter_server_config.json").write_text(json.dumps(NEVER_GIVES_UP), encoding="utf-8")
        self.notebook = notebook
        self.stored: list[tuple[str, tuple[str, ...], str]] = []

    def start_server(self) -> None:
        """Start JupyterLab, on the same port and folder each time."""
        self._lab: AbstractContextManager[Server] = running_lab(self._root, self._home, self._port)
        self.server = self._lab.__enter__()
        self._port = self.server.port

    def start_browser(self) -> None:
        """Start Chromium on the same profile each time."""
        self.context = self._browser_type.launch_persistent_context(
            self._profile, executable_path=CHROMIUM, args=ARGUMENTS, viewport=VIEWPORT
        )
        self.context.set_default_timeout(PATIENCE)
        self.context.add_init_script(f"({WITNESS})()")
        self.page = self.context.pages[0]
        self.page.on("console", lambda message: self._hear(message.text))

    def open(self) -> None:
        """Show the notebook and run its cells."""
        open_notebook(self.page, self.server.page(self.notebook))
        self.run_all()

    def run_all(self) -> None:
        """Run every cell, and wait for the last one."""
        command(self.page, "notebook:run-all-cells")

    def wait_for_the_end_of_the_browser(self) -> None:
        """Until playwright has seen it; what the page told before has arrived then."""
        with contextlib.suppress(Error):
            while not self.page.is_closed():
                self.page.wait_for_timeout(20)

    def wait_for_the_notice(self) -> None:
        """Until an exercise says that the kernel has gone; JupyterLab's own dialog is closed."""
        self.page.locator(NOTICE).first.wait_for()
        self._close_dialog()

    def restart_kernel(self, takes_button: bool) -> None:
        """Bring the exercises back by the button in the notice, or by running all cells in the kernel that JupyterLab started."""
        self._close_dialog()
        self.page.evaluate(MARK_OLD)
        if takes_button or not self._is_restarted():
            self.page.locator(NOTICE).first.get_by_role("button", name="Restart Python").click()
        else:
            self.run_all()

    def _is_restarted(self) -> bool:
        """Whether JupyterLab knows of the kernel that it started. Sometimes it never does; then the button helps."""
        try:
            self.page.wait_for_function(KERNEL_LIVES, timeout=RESTART)
        except TimeoutError:
            return False
        return True

    def _close_dialog(self) -> None:
        """Close what JupyterLab says of the end of the kernel, unless a key that was typed has."""
        button = self.page.locator(".jp-Dialog .jp-mod-accept")
        if button.count():
            button.click()

    def end(self) -> None:
        """End both without a trace."""
        kill([*self._browser_processes(), *self._server_processes()])
        self._lab.__exit__(None, None, None)

    def kill_kernel(self) -> float:
        return kill(process for process in self._server_processes() if "ipykernel_launcher" in _arguments(process))

    def kill_server(self) -> float:
        return kill(self._server_processes())

    def kill_browser(self) -> float:
        return kill(self._browser_processes())

    def drafts_are_gone(self) -> bool:
        """Whether the browser holds no draft any more, since all of them are saved."""
        return eventually(self.page, lambda: self.page.evaluate(DRAFTS) == 0)

    @property
    def _profile(self) -> str:
        return str(self._home / "profile")

    def _hear(self, text: str) -> None:
        if text.startswith(STORED):
            id, path, value = json.loads(text.removeprefix(STORED))
            self.stored.append((id, tuple(path), value))

    def _server_processes(self) -> list[psutil.Process]:
        return _with_children(f"--ServerApp.port={self._port}")

    def _browser_processes(self) -> list[psutil.Process]:
        return _with_children(f"--user-data-dir={self._profile}")


def kill(processes: Iterable[psutil.Process]) -> float:
    """SIGKILL; returns the moment before the first one, in seconds since 1970."""
    victims = list(processes)
    moment = time.time()
    for process in victims:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
    return moment


def _with_children(argument: str) -> list[psutil.Process]:
    """Processes below this one that were started with an argument, and all that they have started, parents first."""
    found: dict[int, psutil.Process] = {}
    for process in psutil.Process().children(recursive=True):
        if argument in _arguments(process):
            with contextlib.suppress(psutil.NoSuchProcess):
                found |= {each.pid: each for each in (process, *process.children(recursive=True))}
    return list(found.values())


def _arguments(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.NoSuchProcess:
        return []
