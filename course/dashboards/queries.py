"""From a description and the chosen labels to the SQL that is run and the texts that are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from textwrap import dedent, indent

from course.dashboards.describe import SHARES, Chart, Dashboard, Filter, Period

TEXTS = ("title", "unit", "y_title", "x_title", "denominator", "zone", "note", "second_title", "source")


def query(dashboard: Dashboard, sql: str, choice: Mapping[str, str]) -> str:
    """A query of the dashboard with the chosen filters in it. Raises KeyError for a label that no filter offers."""
    parts = [f"scope as (\n{indent(tidy(dashboard.scope), '  ')}\n)"]
    if "chosen" in sql:
        parts.append("chosen as (select * from scope where {period})")
    own_query = tidy(sql)
    if "chosen" in own_query or "scope" in own_query:
        joint, own_query = (",\n", own_query[5:]) if own_query.startswith("with ") else ("\n", own_query)
        own_query = "with " + ",\n".join(parts) + joint + own_query
    return _filled(own_query, _fragments(dashboard.filters, choice))


def figures(dashboard: Dashboard, choice: Mapping[str, str]) -> str:
    """One query for all figures over the scope: for the chosen period, for the one before, and for each whole week."""
    values = ", ".join(f"{kpi.value} as figure_{n}" for n, kpi in enumerate(dashboard.kpis) if kpi.value)
    sql = f"""
        select part, week, {values}
        from (select *, case when {{period}} then 'now' when {{before}} then 'before' end as part,
                date_trunc('week', day)::date as week from scope)
        group by grouping sets ((part), (week)) having part is not null or count(distinct day) = 7 and week is not null
        order by part, week"""
    return query(dashboard, sql, choice)


def fill_labels(chart: Chart, filters: tuple[Filter, ...], choice: Mapping[str, str]) -> Chart:
    """The chart with the chosen labels and units in its texts; a chart that is not of a share has no denominator."""
    words = {}
    for filter_ in filters:
        option = filter_.option(choice[filter_.name])
        words |= {filter_.name: option.label, f"{filter_.name}_unit": option.unit}
    texts = {name: _filled(getattr(chart, name), words) for name in TEXTS}
    return replace(chart, **texts if texts["unit"] in SHARES else {**texts, "denominator": ""})


def period(dashboard: Dashboard, choice: Mapping[str, str]) -> Period:
    return dashboard.filter("period").option(choice["period"])


def tidy(sql: str) -> str:
    """The query without the indentation of its source file."""
    return dedent(sql).strip()


def _fragments(filters: tuple[Filter, ...], choice: Mapping[str, str]) -> dict[str, str]:
    chosen = {filter_.name: filter_.option(choice[filter_.name]) for filter_ in filters}
    before = {"before": chosen["period"].before.sql} if "period" in chosen else {}
    return {name: option.sql for name, option in chosen.items()} | before


def _filled(text: str, words: Mapping[str, str]) -> str:
    """A text with its placeholders replaced, twice: what a filter puts in may name another filter."""
    for _ in range(2):
        for name, word in words.items():
            text = text.replace("{" + name + "}", word)
    return text
