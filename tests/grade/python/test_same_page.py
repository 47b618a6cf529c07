"""What the stand-in of 10.8 hands out: the same for the same draws, weekends half as large, and nothing to find."""

from __future__ import annotations

from random import Random

import pytest

from course.grade.models.experiment import false_alarm, z
from course.grade.python.stand_ins import same_page

VALUE = {"experiments": 1000, "days": 14, "people": 700, "share": 0.314}


def test_the_same_draws_give_the_same_experiments():
    assert same_page.make(Random(b"one"), VALUE) == same_page.make(Random(b"one"), VALUE)
    assert same_page.make(Random(b"one"), VALUE) != same_page.make(Random(b"two"), VALUE)


def test_each_experiment_has_its_days_and_weekends_are_half_as_large():
    experiments = same_page.make(Random(1), {**VALUE, "experiments": 20})

    assert {len(days) for days in experiments} == {14}
    assert [people for people, _, _ in experiments[0]] == [700, 700, 700, 700, 700, 350, 350] * 2


@pytest.mark.parametrize("share", [0.01, 0.99])
def test_in_no_group_everybody_or_nobody_converts(share):
    experiments = same_page.make(Random(2), {"experiments": 50, "days": 7, "people": 20, "share": share})

    assert all(0 < part < people for days in experiments for people, *both in days for part in both)


def test_false_alarms_are_about_as_many_as_the_formula_says():
    experiments = same_page.make(Random(3), {**VALUE, "experiments": 2000})
    alarms = sum(any(abs(each) > 1.96 for each in looks(days)) for days in experiments)

    assert 100 * alarms / len(experiments) == pytest.approx(false_alarm(14), abs=3)


def looks(days):
    """z on each evening, of all that has come in so far."""
    people = a = b = 0
    for today, new_a, new_b in days:
        people, a, b = people + today, a + new_a, b + new_b
        yield z(a, people, b, people)
