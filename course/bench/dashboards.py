"""Measures dashboards: from a changed filter to the data of every chart and tile, at the full size of the case data."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from time import perf_counter

from course.bench.measurement import Measurement
from course.dashboards import DASHBOARDS
from course.views.dashboard.reading import ask, read_chart, read_figures
from course.views.dashboard.spec import bundle

TRIES = 3
LIMIT_MS = 200


def bench(root: Path) -> list[Measurement]:
    """The slowest choice of each filter of each dashboard, each choice by its best try.

    As on screen, a query that the changed filter does not affect is not run again.
    """
    return [
        Measurement(f"{dashboard.id}: change {filter_.label.lower()}", slowest(dashboard, filter_), "ms", LIMIT_MS)
        for dashboard in DASHBOARDS.values()
        for filter_ in dashboard.filters
    ]


def slowest(dashboard, filter_) -> float:
    """The time in ms of the slowest choice of one filter, with the others at their first choice."""
    results: dict = {}
    _read(dashboard, dashboard.first_choice, lambda sql: results.setdefault(sql, ask(sql)))
    labels = [option.label for option in filter_.options[1:]]
    if filter_.is_period:
        first, last = filter_.limits
        labels.append(f"{first + timedelta(days=1)}/{last - timedelta(days=1)}")
    choices = [{**dashboard.first_choice, filter_.name: label} for label in labels]
    return max(min(_timed(dashboard, choice, results) for _ in range(TRIES)) for choice in choices)


def _timed(dashboard, choice, results) -> float:
    start = perf_counter()
    _read(dashboard, choice, lambda sql: results.get(sql) or ask(sql))
    return (perf_counter() - start) * 1000


def _read(dashboard, choice, run) -> None:
    read_figures(dashboard, choice, run)
    for chart in dashboard.charts:
        bundle(read_chart(dashboard, chart, choice, run)[0])
