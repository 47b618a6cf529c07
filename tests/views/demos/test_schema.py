"""The schema: layout, diagram, search, the static twin, and what a click or a search shows."""

from __future__ import annotations

import re
from html import escape
from itertools import combinations
from xml.etree import ElementTree

import pytest

from course.case.schema import Column, Table
from course.case.tables import table
from course.grade.query.results import Result
from course.views.demos.schema import Schema, read
from course.views.demos.schema.details import details, introduction, sample_sql
from course.views.demos.schema.diagram import diagram
from course.views.demos.schema.layout import MARGIN, PADDING, arrange, crossings
from course.views.demos.schema.references import connections, neighbours, references
from course.views.demos.schema.search import search
from tests.views.drawn import drawn
from tests.views.words import words

NAMES = ("customers", "calendar", "applications", "loans", "instalments", "merchants", "payments", "payment_attempts",
         "settlements", "disputes")  # fmt: skip
TABLES = tuple(map(table, NAMES))
# The whole company by its references: each table with those it points to.
COMPANY = {
    "customers": "", "merchants": "", "partners": "", "teams": "", "experiments": "", "incidents": "",
    "deployments": "", "calendar": "", "pay_daily": "", "ledger_entries": "ledger_entries", "applications": "customers",
    "loans": "applications", "instalments": "loans", "payments": "customers merchants", "payment_attempts": "payments",
    "settlements": "payments", "disputes": "payments customers", "consents": "partners customers",
    "api_hourly": "partners", "api_daily": "partners", "exp_units": "experiments customers",
    "funnel_events": "customers", "platform_usage": "teams", "platform_tickets": "teams",
}  # fmt: skip
SCHEMAS = {
    "this module": {table.name: " ".join(one.parent for one in references([table])) for table in TABLES},
    "company": COMPANY,
    "company with long ways": {**COMPANY, "disputes": "payments teams", "tickets": "instalments teams calendar"},
    "long way": {"a": "", "b": "a", "c": "b", "d": "c a", "e": "d a b"},
    "two parts": {"a": "", "b": "a", "c": "", "d": "c"},
    "one": {"alone": ""},
    "loners": dict.fromkeys("abcdefg", ""),
}
NAMESPACE = {"svg": "http://www.w3.org/2000/svg"}


@pytest.fixture(params=SCHEMAS.values(), ids=SCHEMAS)
def schema(request) -> tuple[Table, ...]:
    return tuple(table_of(name, parents.split()) for name, parents in request.param.items())


@pytest.fixture
def demo() -> Schema:
    return Schema("payments", TABLES, lambda tables: (counts(tables), samples(tables)))


def table_of(name: str, parents: list[str]) -> Table:
    pointers = (Column(f"{parent}_id", "INTEGER", "Points.", references=f"{parent}.id") for parent in parents)
    return Table(name, f"one of {name}", ("id",), "Team", (Column("id", "INTEGER", "Number."), *pointers))


def counts(tables) -> dict[str, int]:
    return {table.name: 1000 + index for index, table in enumerate(tables)}


def samples(tables) -> dict[str, Result]:
    return {each.name: empty_row(each) for each in tables}


def empty_row(table: Table) -> Result:
    names, types = zip(*((column.name, column.type) for column in table.columns), strict=True)
    return Result(names, types, ((None,) * len(names),), 1)


def layout_of(tables):
    return arrange([table.name for table in tables], references(tables))


def test_boxes_do_not_touch(schema):
    for one, other in combinations(layout_of(schema).boxes.values(), 2):
        apart = one.right < other.x or other.right < one.x or one.bottom < other.y or other.bottom < one.y
        assert apart, (one, other)


def test_boxes_lie_on_the_sheet_and_hold_their_names(schema):
    layout = layout_of(schema)
    assert set(layout.boxes) == {table.name for table in schema}
    for box in layout.boxes.values():
        assert box.x >= MARGIN and box.right <= layout.width - MARGIN + 0.2
        assert box.y >= MARGIN and box.bottom <= layout.height - MARGIN
        assert 7.7 * len(box.table) + 2 * PADDING <= box.width + 0.1


def test_edges_are_the_references(schema):
    edges = [(edge.child, edge.parent) for edge in layout_of(schema).edges]
    assert sorted(edges) == sorted({(one.child, one.parent) for one in references(schema)})


def test_edges_start_and_end_at_their_boxes_and_pass_beside_all_others(schema):
    layout = layout_of(schema)
    for edge in layout.edges:
        child, parent = layout.boxes[edge.child], layout.boxes[edge.parent]
        assert edge.points[0][0] == (child.right if edge.child == edge.parent else child.x)
        assert edge.points[-1][0] == parent.right
        assert child.y < edge.points[0][1] < child.bottom
        assert parent.y < edge.points[-1][1] < parent.bottom
        for x, y in way(edge.points):
            assert not [box.table for box in layout.boxes.values() if holds(box, x, y)], edge


def holds(box, x: float, y: float) -> bool:
    return box.x + 0.1 < x < box.right - 0.1 and box.y + 0.1 < y < box.bottom - 0.1


def way(points):
    """Points along an edge: it curves between layers and runs straight through a passage."""
    for index, ((x, y), (to_x, to_y)) in enumerate(zip(points, points[1:], strict=False)):
        for part in (step / 20 for step in range(21)):
            bend = part if index % 2 else part * part * (3 - 2 * part)
            yield x + (to_x - x) * part, y + (to_y - y) * bend


def test_the_child_stands_right_of_its_parent(schema):
    layout = layout_of(schema)
    for edge in layout.edges:
        assert edge.child == edge.parent or layout.boxes[edge.parent].right < layout.boxes[edge.child].x


def test_layout_is_the_same_every_time(schema):
    assert layout_of(schema) == layout_of(schema)


@pytest.mark.parametrize("name", ["this module", "company"])
def test_sheet_is_as_wide_as_a_notebook_with_its_side_bars(name):
    assert layout_of([table_of(table, parents.split()) for table, parents in SCHEMAS[name].items()]).width == 700


def test_crossings_are_counted():
    assert crossings([["a", "b"], ["c", "d"]], [("c", "a"), ("d", "b")]) == 0
    assert crossings([["a", "b"], ["c", "d"]], [("c", "b"), ("d", "a")]) == 1


def test_tables_that_point_in_a_circle_are_refused():
    with pytest.raises(ValueError, match="circle: \\['a', 'b'\\]"):
        layout_of([table_of("a", ["b"]), table_of("b", ["a"])])


@pytest.mark.parametrize(
    ("name", "said", "near"),
    [
        ("disputes", "disputes points to payments (payment_id).", {"payments"}),
        ("merchants", "payments (merchant_id) points to merchants.", {"payments"}),
        ("calendar", "calendar is not connected to another table.", set()),
        ("applications", "applications points to customers (customer_id). loans (application_id) points to "
         "applications.", {"customers", "loans"}),
    ],
)  # fmt: skip
def test_connections_in_words(name, said, near):
    assert connections(name, references(TABLES)) == said
    assert neighbours(name, references(TABLES)) == near


@pytest.mark.parametrize(
    ("query", "first", "columns"),
    [
        ("payment_attempts", "payment_attempts", ("payment_id", "attempt_no", "acquirer")),
        ("PAYMENT attempts", "payment_attempts", ("payment_id", "attempt_no", "acquirer")),
        ("latency", "payment_attempts", ("latency_ms",)),
        ("ms", "payment_attempts", ("latency_ms",)),
        ("basis points", "loans", ("apr_bps",)),
        ("refunded", "payments", ("status",)),
        ("withdrew", "applications", ("decision",)),
        ("called thin", "applications", ("trade_lines",)),
        ("loans", "loans", ("loan_id",)),
    ],
)
def test_search_finds(query, first, columns):
    match = search(TABLES, query)[0]
    assert match.table == first
    assert set(columns) <= set(match.columns)


@pytest.mark.parametrize("query", ["bitcoin", "latency principal", "tempts", "★"])
def test_search_finds_nothing_that_is_not_there(query):
    assert search(TABLES, query) == ()


def test_an_empty_search_finds_all_tables_and_no_column():
    assert [(match.table, match.columns) for match in search(TABLES, "  ")] == [(table.name, ()) for table in TABLES]


def test_diagram_has_one_button_for_each_table_and_one_is_pressed():
    svg = ElementTree.fromstring(diagram(TABLES, counts(TABLES), "payments"))
    boxes = svg.findall("svg:g[@role='button']", NAMESPACE)
    assert [box.get("data-table") for box in boxes] == [table.name for table in TABLES]
    assert [box.get("data-table") for box in boxes if box.get("aria-pressed") == "true"] == ["payments"]
    assert [box.get("tabindex") for box in boxes].count("0") == 1
    near = {box.get("data-table") for box in boxes if "course-near" in box.get("class")}
    assert near == neighbours("payments", references(TABLES))


def test_diagram_says_in_words_what_it_shows():
    svg = ElementTree.fromstring(diagram(TABLES, counts(TABLES), "loans"))
    assert svg.find("svg:title", NAMESPACE).text == "How the tables are connected"
    assert "loans points to applications (application_id)." in svg.find("svg:desc", NAMESPACE).text
    assert {svg.get("aria-labelledby"), svg.get("aria-describedby")} == {each.get("id") for each in list(svg)[:2]}


def test_the_twin_has_the_diagram_as_an_image_with_an_alternative(demo):
    svg = ElementTree.fromstring(drawn(demo.twin)[0])
    assert len(svg.findall("svg:g", NAMESPACE)) == len(TABLES)
    alternative = re.search(r'<img [^>]*alt="([^"]*)"', demo.twin)[1]
    assert alternative.startswith(f"Diagram of {len(TABLES)} tables. applications points to customers")


def test_the_twin_says_everything_and_loads_nothing(demo):
    twin = demo.twin
    assert twin.count("<details>") == len(TABLES)
    for each in TABLES:
        assert all(column.name in twin for column in each.columns)
        rules = [f"NULL when {column.null_when}." for column in each.columns if column.null_when]
        assert all(escape(rule) in twin for rule in rules)
    assert not re.search(r"https?://(?!www\.w3\.org)", twin)


def test_details_of_a_table():
    instalments = table("instalments")
    shown = words(introduction(instalments, TABLES) + details(instalments, empty_row(instalments)))
    for said in (
        "One row is one monthly instalment of one loan.",
        "loan_id and n , taken together: no two rows share it.",
        "→ loans.loan_id",
        "NULL when not paid by 31 December 2025.",
        "Good to know before you count:",
        "SELECT * FROM instalments ORDER BY loan_id, n LIMIT 5",
    ):
        assert said in shown


def listed(demo: Schema) -> list[str]:
    """The tables that the list offers."""
    return [label.split(" · ")[0] for label in demo.controls if " · " in label]


def test_a_click_in_the_list_and_in_the_diagram_show_a_table(demo):
    demo.controls["loans · 1,003"].click()
    assert "one loan that was paid out" in demo.picture_html and "apr_bps" in demo.picture_html
    assert 'aria-pressed="true" data-table="loans"' in demo.diagram.svg
    demo.diagram.chosen = "merchants"
    assert "one shop that accepts payments" in demo.picture_html
    assert demo.announcement.startswith("merchants: one row is one shop")
    assert 'aria-pressed="true" data-table="merchants"' in demo.diagram.svg


def test_search_narrows_the_list_and_says_how_many(demo):
    search_box = demo.controls["Search"]
    search_box.value = "latency"
    assert listed(demo) == ["payment_attempts"]
    assert demo.announcement == "1 table mentions “latency”."
    search_box.value = "bitcoin"
    assert listed(demo) == []
    assert "No table mentions “bitcoin”." in demo.announcement
    search_box.value = ""
    assert sorted(listed(demo)) == sorted(NAMES)


def test_search_text_is_shown_as_text(demo):
    demo.controls["Search"].value = "<b>x"
    assert "&lt;b&gt;x" in demo.matches.value


def test_practice_data_has_the_rows_that_are_shown():
    row_counts, rows = read(TABLES)
    assert row_counts["payments"] == 84_000
    assert {name: len(sample.rows) for name, sample in rows.items()} == dict.fromkeys(NAMES, 5)
    again = read(TABLES)[1]
    assert [sample.rows for sample in rows.values()] == [sample.rows for sample in again.values()]


def test_sample_is_ordered_by_the_whole_key():
    assert sample_sql(table_of("a", [])) == "SELECT * FROM a ORDER BY id LIMIT 5"
