"""The latency demo: what a fix does to the figures, the distribution and the tables."""

from __future__ import annotations

from course.grade.models.latency import traces_with_fixes
from course.views.demos.traces import Traces
from course.views.demos.traces.picture import ABOVE, distribution, slowest
from tests.views.words import words

OPEN = "Keep connections to the acquirers open"


def test_ticking_a_fix_changes_the_figures():
    demo = Traces()
    assert "1,020 ms ! above the target" in words(demo.picture_html)
    demo.controls[f"{OPEN} (€9k)"].value = True

    assert "832 ms ! above the target" in words(demo.picture_html)
    assert demo.announcement == "With 1 fix for €9k the 95th percentile is 832 milliseconds."


def test_every_request_is_in_a_column_and_the_slow_ones_are_named():
    plot = distribution(traces_with_fixes([]))

    assert sum(row["requests"] for row in plot.rows) == 300
    assert sum(row["requests"] for row in plot.rows if row["target"] == ABOVE) == 55  # one takes exactly 800 ms
    assert plot.chart.marks == ((800, "target 800 ms"), (1020, "p95: 1,020 ms"))


def test_the_slowest_requests_begin_with_the_one_that_p95_names():
    assert "285" in words(slowest(traces_with_fixes([]))).split("total")[1].split()[0]


def test_what_is_simulated_says_so_and_the_twin_names_the_fixes():
    twin = words(Traces().twin)

    assert "simulated" in twin
    assert f"{OPEN} 9" in twin
