"""What tests are worth: by hand for one, by simulation for several, and never more than certainty."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest

from course.grade.models import assumptions
from course.grade.models.assumptions import (
    ASSUMPTIONS,
    BY_ID,
    DAYS,
    NONE,
    choose,
    chosen_tests,
    expected,
    most,
    perfect,
    turning,
    worth,
)

TITLES = {each.id: [test.title for test in each.tests] for each in ASSUMPTIONS}


def plan(**chosen: int) -> dict[str, str]:
    """The first or second test of some assumptions, none of the others."""
    return {id: TITLES[id][chosen[id] - 1] if id in chosen else NONE for id in TITLES}


def test_as_things_are_nothing_is_built():
    assert expected() == pytest.approx(-12.5)
    assert turning() == ["A", "B", "D"]


@pytest.mark.parametrize(("id", "value"), [("A", 26.25), ("B", 2.8), ("C", 0), ("D", 20.65), ("E", 0), ("F", 0)])
def test_to_be_certain_is_worth_what_one_would_do_differently(id, value):
    assert perfect(id) == pytest.approx(value)
    assert (perfect(id) > 0) == (id in turning())


def test_the_worth_of_a_single_test_by_hand():
    """The honest door: “holds” in 0.5 × 0.9 + 0.5 × 0.1 = half of the cases, and then the doubt is 10%."""
    yes = 130 - 0.1 * 130 - (expected({"A": True}) * 0 + 16 + 12 + 42 + 2.5 + 5)

    assert worth(chosen_tests(plan(A=2))) == pytest.approx(0.5 * yes - 4)


def test_no_test_is_worth_more_than_being_certain():
    for each in ASSUMPTIONS:
        for n, test in enumerate(each.tests, 1):
            assert worth(chosen_tests(plan(**{each.id: n}))) + test.cost <= perfect(each.id) + 1e-9


def test_a_test_that_says_the_same_in_both_cases_is_worth_less_than_nothing():
    survey = ASSUMPTIONS[0].tests[0]

    assert survey.right == survey.wrong
    assert worth(chosen_tests(plan(A=1))) == pytest.approx(-survey.cost)


def test_before_its_cost_no_further_test_makes_a_plan_worse():
    for base in ({}, {"A": 2}, {"A": 2, "D": 2}):
        for id in set(TITLES) - set(base):
            for n in (1, 2):
                cost = BY_ID[id].tests[n - 1].cost
                assert worth(chosen_tests(plan(**base, **{id: n}))) + cost >= worth(chosen_tests(plan(**base))) - 1e-9


def test_a_simulation_finds_what_the_formula_says():
    """Draw the truth, run the tests, decide by the doubts that are left, and earn what the truth gives."""
    random, tests, total, runs = Random(4), chosen_tests(plan(A=2, D=2)), 0.0, 40_000
    for _ in range(runs):
        fails = {each.id: random.random() < each.doubt for each in ASSUMPTIONS}
        left = {each.id: each.doubt for each in ASSUMPTIONS}
        for each, test in tests:
            says_holds = random.random() < (test.wrong if fails[each.id] else test.right)
            left[each.id] = each.results(test)[0 if says_holds else 1][1]
        if assumptions.ALL_HOLD - sum(each.stake * left[each.id] for each in ASSUMPTIONS) > 0:
            total += assumptions.ALL_HOLD - sum(each.stake for each in ASSUMPTIONS if fails[each.id])
    cost = sum(test.cost for _, test in tests)

    assert total / runs - cost == pytest.approx(worth(tests), abs=1.2)


def test_few_plans_come_near_the_best():
    plans = [
        dict(zip(TITLES, chosen, strict=True)) for chosen in product(*([NONE, *titles] for titles in TITLES.values()))
    ]
    runs = [choose(each) for each in plans]
    values = [run.value for run in runs if not run.problems]

    assert max(values) == pytest.approx(most()) == pytest.approx(18.795)
    assert sum(value >= 0.9 * max(values) for value in values) == 8
    assert choose(plan(A=2, D=2)).value == max(values)


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({}, "without a test you decide as you would today"),
        ({"A": 1}, "says “holds” just as often where it does not hold"),
        ({"A": 2, "D": 1}, "“Ask two other lenders” changes your choice too seldom"),
        ({"A": 2}, "could still change what you do?"),
    ],
)
def test_it_is_said_where_a_plan_loses(chosen, said):
    assert said in choose(plan(**chosen)).explanation


def test_the_days_are_limited():
    assert choose(plan(A=2, B=2, D=2)).problems == (f"your tests take 17 days, and there are {DAYS}",)
