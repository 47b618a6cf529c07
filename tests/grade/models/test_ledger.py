"""Double entry, and payments step by step: nothing unbalanced can be made, and no step makes or loses money."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from course.artefacts import __file__ as artefacts
from course.case.database import practice_database
from course.grade.models import rails
from course.grade.models.ledger import Entry, Line, UnbalancedError, balances, entry, reversal
from course.grade.models.rails import STORIES, fee
from course.grade.query.sandbox import run

CENTS = st.integers(500, 20_000)
STORY = st.sampled_from(sorted(STORIES))
ACQUIRER = st.sampled_from("AB")


@pytest.mark.parametrize(
    ("lines", "debits", "credits"),
    [
        ([Line("bank", debit=100), Line("merchants", credit=99)], 100, 99),
        ([Line("bank", debit=100)], 100, 0),
        ([], 0, 0),
    ],
)
def test_an_entry_that_does_not_balance_cannot_be_made(lines, debits, credits):
    with pytest.raises(UnbalancedError) as raised:
        Entry("sale", tuple(lines))

    assert (raised.value.debits, raised.value.credits) == (debits, credits)


@pytest.mark.parametrize(
    "amounts", [{}, {"debit": 1, "credit": 1}, {"debit": -1}, {"credit": -1}, {"debit": 5, "credit": -5}]
)
def test_a_line_has_one_amount_above_zero(amounts):
    with pytest.raises(ValueError, match="bank"):
        Line("bank", **amounts)


def test_an_entry_cannot_be_edited():
    with pytest.raises(AttributeError):
        entry("sale", {"bank": 1}, {"merchants": 1}).lines = ()


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from("abcd"), st.integers(1, 10**9), min_size=1))
def test_an_entry_and_its_reversal_leave_nothing(amounts):
    sale = entry("sale", amounts, {"merchants": sum(amounts.values())})

    assert set(balances([sale, reversal("back", sale)]).values()) == {0}
    assert reversal("back", sale).reverses is sale


@settings(deadline=None)
@given(STORY, CENTS, ACQUIRER)
def test_no_step_makes_or_loses_money(name, cents, acquirer):
    story = STORIES[name](cents, acquirer)
    totals = {sum(story.places(at).values()) for at in range(len(story.steps))}

    assert totals == {sum(story.start.values())}


@settings(deadline=None)
@given(STORY, CENTS, ACQUIRER)
def test_the_books_say_what_is_in_our_bank_and_balance_at_every_step(name, cents, acquirer):
    story = STORIES[name](cents, acquirer)
    for at in range(len(story.steps)):
        books = balances(story.entries(at))
        assert sum(books.values()) == 0
        assert books.get("bank", 0) == story.places(at).get(rails.US, 0)


@settings(deadline=None)
@given(CENTS, ACQUIRER)
def test_when_it_went_well_nobody_owes_anybody(cents, acquirer):
    story = rails.paid(cents, acquirer)
    books = balances(story.entries(len(story.steps) - 1))

    assert books["merchants"] == books[f"acquirer_{acquirer.lower()}"] == 0
    assert -books["fees_earned"] - books["acquirer_fees"] == books["bank"]


@pytest.mark.parametrize(
    ("name", "owed"), [("paid", 0), ("refund", 4000), ("lost", 5500), ("won", 1500), ("transfer", 0)]
)
def test_what_the_shop_owes_us_at_the_end(name, owed):
    story = STORIES[name](4000, "A")
    assert balances(story.entries(len(story.steps) - 1))["merchants"] == owed


def test_a_cancelled_payment_posts_nothing():
    assert STORIES["void"](4000, "A").entries(1) == ()


def test_the_acquirers_prices_are_those_of_the_data():
    rows = run(
        practice_database(),
        "SELECT DISTINCT s.acquirer, s.gross_cents, s.fee_cents FROM settlements AS s JOIN payments AS p USING (payment_id) "
        "JOIN merchants AS m USING (merchant_id) JOIN payment_attempts AS t USING (payment_id) "
        "WHERE t.issuer_country = m.country LIMIT 2000",
    ).rows
    assert {
        (acquirer, cents) for acquirer, gross, cents in rows if fee(gross, rails.ACQUIRER_PRICES[acquirer]) != cents
    } == set()


def test_the_shop_s_prices_are_those_of_the_merged_file():
    prices = yaml.safe_load((Path(artefacts).parent / "fees" / "merged.yaml").read_text(encoding="utf-8"))

    for rail, price in (("card", rails.CARD_PRICE), ("transfer", rails.TRANSFER_PRICE)):
        assert (prices[rail]["fixed_cents"], prices[rail]["percent"] * 100) == price


def test_the_entries_of_the_exercise_balance_and_end_where_it_asks():
    events = {}
    for event, _, cents in rails.postings(6000, "B", 1500):
        events[event] = events.get(event, 0) + cents

    assert len(events) == 6 and set(events.values()) == {0}
    assert rails.balance("merchants", 6000, "B", 1500) == 13.84
    assert rails.balance("bank", 6000, "B", 1500) == 0.42
