"""Entries in forms: they balance or are refused, and a wrong one says why without saying what is right."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.grade.form import compile_form, judge_form, reference
from course.grade.form.field import field_kind
from course.grade.kind import make_key
from course.keys.key import AuthorError
from course.verdict import Outcome
from course.views.form.field import browser_data, field_html

BOOKS = {
    "id": "books", "ask": "Post the sale and our fee", "kind": "journal", "lines": 4,
    "events": [["sale", "The acquirer pays €40.00 less €0.66"], ["fee", "We take a fee of €0.84"]],
    "accounts": [["bank", "money in our account"], ["acquirer", "what the acquirer owes us"], ["costs", "what acquirers keep"],
                 ["merchants", "what we owe shops"], ["earned", "what shops pay us"]],
    "right": {"sale": {"bank": 3934, "costs": 66, "acquirer": -4000}, "fee": {"merchants": 84, "earned": -84}},
}  # fmt: skip
SALE = [("bank", "39.34", ""), ("costs", "0.66", ""), ("acquirer", "", "40")]
FEE = [("merchants", "0.84", ""), ("earned", "", "0,84 €")]
KIND = field_kind("journal")


def compiled(**changes):
    return compile_form(make_key("form", {"fields": [{**BOOKS, **changes}]}), lambda sql: [])


def typed(*lines):
    return {
        str(at): {"account": account, "debit": debit, "credit": credit}
        for at, (account, debit, credit) in enumerate(lines, 1)
    }


def judged(sale=SALE, fee=FEE):
    return judge_form(compiled(), {"books": {"sale": typed(*sale), "fee": typed(*fee)}})


def test_the_right_entries_pass_in_any_order_of_lines():
    assert judge_form(compiled(), reference(compiled())).outcome is Outcome.PASSED
    assert judged(sale=SALE[::-1]).outcome is Outcome.PASSED
    assert judged(sale=[("bank", "40", ""), ("bank", "", "0.66"), *SALE[1:]]).outcome is Outcome.PASSED


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([("bank", "39.34", ""), ("acquirer", "", "40")], "debits €39.34, credits €40.00. An entry that does not balance"),
        ([("acquirer", "40", ""), ("bank", "", "39.34"), ("costs", "", "0.66")], "each is on the wrong side"),
        ([("bank", "40", ""), ("acquirer", "", "40")], "it balances, but €40.00 is not what `bank` is debited"),
        ([("bank", "39.34", ""), ("merchants", "0.66", ""), ("acquirer", "", "40")], "this event does not touch `merchants`"),
        ([("bank", "3934", ""), ("costs", "66", ""), ("acquirer", "", "4000")], "100 times too large"),
        ([("bank", "", "39.34"), ("costs", "39.34", "")], "`bank` is on the wrong side"),
        ([("bank", "39.34", ""), ("", "0.66", ""), ("acquirer", "", "40")], "an amount and no account"),
        ([("bank", "39.34", "39.34"), ("acquirer", "", "40")], "`bank` needs an amount on one side"),
        ([("bank", "", ""), ("acquirer", "", "40")], "`bank` needs an amount on one side"),
        ([("bank", "-39.34", ""), ("acquirer", "", "40")], "`bank` has an amount below zero"),
        ([("bank", "40 %", ""), ("acquirer", "", "40")], "The question asks for euro"),
        ([("bank", "a lot", ""), ("acquirer", "", "40")], "is no number that I can read"),
        ([("bank", "39.34", ""), ("bank", "", "39.34")], "an account is missing"),
    ],
)  # fmt: skip
def test_a_wrong_entry_says_why(lines, says):
    verdict = judged(sale=lines)

    assert verdict.outcome is Outcome.NOT_YET
    assert says in verdict.findings[0].seen
    assert "1 of 2 entries is right" in verdict.findings[0].seen


def test_an_entry_that_is_not_begun_is_open():
    assert "1 of 2 is still open" in judged(fee=[]).findings[0].seen


def test_a_wrong_entry_is_named_while_others_are_open():
    assert "0 of 2 entries are right, 1 still open. Look at" in judged(sale=SALE[:2], fee=[]).findings[0].seen


@pytest.mark.parametrize(
    "answer", [None, [], "x", {"sale": None}, {"sale": [1]}, {"sale": {"1": 5}}, {"sale": {"1": {"account": ["bank"], "debit": {}}}}]
)  # fmt: skip
def test_a_damaged_answer_gives_no_points_and_no_error(answer):
    settings = compiled().fields[0].settings

    assert judge_form(compiled(), {"books": answer}).score == 0
    assert isinstance(field_html("journal", settings, answer), str)
    assert list(KIND.notes(settings, answer))


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"right": {"sale": BOOKS["right"]["sale"]}}, "its events and its right entries differ in 'fee'"),
        ({"right": {**BOOKS["right"], "fee": {"merchants": 84}}}, "does not balance"),
        ({"right": {**BOOKS["right"], "fee": {"merchants": 84, "cash": -84}}}, "an account that is not offered"),
        ({"lines": 2}, "too long"),
    ],
)
def test_a_journal_that_cannot_be_right_is_refused(changes, problem):
    with pytest.raises(AuthorError, match=problem):
        compiled(**changes)


def test_a_mistake_in_an_unknown_account_is_refused():
    with pytest.raises(AuthorError, match="not asked"):
        KIND.mistake(compiled().fields[0].settings, BOOKS["right"], {"fee": {"cash": 84}}, lambda sql: [])


def test_a_model_gives_the_entries_line_by_line():
    parameters = {"amount": 6000, "acquirer": "B", "refunded": 1500}
    events = [[id, "it happens"] for id in ("charge", "arrival", "fee", "payout", "refund", "correction")]
    accounts = [[id, "something"] for id in ("acquirer_b", "bank", "acquirer_fees", "merchants", "fees_earned")]
    own = compiled(right=None, model="rails.postings", parameters=parameters, events=events, accounts=accounts)

    assert own.right(own.fields[0])["payout"] == {"merchants": 5884, "bank": -5884}
    assert judge_form(own, reference(own)).outcome is Outcome.PASSED


def test_the_browser_learns_no_right_entry():
    shown = str(browser_data(compiled(), compiled().fields[0]))

    assert "3934" not in shown and "what acquirers keep" in shown


@settings(deadline=None)
@given(st.lists(st.integers(1, 10**7), min_size=1, max_size=3), st.data())
def test_what_is_right_passes_however_it_is_split_into_lines(parts, data):
    """Only what an account gains or loses counts, not in how many lines."""
    total = sum(parts)
    own = compiled(right={"sale": {"bank": total, "acquirer": -total}, "fee": {"merchants": 1, "earned": -1}})
    lines = [("bank", f"{part / 100:.2f}", "") for part in parts] + [("acquirer", "", f"{total / 100:.2f}")]
    shuffled = data.draw(st.permutations(lines))
    fee = typed(("merchants", "0.01", ""), ("earned", "", "0.01"))

    assert judge_form(own, {"books": {"sale": typed(*shuffled), "fee": fee}}).outcome is Outcome.PASSED
