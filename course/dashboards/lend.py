"""The dashboard of Mandaro Lend: who gets a loan, through which channel, and who pays it back."""

from __future__ import annotations

from course.case.credit import CURRENT
from course.dashboards.describe import TIME_ZONE, Chart, Dashboard, Filter, Kpi, Option, Period

SCOPE = """
select a.application_id, a.channel, a.score, a.decision, (a.applied_at + {zone})::date as day
from applications a join customers c using (customer_id) where not c.is_test and {segment} and {denominator}
"""
APPROVAL = "100.0 * count(*) filter (decision = 'approved') / nullif(count(*), 0)"
PORTFOLIO = """
with loan as (
  select l.loan_id, l.restructured, sum(i.due_cents) as cents, date '2025-12-31' - min(i.due_date) > 30 as late
  from loans l join applications a using (application_id) join instalments i using (loan_id)
  where l.status = 'active' and i.paid_at is null and {segment} group by all
)
"""
PAR = {
    "late loans ÷ loans": "100.0 * avg(late::int)",
    "late balance ÷ balance": "100.0 * sum(cents) filter (late) / sum(cents)",
    "late or restructured balance ÷ balance (RB4)": "100.0 * sum(cents) filter (late or restructured) / sum(cents)",
}
BOOK = "loans, applications, instalments"

LEND = Dashboard(
    id="lend",
    title="Mandaro Lend",
    question="Who gets a loan, and who pays it back?",
    scope=SCOPE,
    source="applications, customers, without test accounts",
    denominator="of {denominator}",
    filters=(
        Filter("period", "Period", (Period.months("Q4 2025", "2025-10", "2025-12"), Period.months("Q3 2025", "2025-07", "2025-09"),
            Period.months("Jul–Dec 2025", "2025-07", "2025-12"), Period.months("Year 2025", "2025-01", "2025-12"))),
        Filter.among("segment", "Channel", "all channels", "a.channel", ("organic", "paid_social", "affiliate", "partner_app")),
        Filter("metric", "Metric", (Option("Approval", APPROVAL, "%"), Option("Applications", "count(*)", "applications"))),
        Filter.of("denominator", "Out of", {"all applications": "true", "decided applications": "a.decision is not null",
            "scored applications": "a.score is not null"}),
        Filter.of("par", "PAR30 as", dict(reversed(PAR.items()))),
        TIME_ZONE,
    ),
    kpis=(
        Kpi("Approval", "%", APPROVAL, decimals=1, good="up"),
        Kpi("Applications", "applications", "count(*)"),
        Kpi("From affiliates", "%", "100.0 * avg((channel = 'affiliate')::int)", decimals=1),
        Kpi("PAR30", "%", sql=f"{PORTFOLIO} select {{par}} from loan", on="on 31 Dec 2025", decimals=1, denominator="{par}", good="down"),
    ),
    charts=(
        Chart("line", "{metric} by week and channel", """
            select date_trunc('week', day)::date as week, replace(channel, '_', ' ') as channel, {metric} as value, count(*) as applications
            from chosen where date_trunc('week', day) >= (select min(day) from chosen)
              and date_trunc('week', day) + interval 6 day <= (select max(day) from chosen) group by 1, 2 order by 1, 2""",
              x="week", y="value", series="channel", of="applications", unit="{metric_unit}", y_title="{metric}",
              decimals=1, wide=True, note="Whole weeks from Monday."),
        Chart("bars", "Where do the applications come from?", """
            select replace(channel, '_', ' ') as channel, 100.0 * count(*) / sum(count(*)) over () as share, count(*) as applications
            from chosen group by 1 order by 1""",
              x="channel", y="share", of="applications", unit="%", y_title="Share of applications", decimals=1),
        Chart("bars", "PAR30 depends on what is counted: {segment}", PORTFOLIO + " union all ".join(
              f"select '{label}' as definition, {sql} as value from loan\n" for label, sql in PAR.items()), x="definition", y="value",
              unit="%", y_title="Portfolio at risk on 31 Dec 2025", denominator="see each bar", zone="UTC", decimals=1, source=BOOK,
              note="Whatever the period: how late a loan was on an earlier day is not kept."),
        Chart("heat", "Loans in default at equal age: {segment}", """
            with instalment as (
              select l.loan_id, date_trunc('month', l.disbursed_at)::date as born, i.n,
                coalesce(i.paid_at::date, date '2025-12-31') > i.due_date + 30 as late
              from loans l join applications a using (application_id) join instalments i using (loan_id) where {segment}
            ), seen as (
              select loan_id, born, months, max((late and n < months)::int) as bad
              from instalment, (select unnest(range(2, 8)) as months)
              where born + to_months(months::int) <= date '2025-12-01' group by all
            )
            select strftime(born, '%b %Y') as vintage, months || '' as months_on_book, 100.0 * avg(bad) as value, count(*) as loans
            from seen group by born, months order by born, seen.months""",
              x="months_on_book", y="value", series="vintage", of="loans", unit="%", y_title="Loans more than 30 days late at least once",
              denominator="of the loans paid out in the month", zone="UTC", decimals=1, source=BOOK,
              note="All vintages of 2025. Read down a column: the same age. An empty cell lies in the future."),
        Chart("funnel", "From visit to signature: {segment}", """
            with event as (
              select f.customer_id, f.step, (min(f.ts) over (partition by f.customer_id) + {zone})::date as day
              from funnel_events f join customers a using (customer_id) where not a.is_test and {segment}
            )
            select step, count(distinct customer_id) as customers from event where {period} group by 1 order by 2 desc""",
              x="step", y="customers", source="funnel_events, customers, without test accounts",
              note="Visitors by the day of their first visit, from October 2025 on. Those who came late in December had little time to sign."),
        Chart("histogram", f"Where do applicants stand against the cut-off of {CURRENT}?", "select score // 20 * 20 as score, count(*) as "
              "applications from chosen where score is not null group by 1 order by 1", x="score", y="applications",
              x_title="Credit score in steps of 20", marks=((str(CURRENT), "cut-off"),)),
    ),
)  # fmt: skip
