"""The models of module 4: what may be read today, what a client does to 200 payments, what 500 shuffles leave."""

from __future__ import annotations

import pytest

from course.case import link as case
from course.case.database import practice_database
from course.grade.models import link, retry
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
