"""The dashboard of Mandaro Link: what partner apps ask for, and what they get."""

from course.dashboards.describe import Chart, Dashboard, Filter, Kpi, Option, Period

LINK = Dashboard(
    id="link", title="Mandaro Link", question="What do partner apps ask for, and what do they get?",
    source="api_daily", zone="UTC", denominator="of all calls",
    scope="select *, ts as day, requests as calls from api_daily where {partner} and {endpoint}",
    filters=(
        Filter("period", "Period", (Period.months("Oct–Dec 2025", "2025-10", "2025-12"), Period.months("December 2025", "2025-12"),
            Period.months("November 2025", "2025-11"), Period.months("Jul–Dec 2025", "2025-07", "2025-12"))),
        Filter.among("partner", "Partner", "all partners", "partner_id", tuple(f"P{n:02}" for n in range(1, 26))),
        Filter.among("endpoint", "Endpoint", "all endpoints", "endpoint", ("accounts", "payments", "transactions")),
        Filter("metric", "Metric", (Option("Calls", "sum(calls)::bigint", "calls"), Option("Calls that bring something new", "sum(ok_changed)::bigint", "calls"),
            Option("Share that is refused (429)", "100.0 * sum(e429) / sum(calls)", "%"))),
    ),
    kpis=(Kpi("Calls", "calls", "sum(calls)"), Kpi("With something new", "%", "100.0 * sum(ok_changed) / sum(calls)", decimals=1, good="up"),
          Kpi("Refused (429)", "%", "100.0 * sum(e429) / sum(calls)", decimals=1, good="down")),
    charts=(
        Chart("line", "{metric} by day: {partner}, {endpoint}", "select day, {metric} as value, sum(calls)::bigint as calls from chosen group by day order by day",
              x="day", y="value", of="calls", unit="{metric_unit}", y_title="{metric}", decimals=1, wide=True),
        Chart("bars", "What do they get?", """
            unpivot (select sum(ok_changed)::bigint as "something new", sum(ok_unchanged)::bigint as "nothing new", sum(e429)::bigint as
              "refused: too many calls (429)", sum(e4xx + e5xx)::bigint as "other errors" from chosen) on * into name answer value calls""",
              x="answer", y="calls"),
        Chart("bars", "Who asks most?", "select partner_id as partner, sum(calls)::bigint as calls from chosen group by 1 order by 2 desc limit 6",
              x="partner", y="calls"),
    ),
)  # fmt: skip
