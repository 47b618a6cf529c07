"""The step viewer: splitting, measures against rows counted by hand, sentences, and the walk through the steps."""

from __future__ import annotations

from functools import partial

import duckdb
import pytest

from course.grade.query.sandbox import QueryError, run
from course.views.demos.steps import Steps
from course.views.demos.steps.measure import measure_steps
from course.views.demos.steps.picture import changes, rail, sentence
from course.views.demos.steps.split import FINAL, split

ROWS = """
CREATE TABLE payments AS SELECT * FROM (VALUES (1, 'A', 10), (2, 'A', 20), (3, 'B', 30), (4, 'B', 40), (5, 'C', 5))
  AS payments(payment_id, shop, cents);
CREATE TABLE shops AS SELECT * FROM (VALUES ('A', 'HA'), ('B', 'KE2')) AS shops(shop, country);
"""
QUERY = """
WITH sums AS (
  -- One row a shop.
  SELECT shop, sum(cents) AS cents, '),(' AS odd
  FROM payments
  GROUP BY shop
),
placed AS (
  SELECT s.shop, s.cents, o.country
  FROM sums AS s JOIN shops AS o USING (shop)
)
-- The largest first.
SELECT * FROM placed ORDER BY cents DESC;
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    path = tmp_path_factory.mktemp("steps") / "few.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(ROWS)
    return partial(run, path)


@pytest.fixture
def steps(ask):
    return measure_steps(split(QUERY), ask)


def test_each_step_is_in_its_authors_words_and_runs_alone(ask):
    steps = split(QUERY)
    assert [step.name for step in steps] == ["sums", "placed", FINAL]
    assert [step.meaning for step in steps] == ["One row a shop.", "", "The largest first."]
    assert [step.reads for step in steps] == [("payments",), ("sums", "shops"), ("placed",)]
    assert steps[0].text.splitlines()[0] == "SELECT shop, sum(cents) AS cents, '),(' AS odd"
    assert [ask(step.query).row_count for step in steps] == [3, 2, 2]


@pytest.mark.parametrize(
    ("sql", "names"),
    [
        ("SELECT 1 AS n", [FINAL]),
        ("-- a remark\nWITH a AS (SELECT 1 AS n) SELECT * FROM a", ["a", FINAL]),
        ("WITH a(n) AS (SELECT 1), b AS MATERIALIZED (SELECT n FROM a) SELECT n FROM b", ["a", "b", FINAL]),
        ("with a as (select (1 + (2)) as n) select n from a where n in (select n from a)", ["a", FINAL]),
        ("WITH a AS (WITH inside AS (SELECT 1 AS n) SELECT n FROM inside) SELECT n FROM a", ["a", FINAL]),
    ],
)
def test_steps_are_found_however_they_are_written(sql, names, ask):
    measures = measure_steps(split(sql), ask)
    assert [measure.step.name for measure in measures] == names
    assert "inside" not in measures[0].step.reads


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("WITH RECURSIVE a AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM a) SELECT n FROM a", "goes round in circles"),
        ("WITH a AS (SELECT 1 SELECT 2", "cannot be taken apart"),
    ],
)
def test_what_has_no_steps_is_refused_in_words(sql, words):
    with pytest.raises(ValueError, match=words):
        split(sql)


def test_a_step_that_does_not_run_is_the_querys_error(ask):
    with pytest.raises(QueryError):
        measure_steps(split("WITH a AS (SELECT nothing FROM payments) SELECT * FROM a"), ask)


def test_what_changed_is_counted(steps):
    assert changes(steps, 0) == ["In: `payments` (5 rows). Out: 3 rows, 2 fewer."]
    assert changes(steps, 1) == [
        "In: `sums` (3 rows) and `shops` (2 rows). Out: 2 rows.",
        "+ New: `country`.",
        "− Gone: `odd`.",
    ]
    assert changes(steps, 2) == [
        "In: `placed` (2 rows). Out: 2 rows, as many as went in.",
        "The columns stay the same.",
    ]


def test_first_rows_are_sorted_but_the_answer_keeps_its_order(steps):
    assert [row[0] for row in steps[0].head.rows] == ["A", "B", "C"]
    assert [row[0] for row in steps[2].head.rows] == ["B", "A"]


def test_the_twin_holds_every_step(ask):
    twin = Steps(QUERY, ask).twin
    assert all(f"Step {number} of 3" in twin for number in (1, 2, 3))


def test_the_current_step_is_marked_by_a_sign_and_for_screen_readers(steps):
    html = rail(steps, 1)
    assert html.count('aria-current="step"') == 1
    assert "▶ placed" in html


def test_buttons_and_list_go_through_the_steps(ask, steps):
    demo = Steps(QUERY, ask)
    assert demo.controls["Previous"].disabled
    demo.controls["Next"].click()
    assert "Step 2 of 3" in demo.picture_html
    assert demo.announcement == sentence(steps, 1)
    demo.controls["Next"].click()
    assert demo.controls["Next"].disabled
    demo.controls["Step"].value = 0
    assert "Step 1 of 3" in demo.picture_html


def test_a_query_that_does_not_run_is_explained(ask):
    with pytest.raises(ValueError, match="nothing"):
        assert Steps("WITH a AS (SELECT nothing FROM payments) SELECT * FROM a", ask).widget
