"""Build or buy: the figures that texts quote come out of the model, and its parts fit together."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.grade.models import connectors
from course.grade.models.connectors import RANGES, Assumptions, equal_volume, lead, overtaken, swings, worths

CLEAN = Assumptions(1_100_000)


@pytest.mark.parametrize(
    ("changes", "horizon", "build", "buy"),
    [
        ({}, 36, 81.6, 131.2),
        ({"volume": 1_340_000}, 36, 81.6, 20.4),
        ({"upkeep": 0}, 36, 204.2, 131.2),
        ({"discount": 0}, 36, 170.8, 157.5),
        ({"slip": 5}, 36, -166.7, 131.2),
        ({"growth": 0}, 36, 81.6, 358.1),
        ({}, 24, -90.3, 121.6),
        ({}, 48, 235.1, 56.2),
        ({"slip": 5}, 48, -13.2, 56.2),
        ({}, 60, 372.2, -117.2),
        ({"benefit": 0}, 36, -554.2, -664.0),
    ],
)
def test_what_both_options_are_worth(changes, horizon, build, buy):
    assert [round(value / 1000, 1) for value in worths(replace(CLEAN, **changes), horizon)] == [build, buy]


def test_where_the_answer_turns():
    assert round(equal_volume(CLEAN)) == 1_207_503
    assert (overtaken(CLEAN), overtaken(replace(CLEAN, slip=5)), overtaken(replace(CLEAN, growth=0))) == (39, 52, 0)


def test_the_volume_is_that_of_the_data():
    assert connectors.clean_volume() == 1_100_000
    assert connectors.counted_volume() == 1_340_000
    assert connectors.build_worth() == pytest.approx(81.6, abs=0.05)
    assert connectors.difference_at_counted() == pytest.approx(61.2, abs=0.05)
    assert connectors.break_even_millions() == pytest.approx(1.2075, abs=1e-4)


@pytest.mark.parametrize(
    ("refreshes", "month"), [(1_100_000, 0), (900_000, 0), (1_200_000, 3), (1_300_000, 6), (1e12, -1)]
)
def test_the_plan_reaches_a_volume_in_a_month(refreshes, month):
    assert connectors.month_of_volume(refreshes) == month


SOME = st.builds(
    Assumptions,
    volume=st.floats(1e5, 3e6),
    growth=st.floats(0, 0.06),
    fee=st.floats(0.001, 0.02),
    months=st.integers(1, 20),
    slip=st.integers(0, 12),
    discount=st.floats(0, 0.3),
)


@settings(max_examples=60)
@given(SOME, st.integers(12, 60))
def test_at_the_break_even_volume_both_are_worth_the_same(given, horizon):
    assert lead(replace(given, volume=equal_volume(given, horizon)), horizon) == pytest.approx(0, abs=1)


@settings(max_examples=60)
@given(SOME)
def test_building_is_ahead_at_the_turning_month_and_not_before(given):
    month = overtaken(given)
    if month > 1:
        assert lead(given, month) > 0
        assert all(lead(given, before) <= 1e-6 for before in range(1, month))


def test_the_tornado_has_the_widest_swing_on_top_and_knows_what_flips():
    found = swings(CLEAN, RANGES)

    assert {swing.name for swing in found} == set(RANGES)
    assert [swing.width for swing in found] == sorted((swing.width for swing in found), reverse=True)
    assert found[0].name == "growth" and found[0].flips
    assert {swing.name for swing in found if swing.flips} == {"growth", "months", "fee", "volume", "upkeep"}
