"""Counter-examples of module 5: small, whole, fair, always the same bytes, shown only where they show something.

They are read from the committed sheet, of which `course check` proves that it is what the keys make now.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from course import sheet as sheets
from course.authoring.query.minimise import MOST_EXAMPLES, examples
from course.authoring.read import read
from course.case.tables import BY_NAME
from course.grade import data
from course.grade.query import sandbox
from course.grade.query.examples import MOST_ROWS, ExampleData, run_on
from course.grade.query.expectation import QueryExpectation
from course.grade.query.judge import judge_query
from course.grade.query.key import QueryKey

MODULE = Path(__file__).parents[3] / "solutions/05-sql-first-answers/05-sql-first-answers.ipynb"
OTHER_MODULE = Path(__file__).parents[3] / "exercises/07-sql-investigations/checks.json"
SHEET = sheets.load(MODULE.parent)
KEYS = {exercise.id: exercise.key for exercise in read(MODULE) if exercise.kind == "sql"}
CASES = [(id, at) for id, key in KEYS.items() for at in range(len(key.mistakes))]


@pytest.fixture(scope="module", autouse=True)
def company():
    """Instead of the small company of the other tests: the case itself."""
    yield
    sandbox.stop()


def compiled(id: str) -> QueryExpectation:
    return sheets.expectation(SHEET[id])


def shown(id: str, sql: str):
    return judge_query(compiled(id), sql).findings[0].example


# Three mistakes of 5.4 show on six rows and on no five, because each payment has a merchant and at least one attempt.
# The test shop is in: a rate needs a real payment, or it is 0 divided by 0. That is a payment, its attempt and its
#    merchant; the payment of the test shop needs three rows of its own, for one merchant is not both.
# The mean of daily rates: it differs from the month's only if two days have different numbers of attempts. That is
#    two payments, one and two attempts, and a merchant.
# A rate over joined rows: it differs from that of payments only if two of them have different numbers of attempts.
EXCEEDING = {
    ("5.4", "Your second rate still counts rows"): 6,
    ("5.4", "Mandaro's own test shop is in"): 6,
    ("5.4", "Your first rate is an average of daily rates"): 6,
}


@pytest.mark.parametrize(("id", "at"), CASES)
def test_every_mistake_shows_on_few_rows_and_keeps_its_sentence(id, at):
    mistake = KEYS[id].mistakes[at]
    finding = judge_query(compiled(id), mistake.answer).findings[0]
    most = max(
        (EXCEEDING[each] for each in EXCEEDING if each[0] == id and mistake.sentence.startswith(each[1])),
        default=MOST_ROWS,
    )

    assert finding.seen == mistake.sentence
    assert all(len(table.rows) <= MOST_ROWS for table in finding.example.tables)
    assert sum(len(table.rows) for table in finding.example.tables) <= most
    assert any(row.sign for side in (finding.example.yours, finding.example.expected) for row in side.rows)
    assert len(finding.example.expected.rows) <= MOST_ROWS


# The words that begin a mistake's sentence, and what its example must hold: the very thing that the sentence is about.
ABOUT = [
    ("5.2", "Test accounts are still in", "customers", "is_test", "true"),
    ("5.2", "Applications without a score are missing", "applications", "score", "NULL"),
    ("5.2", "You counted only the applications that were decided", "applications", "decision", "NULL"),
    ("5.3", "Failed payments are in", "payments", "status", "failed"),
    ("5.3", "Refunded payments are missing", "payments", "status", "refunded"),
    ("5.3", "Mandaro's own test shop is in", "merchants", "is_internal", "true"),
    ("5.3", "This is the volume of both acquirers", "payment_attempts", "acquirer", "B"),
    ("5.4", "You left the timeouts out", "payment_attempts", "result", "timeout"),
    ("5.5", "Failed payments are in", "payments", "status", "failed"),
]


@pytest.mark.parametrize(("id", "start", "name", "column", "value"), ABOUT)
def test_the_example_is_about_the_mistake(id, start, name, column, value):
    mistake = next(each for each in KEYS[id].mistakes if each.sentence.startswith(start))
    tables = {table.title.strip("`"): table for table in shown(id, mistake.answer).tables}
    place = tables[name].columns.index(column)

    assert value in [row.cells[place] for row in tables[name].rows]


def test_no_example_of_module_7_shows_more_than_five_rows_in_total():
    entries = json.loads(OTHER_MODULE.read_text(encoding="utf-8"))["exercises"].values()
    stored = [each for entry in entries for each in entry["expectation"].get("examples", ())]
    found = [ExampleData.from_json(each) for each in stored]

    assert len(found) > 20
    assert all(example.is_brief(example.matters) for example in found)


@pytest.mark.parametrize("id", KEYS)
def test_examples_are_few_and_small_and_their_references_whole(id):
    found = compiled(id).examples

    assert 0 < len(found) <= MOST_EXAMPLES
    for example in found:
        assert max(map(len, example.tables.values())) <= MOST_ROWS
        assert list(dangling(example)) == []


def dangling(example: ExampleData):
    for name, rows in example.tables.items():
        for place, column in enumerate(BY_NAME[name].columns):
            assert column.null_when is not None or all(row[place] is not None for row in rows)
            parent, _, key = (column.references or "").partition(".")
            if parent:
                at = [each.name for each in BY_NAME[parent].columns].index(key)
                there = {None, *(row[at] for row in example.tables[parent])}
                yield from ((name, row) for row in rows if row[place] not in there)


@pytest.mark.parametrize("id", KEYS)
def test_all_right_answers_agree_on_every_example(id):
    found = compiled(id).examples
    for sql in (KEYS[id].reference, *KEYS[id].accept):
        for position, example in enumerate(found):
            result = run_on(found, position, sql)
            assert compiled(id).signature_of(sql, result).rows == compiled(id).signature_of(sql, example.expected).rows


def test_the_same_bytes_each_time_and_through_json():
    seeds = [hidden.seed for hidden in compiled("5.2").hidden]
    written = json.dumps(compiled("5.2").to_json(), sort_keys=True, allow_nan=False)

    assert examples(KEYS["5.2"], seeds) == compiled("5.2").examples
    assert QueryExpectation.from_json(json.loads(written)) == compiled("5.2")
    assert "select" not in written.lower()


APPLICATIONS = "SELECT date_trunc('month', applied_at) AS month, channel, count(*) AS applications FROM applications"


@pytest.mark.parametrize(
    ("id", "sql"),
    [
        ("5.2", f"{APPLICATIONS} JOIN customers USING (customer_id) GROUP BY 1, 2"),  # fails: channel is ambiguous
        ("5.2", f"SELECT month, applications FROM ({APPLICATIONS} GROUP BY 1, 2)"),  # another number of columns
        ("5.2", KEYS["5.2"].reference.replace("ORDER BY month, a.channel", "")),  # right rows in no order
        ("5.2", f"{APPLICATIONS} JOIN loans USING (application_id) GROUP BY 1, 2"),  # reads another table
        ("5.2", f"{APPLICATIONS} GROUP BY 1, 2 HAVING count(*) > error('stop')::INTEGER"),  # fails on any row
    ],
)  # fmt: skip
def test_nothing_is_shown_where_it_would_mislead(id, sql):
    assert all(finding.example is None for finding in judge_query(compiled(id), sql).findings)


def test_a_wrong_answer_that_nobody_foresaw_gets_an_example_too():
    found = shown("5.2", f"{APPLICATIONS} WHERE customer_id > 0 AND trade_lines > 3 GROUP BY 1, 2")

    assert {table.title for table in found.tables} == {"`applications`", "`customers`"}
    assert "trade_lines" in next(table for table in found.tables if table.title == "`applications`").columns


def test_a_verdict_does_not_hang_on_its_example(monkeypatch):
    mistake = KEYS["5.2"].mistakes[0]
    monkeypatch.setattr(data, "example_database", lambda examples: None)  # the disk is full, say

    finding = judge_query(compiled("5.2"), mistake.answer).findings[0]
    assert (finding.seen, finding.example) == (mistake.sentence, None)


def test_a_key_whose_families_are_large_gets_none():
    key = QueryKey("SELECT count(*) AS n FROM instalments WHERE paid_at IS NULL")
    assert examples(key, (1, 2, 3, 4, 5)) == ()


def test_the_example_reads_well_as_html():
    html = judge_query(compiled("5.2"), KEYS["5.2"].mistakes[0].answer).html()

    assert html.index("Test accounts") < html.index('<details class="course-example"><summary>See it on 4 rows')
    assert "+ yours" in html and "− expected" in html
    assert "Your query returns" in html
    assert "<script" not in html
