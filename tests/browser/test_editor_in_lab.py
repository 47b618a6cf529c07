"""The editor in a real JupyterLab: keys, events, completion, looks, one bundle a page, reload, life without it."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest

from tests.browser.lab_page import PATIENCE, command, eventually, open_notebook, shows

pytestmark = pytest.mark.browser

NOTEBOOK = '''
import json, time
from pathlib import Path
import ipywidgets
from course.views.editor import make_editor

SCHEMA = {
    "orders": {"meaning": "One row is an order.", "columns": [
        {"name": "order_id", "type": "bigint", "meaning": "Names the order."},
        {"name": "customer_id", "type": "bigint", "meaning": "Who ordered; empty for guests."}]},
    "payments": {"meaning": "One row is an attempt to pay.", "columns": [
        {"name": "payment_id", "type": "bigint", "meaning": "Names the attempt."}]},
}
EVERYTHING = """-- comment
select count(*), 'text', 1.5, cast(1 as integer) from orders o where o.order_id is not null"""

def tell(editor, event, text):
    with Path("events.jsonl").open("a") as events:
        events.write(json.dumps([editor.label, event, text]) + "\\n")

def run(editor, text):
    if "slow" in text:
        time.sleep(1)
    if "usr" in text:
        start = text.index("usr")
        editor.diagnostics = [{"from": start, "to": start + 3, "severity": "error", "message": "There is no usr."}]
    tell(editor, "run", text)

editors = [make_editor(label=f"Query {name}", schema=SCHEMA, rows=4) for name in "ABC"]
for editor in editors:
    editor.on_run(lambda text, editor=editor: run(editor, text))
    editor.on_check(lambda text, editor=editor: tell(editor, "check", text))
    editor.observe(lambda change: tell(change.owner, "value", change.new), "value")
button = ipywidgets.Button(description="Beside")
button.on_click(lambda _: tell(editors[0], "button", editors[0].value))
editors[2].value = EVERYTHING
'''
CELLS = [NOTEBOOK, "ipywidgets.VBox([editors[0], button])", "editors[1]", "editors[2]"]
LARGE = 50_000  # bytes: the bundle is larger, everything else far smaller
READABLE = 4.5  # WCAG 2.2, 1.4.3
CONTRASTS = Path(__file__).with_name("contrasts.js").read_text()
BACKGROUND_IS_DARK = """dark => {
  const { backgroundColor } = getComputedStyle(document.querySelector(".jp-OutputArea .cm-editor"));
  return backgroundColor.match(/\\d+/)[0] < 128 === dark;
}"""


@pytest.fixture(scope="module")
def editors(lab, page, tmp_path_factory):
    """The notebook with three editors, run once: its folder and address, and the frames that the page received."""
    folder = tmp_path_factory.mktemp("notebook")
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in CELLS],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    nbformat.write(notebook, folder / "editors.ipynb")
    address = lab(folder / "editors.ipynb")
    frames: list[int] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(len(frame))))
    open_notebook(page, address)
    command(page, "notebook:run-all-cells")
    field(page, "C").wait_for()
    return SimpleNamespace(folder=folder, address=address, frames=frames)


@pytest.fixture
def editor(editors, page):
    """Editor A, empty and with the focus."""
    content = field(page, "A")
    content.click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    return content


def field(page, name: str):
    return page.get_by_role("textbox", name=f"Query {name}", exact=True)


def events(editors) -> list[list[str]]:
    path = editors.folder / "events.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def happens(editors, *event: str) -> bool:
    """Whether Python is told of the event."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if list(event) in events(editors):
            return True
        time.sleep(0.02)
    return False


def options(page) -> list[str]:
    page.locator(".cm-tooltip-autocomplete li").first.wait_for()
    return page.locator(".cm-tooltip-autocomplete .cm-completionLabel").all_inner_texts()


def has_focus(content) -> bool:
    return content.evaluate("element => element === document.activeElement")


def test_the_bundle_travels_once_for_three_editors(editors, page):
    assert len([size for size in editors.frames if size > LARGE]) == 1
    assert shows(page.locator(".jp-OutputArea .cm-editor"), 3)


def test_typed_text_is_in_python_without_leaving_the_editor(editors, page, editor):
    page.keyboard.type("select 41")
    assert happens(editors, "Query A", "value", "select 41")
    assert has_focus(editor)


@pytest.mark.parametrize(("keys", "event"), [("Control+Enter", "run"), ("Control+Shift+Enter", "check")])
def test_keys_tell_the_text_of_this_moment(keys, event, editors, page, editor):
    page.keyboard.type(f"select '{event}'")
    page.keyboard.press(keys)
    assert happens(editors, "Query A", event, f"select '{event}'")
    assert editor.inner_text() == f"select '{event}'"


@pytest.mark.parametrize("turn", range(3))
def test_a_button_right_after_typing_sees_the_last_text(turn, editors, page, editor):
    page.keyboard.type(f"select {turn}")
    page.wait_for_timeout(280)
    page.keyboard.type(" + 2")
    page.get_by_role("button", name="Beside").click()
    assert happens(editors, "Query A", "button", f"select {turn} + 2")


def test_typing_never_reaches_the_shortcuts_of_the_notebook(editors, page, editor):
    cells = page.locator(".jp-Notebook .jp-Cell").count()
    page.keyboard.type("b dd a\nx m")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("y")
    assert editor.inner_text() == "b dd a\nx m\ny"
    assert page.locator(".jp-Notebook .jp-Cell").count() == cells
    assert has_focus(editor)


@pytest.mark.parametrize(
    ("before", "after", "offered"),
    [
        ("select o.cu", " from orders o", ["customer_id"]),
        ("select o.", " from orders o", ["customer_id", "order_id"]),
        ("select cust", " from orders", ["customer_id"]),
        ("select pay", " from orders", ["payments"]),
        ("select * from pa", "", ["partition", "payments"]),
        ("QUAL", "", ["QUALIFY"]),
    ],
)
def test_completion_offers(before, after, offered, page, editor):
    page.keyboard.insert_text(after)
    page.keyboard.press("Control+Home")
    page.keyboard.type(before)
    assert sorted(options(page)) == offered


def test_tab_takes_the_first_option_and_enter_stays_a_new_line(page, editor):
    page.keyboard.type("select cust from orders")
    page.keyboard.press("Enter")
    page.keyboard.type("where cus")
    options(page)
    page.keyboard.press("Tab")
    assert editor.inner_text() == "select cust from orders\nwhere customer_id"


def test_the_popup_is_not_clipped_by_the_output(page, editor):
    page.keyboard.type("s")
    options(page)
    popup = page.locator(".cm-tooltip-autocomplete")
    assert popup.evaluate("popup => popup.closest('.jp-OutputArea') === null")
    box = popup.bounding_box()
    corner = [box["x"] + box["width"] / 2, box["y"] + box["height"] - 4]
    assert page.evaluate("([x, y]) => document.elementFromPoint(x, y).closest('.cm-tooltip') !== null", corner)


@pytest.mark.parametrize("keys", [["Tab"], ["Escape", "Tab"]])
def test_tab_leaves(keys, page, editor):
    page.keyboard.type("select 1 ")
    page.wait_for_timeout(200)  # a completion on its way would hold Tab back
    for key in keys:
        page.keyboard.press(key)
    assert page.get_by_role("button", name="Beside").evaluate("button => button === document.activeElement")


def test_escape_closes_the_completion_and_then_tab_leaves(page, editor):
    page.keyboard.type("sel")
    options(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert editor.inner_text() == "sel"
    assert not has_focus(editor)


def test_an_error_is_underlined_marked_told_and_read_out(page, editor):
    page.keyboard.type("select '🙂' as face,\n usr from orders")
    page.keyboard.press("Control+Enter")
    page.locator(".cm-lintRange-error").wait_for()
    frame = page.locator(".cm-editor", has=editor)
    assert frame.locator(".cm-lintRange-error").inner_text() == "usr"
    assert shows(frame.locator(".cm-lint-marker-error"), 1)
    frame.locator("[aria-live]", has_text="Line 2: There is no usr.").wait_for(state="attached")
    assert editor.get_attribute("aria-invalid") == "true"
    frame.locator(".cm-lintRange-error").hover()
    page.locator(".cm-tooltip-hover", has_text="There is no usr.").wait_for()


def test_names_and_descriptions_for_screen_readers(page, editor):
    assert editor.get_attribute("role") == "textbox"
    assert editor.get_attribute("aria-label") == "Query A"
    described = page.locator(f"#{editor.get_attribute('aria-describedby')}")
    assert re.search("Enter runs .* Tab leaves", described.text_content())
    assert page.locator(".jp-OutputArea .cm-gutters").first.get_attribute("aria-hidden") == "true"


@pytest.mark.parametrize("theme", ["JupyterLab Dark", "JupyterLab Dark High Contrast", "JupyterLab Light"])
def test_all_text_is_readable(theme, page, editor):
    command(page, "apputils:change-theme", theme=theme)
    page.wait_for_function("theme => document.body.dataset.jpThemeName === theme", arg=theme)
    page.wait_for_function(BACKGROUND_IS_DARK, arg="Dark" in theme)
    page.keyboard.type("select cust from orders where order")
    page.keyboard.press("Control+Space")  # what is looked at are colours: the popup need not come by itself here
    options(page)

    def is_info_shown() -> bool:
        """A busy page may close the list again, or miss a key."""
        is_open = page.locator(".cm-tooltip-autocomplete").count() > 0
        page.keyboard.press("ArrowDown" if is_open else "Control+Space")
        return page.locator(".cm-completionInfo").is_visible()

    assert eventually(page, is_info_shown)
    found = page.evaluate(CONTRASTS)
    assert len(found) > 40
    assert [(text, ratio) for text, ratio in found if ratio < READABLE] == []


def test_the_focus_ring_is_seen(page, editor):
    ring = page.locator(".cm-editor.cm-focused").evaluate("frame => getComputedStyle(frame).outline")
    assert "solid 2px" in ring


def test_a_text_survives_the_reload_of_the_page(editors, page, editor):
    page.keyboard.type("select 'kept'")
    command(page, "docmanager:save")
    before = len(editors.frames)
    open_notebook(page, editors.address)
    field(page, "A").wait_for()
    assert field(page, "A").inner_text() == "select 'kept'"
    assert len([size for size in editors.frames[before:] if size > LARGE]) == 1
    field(page, "A").press("Control+Enter")
    assert happens(editors, "Query A", "run", "select 'kept'")


def test_without_the_bundle_a_text_area_does_the_same(editors, page):
    command(page, "docmanager:save")
    other = page.context.new_page()
    other.add_init_script("delete globalThis.DecompressionStream")
    open_notebook(other, editors.address)
    area = field(other, "B")
    area.wait_for()
    assert area.evaluate("element => element.tagName") == "TEXTAREA"
    area.fill("select 'plain'")
    assert happens(editors, "Query B", "value", "select 'plain'")
    area.press("Control+Enter")
    assert happens(editors, "Query B", "run", "select 'plain'")
    other.close()


def test_nothing_was_asked_of_another_host(editors, external_requests):
    assert external_requests == []
