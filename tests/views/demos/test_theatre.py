"""The payment theatre: every payment can be walked through, and every step shows messages, places and entries."""

from __future__ import annotations

import re

import pytest

import course
from course.grade.models.rails import STORIES
from course.views.demos.theatre import picture


@pytest.fixture
def theatre():
    demo = course.theatre()
    demo.widget  # noqa: B018 (creates the controls)
    return demo


@pytest.mark.parametrize("name", STORIES)
def test_every_payment_is_walked_to_its_end(theatre, name):
    theatre.story.value = name
    steps = theatre.played.steps
    for at, step in enumerate(steps[1:], 2):
        theatre.controls["Next"].click()
        assert f"Step {at} of {len(steps)}: {step.name}" in theatre.picture_html

    assert theatre.controls["Next"].disabled
    assert len(theatre.controls["Step"].options) == len(steps)


def test_another_payment_begins_at_its_first_step(theatre):
    theatre.walk.value = 5
    theatre.story.value = "void"

    assert theatre.announcement.startswith("Step 1 of 2, Authorisation.")


@pytest.mark.parametrize(("name", "step"), [("refund", "Refund"), ("lost", "Chargeback"), ("won", "Chargeback")])
def test_what_goes_as_in_a_good_payment_can_be_skipped(theatre, name, step):
    theatre.story.value = name
    assert theatre.skip.layout.display is None

    theatre.controls["Skip to step 8"].click()
    assert f"Step 8 of 9: {step}." in theatre.picture_html and theatre.skip.layout.display == "none"


@pytest.mark.parametrize("name", ["paid", "void", "partial", "transfer", "remittance"])
def test_where_nothing_is_the_same_nothing_is_skipped(theatre, name):
    theatre.story.value = name
    assert theatre.skip.layout.display == "none"


def test_before_settlement_nothing_is_posted_and_the_money_is_held(theatre):
    assert "Nothing is posted" in theatre.picture_html and "€40.00 of it held" in theatre.picture_html
    theatre.walk.value = 3
    assert "Nothing is posted" not in theatre.picture_html and "of it held" not in theatre.picture_html


def test_the_amount_and_the_acquirer_change_the_fee(theatre):
    theatre.walk.value = 4
    assert "Acquirer A keeps: €0.10 + 1.4% of €40.00 = €0.66" in theatre.picture_html
    theatre.acquirer.value, theatre.amount.value = "B", 100
    assert "€0.08 + 1.1% of €100.00 = €1.18" in theatre.picture_html


def test_the_acquirer_has_the_money_before_it_pays(theatre):
    theatre.walk.value = 3
    assert "The money: acquirer €40.00." in theatre.announcement


def test_the_first_posting_says_what_the_sides_mean(theatre):
    theatre.walk.value = 3
    assert picture.SIDES in theatre.picture_html
    theatre.walk.value = 4
    assert picture.SIDES not in theatre.picture_html


@pytest.mark.parametrize(
    ("name", "account"),
    [("lost", "disputed"), ("lost", "dispute_costs"), ("remittance", "senders"), ("remittance", "payout_partner")],
)
def test_a_less_common_account_is_explained_where_it_first_occurs(name, account):
    story = STORIES[name](4000, "A")
    first = next(at for at in range(len(story.steps)) if any(account in entry.changes for entry in story.entries(at)))

    assert f"{account}: " in "".join(picture.scene(story, first))


def test_only_a_card_payment_has_an_acquirer_to_choose(theatre):
    theatre.story.value = "transfer"
    assert theatre.acquirer.disabled
    theatre.story.value = "lost"
    assert not theatre.acquirer.disabled


def test_a_refund_names_the_entry_that_it_reverses(theatre):
    theatre.story.value, theatre.walk.value = "refund", 7
    assert "It reverses “charge is settled”." in theatre.picture_html


def test_the_twin_holds_every_step_of_every_payment(theatre):
    twin = theatre.twin
    titles = [story(4000, "A").title for story in STORIES.values()]

    assert [title for title in titles if f"<summary>{title}</summary>" not in twin] == []
    assert len(re.findall("<summary>", twin)) == len(titles) + 1


def test_the_sentence_names_debits_and_credits():
    story = STORIES["paid"](4000, "A")
    assert picture.sentence(story, 6).endswith("Posted: debit merchants €39.16, credit bank €39.16.")
