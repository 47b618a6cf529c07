"""Peeking: the chances are those of the model, and an experiment is the same for the same number."""

from __future__ import annotations

import pytest

import course
from course.grade.models.experiment import false_alarm
from course.views.demos.peeking import picture
from course.views.demos.peeking.picture import EACH, ONCE, SAME


@pytest.mark.parametrize("looks", [1, 2, 14, picture.MOST])
def test_each_rule_has_its_chance(looks):
    assert picture.chance(looks, EACH) == pytest.approx(false_alarm(looks))
    assert picture.chance(looks, SAME) == pytest.approx(5, abs=0.01)
    assert picture.chance(looks, ONCE) == pytest.approx(5, abs=0.01)


def test_the_first_experiment_raises_an_alarm_that_melts_away():
    demo = course.peeking()

    assert "look 2: a false alarm" in demo.picture_html
    assert picture.first_crossing(5, ONCE, demo.seed) == 0
    assert picture.first_crossing(5, SAME, demo.seed) == 0


def test_another_experiment_changes_the_line_and_not_the_chance():
    demo = course.peeking()
    before = demo.picture_html
    demo.draw_again()

    assert demo.picture_html != before
    assert "14.2%" in demo.picture_html
    demo.reset()
    assert demo.picture_html == before


def test_one_look_at_the_end_has_its_limit_there_only():
    assert picture.limits(4, ONCE) == [picture.NEVER] * 3 + [1.96]
    assert course.peeking().twin.count("<img") >= 1


def test_the_table_leaves_the_number_of_the_exercise_to_the_slider():
    assert 14 not in picture.TABLE
    assert ">19.3<" in picture.all_looks()
