"""The pipeline agrees with what is known of queues, and its constraint decides what comes out."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from course.grade.models import pipeline
from course.grade.models.pipeline import CORE, Step, run

LONG = 10_000  # weeks
MORE = {step.id: "+0" for step in CORE}


@pytest.mark.parametrize(
    ("people", "busy", "chance"),
    [(1, 0.5, 0.5), (2, 0.5, 1 / 3), (2, 0.8, 32 / 45), (3, 2 / 3, 4 / 9), (5, 0.8, 0.55411)],
    ids=["M/M/1", "two at 1 erlang", "two at 1.6", "three at 2", "five at 4"],
)
def test_the_chance_to_wait_is_erlangs(people, busy, chance):
    assert pipeline.must_wait(people, busy) == pytest.approx(chance, abs=5e-5)


@pytest.mark.parametrize("busy", [0.1, 0.5, 0.7, 0.9, 0.95])
def test_one_person_waits_by_the_formula_for_one(busy):
    assert pipeline.waits(1, busy, 3) == pytest.approx(3 * busy / (1 - busy))


@pytest.mark.parametrize(
    ("people", "hours"), [(1, 2.0), (1, 3.2), (2, 6.4), (4, 14.0)], ids=["50%", "80%", "two, 80%", "four, 87.5%"]
)
def test_a_run_waits_as_the_formula_says_and_obeys_littles_law(people, hours):
    """One person who always writes sends on by chance, a change every four hours: what arrives is Poisson."""
    flow = run((Step("write", "Writing", 1, 4), Step("next", "Next", people, hours)), weeks=LONG)
    passed = flow.steps[1]
    expected = pipeline.waits(people, hours / 4 / people, hours)

    assert passed.busy == pytest.approx(hours / 4 / people, rel=0.03)
    assert passed.waited == pytest.approx(expected, rel=0.1)
    assert passed.waiting == pytest.approx(flow.weekly / pipeline.WEEK * passed.waited, rel=0.02)


def test_every_step_of_a_line_waits_as_if_it_were_alone():
    """Jackson 1957: what leaves a step of this kind is again by chance."""
    steps = (Step("a", "A", 1, 4), Step("b", "B", 1, 3), Step("c", "C", 2, 5))
    flow = run(steps, weeks=LONG)

    assert flow.steps[1].waited == pytest.approx(pipeline.waits(1, 0.75, 3), rel=0.1)
    assert flow.steps[2].waited == pytest.approx(pipeline.waits(2, 0.625, 5), rel=0.1)


def test_where_all_changes_are_alike_the_constraint_is_met_exactly():
    flow = run((Step("a", "A", 1, 2), Step("b", "B", 1, 4), Step("c", "C", 1, 1)), alike=True)

    assert flow.weekly == pytest.approx(10, abs=0.1)
    assert flow.steps[1].busy == pytest.approx(1)
    assert flow.steps[2].waiting_at_end == 0


@pytest.mark.parametrize("limit", [1, 3, 8, 20])
def test_no_more_changes_are_open_than_the_limit_allows(limit):
    flow = run(CORE, limit=limit)

    assert flow.open_at_end <= limit
    assert flow.weekly * flow.days / 5 <= limit * 1.05  # Little's law for the whole line


def test_a_limit_that_is_wide_enough_saves_time_and_costs_no_output():
    free, limited = run(CORE, weeks=104), run(CORE, weeks=104, limit=30)

    assert limited.weekly == pytest.approx(free.weekly, rel=0.05)
    assert limited.days < free.days / 5


def test_more_people_who_write_only_make_the_queue_longer():
    more = (replace(CORE[0], people=CORE[0].people + 2), *CORE[1:])

    assert pipeline.weekly(more) == pytest.approx(pipeline.weekly(CORE), rel=0.02)
    assert run(more).steps[1].waiting_at_end > run(CORE).steps[1].waiting_at_end
    assert pipeline.growth(more)["Review"] == pytest.approx(pipeline.grows(2))


def test_only_plans_that_relieve_both_constraints_come_near_the_best():
    plans = [dict(zip(MORE, (f"+{n}" for n in more), strict=True)) for more in product(range(3), repeat=4)]
    runs = [(pipeline.plan(plan, 45), plan) for plan in plans]
    values = [(outcome.value, plan) for outcome, plan in runs if not outcome.problems]
    best = max(value for value, _ in values)
    near = [plan for value, plan in values if value >= 0.95 * best]

    assert all(plan["review"] != "+0" and plan["database"] != "+0" for plan in near)
    assert max(value for value, plan in values if plan not in near) < 0.8 * best


def test_a_plan_is_answered_in_words():
    assert pipeline.slowest() == "Review"
    assert pipeline.plan({**MORE, "write": "+2"}, 45).problems == ("your plan costs €54k a quarter and there is €45k",)
    assert "“Review” can do 13.3 a week, and its queue grows by 9.5 a week" in (
        pipeline.plan({**MORE, "write": "+1"}, 45).explanation
    )
    assert pipeline.plan({}, 45).explanation.startswith("without spending anything ")
