"""The join demo: measures against rows counted by hand, sentences, SQL, and chains that are built step by step."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import duckdb
import pytest

from course.case.tables import table
from course.grade.query.sandbox import QueryError, run
from course.views.dashboard.reading import ask as ask_practice
from course.views.demos.joins import Joins, example
from course.views.demos.joins.chain import Chain, Filter, Step, amounts, filters, links
from course.views.demos.joins.measure import Measure, latest_months, measure
from course.views.demos.joins.picture import sentences
from tests.views.words import words

NAMES = ("customers", "calendar", "applications", "loans", "instalments", "merchants", "payments", "payment_attempts",
         "settlements", "disputes")  # fmt: skip
TABLES = tuple(map(table, NAMES))
ROWS = """
CREATE TABLE payments AS SELECT * FROM (VALUES
  (1, 'M0001', NULL, TIMESTAMP '2025-10-31 23:59:59', 1000, 'card', 'paid'),
  (2, 'M0001', 1,    TIMESTAMP '2025-11-01 00:00:00', 2000, 'card', 'paid'),
  (3, 'M0002', NULL, TIMESTAMP '2025-11-15 12:00:00', 3000, 'card', 'failed'),
  (4, 'M0002', 1,    TIMESTAMP '2025-11-30 23:59:59', 4000, 'card', 'paid'),
  (5, 'M0001', NULL, TIMESTAMP '2025-12-01 00:00:00', 5000, 'card', 'paid')
) AS payments(payment_id, merchant_id, customer_id, created_at, amount_cents, rail, status);
CREATE TABLE payment_attempts AS SELECT * FROM (VALUES (1, 1), (2, 2), (3, 2), (4, 3), (5, 5), (6, 5), (7, 5))
  AS payment_attempts(attempt_id, payment_id);
CREATE TABLE merchants AS SELECT * FROM (VALUES ('M0001', false, DATE '2025-01-01'), ('M0002', true, DATE '2025-03-01'),
  ('M0003', false, DATE '2025-02-01')) AS merchants(merchant_id, is_internal, onboarded_at);
CREATE TABLE customers AS SELECT 1 AS customer_id;
CREATE TABLE disputes AS SELECT 1 AS dispute_id, 3 AS payment_id;
CREATE TABLE instalments AS SELECT * FROM (VALUES (1, 1, DATE '2025-01-01', 50), (1, 2, DATE '2025-02-01', 60),
  (2, 1, DATE '2025-01-01', 70)) AS instalments(loan_id, n, due_date, due_cents);
CREATE TABLE loans AS SELECT 1 AS loan_id, 9 AS application_id;
CREATE TABLE applications AS SELECT 1 AS application_id;
CREATE TABLE calendar AS SELECT DATE '2025-01-01' AS day;
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    path = tmp_path_factory.mktemp("joins") / "few.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(ROWS)
    return partial(run, path)


def chain(base: str, *joins: str, month: str = "", amount: str | None = None) -> Chain:
    """A chain; a join's name ends with * for a left join."""
    first = table(base)
    built = Chain(first, filters(first, [month])[1] if month else Filter(), amount)
    for name in joins:
        link = next(link for link in links(built, TABLES) if link.table == name.rstrip("*"))
        built = replace(built, steps=(*built.steps, Step(link, name.endswith("*"))))
    return built


def november(*joins: str) -> Chain:
    return chain("payments", *joins, month="2025-11", amount="amount_cents")


def measured(built: Chain, ask) -> list[Measure]:
    return [measure(stage, ask) for stage in built.stages]


@pytest.mark.parametrize(
    ("built", "rows", "kept", "repeated", "unmatched", "cents"),
    [
        (november(), 3, 3, 0, 0, 9000),
        (november("payment_attempts"), 3, 2, 1, 0, 7000),
        (november("payment_attempts*"), 4, 3, 1, 1, 11000),
        (november("payment_attempts", "merchants"), 3, 2, 1, 0, 7000),
        (november("customers"), 2, 2, 0, 0, 6000),
        (november("customers*"), 3, 3, 0, 1, 9000),
        (november("disputes"), 1, 1, 0, 0, 3000),
        (november("disputes", "payment_attempts*"), 1, 1, 0, 0, 3000),
        (chain("payments", "payment_attempts", amount="amount_cents"), 7, 4, 2, 0, 23000),
        (chain("merchants", "payments"), 5, 2, 2, 0, None),
        (chain("merchants", "payments*"), 6, 3, 2, 1, None),
        (chain("instalments", "loans", amount="due_cents"), 2, 2, 0, 0, 110),
        (replace(chain("payments"), filter=Filter("none", "payments.status = 'refunded'")), 0, 0, 0, 0, None),
    ],
)
def test_measure(ask, built, rows, kept, repeated, unmatched, cents):
    assert measure(built, ask) == Measure(rows, kept, repeated, unmatched, cents)


@pytest.mark.parametrize(
    ("built", "words"),
    [
        (november(), "3 rows: one for each payment."),
        (november("payment_attempts"), "3 rows, as many as before: each payment now appears once per payment attempt. "
         "1 payment is lost. 1 payment appears more than once; its amount is added each time. Not every payment has a "
         "payment attempt. The sum is now 0.78 times what it was at the start."),
        (november("payment_attempts*"), "4 rows, 1 more than before: each payment now appears once per payment attempt. "
         "No payment is lost; in 1 row the columns of payment_attempts are NULL. 1 payment appears more than once; its "
         "amount is added each time. Not every payment has a payment attempt. The sum is now 1.22 times what it was at "
         "the start."),
        (november("payment_attempts", "merchants"), "3 rows, as many as before: a row finds at most one merchant, so "
         "this join cannot add rows. No payment is lost."),
        (november("customers"), "2 rows, 1 fewer than before: a row finds at most one customer, so this join cannot "
         "add rows. 1 payment is lost. payments.customer_id is NULL when somebody without a Mandaro account paid as a "
         "guest. The sum is now 0.67 times what it was at the start."),
        (november("customers*"), "3 rows, as many as before: a row finds at most one customer, and the left join keeps "
         "the rows that find none. No payment is lost; in 1 row the columns of customers are NULL. "
         "payments.customer_id is NULL when somebody without a Mandaro account paid as a guest."),
        (november("payment_attempts", "disputes"), "1 row, 2 fewer than before: each row so far now appears once per "
         "dispute of its payment. 1 payment is lost. No payment appears more than once. Not every payment has a "
         "dispute. The sum is now 0.33 times what it was at the start."),
        (chain("loans", "applications"), "0 rows, 1 fewer than before: a row finds at most one application, so this "
         "join cannot add rows. 1 loan is lost."),
        (chain("merchants", "payments"), "5 rows, 2 more than before: each merchant now appears once per payment. "
         "1 merchant is lost. 2 merchants appear more than once. Not every merchant has a payment."),
    ],
)  # fmt: skip
def test_what_a_step_did_in_words(ask, built, words):
    assert sentences(built, measured(built, ask), TABLES)[-1] == words


@pytest.mark.parametrize(
    "built",
    [
        november("payment_attempts", "merchants"),
        november("customers*"),
        chain("instalments", "loans", amount="due_cents"),
    ],
)
def test_the_shown_sql_gives_the_shown_figures(ask, built):
    figures = measure(built, ask)
    assert ask(built.sql).rows == ((figures.rows, figures.kept, figures.cents / 100),)


@pytest.mark.parametrize(
    ("built", "names"),
    [
        (chain("payments"), ["merchants", "customers", "payment_attempts", "settlements", "disputes"]),
        (chain("instalments"), ["loans"]),
        (chain("instalments", "loans"), ["applications"]),
        (chain("calendar"), []),
    ],
)
def test_the_references_allow_these_joins(built, names):
    assert [link.table for link in links(built, TABLES)] == names


def test_a_join_says_whether_it_can_add_rows():
    assert {link.table: link.several for link in links(chain("payments"), TABLES)} == {
        "merchants": False, "customers": False, "payment_attempts": True, "settlements": True, "disputes": True,
    }  # fmt: skip


def test_filters_come_from_months_closed_values_and_booleans():
    conditions = {each.label: each.condition for each in filters(table("merchants"), ["2025-12"])}
    assert conditions["all rows"] == ""
    assert conditions["onboarded_at in December 2025"] == (
        "merchants.onboarded_at >= '2025-12-01'\n  AND merchants.onboarded_at < '2026-01-01'"
    )
    assert conditions["is_internal is false"] == "NOT merchants.is_internal"
    assert conditions["tier = small"] == "merchants.tier = 'small'"


def test_months_are_the_last_three_with_rows(ask):
    assert latest_months(table("merchants"), ask) == ("2025-01", "2025-02", "2025-03")


@pytest.mark.parametrize(("name", "columns"), [("payments", ("amount_cents",)), ("merchants", ())])
def test_amounts_are_the_columns_in_cents(name, columns):
    assert amounts(table(name)) == columns


@pytest.fixture
def demo(ask) -> Joins:
    return Joins(TABLES, ask)


def choose(demo: Joins, label: str, words_of_option: str) -> None:
    control = demo.controls[label]
    control.value = next(value for option, value in control.options if option.startswith(words_of_option))


def test_the_demo_starts_with_the_example(demo):
    shown = words(demo.picture_html)
    assert "payments, created_at in November 2025" in shown
    assert "inner join payment_attempts" in shown and "inner join merchants" in shown
    assert "0.78" in shown
    assert "JOIN payment_attempts" in shown


def test_joins_are_added_and_taken_away(demo):
    choose(demo, "Join", "disputes")
    demo.controls["Keep"].value = True
    assert demo.announcement == ""  # which join comes next shows nothing yet
    demo.controls["Add join"].click()
    assert "left join disputes" in words(demo.picture_html) and "LEFT JOIN disputes" in words(demo.picture_html)
    assert not any("disputes" in option for option, _ in demo.controls["Join"].options)
    assert demo.announcement.startswith("3 rows, as many as before: each row so far")
    for _ in range(3):
        demo.controls["Remove last"].click()
    assert "JOIN" not in demo.picture_html
    assert demo.controls["Remove last"].disabled


def test_the_legend_names_what_is_drawn_and_nothing_else(demo):
    assert "dashed: lost" in demo.picture_html
    demo.controls["Remove last"].click()
    demo.controls["Remove last"].click()

    assert "solid: a payment, once" in demo.picture_html
    assert "hatched" not in demo.picture_html and "dashed" not in demo.picture_html


def test_another_filter_keeps_the_joins(demo):
    choose(demo, "Where", "all rows")
    assert "inner join merchants" in words(demo.picture_html)
    assert "1.53" in words(demo.picture_html)


def test_another_first_table_starts_again(demo):
    demo.controls["Start with"].value = "instalments"
    assert "inner join" not in words(demo.picture_html)
    assert demo.controls["Add up"].options == ("due_cents", "paid_cents")
    demo.controls["Start with"].value = "merchants"
    assert "Add up" not in demo.controls
    assert "Sum" not in words(demo.picture_html)


def test_a_table_without_references_offers_no_join(demo):
    demo.controls["Start with"].value = "calendar"
    assert demo.controls["Add join"].disabled
    assert demo.announcement == "1 row: one for each row of calendar."


def test_a_query_that_fails_is_a_sentence_and_keeps_the_chain(ask):
    def refuse(sql: str):
        if "disputes" in sql:
            raise QueryError("time", "Your query ran longer than 4 seconds, so it was stopped.")
        return ask(sql)

    demo = Joins(TABLES, refuse)
    choose(demo, "Join", "disputes")
    demo.controls["Add join"].click()
    assert "ran longer than 4 seconds" in words(demo.picture_html)
    demo.controls["Remove last"].click()
    assert "inner join merchants" in words(demo.picture_html)


def test_the_fan_out_of_november_is_felt():
    first, attempts, merchants = measured(example(TABLES), ask_practice)
    assert round(attempts.cents / first.cents, 2) == pytest.approx(1.16, abs=0.01)
    assert (merchants.rows, merchants.kept) == (attempts.rows, first.kept)
