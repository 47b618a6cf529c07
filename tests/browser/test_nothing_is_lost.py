"""Nothing that a person types is lost: not with the kernel, not with the server, not between two windows."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import nbformat
import psutil
import pytest

from course.learner.answers_file import read_metadata
from course.learner.backup import restore
from tests.browser.conftest import PATIENCE, VIEWPORT, running_lab
from tests.browser.lab_page import command, eventually, open_notebook, saved_entries, shows

pytestmark = pytest.mark.browser

NAME = "05-sql-first-answers"
CHECKS = 200
SLOW = """
    window.latency = window.socketLatency = () => 0;
    const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const fetchNow = window.fetch;
    window.fetch = async (...request) => {
        await wait(window.latency());
        const response = await fetchNow(...request);
        await wait(window.latency());
        return response;
    };
    const sendNow = WebSocket.prototype.send;
    WebSocket.prototype.send = function (message) {
        const due = Date.now() + window.socketLatency();
        this.sent = Promise.resolve(this.sent).then(() => wait(due - Date.now())).then(() => sendNow.call(this, message));
    };
"""
HAS_NEWS = "jupyterapp.shell.currentWidget.context.model.dirty"
CHECK_OFTEN = """async (frame, checks) => {
    const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const button = [...frame.querySelectorAll("button")].find((one) => one.textContent === "Check");
    const field = frame.querySelector("input[type=text]");
    let asked = 0;
    for (let number = 1; number <= checks; number++) {
        field.value = number;
        field.dispatchEvent(new Event("input"));
        button.click();
        await pause(50);
        while (button.disabled) await pause(20);
        if (Math.random() < 0.3) jupyterapp.commands.execute("docmanager:save");
        await pause(Math.random() * 100);
        asked += document.querySelectorAll(".jp-Dialog").length;
    }
    return asked;
}"""
ICONS = """() => [...document.querySelectorAll(".course-frame .jupyter-widgets-disconnected")]
    .map((part) => getComputedStyle(part, "::before").content).filter((content) => content !== "none")"""


@pytest.fixture
def learner(lab, context, copy_exercises):
    """A window on a notebook with a form (5.1) and a query (5.2), whose cells were run."""
    notebook = copy_exercises(NAME, "5-1", "5-2")
    with closing(context.new_page()) as page:
        open_notebook(page, lab(notebook))
        run_all(page)
        yield SimpleNamespace(notebook=notebook, page=page)


@pytest.fixture
def windows(lab, browser, copy_exercises):
    """Two windows on one notebook, each with a latency that the test can set."""
    notebook = copy_exercises(NAME, "5-1", "5-2")
    context = browser.new_context(viewport=VIEWPORT)
    context.set_default_timeout(PATIENCE)
    context.add_init_script(f"(() => {{{SLOW}}})()")
    pages = [context.new_page(), context.new_page()]
    for number, page in enumerate(pages):
        open_notebook(page, lab(notebook, number))
        run_all(page)
    yield SimpleNamespace(notebook=notebook, pages=pages)
    context.close()


def run_all(page) -> None:
    command(page, "notebook:run-all-cells")
    query(page).locator(".cm-line").first.wait_for()
    fields(page).first.wait_for()


def query(page):
    return page.locator(".course-frame", has_text="5.2 Applications")


def form(page):
    return page.locator(".course-frame", has_text="5.1 Grain")


def fields(page):
    return form(page).get_by_role("textbox")


def type_query(page, text: str) -> None:
    query(page).locator(".cm-content").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(text)


def typed_query(page) -> str:
    return "\n".join(query(page).locator(".cm-line").all_text_contents())


def saved(notebook: Path, id: str):
    return saved_entries(notebook).get(id, {}).get("answer")


def is_copied(page, notebook: Path, answer: object) -> bool:
    """Whether the notebook itself holds an answer to 5.1 after it was saved."""
    command(page, "docmanager:save")
    return copied(notebook, "5.1") == answer


def copied(notebook: Path, exercise: str) -> object:
    """The answer that the notebook itself holds; None while it holds none."""
    entry = read_metadata(notebook).get(exercise)
    return entry and entry.answer


def kill_kernels(server) -> None:
    """End every kernel of a server as a lack of memory would, and wait until JupyterLab has noticed."""
    for process in psutil.process_iter(["cmdline"]):
        if (
            any(str(server.home) in part for part in process.info["cmdline"] or ())
            and "ipykernel_launcher" in process.info["cmdline"]
        ):
            process.kill()


def test_what_is_typed_without_a_kernel_comes_back(learner, server):
    page = learner.page
    type_query(page, "SELECT 1")
    fields(page).first.fill("1")
    assert eventually(
        page, lambda: saved(learner.notebook, "5.1") == {"b": "1"} and saved(learner.notebook, "5.2") == "SELECT 1"
    )

    kill_kernels(server)
    page.locator(".jp-Dialog .jp-mod-accept").click()
    assert shows(page.locator(".course-connection"), 2)
    assert query(page).get_by_role("button", name="Check").is_disabled()
    type_query(page, "SELECT 2")
    fields(page).nth(1).fill("2")
    fields(page).first.fill("3")
    query(page).get_by_role("button", name="Restart Python and run the cells").click()
    query(page).get_by_text("What you typed while Python could not be reached is back.").first.wait_for()

    assert typed_query(page) == "SELECT 2"
    assert [fields(page).nth(at).input_value() for at in (0, 1)] == ["3", "2"]
    assert eventually(page, lambda: saved(learner.notebook, "5.1") == {"b": "3", "d": "2"})
    assert saved(learner.notebook, "5.2") == "SELECT 2"


def test_the_answer_that_a_draft_replaced_can_be_brought_back(learner, server):
    page = learner.page
    type_query(page, "SELECT 1")
    assert eventually(page, lambda: saved(learner.notebook, "5.2") == "SELECT 1")
    kill_kernels(server)
    page.locator(".jp-Dialog .jp-mod-accept").click()
    query(page).locator(".course-connection").wait_for()
    type_query(page, "SELECT 2")
    query(page).get_by_role("button", name="Restart Python and run the cells").click()
    query(page).get_by_role("button", name="Bring back").click()

    assert eventually(page, lambda: typed_query(page) == "SELECT 1")
    query(page).get_by_role("button", name="Bring back").click()
    assert eventually(page, lambda: typed_query(page) == "SELECT 2")
    assert eventually(page, lambda: saved(learner.notebook, "5.2") == "SELECT 2")


def test_a_restarted_kernel_leaves_no_broken_icons(learner):
    learner.page.evaluate("jupyterapp.shell.currentWidget.sessionContext.restartKernel()")
    assert shows(learner.page.locator(".course-connection"), 2)

    assert learner.page.evaluate(ICONS) == []


def test_a_notebook_that_is_downloaded_carries_the_newest_answer(learner):
    type_query(learner.page, "SELECT 7")
    assert eventually(learner.page, lambda: saved(learner.notebook, "5.2") == "SELECT 7")
    assert eventually(
        learner.page, lambda: learner.page.evaluate(HAS_NEWS) or copied(learner.notebook, "5.2") == "SELECT 7"
    )
    with learner.page.expect_download() as download:
        command(learner.page, "docmanager:download")

    assert read_metadata(Path(download.value.path()))["5.2"].answer == "SELECT 7"


def test_half_an_emoji_is_saved_and_stops_nothing(learner):
    page = learner.page
    fields(page).first.evaluate("""(field) => { field.value = "8\\ud83d"; field.dispatchEvent(new Event("input")); }""")
    type_query(page, "SELECT 8")

    assert eventually(page, lambda: saved(learner.notebook, "5.1") == {"b": "8\ufffd"})
    assert eventually(page, lambda: saved(learner.notebook, "5.2") == "SELECT 8")


def test_decisions_and_cards_are_kept_without_a_kernel(lab, context, course_copy, server):
    notebook = course_copy / "modules" / f"{NAME}.ipynb"
    lesson = nbformat.read(notebook, as_version=4)
    lesson.cells = [
        cell
        for cell in lesson.cells
        if any(name in cell.source for name in ("import course", "course.decision", "course.cards"))
    ]
    nbformat.write(lesson, notebook)
    with closing(context.new_page()) as page:
        open_notebook(page, lab(notebook))
        command(page, "notebook:run-all-cells")
        page.locator(".course-writing textarea").wait_for()
        kill_kernels(server)
        page.locator(".jp-Dialog .jp-mod-accept").click()
        assert shows(page.locator(".course-connection"), page.locator(".course-frame").count())
        page.locator(".course-writing textarea").fill("I decided nothing yet")
        page.locator(".course-card summary").first.click()
        page.locator(".course-card").first.get_by_role("button", name="I knew it").click()
        page.get_by_role("button", name="Restart Python and run the cells").first.click()
        page.locator(".course-card").first.get_by_text("✓ known").wait_for()

        assert page.locator(".course-writing textarea").input_value() == "I decided nothing yet"
        assert eventually(page, lambda: saved(notebook, "5-decision") == "I decided nothing yet")


def test_a_document_and_half_a_reason_are_kept_without_a_kernel(lab, context, copy_exercises, server):
    notebook = copy_exercises("11-translating-both-ways", "11-6")
    with closing(context.new_page()) as page:
        open_notebook(page, lab(notebook))
        command(page, "notebook:run-all-cells")
        page.locator(".course-panel").wait_for()
        page.locator(".course-frame .cm-content").focus()
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.insert_text("## Repair 1\n\nThe checkout shall be fast.\n")
        page.locator(".course-finding summary", has_text="Keep, because").click()
        kill_kernels(server)
        page.locator(".jp-Dialog .jp-mod-accept").click()
        page.locator(".course-connection").wait_for()
        page.get_by_label("Why fast stays").fill("it is the word")
        page.locator(".course-frame .cm-content").focus()
        page.keyboard.press("ControlOrMeta+End")
        page.keyboard.insert_text("A second line.")
        page.get_by_role("button", name="Restart Python and run the cells").click()
        page.locator(".course-frame").get_by_text(
            "What you typed while Python could not be reached is back."
        ).first.wait_for()

        assert eventually(page, lambda: "A second line." in str(saved(notebook, "11.6")))
        assert page.get_by_label("Why fast stays").input_value() == "it is the word"


def test_a_server_that_ends_leaves_a_file_to_take_along_and_a_draft(
    browser, copy_exercises, course_copy, tmp_path_factory
):
    notebook = copy_exercises(NAME, "5-1", "5-2")
    folder, home = tmp_path_factory.getbasetemp(), tmp_path_factory.mktemp("ending")
    context = browser.new_context(viewport=VIEWPORT, accept_downloads=True)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    with running_lab(folder, home) as server:
        open_notebook(page, server.page(notebook))
        run_all(page)
        fields(page).first.fill("1")
        assert eventually(page, lambda: saved(notebook, "5.1") == {"b": "1"})
    form(page).get_by_text("The connection to Python is lost.").wait_for()
    page.evaluate("document.querySelectorAll('.jp-Dialog').forEach((dialog) => dialog.remove())")
    fields(page).nth(1).fill("2")
    type_query(page, "SELECT 2")
    with page.expect_download() as download:
        query(page).get_by_role("button", name="Download my answers").click()

    taken = json.loads(Path(download.value.path()).read_bytes())["notebooks"][f"{NAME}/exercises"]["exercises"]
    assert (taken["5.1"]["answer"], taken["5.2"]["answer"]) == ({"b": "1", "d": "2"}, "SELECT 2")
    assert restore(course_copy, Path(download.value.path()).read_bytes()).changed == 2
    assert saved(course_copy / "exercises" / NAME / f"{NAME}.ipynb", "5.2") == "SELECT 2"

    with running_lab(folder, home, server.port) as server:
        open_notebook(page, server.page(notebook))
        run_all(page)
        assert eventually(page, lambda: saved(notebook, "5.1") == {"b": "1", "d": "2"})
        assert eventually(page, lambda: typed_query(page) == "SELECT 2")
    context.close()


def test_two_windows_see_what_the_other_has_typed(windows):
    one, other = windows.pages
    for page in windows.pages:
        page.evaluate("window.latency = window.socketLatency = () => 2500")
    fields(one).first.fill("84000")
    fields(other).nth(1).fill("97000")
    type_query(one, "SELECT 1")

    assert eventually(one, lambda: saved(windows.notebook, "5.1") == {"b": "84000", "d": "97000"})
    assert eventually(other, lambda: fields(other).first.input_value() == "84000" and typed_query(other) == "SELECT 1")
    assert eventually(one, lambda: fields(one).nth(1).input_value() == "97000")
    for page in windows.pages:
        form(page).get_by_role("button", name="Check").click()
        page.evaluate("void jupyterapp.commands.execute('docmanager:save')")
    assert eventually(one, lambda: "5.1" in read_metadata(windows.notebook))
    for page in windows.pages:
        page.evaluate("window.latency = window.socketLatency = () => 0")
        assert eventually(page, lambda page=page: is_copied(page, windows.notebook, {"b": "84000", "d": "97000"}))
    assert [page.locator(".jp-Dialog").count() for page in windows.pages] == [0, 0]


def test_no_check_makes_jupyterlab_ask_which_file_to_keep(windows):
    page = windows.pages[0]
    page.evaluate("window.latency = () => Math.random() * 3000")
    asked = 0
    while saved_entries(windows.notebook).get("5.1", {}).get("tries", 0) < CHECKS:
        form(page).get_by_role("button", name="Check", exact=True).wait_for()
        asked += form(page).evaluate(CHECK_OFTEN, CHECKS // 4)
    page.evaluate("window.latency = () => 0")

    assert eventually(page, lambda: is_copied(page, windows.notebook, {"b": str(CHECKS // 4)}))
    assert asked == 0 and page.locator(".jp-Dialog").count() == 0
