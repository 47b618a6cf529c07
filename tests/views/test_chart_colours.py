"""Colours of charts: seen on both backgrounds, and told apart by eyes of all kinds."""

from __future__ import annotations

from itertools import combinations, product

import pytest

from course.views.chart_colours import (
    BACKGROUNDS,
    CATEGORIES,
    DEUTERANOPIA,
    GREY,
    PROTANOPIA,
    contrast,
    distance,
    ink,
    linear,
    shade,
)


def test_a_category_is_seen_on_each_background():
    pairs = product(CATEGORIES, [*BACKGROUNDS, "#111111"])

    assert [pair for pair in pairs if contrast(*pair) < 3] == []


@pytest.mark.parametrize(
    ("eyes", "least"), [(None, 35), (DEUTERANOPIA, 20), (PROTANOPIA, 20)], ids=["all", "no green", "no red"]
)
def test_categories_stay_apart(eyes, least):
    assert min(distance(one, other, eyes) for one, other in combinations(CATEGORIES, 2)) >= least


def test_red_and_green_look_alike_without_green_cones():
    assert distance("#c04040", "#807a10", DEUTERANOPIA) < distance("#c04040", "#807a10") / 2


@pytest.mark.parametrize("share", [0, 0.2, 0.4, 0.5, 0.6, 0.8, 1])
def test_numbers_on_a_heat_map_can_be_read(share):
    assert contrast(ink(shade(share)), shade(share)) >= 4.5


def test_the_heat_scale_only_gets_darker():
    light = [sum(linear(shade(step / 20))) for step in range(21)]

    assert light == sorted(light, reverse=True)


def test_grey_is_readable_where_no_style_sheet_reaches():
    assert contrast(GREY, "#ffffff") >= 4.5
    assert contrast(GREY, "#212121") >= 3
