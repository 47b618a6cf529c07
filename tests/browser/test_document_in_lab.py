"""Documents in a real JupyterLab by keyboard alone: write, follow a finding, keep a word, quote a fact, pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from course.authoring.read import read
from tests.browser.conftest import VIEWPORT
from tests.browser.lab_page import command, eventually, open_notebook, saved_entries, shows

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
NAME = "11-translating-both-ways"
DOWN, UP = "11.1 Down", "11.2 Up"


def reference(id: str) -> str:
    source = ROOT / "solutions" / NAME / f"{NAME}.ipynb"
    return next(exercise.key.reference for exercise in read(source) if exercise.id == id)


@pytest.fixture(scope="module")
def exercises(lab, page, copy_exercises):
    """The page with the module's exercises, as a learner has them, and their notebook."""
    notebook = copy_exercises(NAME)
    open_notebook(page, lab(notebook))
    command(page, "notebook:run-all-cells")
    page.locator(".course-frame", has_text=UP).locator(".course-panel").wait_for()
    return page, notebook


def frame_of(page, title: str):
    frame = page.locator(".course-frame", has_text=title)
    frame.locator(".cm-content").scroll_into_view_if_needed()
    return frame


def write(page, frame, text: str) -> None:
    """Into the editor by keyboard: what stands there goes."""
    frame.locator(".cm-content").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(text)


def test_checks_follow_what_is_written_and_lead_to_the_place(exercises):
    page, _ = exercises
    frame = frame_of(page, DOWN)
    write(page, frame, "## Down 1\n\nWhen a payment is captured twice, the Pay service shall quickly notify support.\n")
    finding = frame.locator(".course-finding", has_text="“quickly” cannot be tested")
    finding.wait_for()

    finding.get_by_role("button", name="Line").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.closest('.cm-content') !== null")


def test_forty_lines_of_a_document_are_in_view_beside_the_preview(exercises):
    page, _ = exercises
    frame = frame_of(page, UP)
    write(page, frame, "## Up 1\n\n" + "One more line.\n" * 60)
    frame.get_by_role("button", name="Preview").click()
    frame.locator(".course-preview").get_by_text("One more line").first.wait_for()
    text, preview = frame.locator(".cm-scroller").bounding_box(), frame.locator(".course-preview").bounding_box()

    assert text["height"] > 40 * frame.locator(".cm-line").first.bounding_box()["height"]
    assert preview["x"] >= text["x"] + text["width"]
    frame.get_by_role("button", name="Preview").click()
    assert shows(frame.locator(".course-preview:visible"), 0)


NARROW = {"width": 860, "height": 900}
PARTS = """(frame) => [".cm-editor", ".course-preview .course-document", ".course-actions", ".course-verdict", ".course-panel"]
    .flatMap((name) => [...frame.querySelectorAll(name)].map((node) => [name, node.getBoundingClientRect()]))
    .filter(([, { height }]) => height).map(([name, { left, top, right, bottom }]) => ({ name, left, top, right, bottom }))"""


@pytest.mark.parametrize("size", [VIEWPORT, NARROW], ids=["beside", "below"])
def test_a_long_preview_covers_nothing_and_does_not_move_the_page(exercises, size):
    page, _ = exercises
    page.set_viewport_size(size)
    frame = frame_of(page, UP)
    write(page, frame, "## Up 1\n\n" + "One more line, which a reader reads to its very end.\n\n" * 60)
    preview = frame.get_by_role("button", name="Preview")
    preview.scroll_into_view_if_needed()
    before = frame.evaluate("node => node.getBoundingClientRect().top")
    preview.click()
    frame.locator(".course-preview").get_by_text("One more line").first.wait_for()
    after = frame.evaluate("node => node.getBoundingClientRect().top")
    parts = frame.evaluate(PARTS)

    assert abs(after - before) < 2
    assert {part["name"] for part in parts} >= {".cm-editor", ".course-preview .course-document", ".course-actions"}
    assert [
        (one["name"], other["name"]) for at, one in enumerate(parts) for other in parts[at + 1 :] if overlap(one, other)
    ] == []
    preview.click()
    assert shows(frame.locator(".course-preview:visible"), 0)
    page.set_viewport_size(VIEWPORT)


def overlap(one: dict, other: dict) -> bool:
    """Whether two boxes cover each other by more than a pixel."""
    across = min(one["right"], other["right"]) - max(one["left"], other["left"])
    down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
    return across > 1 and down > 1


def test_scenarios_are_offered_only_where_a_document_has_criteria(exercises):
    page, _ = exercises
    bar = frame_of(page, UP).get_by_role("toolbar", name="Format")

    assert bar.get_by_role("button").all_inner_texts() == ["Heading", "Bold", "List", "Table"]


def test_headings_and_tables_are_made_by_key_and_by_button(exercises):
    page, _ = exercises
    frame = frame_of(page, UP)
    write(page, frame, "Costs")
    page.keyboard.press("Alt+Shift+H")
    page.keyboard.press("End")
    page.keyboard.press("Alt+Shift+T")
    page.keyboard.insert_text("wish")
    frame.get_by_role("toolbar", name="Format").get_by_role("button", name="Table").click()
    page.keyboard.insert_text("speed")

    assert [line for line in frame.locator(".cm-line").all_inner_texts() if line.strip()] == [
        "## Costs", "| wish | column |", "|---|---|", "| speed |  |", "|  |  |"
    ]  # fmt: skip


def test_the_outline_is_in_view_and_leads_to_each_heading(exercises):
    page, _ = exercises
    frame = frame_of(page, UP)
    write(page, frame, "# Notes\n\n```\n# no heading\n```\n\n## Up 1\n\nText.\n\n## Up 2\n")
    outline = frame.get_by_role("navigation", name="Outline")

    assert eventually(page, lambda: outline.get_by_role("button").all_inner_texts() == ["Notes", "Up 1", "Up 2"])
    outline.get_by_role("button", name="Up 1").click()
    assert outline.locator("[aria-current]").inner_text() == "Up 1"
    page.keyboard.press("End")
    page.keyboard.insert_text("!")
    assert eventually(page, lambda: outline.get_by_role("button").all_inner_texts() == ["Notes", "Up 1!", "Up 2"])


def test_a_word_is_kept_with_a_reason(exercises):
    page, _ = exercises
    frame = frame_of(page, "11.6 Repair")
    write(page, frame, "## Repair 1\n\nThe checkout shall be fast.\n")
    finding = frame.locator(".course-finding", has_text="“fast” cannot be tested")
    finding.locator("summary").focus()
    page.keyboard.press("Enter")
    finding.get_by_label("Why fast stays").focus()
    page.keyboard.type("it is the word of the law")
    page.keyboard.press("Enter")

    frame.locator(".cm-content", has_text="fast. <!-- keep fast: it is the word of the law -->").wait_for()
    finding.wait_for(state="detached")


def test_a_fact_is_inserted_where_the_cursor_is(exercises):
    page, _ = exercises
    frame = frame_of(page, UP)
    write(page, frame, "## Up 1\n\n100 guests were charged twice ")
    frame.get_by_label("Evidence").focus()
    page.keyboard.type("F3.guests")
    page.keyboard.press("Enter")

    frame.locator(".cm-content", has_text="charged twice [F3.guests=]").wait_for()
    frame.get_by_role("status").get_by_text("type the number that you found").wait_for()
    page.keyboard.type("100")
    frame.locator(".cm-content", has_text="charged twice [F3.guests=100]").wait_for()


def test_evidence_says_what_to_do_with_a_word_that_names_no_fact(exercises):
    page, _ = exercises
    frame = frame_of(page, UP)
    for typed, says in (("", "Type a word"), ("zebra", "Nothing in the list speaks of"), ("refresh", "Choose one")):
        frame.get_by_label("Evidence").fill(typed)
        frame.get_by_role("button", name="Insert").click()
        frame.get_by_role("status").get_by_text(says).wait_for()


@pytest.mark.parametrize(("title", "id"), [(DOWN, "11.1"), (UP, "11.2")])
def test_a_whole_document_passes_by_keyboard(exercises, title, id):
    page, notebook = exercises
    frame = frame_of(page, title)
    write(page, frame, reference(id))
    page.keyboard.press("ControlOrMeta+Shift+Enter")
    frame.locator(".course-verdict.course-passed").wait_for()

    page.keyboard.press("ControlOrMeta+Enter")
    frame.locator(".course-document h2").first.wait_for()
    assert eventually(page, lambda: saved_entries(notebook).get(id, {}).get("passed"))


def test_the_preview_draws_a_diagram_without_the_network(exercises, external_requests):
    page, _ = exercises
    frame = frame_of(page, "11.6 Repair")
    write(page, frame, "before\n\n```mermaid\ngraph LR\n  A[Merchant] --> B[Pay]\n```\n\nafter\n")
    page.keyboard.press("ControlOrMeta+Enter")

    frame.locator(".jp-RenderedMermaid img").wait_for()
    assert frame.locator(".course-document").all_inner_texts() == ["before", "after"]
    assert external_requests == []


def test_steps_are_offered_after_given_in_criteria_and_not_in_requirements(exercises):
    page, _ = exercises
    frame = frame_of(page, DOWN)
    offered = page.locator(".cm-tooltip-autocomplete li")
    write(page, frame, "```gherkin\nScenario: a\n")
    page.keyboard.type("Given ")
    offered.first.wait_for()
    assert any(
        text.startswith("the acquirer answers") for text in offered.all_inner_texts()[:5]
    )  # steps of a Given first

    page.keyboard.press("Escape")
    write(page, frame, "# Requirements\n\n")
    page.keyboard.type("When ")
    page.wait_for_timeout(500)
    assert offered.count() == 0


def test_every_control_of_the_panel_has_a_name(exercises):
    page, _ = exercises
    panel = frame_of(page, DOWN).locator(".course-panel")

    for control in panel.locator("button, input, summary").all():
        assert control.evaluate(
            "e => (e.getAttribute('aria-label') || e.labels?.[0]?.textContent || e.textContent).trim()"
        )


def test_a_review_is_done_by_keyboard_and_saved_beside_the_answers(lab, page, copy_exercises):
    notebook = copy_exercises("12-specification-and-documentation", "12-3")
    open_notebook(page, lab(notebook))
    command(page, "notebook:run-all-cells")
    review = page.locator(".course-frame", has_text="12.3 Spec A").locator(".course-review:has(fieldset)")
    review.wait_for()

    review.locator("summary").first.focus()
    page.keyboard.press("Enter")
    problem = review.get_by_role("group", name="Problem insight")
    problem.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")

    review.get_by_role("status").get_by_text("Self-judged: 2 of 3 points, 1 of 8 criteria.").wait_for()
    wanted = {"Problem insight": 2}
    assert eventually(page, lambda: saved_entries(notebook).get("12.3-review", {}).get("answer") == wanted)
