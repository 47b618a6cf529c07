"""Measures dashboards: from a changed filter to the data of every chart and tile, and from a change in a page that somebody
composes to its tiles as HTML. At the full size of the case data.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from time import perf_counter

from course.bench.measurement import Measurement
from course.dashboards import DASHBOARDS
from course.dashboards.compose import CHARTS, COMPARISONS, Composed
from course.dashboards.measures import MEASURES, PERIODS
from course.views.dashboard.page import tiles_html
from course.views.dashboard.reading import ask, read_chart, read_figures
from course.views.dashboard.spec import bundle

TRIES = 3
LIMIT_MS = 200
PAGE = (
    {"question": "Who is approved?", "measure": "card_approval", "split": "acquirer_ke2"},
    {"question": "Where?", "measure": "payments_through", "chart": "heat", "split": "acquirer+country"},
    {"question": "Within the rule?", "measure": "dispute_ratio", "target": 0.65, "target_source": "RB1"},
    {"question": "Which loans fell behind?", "measure": "default_at_two", "along": "quarter", "period": "Jan–Dec 2025"},
    {
        "question": "Who gets one?",
        "measure": "loan_approval",
        "period": "Jul–Dec 2025",
        "split": "channel",
        "chart": "line",
    },
    {"question": "Do calls bring something?", "measure": "calls_new", "chart": "number", "compare": "before"},
)
CHANGES = {
    "the measure": [{"measure": name, "split": ""} for name in MEASURES],
    "the breakdown": [{"split": name} for name in MEASURES["card_approval"].splits],
    "the steps": [{"along": name} for name in MEASURES["card_approval"].along],
    "the days": [{"period": name} for name in PERIODS],
    "the chart": [{"chart": name} for name in CHARTS],
    "the comparison": [{"compare": name} for name in COMPARISONS],
    "a text": [{"note": "B falls."}, {"target": 80.0, "target_source": "plan"}, {"axis": "low"}],
}


def bench(root: Path) -> list[Measurement]:
    """The slowest choice of each filter of each dashboard, each choice by its best try.

    As on screen, a query that the changed filter does not affect is not run again.
    """
    filters = [
        Measurement(f"{dashboard.id}: change {filter_.label.lower()}", slowest(dashboard, filter_), "ms", LIMIT_MS)
        for dashboard in DASHBOARDS.values()
        for filter_ in dashboard.filters
    ]
    return filters + [
        Measurement(f"composed page: change {name}", slowest_change(changes), "ms", LIMIT_MS)
        for name, changes in CHANGES.items()
    ]


def slowest_change(changes: list[dict]) -> float:
    """The time in ms of the slowest change of one tile on a full page, its query not asked before, by its best try."""
    return max(min(_changed(change) for _ in range(TRIES)) for change in changes)


def _changed(change: dict) -> float:
    results: dict = {}
    before = [Composed(**tile) for tile in PAGE]
    tiles_html(before, lambda sql: results.setdefault(sql, ask(sql)))
    start = perf_counter()
    tiles_html([replace(before[0], **change), *before[1:]], lambda sql: results.get(sql) or ask(sql))
    return (perf_counter() - start) * 1000


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
