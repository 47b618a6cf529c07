"""The way of nine teams to one path: what forbids a plan, and what the best one saves."""

from __future__ import annotations

from itertools import pairwise

import pytest

from course.grade.models import adoption

BEST = {
    "step": "April", "core": "May", "pay": "June", "link": "April", "lend": "May",
    "data": "May", "risk": "June", "merchantops": "June", "mobile": "July",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"core": "April"},
            "Core moves in April and changes a database: the step is built in April, and is there from",
        ),
        ({"step": "not at all"}, "the path has no step for that"),
        ({"mobile": "April", "merchantops": "April"}, "April needs 5 of Runway's 3 places (2 of them for the database"),
        (
            {"lend": "July", "data": "July", "link": "July"},
            "July needs 5 of Runway's 3 places (1 place for the rehearsal",
        ),
        ({"pay": "May", "lend": "June"}, "Pay cannot move in May: busy with the guard"),
        ({"pay": "July", "mobile": "June"}, "Pay cannot move in July: the new country needs it by the end of June"),
        ({"risk": "July", "mobile": "June"}, "Risk cannot move in July: the new country needs it by the end of June"),
    ],
)
def test_what_forbids_a_plan_is_said(change, said):
    run = adoption.migrate({**BEST, **change})

    assert run.value == 0
    assert len(run.problems) == 1
    assert any(said in problem for problem in adoption.problems({**BEST, **change}))


def test_the_hours_are_counted_from_the_month_after_the_move():
    run = adoption.migrate(BEST)
    by_hand = sum(0.6 * adoption.hours()[team.name] * adoption.LEFT[BEST[team.id]] for team in adoption.TEAMS)

    assert run.problems == ()
    assert run.value == pytest.approx(by_hand)
    assert [earlier - later for earlier, later in pairwise(adoption.LEFT.values())] == [1, 1, 1]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"core": "June", "risk": "May"}, "Risk moves before Core, which loses more and could have its place"),
        ({"link": "July", "mobile": "April"}, "Mobile moves before Link, which loses more"),
        ({"data": "July"}, "May has a free place that Data could take"),
    ],
)
def test_a_plan_that_works_hears_what_would_save_more(change, said):
    run = adoption.migrate({**BEST, **change})

    assert run.problems == ()
    assert run.value < adoption.migrate(BEST).value
    assert said in run.explanation


def test_the_loudest_team_first_is_not_near_enough():
    loud = adoption.migrate({**BEST, "link": "July", "mobile": "April"})

    assert loud.value < 0.97 * adoption.migrate(BEST).value


def test_runway_itself_and_the_eight_others_are_the_nine_teams():
    assert {team.name for team in adoption.TEAMS} | {"Runway"} == set(adoption.hours())
