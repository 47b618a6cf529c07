"""Measures a check as a learner experiences it: from the key press to the painted verdict, in JupyterLab in Chromium."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from course.authoring.read import read
from course.setup.suite import NO_CHROMIUM, find_chromium

MODULE, EXERCISE = "05-sql-first-answers", "5.2"
TRIES = 10  # of each of two answers, alternately
PATIENCE = 60  # seconds
# The verdict that is there is marked as old; a new one is painted once the next frame has begun.
WATCH = """frame => {
  frame.querySelectorAll(".course-verdict").forEach((old) => { old.dataset.old = "true"; });
  let pressed = 0;
  addEventListener("keydown", ({ key }) => { if (key === "Enter") pressed = performance.now(); }, { capture: true });
  window.verdictPainted = new Promise((resolve) => {
    new MutationObserver((_, observer) => {
      if (!frame.querySelector(".course-verdict:not([data-old])")) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - pressed)));
    }).observe(frame, { childList: true, subtree: true });
  });
}"""


def key_to_verdict(root: Path) -> list[float]:
    """Seconds from Shift+Ctrl+Enter to the verdict, one per try; empty without Chromium."""
    chromium = find_chromium()
    if chromium is None:
        print(NO_CHROMIUM, file=sys.stderr)
        return []
    key = next(
        exercise.key for exercise in read(root / "solutions" / MODULE / f"{MODULE}.ipynb") if exercise.id == EXERCISE
    )
    answers = (key.reference.strip(), str(key.mistakes[0].answer).strip())
    with tempfile.TemporaryDirectory() as scratch, lab(root, Path(scratch)) as address, page_of(chromium) as page:
        frame = open_exercise(page, address)
        tries = [_try(page, frame, answers[number % 2]) for number in range(2 * TRIES + 2)]
    return tries[2:]  # the first of each kind starts workers and fills caches


def open_exercise(page, address: str):
    """Run the notebook and return the frame of the exercise, ready to be answered."""
    page.goto(address)
    page.wait_for_function("window.jupyterapp?.shell.currentWidget?.context?.isReady", timeout=PATIENCE * 1000)
    page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.ready")
    page.evaluate("() => jupyterapp.commands.execute('notebook:run-all-cells')")
    frame = page.locator(".course-frame", has_text=f"{EXERCISE} ")
    frame.locator(".cm-line").first.wait_for(timeout=PATIENCE * 1000)
    return frame


def _try(page, frame, answer: str) -> float:
    frame.locator(".cm-content").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(answer)
    page.wait_for_timeout(500)  # the text is saved, and the page is at rest
    frame.evaluate(WATCH)
    page.keyboard.press("ControlOrMeta+Shift+Enter")
    return page.evaluate("() => window.verdictPainted") / 1000


@contextmanager
def page_of(chromium: Path) -> Iterator:
    """A page of Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield browser.new_page(viewport={"width": 1280, "height": 900})
        browser.close()


@contextmanager
def lab(root: Path, scratch: Path) -> Iterator[str]:
    """JupyterLab on a copy of the module's exercises, so that nobody's answers are touched. Yields its address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    token = secrets.token_hex(16)
    shutil.copytree(root / "exercises" / MODULE, scratch / MODULE, ignore=shutil.ignore_patterns("*.answers.json*"))
    directories = {f"JUPYTER_{name}_DIR": str(scratch / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", f"--ServerApp.port={port}", "--ServerApp.allow_root=True",
        f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={scratch}", "--LabApp.expose_app_in_browser=True",
    ]  # fmt: skip
    environment = {**os.environ, **directories, "PYTHONPATH": str(root)}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen(command, env=environment, cwd=scratch, **quiet)
    try:
        _wait(f"http://127.0.0.1:{port}/api?token={token}")
        yield f"http://127.0.0.1:{port}/lab/tree/{MODULE}/{MODULE}.ipynb?token={token}"
    finally:
        server.terminate()  # it ends its kernels, too
        server.wait()


def _wait(url: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(OSError), urllib.request.urlopen(url, timeout=2):
            return
        time.sleep(0.2)
    raise TimeoutError("JupyterLab does not start.")
