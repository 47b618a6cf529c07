"""The routing model against the data, a second calculation, and what exercise 6.5 teaches."""

from __future__ import annotations

from itertools import product

import pytest

from course.case.database import practice_database
from course.grade.models import routing
from course.grade.models.routing import (
    ANYTHING,
    COUNTRIES,
    DECLINED,
    FAILOVER,
    MINIMUM,
    NEVER,
    UNREACHABLE,
    margin,
    outcome,
    routes,
    today,
)  # fmt: skip
from course.grade.query.sandbox import run

WHENS = (NEVER, UNREACHABLE, DECLINED, ANYTHING)


def plan(acquirers: str, failover: str) -> dict[str, str]:
    return {**dict(zip(COUNTRIES, acquirers, strict=True)), FAILOVER: failover}


def best() -> dict[str, str]:
    plans = [plan("".join(acquirers), when) for acquirers in product("AB", repeat=6) for when in WHENS]
    return max((each for each in plans if not margin(each).problems), key=lambda each: margin(each).value)


def test_december_as_it_was_is_what_the_data_say():
    rows = run(
        practice_database(),
        "SELECT count(*), count(*) FILTER (WHERE t.result = 'approved'), "
        "count(*) FILTER (WHERE t.result = 'approved' AND t.acquirer = 'A') FROM payment_attempts AS t "
        "JOIN payments AS p USING (payment_id) JOIN merchants AS m USING (merchant_id) "
        "WHERE p.rail = 'card' AND NOT m.is_internal AND p.created_at >= '2025-12-01' AND t.created_at >= '2025-12-01'",
    ).rows

    found = today()
    assert [(found.attempts, round(sum(found.charges.values())), round(found.charges["A"]))] == list(rows)


def test_the_best_plan_keeps_one_country_at_a_and_lets_the_other_acquirer_help():
    assert best() == plan("ABBBBB", UNREACHABLE)


def test_only_the_best_plan_is_within_two_percent():
    plans = [plan("".join(acquirers), when) for acquirers in product("AB", repeat=6) for when in WHENS]
    values = sorted(margin(each).value for each in plans if not margin(each).problems)

    assert values[-2] < 0.98 * values[-1]


@pytest.mark.parametrize(
    ("acquirers", "when", "says"),
    [
        ("BBBBBB", UNREACHABLE, f"asks for {MINIMUM:,}"),
        ("ABBBBB", NEVER, "acquirer A gets 12,"),
        ("ABBBBB", ANYTHING, "a timeout is no answer"),
        ("AAAAAA", NEVER, ""),
    ],
)
def test_what_makes_a_plan_impossible(acquirers, when, says):
    problems = margin(plan(acquirers, when)).problems
    assert says in problems[0] if says else problems == ()


def test_a_second_request_helps_only_where_the_first_did_not_reach_the_bank():
    quiet, careful, stubborn = (outcome(plan("ABBBBB", when)) for when in (NEVER, UNREACHABLE, DECLINED))

    assert quiet.approval < careful.approval == stubborn.approval
    assert stubborn.margin < careful.margin


@pytest.mark.parametrize("when", WHENS)
def test_each_outcome_is_the_sum_of_its_countries(when):
    every = outcome(plan("ABABAB", when))
    alone = [routing.requests(country, acquirer, when) for country, acquirer in zip(COUNTRIES, "ABABAB", strict=True)]
    cents = sum(approved * kept - extra * routing.REQUEST for both in alone for _, approved, extra, kept in both)

    assert every.margin == pytest.approx(cents / 100)
    assert sum(every.charges.values()) < every.attempts


def test_where_banks_cannot_be_reached_asking_elsewhere_beats_moving_there():
    """The point of 6.5: B with A behind it gets more of KE2 than A alone."""
    assert (
        routing.approval("KE2", "B", UNREACHABLE)
        > routing.approval("KE2", "A", NEVER)
        > 100 * routes()["KE2", "B"].approved
    )
    assert (
        routing.approval("KE2", "B", UNREACHABLE)
        < routing.reached("KE2", "B")
        < routing.second_try_of_every_no("KE2", "B")
    )
