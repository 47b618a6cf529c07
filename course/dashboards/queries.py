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
    own = tidy(sql)
    if "chosen" in own or "scope" in own:
        joint, own = (",\n", own[5:]) if own.startswith("with ") else ("\n", own)
        own = "with " + ",\n".join(parts) + joint + own
    return _filled(own, _fragments(dashboard.filters, choice))


def figures(dashboard: Dashboard, choice: Mapping[str, str]) -> str:
    """One query for all figures over the scope: for the chosen period, for that before, and for each whole week."""
    values = ", ".join(f"{kpi.value} as figure_{n}" for n, kpi in enumerate(dashboard.kpis) if kpi.value)
    sql = f"""
        select part, week, {values}
        from (select *, case when {{period}} then 'now' when {{before}} then 'before' end as part,
                date_trunc('week', day)::date as week from scope)
        group by grouping sets ((part), (week)) having part is not null or count(distinct day) = 7 and week is not null
        order by part, week"""
    return query(dashboard, sql, choice)


def worded(chart: Chart, filters: tuple[Filter, ...], choice: Mapping[str, str]) -> Chart:
    """The chart with the chosen labels and units in its texts; what is no share has no denominator."""
    words = {}
    for each in filters:
        option = each.option(choice[each.name])
        words |= {each.name: option.label, f"{each.name}_unit": option.unit}
    texts = {name: _filled(getattr(chart, name), words) for name in TEXTS}
    return replace(chart, **texts if texts["unit"] in SHARES else {**texts, "denominator": ""})


def period(dashboard: Dashboard, choice: Mapping[str, str]) -> Period:
    return dashboard.filter("period").option(choice["period"])


def tidy(sql: str) -> str:
    """The query without the indentation of the file that it stands in."""
    return dedent(sql).strip()


def _fragments(filters: tuple[Filter, ...], choice: Mapping[str, str]) -> dict[str, str]:
    chosen = {each.name: each.option(choice[each.name]) for each in filters}
    before = {"before": chosen["period"].before.sql} if "period" in chosen else {}
    return {name: option.sql for name, option in chosen.items()} | before


def _filled(text: str, words: Mapping[str, str]) -> str:
    """Placeholders replaced, twice: what a filter puts in may name another filter."""
    for _ in range(2):
        for name, word in words.items():
            text = text.replace("{" + name + "}", word)
    return text
