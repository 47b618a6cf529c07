"""The dashboard of Mandaro Lend: who gets a loan, through which channel, and who pays it back."""

from __future__ import annotations

from course.case.credit import CURRENT
from course.dashboards.describe import Chart, Dashboard, Filter, Kpi, Option, Period

SCOPE = """
select a.application_id, a.channel, a.score, a.decision, (a.applied_at + {zone})::date as day
from applications a join customers c using (customer_id) where not c.is_test and {segment} and {denominator}
"""
APPROVAL = "100.0 * count(*) filter (decision = 'approved') / nullif(count(*), 0)"
PORTFOLIO = """
with loan as (
  select l.loan_id, l.restructured, sum(i.due_cents) as cents, date '2025-12-31' - min(i.due_date) > 30 as late
  from loans l join instalments i using (loan_id) where l.status = 'active' and i.paid_at is null group by all
)
"""
PAR = {
    "late loans ÷ loans": "100.0 * avg(late::int)",
    "late balance ÷ balance": "100.0 * sum(cents) filter (late) / sum(cents)",
    "late or restructured balance ÷ balance (RB4)": "100.0 * sum(cents) filter (late or restructured) / sum(cents)",
}
ZONE, SHARE = "{zone}", "of {denominator}"
SOURCE = "applications, customers, without test accounts"
BOOK = "loans, instalments"

LEND = Dashboard(
    id="lend",
    title="Mandaro Lend",
    question="Who gets a loan, and who pays it back?",
    scope=SCOPE,
    source=SOURCE,
    filters=(
        Filter("period", "Period", (
            Period("Q4 2025", "2025-10-01", "2025-12-31"), Period("Q3 2025", "2025-07-01", "2025-09-30"),
            Period("Jul–Dec 2025", "2025-07-01", "2025-12-31"), Period("Year 2025", "2025-01-01", "2025-12-31"),
        )),
        Filter("segment", "Channel", (Option("all channels", "true"), *(
            Option(name.replace("_", " "), f"a.channel = '{name}'")
            for name in ("organic", "paid_social", "affiliate", "partner_app")
        ))),
        Filter("metric", "Metric", (Option("Approval", APPROVAL, "%"), Option("Applications", "count(*)", "applications"))),
        Filter("denominator", "Out of", (
            Option("all applications", "true"), Option("decided applications", "a.decision is not null"),
            Option("scored applications", "a.score is not null"),
        )),
        Filter("par", "PAR30 as", tuple(Option(label, sql) for label, sql in reversed(PAR.items()))),
        Filter("zone", "Time zone", (
            Option("UTC", "interval 0 hour"), Option("UTC+1 (HA)", "interval 1 hour"), Option("UTC+3 (KE2)", "interval 3 hour"),
        )),
    ),
    kpis=(
        Kpi("Approval", "%", APPROVAL, decimals=1, denominator=SHARE, good="up"),
        Kpi("Applications", "applications", "count(*)"),
        Kpi("From affiliates", "%", "100.0 * avg((channel = 'affiliate')::int)", decimals=1, denominator=SHARE),
        Kpi("PAR30", "%", sql=f"{PORTFOLIO} select {{par}} from loan", on="on 31 Dec 2025", decimals=1, denominator="{par}",
            good="down"),
    ),
    charts=(
        Chart("line", "{metric} by week and channel", "select date_trunc('week', day)::date as week, replace(channel, '_', ' ') "
              "as channel, {metric} as value, count(*) as applications from chosen where date_trunc('week', day) >= (select min(day) "
              "from chosen) and date_trunc('week', day) + interval 6 day <= (select max(day) from chosen) group by 1, 2 order by 1, 2",
              x="week", y="value", series="channel", of="applications", unit="{metric_unit}", y_title="{metric}",
              denominator=SHARE, zone=ZONE, decimals=1, source=SOURCE, wide=True, note="Whole weeks from Monday."),
        Chart("bars", "Did the rates move, or the mix of channels?", """
            with part as (
              select channel, count(*) filter ({period}) as now, count(*) filter ({before}) as before,
                count(*) filter ({period} and decision = 'approved') / nullif(count(*) filter ({period}), 0) as rate_now,
                count(*) filter ({before} and decision = 'approved') / nullif(count(*) filter ({before}), 0) as rate_before
              from scope group by 1
            ), share as (select *, now / sum(now) over () as share_now, before / sum(before) over () as share_before from part)
            select 'mix: share of channels' as cause, 100.0 * sum((share_now - share_before) * rate_before) as value from share
            union all select 'rate: approval in channels', 100.0 * sum(share_now * (rate_now - rate_before)) from share
            union all select 'both: approval overall',
              100.0 * (sum(share_now * rate_now) - sum(share_before * rate_before)) from share""",
              x="cause", y="value", unit="pp", y_title="Change of approval on the period before", x_title="Cause",
              denominator=SHARE, zone=ZONE, decimals=2, source=SOURCE),
        Chart("bars", "PAR30 depends on what is counted", PORTFOLIO + " union all ".join(
              f"select '{label}' as definition, {sql} as value from loan\n" for label, sql in PAR.items()),
              x="definition", y="value", unit="%", y_title="Portfolio at risk on 31 Dec 2025", x_title="Definition",
              denominator="see each bar", zone="UTC", decimals=1, source=BOOK),
        Chart("heat", "Loans in default at equal age", """
            with instalment as (
              select l.loan_id, date_trunc('month', l.disbursed_at)::date as born, i.n,
                coalesce(i.paid_at::date, date '2025-12-31') > i.due_date + 30 as late
              from loans l join instalments i using (loan_id)
            ), seen as (
              select loan_id, born, months, max((late and n < months)::int) as bad
              from instalment, (select unnest(range(2, 8)) as months)
              where born + to_months(months::int) <= date '2025-12-01' group by all
            )
            select strftime(born, '%b %Y') as vintage, months || '' as months, 100.0 * avg(bad) as value, count(*) as loans
            from seen group by born, months order by born, seen.months""",
              x="months", y="value", series="vintage", of="loans", unit="%", y_title="Loans more than 30 days late at least once",
              x_title="Months on book", denominator="of the loans paid out in the month", zone="UTC", decimals=1, source=BOOK,
              note="Read down a column: the same age. An empty cell lies in the future."),
        Chart("funnel", "From visit to signature, Q4 2025", """
            select step, count(distinct customer_id) as customers from funnel_events
            where customer_id not in (select customer_id from customers where is_test) group by 1 order by 2 desc""",
              x="step", y="customers", unit="customers", y_title="Customers", x_title="Step", zone="UTC",
              source="funnel_events, without test accounts", note="Whoever came late in December had little time to sign."),
        Chart("histogram", f"Where do applicants stand against the cut-off of {CURRENT}?", "select score // 20 * 20 as score, count(*) as "
              "applications from chosen where score is not null group by 1 order by 1", x="score", y="applications",
              unit="applications", y_title="Applications", x_title="Credit score in steps of 20", zone=ZONE,
              marks=((str(CURRENT), "cut-off"),), source=SOURCE),
    ),
)  # fmt: skip
