"""A class on a real JupyterHub: three learners and an instructor, each a user of this machine, each in a browser.

Needs root, a Linux, JupyterHub in an environment with the course's packages, and configurable-http-proxy:

COURSE_HUB=/opt/course-env/bin:/opt/proxy/node_modules/.bin python3 -m course test tests/browser/test_hub.py

It makes users that begin with tpm-, and deletes them at the end.
"""

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
from dataclasses import dataclass
from pathlib import Path

import pytest

from course.learner.answers_file import parse
from tests.browser.conftest import PATIENCE, ROOT
from tests.browser.lab_page import KERNEL_IS_IDLE, command
from tests.servers import end_server

NAME = "05-sql-first-answers"
TEACHER, LEARNERS = "tpm-teacher", ("tpm-ann", "tpm-bob", "tpm-cara")
START = 180
RIGHT = """SELECT date_trunc('month', applied_at) AS month, channel, count(*) AS applications
FROM applications WHERE customer_id IN (SELECT customer_id FROM customers WHERE NOT is_test)
GROUP BY month, channel ORDER BY month, channel"""
WRONG = "SELECT 1"


def why_not() -> str:
    """Why there is no hub here; empty if there is one."""
    path = os.environ.get("COURSE_HUB", "")
    if not path:
        return "COURSE_HUB names no folders with jupyterhub and configurable-http-proxy"
    missing = [name for name in ("jupyterhub", "configurable-http-proxy") if not shutil.which(name, path=path)]
    if missing:
        return f"{' and '.join(missing)} not found in COURSE_HUB"
    if sys.platform != "linux" or os.geteuid() != 0:
        return "only root on Linux can make users"
    return ""


pytestmark = [
    pytest.mark.browser,
    pytest.mark.hub,
    pytest.mark.slow,
    pytest.mark.timeout(1500),
    pytest.mark.skipif(bool(why_not()), reason=why_not() or "there is a hub"),
]


@dataclass
class Hub:
    """A running hub, its folder, and everybody's password."""

    address: str
    folder: Path
    password: str
    environment: dict[str, str]

    def run(self, user: str, *line: str, cwd: Path | None = None) -> str:
        """What a command prints that a person types in a terminal on the hub."""
        folder = cwd or self.folder / "homes" / user / "course"
        done = subprocess.run(
            ["runuser", "-u", user, "--", *line],
            cwd=folder,
            env={**self.environment, "HOME": str(self.folder / "homes" / user), "USER": user, "LOGNAME": user},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr


@pytest.fixture(scope="module")
def hub():
    """The hub as docs/teach.md sets it up, in a folder of its own. Users log in with one password for all."""
    folder = Path(tempfile.mkdtemp(prefix="course-hub-"))
    folder.chmod(0o755)
    users = (TEACHER, *LEARNERS)
    (folder / "homes").mkdir()
    try:
        for user in users:
            subprocess.run(["useradd", "-m", "-d", folder / "homes" / user, "-s", "/bin/bash", user], check=True)
        yield from running(folder, users)
    finally:
        for user in users:
            subprocess.run(["userdel", "-r", user], capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)


def running(folder: Path, users: tuple[str, ...]):
    password, (port, inside, api) = secrets.token_hex(8), free_ports(3)
    course = folder / "homes" / TEACHER / "course"
    for name in ("solutions", "exercises"):
        shutil.copytree(ROOT / name / NAME, course / name / NAME, ignore=shutil.ignore_patterns("*.answers.json*"))
    shutil.copy(ROOT / "nbgrader_config.py", course)
    subprocess.run(["chown", "-R", f"{TEACHER}:", course], check=True)
    example = ROOT / "course" / "setup" / "hub"
    for name in ("nbgrader_config.py", "jupyterhub_config.py"):
        text = (example / name).read_text().replace('{"teacher"}', f'{{"{TEACHER}"}}')
        (folder / name).write_text(
            text.replace("Path(__file__).parent\n", f"Path({str(example)!r})\n", 1)
            if name.startswith("jupyterhub")
            else text
        )
    (folder / "exchange").mkdir()
    (folder / "exchange").chmod(0o777)
    config = folder / "jupyterhub_config.py"
    with config.open("a") as file:
        file.write(f"""
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = {password!r}
c.Authenticator.allowed_users = set({users!r})
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_port = {inside}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{api}"
c.Spawner.environment["PYTHONPATH"] = {str(ROOT)!r}
c.Spawner.args = ["--LabApp.expose_app_in_browser=True"]
""")
    own = {
        "PATH": f"{os.environ['COURSE_HUB']}:/usr/sbin:/usr/bin:/bin",
        "PYTHONPATH": str(ROOT),
        "COURSE_HUB_FOLDER": str(folder),
        "JUPYTER_CONFIG_PATH": str(folder),
        "LANG": "C.UTF-8",
    }
    jupyterhub = shutil.which("jupyterhub", path=own["PATH"])
    with (folder / "hub.log").open("wb") as log:
        process = subprocess.Popen([jupyterhub, "-f", config], cwd=folder, env=own, stdout=log, stderr=log)
    try:
        wait_for(f"http://127.0.0.1:{port}/hub/login", process, folder / "hub.log")
        yield Hub(f"http://127.0.0.1:{port}", folder, password, own)
    finally:
        end_server(process.pid)


def free_ports(count: int) -> list[int]:
    found = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in found]
    for each in found:
        each.close()
    return ports


def wait_for(address: str, process: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + START
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=10).close()
            return
        except OSError:
            time.sleep(0.3)
    raise RuntimeError(f"JupyterHub did not start:\n{log.read_text(errors='replace')[-3000:]}")


@pytest.fixture(scope="module")
def people(hub, browser):
    """For each person a browser of their own, with JupyterLab open."""
    pages = {}
    for user in (TEACHER, *LEARNERS):
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(f"{hub.address}/hub/login?next=/hub/spawn")
        page.get_by_label("Username").fill(user)
        page.get_by_label("Password").fill(hub.password)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(f"**/user/{user}/lab**", timeout=START * 1000)
        page.wait_for_function("window.jupyterapp?.shell")
        pages[user] = page
    yield pages
    for page in pages.values():
        page.context.close()


def assignments(page):
    """nbgrader's list of assignments, opened from the menu."""
    page.wait_for_function("jupyterapp.commands.hasCommand('nbgrader:open-assignment-list')")
    page.evaluate("jupyterapp.commands.execute('nbgrader:open-assignment-list')")
    panel = page.locator("#nbgrader-assignment-list")
    panel.get_by_text("Released assignments").wait_for()
    return panel


def answer(page, hub: Hub, user: str, sql: str) -> None:
    """Type a query for 5.2 into the fetched notebook and press Check."""
    page.goto(f"{hub.address}/user/{user}/lab/tree/{NAME}/{NAME}.ipynb")
    page.wait_for_function("window.jupyterapp?.shell.currentWidget?.context?.isReady")
    page.wait_for_function(KERNEL_IS_IDLE)
    command(page, "notebook:run-all-cells")
    frame = page.locator(".course-frame", has_text="5.2 Applications")
    frame.locator(".cm-content").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(sql)
    frame.get_by_role("button", name="Check").click()
    frame.locator(".course-verdict").wait_for()
    command(page, "docmanager:save")


def test_the_instructor_releases(hub, people):
    assert f"{NAME} is generated" in hub.run(TEACHER, "nbgrader", "generate_assignment", NAME, "--force")
    assert "Released as" in hub.run(TEACHER, "nbgrader", "release_assignment", NAME)


@pytest.mark.parametrize(("learner", "sql"), list(zip(LEARNERS, (RIGHT, WRONG, RIGHT), strict=True)))
def test_a_learner_fetches_answers_validates_and_submits(hub, people, learner, sql):
    page = people[learner]
    assignments(page).get_by_role("button", name="Fetch", exact=True).first.click()
    work = hub.folder / "homes" / learner / NAME
    until(page, lambda: (work / f"{NAME}.ipynb").exists())
    answer(page, hub, learner, sql)
    entry = parse((work / f"{NAME}.answers.json").read_bytes())["5.2"]
    assert entry.answer == sql
    page.get_by_role("button", name="Validate", exact=True).click()
    dialog = page.locator(".jp-Dialog")
    dialog.wait_for(timeout=300_000)
    assert ("5_2" not in dialog.inner_text()) == (sql == RIGHT)
    dialog.get_by_role("button", name="OK").or_(dialog.locator("button")).last.click()
    assignments(page).get_by_role("button", name="Submit", exact=True).first.click()
    inbound = hub.folder / "exchange" / "technical-product-manager" / "inbound"
    until(page, lambda: any(path.name.startswith(f"{learner}+") for path in inbound.iterdir()))


def test_learners_have_no_tools_of_instructors(hub, people):
    page = people[LEARNERS[0]]
    assert not page.evaluate("jupyterapp.commands.hasCommand('nbgrader:open-formgrader')")
    assert page.request.get(f"{hub.address}/user/{LEARNERS[0]}/formgrader").status == 404
    assert people[TEACHER].evaluate("jupyterapp.commands.hasCommand('nbgrader:open-formgrader')")


def test_the_instructor_collects_grades_and_looks_at_it_in_formgrader(hub, people):
    collected = hub.run(TEACHER, "nbgrader", "collect", NAME)
    assert collected.count("Collecting submission") == 3
    assert "cheating" not in collected
    graded = hub.run(TEACHER, "python", "-m", "course.cli", "grade", NAME)
    assert graded.startswith("3 hand-ins graded.")
    page = people[TEACHER]
    page.goto(f"{hub.address}/user/{TEACHER}/formgrader/manage_submissions/{NAME}")
    for learner in LEARNERS:
        page.locator("tr", has_text=learner).get_by_text("graded", exact=True).first.wait_for()
    page.goto(f"{hub.address}/user/{TEACHER}/formgrader/gradebook/{NAME}/{NAME}")
    page.get_by_role("link", name="Submission #1").click()
    page.get_by_text("Submission 1 / 3").first.wait_for()
    page.locator("input.score").first.wait_for()
    assert "5.2 Applications" in page.locator("#notebook-container").first.inner_text()


def test_the_learner_reads_the_feedback(hub, people):
    assert "3 feedback pages written." in hub.run(TEACHER, "nbgrader", "generate_feedback", NAME)
    assert "3 feedback pages released." in hub.run(TEACHER, "nbgrader", "release_feedback", NAME)
    page, learner = people[LEARNERS[0]], LEARNERS[0]
    page.reload()
    page.wait_for_function("window.jupyterapp?.shell")
    assignments(page).get_by_role("button", name="Fetch Feedback").first.click()
    folder = hub.folder / "homes" / learner / NAME / "feedback"
    until(page, lambda: any(folder.rglob("*.html")))
    (written,) = folder.rglob("*.html")
    page.goto(f"{hub.address}/user/{learner}/files/{written.relative_to(hub.folder / 'homes' / learner).as_posix()}")
    assert "5.2 Applications" in page.content()
    assert "Passed" in page.content()


def until(page, is_true, seconds: int = START) -> None:
    end = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < end, page.locator("body").inner_text()[-2000:]
        page.wait_for_timeout(200)
