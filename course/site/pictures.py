"""Takes the pictures of the site and the README: JupyterLab as learners see it, in Chromium, light and dark."""

from __future__ import annotations

import base64
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course import sequence
from course.authoring.read import read
from course.setup.lab import JUPYTER, LEARNER
from course.setup.suite import NO_CHROMIUM, find_chromium

FOLDER = "docs/pictures"
WIDTH, HEIGHT = 1280, 800
LARGEST = 200_000
"""Bytes of a picture, at most."""

QUALITY = 85
PATIENCE = 90  # seconds
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
AT_REST = 1_500  # milliseconds in which what moves comes to rest
OPEN = "window.jupyterapp?.shell.currentWidget?.context?.isReady"
IDLE = "jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status === 'idle'"
WITHOUT_WORK = shutil.ignore_patterns("*.answers.json*", ".ipynb_checkpoints")


@dataclass(frozen=True)
class Scene:
    """A picture: its name, the notebook that it shows, and what is done there; the part that is returned comes into view."""

    name: str
    notebook: str
    play: Callable[[Any, Path], Any]
    block: str = "start"


def welcome(page: Any, root: Path) -> Any:
    """The welcome page's map."""
    map_of_modules = page.locator(".course-page .course-map")
    map_of_modules.wait_for()
    return map_of_modules


def lesson(page: Any, root: Path) -> Any:
    """The slide that lesson 5 is about."""
    demo = page.locator(".course-frame.course-demo").first
    demo.wait_for()
    return demo


def exercise(page: Any, root: Path) -> Any:
    """Exercise 5.2, answered with the first of its known mistakes, and checked."""
    frame = page.locator(".course-frame", has_text="5.2 ").first
    frame.locator(".cm-line").first.wait_for()
    folder = "05-sql-first-answers"
    exercises = read(root / "solutions" / folder / f"{folder}.ipynb")
    mistake = next(each.key.mistakes[0].answer for each in exercises if each.id == "5.2")
    frame.locator(".cm-content").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(str(mistake).strip())
    frame.get_by_role("button", name="Check", exact=True).click()
    frame.locator(".course-verdict").wait_for()
    return frame


def dashboard(page: Any, root: Path) -> Any:
    """The dashboard of Pay in lesson 9."""
    board = page.locator(".course-dashboard", has=page.get_by_label("Acquirer", exact=True)).first
    board.locator(".vega-embed svg.marks").first.wait_for()
    return board


SCENES = (
    Scene("welcome", "modules/00-welcome.ipynb", welcome),
    Scene("lesson", "modules/05-sql-first-answers.ipynb", lesson, block="end"),
    Scene("exercise", "exercises/05-sql-first-answers/05-sql-first-answers.ipynb", exercise),
    Scene("dashboard", "modules/09-dashboards-metrics-and-call-outs.ipynb", dashboard),
)


def take(root: Path, target: Path | None = None) -> int:
    """Take every picture in both themes; one that is too large is not kept. Returns an exit code."""
    chromium = find_chromium()
    if chromium is None:
        print(NO_CHROMIUM.partition(": ")[2], file=sys.stderr)
        return 1
    target = target or root / FOLDER
    target.mkdir(parents=True, exist_ok=True)
    too_large = []
    for theme, name in THEMES.items():
        with tempfile.TemporaryDirectory() as scratch, lab(root, Path(scratch)) as address, page_of(chromium) as page:
            for scene in SCENES:
                show(page, address(scene.notebook), name)
                picture = shot(page, scene, root)
                print(f"{scene.name}-{theme}.webp: {len(picture) / 1000:.0f} kB", flush=True)
                if len(picture) > LARGEST:
                    too_large.append(scene.name)
                else:
                    (target / f"{scene.name}-{theme}.webp").write_bytes(picture)
    if too_large:
        print(f"Too large, at most {LARGEST / 1000:.0f} kB: {', '.join(too_large)}.", file=sys.stderr)
    return int(bool(too_large))


def show(page: Any, address: str, theme: str) -> None:
    """Open a notebook in a theme, with its cells run."""
    page.goto(address)
    page.wait_for_function(OPEN)
    page.evaluate("theme => jupyterapp.commands.execute('apputils:change-theme', { theme })", theme)
    page.wait_for_function("dark => document.body.dataset.jpThemeLight === String(!dark)", arg=theme.endswith("Dark"))
    page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.ready")
    page.evaluate("() => jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_function(IDLE)


def shot(page: Any, scene: Scene, root: Path) -> bytes:
    """Play a scene and take its picture."""
    part = scene.play(page, root)
    for _ in range(2):  # what comes into view may still change its size
        part.evaluate("(part, block) => part.scrollIntoView({ block, behavior: 'instant' })", scene.block)
        page.wait_for_timeout(AT_REST)
    devtools = page.context.new_cdp_session(page)
    try:
        taken = devtools.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
    finally:
        devtools.detach()
    return base64.b64decode(taken["data"])


@contextmanager
def page_of(chromium: Path) -> Iterator[Any]:
    """A page of a fixed size, in which nothing moves."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, reduced_motion="reduce")
        page.set_default_timeout(PATIENCE * 1000)
        yield page
        browser.close()


@contextmanager
def lab(root: Path, scratch: Path) -> Iterator[Callable[[str], str]]:
    """JupyterLab as ``course lab`` starts it, on a copy in which nobody has worked; yields the address of a notebook."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    token, course = secrets.token_hex(16), scratch / "course"
    for name in (sequence.LESSONS, sequence.EXERCISES):
        shutil.copytree(root / name, course / name, ignore=WITHOUT_WORK)
    own = {
        name: str(scratch / name.lower()) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
    }
    own |= {
        name: str(scratch / name.lower())
        for name in ("JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR", "IPYTHONDIR")
    }
    settings = os.pathsep.join(map(str, (LEARNER, JUPYTER)))  # as a learner has it
    own |= {"JUPYTER_CONFIG_PATH": settings, "JUPYTER_PATH": str(JUPYTER), "PYTHONPATH": str(root)}
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0", "--ServerApp.allow_root=True", f"--IdentityProvider.token={token}",
        f"--ServerApp.root_dir={course}", "--LabApp.expose_app_in_browser=True",
    ]  # fmt: skip
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen(command, env={**os.environ, **own}, cwd=course, **quiet)
    try:
        wait_for(f"http://127.0.0.1:{port}/api?token={token}")
        yield lambda notebook: f"http://127.0.0.1:{port}/lab/tree/{notebook}?reset&token={token}"
    finally:
        server.terminate()  # it ends its kernels, too
        server.wait()


def wait_for(address: str) -> None:
    """Wait until a server answers."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(OSError), urllib.request.urlopen(address, timeout=5):
            return
        time.sleep(0.2)
    raise TimeoutError("JupyterLab does not start.")
