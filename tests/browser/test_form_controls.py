"""The control of every kind of field, drawn in a page of its own: it can be named, filled in, and shows its answer."""

from __future__ import annotations

import pytest

from course.grade.form import compile_form, reference
from course.grade.form.field import FIELD_KINDS
from course.grade.kind import make_key
from course.views.form.board import drawn, file
from course.views.form.body import source
from course.views.form.field import browser_data
from tests.browser.conftest import VIEWPORT
from tests.browser.lab_page import eventually, shows
from tests.grade.form.form_of_every_kind import PARTS, find_rows

pytestmark = pytest.mark.browser

EVERY = compile_form(make_key("form", PARTS), find_rows)
RIGHT = reference(EVERY)
DRAW = """async ([script, fields, answer]) => {
    const form = await import(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
    window.state = { fields, answer, notes: {}, wrong: window.wrong ?? [], drawn: window.drawn ?? {}, edition: 0, draft: { course: "", notebook: "", id: "" } };
    const put = (value, [name, ...rest], leaf) => name === undefined ? leaf : { ...value, [name]: put(value?.[name], rest, leaf) };
    const send = ({ changes }) => changes.forEach(({ path, value }) => { state.answer = put(state.answer, path, value); });
    const model = { get: (name) => state[name], send, on() {}, off() {} };
    document.body.replaceChildren(document.createElement("div"));
    form.default.render({ model, el: document.body.firstChild });
}"""
UNNAMED = """() => [...document.querySelectorAll("input, select, textarea")]
    .filter((control) => !control.labels.length && !control.getAttribute("aria-label"))
    .map((control) => control.closest(".course-field").innerText)"""
SHOWN = """() => [...document.querySelectorAll("input, select, textarea")]
    .filter((control) => !["checkbox", "radio"].includes(control.type) || control.checked).map((control) => control.value)"""


def draw(page, answer: dict, *ids: str):
    """Draw the form of every kind with an answer, or only the fields with these ids."""
    fields = [browser_data(EVERY, field) for field in EVERY.fields if field.id in (ids or RIGHT)]
    page.evaluate(DRAW, [source(".js"), fields, answer])
    return page


def test_every_kind_has_a_control_and_every_control_a_name(page):
    draw(page, {})

    assert {field.kind for field in EVERY.fields} == set(FIELD_KINDS)
    assert shows(page.locator(".course-fields > *"), len(EVERY.fields))
    assert page.evaluate(UNNAMED) == []


def test_a_right_answer_is_shown_as_it_was_given(page):
    shown = draw(page, RIGHT).evaluate(SHOWN)

    for value in ("0.671", "600", "eu-west-1", "2025-12-03", "4, 11, 29", "programme", "9.5", "a: 2", RIGHT["act"]):
        assert value in shown
    assert page.locator(".course-order .course-item").all_text_contents() == RIGHT["events"]


@pytest.mark.parametrize(
    ("label", "value", "answer"),
    [
        ("Dispute ratio of December", "0,671", {"rate": "0,671"}),
        ("Where does it run?", "Ireland", {"region": "Ireland"}),
        ("First bad day", "2025-12-03", {"day": "2025-12-03"}),
        ("First bad day", "3 December 2025", {"day": "3 December 2025"}),
        ("refund, Amount (€)", "9,50", {"posts": {"refund": {"euro": "9,50"}}}),
        ("A shop sells for €38.00, line 2, credit (€)", "38", {"books": {"sale": {"2": {"credit": "38"}}}}),
        ("Rows, at least", "200", {"guesses": {"rows": {"low": "200"}}}),
        ("Certainty", "85", {"rollout": {"chance": "85"}}),
        ("Marked", "4, 11–12", {"lines": ["4", "11", "12"]}),
        ("Resolve the conflict", "a: 2", {"fees": "a: 2"}),
        ("B3, year 0", "=km", {"rent": {"B3": "=km"}}),
        ("B1, km, given as 1,000", "1,200", {"rent": {"B1": "1,200"}}),
    ],
)
def test_what_is_typed_is_the_answer_at_its_place(page, label, value, answer):
    draw(page, {}, *answer).get_by_label(label, exact=True).fill(value)

    assert eventually(page, lambda: page.evaluate("state.answer") == answer)


@pytest.mark.parametrize(
    ("label", "option", "answer"),
    [
        ("refund, Side", "debit", {"posts": {"refund": {"side": "debit"}}}),
        ("date", "EM", {"roles": {"date": "EM"}}),
        ("Rule 1, then", "keep", {"policy": [{"when": {}, "then": "keep"}, *[{"when": {}, "then": ""}] * 3]}),
        ("We take a fee of €0.81, line 1, account", "merchants", {"books": {"fee": {"1": {"account": "merchants"}}}}),
        ("valid, card is lost", "blocked", {"card": {"valid": {"lost": "blocked"}}}),
    ],
)
def test_what_is_selected_is_the_answer_at_its_place(page, label, option, answer):
    draw(page, {}, *answer).get_by_label(label, exact=True).select_option(option)

    assert eventually(page, lambda: page.evaluate("state.answer") == answer)


@pytest.mark.parametrize(
    ("role", "question", "name", "answer"),
    [
        ("radio", "What do you do?", "wait", {"act": "wait"}),
        ("checkbox", "Which hold?", "c", {"facts": ["c"]}),
        ("radio", "How sure are you of the ratio?", "80%", {"sure": "80"}),
        ("button", "In which order?", "Move authorise up", {"events": ["authorise", "settle", "notify", "capture"]}),
        ("radio", "Share of traffic", "5", {"rollout": {"share": "5"}}),
    ],
)
def test_what_is_clicked_is_the_answer_at_its_place(page, role, question, name, answer):
    control = draw(page, {}, *answer).get_by_role("group", name=question).get_by_role(role, name=name, exact=True)
    control.dispatch_event("click")

    assert eventually(page, lambda: page.evaluate("state.answer") == answer)


def test_an_entry_is_added_up_while_it_is_typed(page):
    draw(page, {"books": RIGHT["books"]}, "books")
    totals, balances = page.locator(".course-journal-total"), page.locator(".course-journal tbody").last

    assert totals.first.text_content() == "Debits 38.00 · credits 38.00 · ✓ balanced"
    assert "37.19" in balances.locator("tr", has_text="merchants").text_content()
    page.get_by_label("A shop sells for €38.00, line 1, debit (€)").fill("37,50")
    assert eventually(page, lambda: totals.first.text_content() == "Debits 37.50 · credits 38.00 · ! does not balance")


def test_a_line_is_added_by_keyboard_and_gets_the_focus(page):
    draw(page, {}, "books")
    more = page.get_by_role("button", name="Add a line to: A shop sells for €38.00")
    more.press("Enter")

    assert (
        page.evaluate("document.activeElement.getAttribute('aria-label')") == "A shop sells for €38.00, line 3, account"
    )
    assert more.is_disabled()


def test_keys_lead_from_cell_to_cell_of_a_sheet(page):
    draw(page, {}, "rent")
    page.get_by_label("B1, km", exact=False).focus()
    focused = []
    for key in ("Enter", "ArrowDown", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
        focused.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))

    assert focused == ["B3, year 0", "B4, year 1", "B4, year 1", "B3, year 0"]


def test_the_bar_above_a_sheet_shows_the_whole_formula_and_takes_one(page):
    draw(page, {"rent": {"B4": "=B3*2"}}, "rent").get_by_label("B4, year 1", exact=True).focus()
    bar = page.get_by_label("Formula of B4, year 1", exact=True)
    shown = bar.input_value()
    bar.fill("=B3*(1+0)")
    page.keyboard.press("Enter")

    assert shown == "=B3*2"
    assert eventually(page, lambda: page.evaluate("state.answer") == {"rent": {"B4": "=B3*(1+0)"}})
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "B4, year 1"


def test_wrong_cells_of_a_sheet_are_marked_until_they_are_changed(page):
    page.evaluate("window.wrong = ['rent/B3']")
    cell = draw(page, {"rent": {"B3": "=1", "B4": "=B3"}}, "rent").get_by_label("B3, year 0", exact=True)
    page.evaluate("delete window.wrong")

    assert page.locator("[aria-invalid=true]").count() == 1
    assert page.get_by_text("not right yet").locator("visible=true").count() == 1
    cell.fill("=km")
    assert shows(page.locator("[aria-invalid=true]"), 0)


def test_no_column_of_a_sheet_is_cut_beside_a_lesson(page):
    page.add_style_tag(content=source(".css"))
    page.set_viewport_size({"width": 620, "height": 900})
    frame = draw(page, RIGHT, "rent").locator(".course-sheet-frame")

    assert frame.evaluate("node => node.scrollWidth <= node.clientWidth")
    page.set_viewport_size(VIEWPORT)


def test_what_is_copied_from_a_spreadsheet_is_spread_over_the_cells_that_are_asked(page):
    draw(page, {}, "rent").get_by_label("B3, year 0", exact=True).focus()
    page.evaluate("""() => {
        const data = new DataTransfer();
        data.setData("text/plain", "=km\\tnot asked\\n=B3*2\\n=nor this\\n");
        document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    }""")

    assert eventually(page, lambda: page.evaluate("state.answer") == {"rent": {"B3": "=km", "B4": "=B3*2"}})


def test_inputs_that_were_tried_go_back_to_the_given_ones(page):
    draw(page, {"rent": {"B1": "900"}}, "rent")
    box = page.get_by_label("B1, km", exact=False)
    tried = box.input_value()
    page.get_by_role("button", name="Given inputs again").click()

    assert (tried, box.input_value()) == ("900", "1,000")
    assert eventually(page, lambda: page.evaluate("state.answer.rent.B1") is None)


def test_the_rows_that_a_sheet_fills_are_folded(page):
    draw(page, {}, "rent").locator("summary").click()

    assert shows(page.locator("details[open] tr"), 1)


def test_a_statement_counts_its_words(page):
    draw(page, {}, "told")
    page.get_by_label("What happened, in two sentences?").fill("For 57 hours payments were charged twice.")

    assert page.get_by_text("7 of at most 20 words").is_visible()
    assert eventually(page, lambda: page.evaluate("state.answer.told") == "For 57 hours payments were charged twice.")


def test_a_sketch_is_drawn_by_keyboard_and_its_picture_follows(page):
    draw(page, {}, "flow")
    chosen = {"From": "App", "To": "Shop", "What for": "order", "How": "queue", "Key": "yes",
              "If no answer comes": "hand over until it works", "Written down": "no"}  # fmt: skip
    page.get_by_label("Row 1, From", exact=True).focus()
    for label, words in chosen.items():
        assert page.evaluate("document.activeElement.getAttribute('aria-label')") == f"Row 1, {label}"
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    picture = page.locator(".course-sketch-picture svg")

    assert page.evaluate("state.answer.flow[0]") == RIGHT["flow"][0]
    assert picture.get_attribute("aria-label") == "3 boxes. 1: App → Shop: order."
    assert picture.locator(".course-sketch-queue").count() == 4  # the arrow, and three bars

    page.get_by_role("button", name="Add a row").press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Row 2, From"
    page.get_by_role("button", name="Move row 2 up").press("Enter")
    assert page.evaluate("state.answer.flow[1].act") == "order"
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Move row 1 down"
    page.get_by_role("button", name="Remove row 1").press("Enter")
    assert page.evaluate("state.answer.flow") == [RIGHT["flow"][0]]
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Remove row 1"

    page.get_by_role("button", name="Copy the last row").press("Enter")
    assert page.evaluate("state.answer.flow") == [RIGHT["flow"][0], RIGHT["flow"][0]]
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Row 2, From"


def focused(page) -> str:
    """What the control with the focus is called."""
    return page.evaluate(
        "document.activeElement.getAttribute('aria-label') ?? document.activeElement.labels?.[0]?.textContent"
    )


def test_a_page_is_composed_by_keyboard(page):
    draw(page, {}, "page")
    page.get_by_label("Question: what can be read here?").focus()
    chosen = {"Question: what can be read here?": "Within the rule?", "Measure": "Dispute ratio", "Where its values come from": "the",
              "Chart": "line", "Along the axis": "month", "Days": "Jul", "Breakdown": "no", "Value axis begins": "from z",
              "Compare with": "the", "Target, if there is one": "0.65", "Where the target comes from": "RB1", "Note": "A breach."}  # fmt: skip
    for label, words in chosen.items():
        assert focused(page) == label
        page.keyboard.type(words)
        page.keyboard.press("Tab")

    tile = page.evaluate("state.answer.page[0]")
    assert (tile["question"], tile["measure"], tile["chart"]) == ("Within the rule?", "dispute_ratio", "line")
    assert (tile["period"], tile["compare"], tile["target"]) == ("Jul–Dec 2025", "before", "0.65")
    assert page.get_by_label("Along the axis").locator("option").all_text_contents() == [
        "month by month"
    ]  # as RB1 says
    assert page.locator(".course-board-name").all_text_contents() == ["Within the rule?"]


def test_tiles_are_added_moved_and_removed_by_keyboard(page):
    draw(page, RIGHT, "page")
    assert page.get_by_role("group", name="Tile 1", exact=True).count() == 0  # an answer is shown closed
    page.get_by_role("button", name="Edit tile 1").press("Enter")
    assert focused(page) == "Close tile 1" and page.get_by_label("Measure").input_value() == "dispute_ratio"

    page.get_by_role("button", name="Add a tile").press("Enter")
    assert focused(page) == "Question: what can be read here?"
    page.keyboard.type("How many?")
    page.get_by_role("button", name="Move tile 2 up").press("Enter")
    assert page.evaluate("state.answer.page.map((tile) => tile.question)") == ["How many?", "Within the rule?"]
    assert focused(page) == "Move tile 1 down"
    page.get_by_role("button", name="Remove tile 1").press("Enter")
    assert page.evaluate("state.answer.page.map((tile) => tile.question)") == ["Within the rule?"]
    assert focused(page) == "Remove tile 1"
    assert page.get_by_role("button", name="Save the page as an HTML file").is_disabled()


def test_a_query_of_ones_own_is_saved_after_a_pause_and_when_it_is_left(page):
    draw(page, {"page": [{"question": "?", "measure": "disputes"}]}, "page")
    page.get_by_role("button", name="Edit tile 1").press("Enter")
    page.get_by_label("Where its values come from").select_option("own")
    assert focused(page) == "Where its values come from"
    page.get_by_label("Your query, for this measure").fill("SELECT 1")
    page.keyboard.press("Tab")

    assert page.evaluate("state.answer.page[0]") == {
        "question": "?", "measure": "disputes", "own": "own", "sql": "SELECT 1", "along": "month",
    }  # fmt: skip


def test_a_composed_page_is_saved_as_one_file(page, tmp_path):
    field = EVERY["page"]
    page.evaluate("(drawn) => { window.drawn = drawn; }", {"page": drawn(field.settings, RIGHT["page"])})
    draw(page, RIGHT, "page")
    assert page.locator(".course-page-tile").count() == 1
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the page as an HTML file").press("Enter")
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)

    assert path.name == "a-page.html"
    assert path.read_text(encoding="utf-8") == file(field.settings, RIGHT["page"])
