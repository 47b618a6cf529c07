"""Nine teams: what was asked for clashes, few plans do not, and the date hangs on one chain."""

from __future__ import annotations

from itertools import product

import pytest

from course.case.tables.delivery import TEAM_NAMES
from course.grade.models.teams import PIECES, WEEKS, clashes, schedule, starts_of, week_label, without_slack

MOVABLE = [piece for piece in PIECES if not piece.fixed]
SETTLED = {"core": 2, "data": 3, "runway": 3, "link": 4, "lend": 4, "mobile": 4, "merchantops": 5}


def test_the_nine_teams_are_those_of_the_company():
    assert sorted(piece.team for piece in PIECES) == sorted(TEAM_NAMES)


def test_what_the_teams_asked_for_clashes():
    assert len(list(clashes(starts_of({})))) == 5


def test_a_plan_in_which_nobody_moves_by_more_than_a_week():
    assert schedule(SETTLED).problems == ()
    assert max(abs(SETTLED[piece.id] - piece.asked) for piece in MOVABLE) == 1


def test_few_plans_work_so_that_nobody_finds_one_by_chance():
    starts = [piece.starts for piece in MOVABLE]
    plans = [dict(zip((piece.id for piece in MOVABLE), weeks, strict=True)) for weeks in product(*starts)]
    working = [plan for plan in plans if not schedule(plan).problems]

    assert (len(plans), len(working)) == (50_000, 10)
    late = {
        piece.team
        for piece in PIECES
        if all(plan.get(piece.id, piece.asked) == working[0].get(piece.id, piece.asked) for plan in working)
    }
    assert set(without_slack()) <= late


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"core": 3}, "Core and Lend both need Core's ledger engineer in week 4"),
        ({"data": 2}, "Risk and Data both need Noor in week 2"),
        ({"runway": 4}, "Link begins in week 4 and needs Runway's piece, which is done at the end of week 4"),
        ({"mobile": 5}, "Mobile is done in week 5 and has to be by week 4"),
        ({"merchantops": 4}, "MerchantOps begins in week 4 and needs Link's piece"),
    ],
)
def test_a_clash_is_said_with_its_teams_and_its_week(changed, problem):
    assert any(problem in each for each in schedule({**SETTLED, **changed}).problems)


def test_the_chain_that_sets_the_date():
    assert without_slack() == ["Pay", "Runway", "Link", "MerchantOps"]


def test_the_last_week_ends_before_the_launch():
    assert week_label(WEEKS) == "5 · 27\xa0Apr"
