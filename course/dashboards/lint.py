"""What in a description would mislead a reader, as far as a machine can see it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from course.dashboards.describe import DATED, KINDS, SHARES, Chart, Dashboard

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
"""The ten flaws of module 9. A machine sees eight of them in any description.

Mix and season need a reader, except where the case is known: applications changed their channels (``MIXED``), and counts by
day over less than two months hold one payday only (``lint_shown``).
"""

MENDS = {
    "axis": "Let the value axis begin at zero, or draw a line.",
    "mix": "Break it down by what has changed its weight.",
    "young cohort": "Compare all of them at the same age.",
    "survivors": "Count those who have left, too.",
    "denominator": "Choose a share that says of what it is a share.",
    "cumulative": "Show each month for itself.",
    "dual axis": "Leave the second axis out, or give it a tile of its own.",
    "season": "Show at least two months, so that a payday has another one beside it.",
    "test traffic": "Leave out M0007, the shop that Mandaro pays at itself.",
    "time zone": "Say whose days they are.",
    "cut": "Choose whole months.",
    "crowded": "Choose a table of colours, or break it down less.",
    "source": "Say where the target comes from.",
}
"""What to do instead, for each flaw that can be mended in a page that somebody composes."""

TEST_TRAFFIC = {
    r"\b(payments|payment_attempts)\b": "is_internal",
    r"\b(applications|customers)\b": "is_test",
    r"\bpay_daily\b": "",
}
"""Tables that hold test traffic, and the word without which a query includes it; pay_daily can't be cleaned."""
LENT = re.compile(r"\bfrom loans\b", re.I)
"""Applications that became loans: a test account gets none."""
RUNNING = re.compile(r"sum\([^)]*\)\s*(\)\s*)?over\s*\(\s*(partition by [\w, ]+)?order by", re.I)
LEFT_OUT = re.compile(r"(?<!filter \()\b(where|and) (\w\.)?(status|result) (<>|!=) ", re.I)
COHORT = re.compile(
    r"\b(quarter|month|week|strftime|date_trunc)\([^)]*(disbursed_at|granted_at)"
    r"|(disbursed_at|granted_at)\)?::date as day\b.*\bdate_trunc\('\w+', day\)",
    re.I | re.DOTALL,
)
OBSERVED = re.compile(r"'2025-12-31'|'2026-01-01'")
OF_AGE = re.compile(r"\b(where|and) (disbursed_at|granted_at|born|day)\b.{0,40}?<", re.I)
BARS = ("bars", "columns", "histogram", "funnel")
MIXED = re.compile(r"\bapplications\b")
"""Cases whose parts have changed their weight: of applications the channels, from October on."""
PART = re.compile(r"\bchannel\b")
OVER_TIME = re.compile(r"\b(quarter|month|week|day|date_trunc|strftime)\(", re.I)
SHORT = 59  # days from the first to the last: in fewer there are no two paydays to compare
MOST_NAMES = 8
DAY = re.compile(r"\d{4}-\d\d-\d\d")


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


def lint_shown(chart: Chart, places: list, names: list, is_cut: bool = False) -> list[Warning]:
    """What shows only in the rows: ``places`` are those on the x axis, ``names`` those of the series.

    ``is_cut`` says that the period begins or ends within one of its months.
    """
    checks = (
        ("season", chart.unit not in SHARES and _is_short(chart, places), FLAWS["season"]),
        ("cut", is_cut, "a month that is there in part stands beside whole ones"),
        ("crowded", chart.kind not in ("heat", "spans") and len(names) > MOST_NAMES, f"{len(names)} colours cannot be told apart"),
        ("source", chart.target is not None and not chart.target_title.strip(), "the target does not say where it comes from"),
    )  # fmt: skip
    return [Warning(flaw, chart.title, problem) for flaw, applies, problem in checks if applies]


def _chart(chart: Chart, sql: str) -> Iterator[Warning]:
    checks = (
        ("axis", chart.kind in BARS and bool(chart.y_from), FLAWS["axis"]),
        ("dual axis", bool(chart.second), FLAWS["dual axis"]),
        ("cumulative", bool(RUNNING.search(sql)), FLAWS["cumulative"]),
        ("survivors", bool(LEFT_OUT.search(sql)), FLAWS["survivors"]),
        ("young cohort", _is_young(chart, sql), FLAWS["young cohort"]),
        ("mix", _hides_mix(chart, sql), FLAWS["mix"]),
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


def _hides_mix(chart: Chart, sql: str) -> bool:
    """Whether a share or an average of cases whose parts changed their weight goes over time in one piece."""
    is_average = chart.unit in SHARES or "avg(" in sql
    is_one_piece = not chart.series and not PART.search(f"{chart.x} {sql[sql.rfind('group by') :]}")
    return is_average and is_one_piece and bool(MIXED.search(sql) and OVER_TIME.search(sql)) and "loans" not in sql


def _is_short(chart: Chart, places: list) -> bool:
    """Whether days or weeks are shown, and too few of them to see what comes back every month."""
    days = [place for place in places if isinstance(place, str) and DAY.fullmatch(place)]
    if chart.x not in DATED or not days:
        return False
    return (date.fromisoformat(max(days)) - date.fromisoformat(min(days))).days < SHORT


def _tells_time(sql: str) -> bool:
    return bool(re.search(r"_at\b|\bday\b|\bhour\b|\bts\b", sql))


def _has_test_traffic(sql: str) -> bool:
    if "M0007" in sql.upper():
        return False
    tables = {table: word for table, word in TEST_TRAFFIC.items() if word != "is_test" or not LENT.search(sql)}
    return any(re.search(table, sql) and (not word or word not in sql) for table, word in tables.items())
