"""Measure dashboards: from a changed filter to the data of every chart and tile, at the full size of the case data."""

from __future__ import annotations

from time import perf_counter

from course.case.bench import Measurement

TRIES = 3
LIMIT_MS = 200


def bench() -> list[Measurement]:
    """The slowest choice of each filter of each dashboard; each choice is measured by its best try, without any cache."""
    from course.dashboards import DASHBOARDS
    from course.views.dashboard.reading import ask

    ask("select 1")
    return [
        Measurement(f"{dashboard.id}: change {each.label.lower()}", slowest(dashboard, each), "ms", LIMIT_MS)
        for dashboard in DASHBOARDS.values()
        for each in dashboard.filters
    ]


def slowest(dashboard, each) -> float:
    """The time in ms of the slowest choice of one filter, the others as the dashboard begins."""
    choices = ({**dashboard.first_choice, each.name: option.label} for option in each.options)
    return max(min(_once(dashboard, choice) for _ in range(TRIES)) for choice in choices)


def _once(dashboard, choice) -> float:
    from course.views.dashboard.reading import read_chart, read_figures
    from course.views.dashboard.spec import bundle

    start = perf_counter()
    read_figures(dashboard, choice)
    for chart in dashboard.charts:
        bundle(read_chart(dashboard, chart, choice)[0])
    return (perf_counter() - start) * 1000
