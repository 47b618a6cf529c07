"""Error budgets: a burn rate of 1 lasts a month, alarms ring when the formula says, and RB7 has two conditions."""

from __future__ import annotations

import pytest

from course.grade.models import budget
from course.grade.models.budget import Alarm, Trouble

SLOW = Trouble(100, 600, wrong=1 / 80)


@pytest.mark.parametrize(
    ("window", "rate", "share"),
    [(1, 14.4, 0.02), (6, 6, 0.05), (72, 1, 0.1)],
    ids=["page", "page later", "ticket"],
)
def test_the_windows_of_the_workbook_stand_for_these_shares_of_a_budget(window, rate, share):
    assert budget.burn_rate(share * 120, 120, window) == pytest.approx(rate)


def test_a_burn_rate_of_one_uses_a_budget_up_in_exactly_a_month():
    steady = budget.month(Trouble(0, budget.HOURS, wrong=0.005), 100, 99.5, "wrong")

    assert steady.used == pytest.approx(1)
    assert steady.empty_at == budget.HOURS - 1
    assert budget.burn_rate(sum(steady.bad[:72]), steady.allowed, 72) == pytest.approx(1)


@pytest.mark.parametrize(
    ("alarm", "rings"),
    [(Alarm(1, 14.4), None), (Alarm(6, 6), None), (Alarm(72, 1), 128)],
    ids=["too slow for an hour", "too slow for six", "seen over three days"],
)
def test_a_slow_burn_is_seen_by_a_long_window_only(alarm, rings):
    assert budget.rings_at(budget.month(SLOW, 100, 99.5, "wrong"), alarm) == rings


@pytest.mark.parametrize(("window", "hours"), [(1, 1), (6, 6), (72, 72)])
def test_an_alarm_rings_on_until_its_window_has_forgotten_the_outage(window, hours):
    outage = budget.month(Trouble(240, 1, unanswered=1 / 3), 100, 99.9, "unanswered")

    assert budget.rings_for(outage, Alarm(window, 1)) == hours
    assert budget.rings_for(budget.month(None, 100, 99.9, "unanswered"), Alarm(window, 1)) == 0


@pytest.mark.parametrize("ends", [None, 0, 100, 130, 10_000])
def test_a_trouble_that_ends_earlier_never_costs_more(ends):
    whole = budget.month(SLOW, 100, 99.5, "wrong")
    ended = budget.month(SLOW, 100, 99.5, "wrong", ends)

    assert ended.used <= whole.used
    assert [share for share in ended.left if share > 1] == []
    assert ended.left == sorted(ended.left, reverse=True)


def test_an_objective_counts_only_its_own_failures():
    assert budget.month(SLOW, 100, 99.9, "unanswered").used == 0
    assert budget.month(None, 100, 99.9, "wrong").empty_at is None


@pytest.mark.parametrize(
    ("shares", "incidents", "asked"),
    [
        ([0.39, 1.55], [0.23, 1.55, 0.16], (True, True)),
        ([0.39], [0.2], (False, False)),
        ([1.0], [], (True, False)),
        ([0.5], [0.21], (False, True)),
    ],
    ids=["both", "exactly a fifth", "used up by drips", "one large incident"],
)
def test_rule_7_has_two_conditions(shares, incidents, asked):
    assert budget.asked_by_rule(shares, incidents) == asked
