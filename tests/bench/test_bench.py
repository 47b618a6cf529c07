"""The measurements run and are of plausible size; their limits are for an idle machine."""

from __future__ import annotations

import pytest

from course.bench.data import bench
from course.bench.measurement import Measurement
from course.sequence import ROOT


def test_everything_is_measured():
    found = bench(ROOT)
    assert len(found) == 5
    assert all(0 < each.value < 5 * each.limit for each in found), found


@pytest.mark.parametrize(("value", "is_within_limit"), [(9.9, True), (10.0, True), (10.1, False)])
def test_limit(value, is_within_limit):
    assert Measurement("build", value, "s", 10).is_within_limit is is_within_limit
