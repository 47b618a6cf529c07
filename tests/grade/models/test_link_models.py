"""The models of module 4: what may be read today, what a client does to 200 payments, what 500 shuffles leave."""

from __future__ import annotations

import pytest

from course.case import link as case
from course.case.database import practice_database
from course.grade.models import link, retry, webhooks
from course.grade.query.sandbox import run

CUSTOMER = ("P07", 9842)
KEY, TRY, SEND, BACK = retry.KEY, retry.TRY, retry.SEND, retry.BACK
TIMEOUT, LIMITED, DOWN = retry.TIMEOUT, retry.LIMITED, retry.DOWN
CLIENT = {
    "blocks": [KEY, TRY, SEND, BACK],
    "repeat": [TIMEOUT, LIMITED, DOWN],
    "wait": retry.DOUBLING,
    "stop": retry.LOOK_UP,
}
HANDLER = {
    "verify": webhooks.RAW,
    "repeated": webhooks.BY_EVENT,
    "order": webhooks.NEWER,
    "answer": webhooks.QUEUE_FIRST,
}


def consents() -> tuple[case.Consent, ...]:
    return case.read_consents(run(practice_database(), case.CONSENTS).rows)


def test_the_customer_of_4_1_has_one_consent_that_holds_and_one_that_lapsed_last_week():
    own = [one for one in consents() if (one.partner_id, one.customer_id) == CUSTOMER]
    held = {one.consent_id: (one.status(case.NOW), f"{one.lapses_at:%d %b}") for one in own}
    assert held == {3427: ("lapsed", "14 Jan"), 6790: ("granted", "06 Mar")}


def test_every_wrong_path_to_the_accounts_leads_elsewhere():
    counts = [link.accounts(*CUSTOMER, **how) for how in ({}, {"pages": 1}, {"pages": 2}, {"lapsed": True})]
    assert counts == [26, 10, 20, 42]
    euro = [link.balance(*CUSTOMER), link.balance(*CUSTOMER, pages=1), link.balance(*CUSTOMER, lapsed=True)]
    assert len({*euro, link.stale_balance(*CUSTOMER)}) == 4
    assert link.balance_cents(*CUSTOMER) == 1_107_716


def test_the_worked_neighbour_of_4_1_holds():
    found = next(one for one in consents() if one.consent_id == 6921)
    assert (found.customer_id, len(case.accounts(found)), f"{found.lapses_at:%d %b %Y}") == (2491, 23, "08 Mar 2026")


@pytest.mark.parametrize(
    ("change", "double", "lost", "cause"),
    [
        ({}, 0, 0, ""),
        ({"blocks": [TRY, KEY, SEND, BACK]}, 12, 0, "Each try makes a new key"),
        ({"repeat": [LIMITED, DOWN]}, 0, 12, "is not sent again"),
        ({"blocks": [KEY, TRY, BACK, SEND]}, 0, 19, "is not sent again"),
        ({"blocks": [KEY, SEND, TRY, BACK]}, 0, 7, "is not sent again"),
        ({"blocks": [SEND, KEY, TRY, BACK]}, 0, 199, "goes out without one"),
        ({"repeat": [TIMEOUT]}, 0, 7, "429 and 503 say “not now”"),
        (
            {"repeat": [TIMEOUT, LIMITED, DOWN, retry.DECLINED]},
            0,
            0,
            "3 declined ones are sent again. 402 is an answer",
        ),
        ({"wait": retry.AT_ONCE}, 0, 7, "too early or too seldom"),
        ({"wait": retry.STEADY}, 0, 7, "too early or too seldom"),
        ({"stop": retry.ONCE}, 0, 5, "too early or too seldom"),
    ],
)
def test_what_a_client_does_to_200_payments(change, double, lost, cause):
    run = retry.calls({**CLIENT, **change})

    assert run.explanation.startswith(f"of 200 payments {double} are charged twice and {lost} are lost")
    assert cause in run.explanation
    assert not run.problems and (run.value == 1) == (not change)


def test_a_client_without_an_end_is_no_plan():
    (problem,) = retry.calls({**CLIENT, "stop": retry.NEVER}).problems
    assert problem == "one payment is sent 100 times and there is no end: nothing tells the client to stop"


def test_six_in_a_hundred_captures_stay_without_an_answer():
    assert (len(retry.troubles()), retry.silent(), retry.doubles()) == (200, 12, 12)


@pytest.mark.parametrize(
    ("change", "ends"),
    [
        ({"verify": webhooks.TRUST}, "“cancelled” with €20"),
        ({"verify": webhooks.REWRITTEN}, "“settled” with €10"),
        ({"repeated": webhooks.ALL}, "“settled” with €30"),
        ({"repeated": webhooks.BY_KIND}, "“settled” with €10"),
        ({"order": webhooks.ARRIVAL}, "“authorised” with €20"),
        ({"answer": webhooks.WORK_FIRST}, "“settled” with €0"),
    ],
)
def test_each_rule_of_a_handler_is_needed_and_the_shuffle_that_breaks_it_is_told(change, ends):
    run = webhooks.handler({**HANDLER, **change})

    assert run.value < 0.55
    assert f"At the end the payment is {ends} refunded; right is “settled” with €20" in run.explanation
    assert "This one breaks it: " in run.explanation and " → " in run.explanation


def test_the_right_handler_withstands_every_shuffle():
    assert webhooks.handler(HANDLER) == webhooks.Run(1.0, (), "all 500 shuffles end right")


def test_every_shuffle_brings_each_event_at_least_once_and_a_forged_one():
    assert len(set(webhooks.shuffles())) > 490
    assert all(
        {*webhooks.HAPPENED, webhooks.FORGED} == set(arriving) and len(arriving) > 7 for arriving in webhooks.shuffles()
    )
