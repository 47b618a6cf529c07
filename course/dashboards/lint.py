"""What in a description would mislead a reader, as far as a machine can see it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from course.dashboards.describe import KINDS, SHARES, Chart, Dashboard

FLAWS = {
    "axis": "the value axis of bars does not begin at zero",
    "mix": "a total hides that its parts changed their weight",
    "young cohort": "cohorts of different age are compared",
    "survivors": "only those who stayed are counted",
    "denominator": "the share is of something else than the title says",
    "cumulative": "a running total can only rise",
    "dual axis": "two axes make two lines meet anywhere",
    "season": "the comparison ignores what happens every month",
    "test traffic": "the company's own test traffic is counted in",
    "time zone": "the days are not those of the people who are counted",
}
"""The ten flaws of module 9. A machine sees eight of them in a description.

Mix and season need a reader: nothing in a query shows that a part which it doesn't name has changed its weight, or that
other months look the same.
"""

TEST_TRAFFIC = {
    r"\b(payments|payment_attempts)\b": "is_internal",
    r"\b(applications|customers)\b": "is_test",
    r"\bpay_daily\b": "",
}
"""Tables that hold test traffic, and the word without which a query includes it; pay_daily can't be cleaned."""
RUNNING = re.compile(r"sum\([^)]*\)\s*(\)\s*)?over\s*\(\s*(partition by [\w, ]+)?order by", re.I)
LEFT_OUT = re.compile(r"\b(where|and) (\w\.)?(status|result) (<>|!=) ", re.I)
COHORT = re.compile(r"\b(quarter|month|week|strftime|date_trunc)\([^)]*(disbursed_at|granted_at)", re.I)
OBSERVED = re.compile(r"'2025-12-31'|'2026-01-01'")
OF_AGE = re.compile(r"\b(where|and) (disbursed_at|granted_at|born)\b.{0,40}?<", re.I)
BARS = ("bars", "columns", "histogram", "funnel")


@dataclass(frozen=True)
class Warning:
    """Something that would mislead, with the title of its dashboard, chart or tile."""

    flaw: str
    subject: str
    problem: str


def lint(target: Dashboard | Chart) -> list[Warning]:
    """All warnings for a dashboard or for a single chart."""
    if isinstance(target, Chart):
        return list(_chart(target, target.sql))
    warnings = [warning for chart in target.charts for warning in _chart(chart, f"{target.scope} {chart.sql}")]
    warnings += [
        Warning("denominator", kpi.label, "the share does not say of what")
        for kpi in target.kpis
        if kpi.unit in SHARES and not kpi.denominator
    ]
    return warnings + list(_dashboard(target))


def _chart(chart: Chart, sql: str) -> Iterator[Warning]:
    checks = (
        ("axis", chart.kind in BARS and bool(chart.y_from), FLAWS["axis"]),
        ("dual axis", bool(chart.second), FLAWS["dual axis"]),
        ("cumulative", bool(RUNNING.search(sql)), FLAWS["cumulative"]),
        ("survivors", bool(LEFT_OUT.search(sql)), FLAWS["survivors"]),
        ("young cohort", _is_young(chart, sql), FLAWS["young cohort"]),
        ("denominator", chart.unit in SHARES and not chart.denominator, "the share does not say of what"),
        ("time zone", _tells_time(sql) and not chart.zone, "days or hours without a time zone"),
        ("test traffic", _has_test_traffic(sql), FLAWS["test traffic"]),
        ("unit", not chart.unit, "the values have no unit"),
        ("axis title", not chart.y_title or not (chart.x_title or chart.zone), "an axis has no title"),
        ("source", not chart.source, "the source is missing"),
        ("kind", chart.kind not in KINDS, f"there is no chart of the kind {chart.kind}"),
    )
    yield from (Warning(flaw, chart.title, problem) for flaw, applies, problem in checks if applies)


def _dashboard(dashboard: Dashboard) -> Iterator[Warning]:
    names = {filter_.name for filter_ in dashboard.filters}
    if "period" not in names:
        yield Warning("dates", dashboard.title, "there is no filter period")
    if "{zone}" in dashboard.zone and "zone" not in names:
        yield Warning("time zone", dashboard.title, "there is no filter zone, and no zone of its own")
    if not dashboard.source:
        yield Warning("source", dashboard.title, "the source is missing")


def _is_young(chart: Chart, sql: str) -> bool:
    """Whether cohorts are compared by what happened until the last day, and none is left out as too young."""
    return chart.unit in SHARES and bool(COHORT.search(sql) and OBSERVED.search(sql)) and not OF_AGE.search(sql)


def _tells_time(sql: str) -> bool:
    return bool(re.search(r"_at\b|\bday\b|\bhour\b|\bts\b", sql))


def _has_test_traffic(sql: str) -> bool:
    return any(re.search(table, sql) and (not word or word not in sql) for table, word in TEST_TRAFFIC.items())
