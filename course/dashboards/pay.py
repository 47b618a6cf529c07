"""The dashboard of Mandaro Pay: who is approved, where, and why not."""

from __future__ import annotations

from dataclasses import replace

from course.dashboards.describe import TIME_ZONE, Chart, Dashboard, Filter, Kpi, Option, Period

SCOPE = """
select t.payment_id, t.acquirer, t.issuer_country, t.result, t.decline_code, t.latency_ms, p.amount_cents,
       case when {denominator} then p.status <> 'failed' else t.result = 'approved' end as approved,
       (t.created_at + {zone})::date as day
from payment_attempts t join payments p using (payment_id) join merchants m using (merchant_id)
where not m.is_internal and {segment} and {acquirer} and {issuer} and (not {denominator} or t.attempt_no = 1)
"""
# The filter ``denominator`` says whether to count payments: then each has one row, its first attempt.
APPROVAL = "100.0 * count(*) filter (approved) / nullif(count(*), 0)"
AMOUNT = "sum(amount_cents) filter (approved) / 100.0"

PAY = Dashboard(
    id="pay",
    title="Mandaro Pay",
    question="Do payments get through, and if not, where do they stop?",
    scope=SCOPE,
    source="payment_attempts, payments, merchants, without the internal shop M0007",
    denominator="of all {denominator}",
    filters=(
        Filter("period", "Period", (Period.months("December 2025", "2025-12"), Period.months("Oct–Dec 2025", "2025-10", "2025-12"),
            Period.months("October 2025", "2025-10"), Period.months("November 2025", "2025-11"))),
        Filter.of("segment", "Segment", {"cards": "p.rail = 'card'", "transfers": "p.rail = 'transfer'", "cards and transfers": "true"}),
        Filter.among("acquirer", "Acquirer", "both acquirers", "t.acquirer", ("A", "B"), "acquirer {}"),
        Filter.among("issuer", "Payer’s bank in", "all countries", "t.issuer_country", ("HA", "KE2", "JU", "VO", "WA", "ZI")),
        Filter("metric", "Metric", (Option("Approval", APPROVAL, "%"), Option("Volume", "count(*)", "{denominator}"),
            Option("Amount approved", f"round({AMOUNT})", "€"))),
        Filter.of("denominator", "Count", {"attempts": "false", "payments": "true"}),
        replace(TIME_ZONE, options=(*TIME_ZONE.options,
            Option("the merchant's", "case m.country when 'KE2' then interval 3 hour else interval 1 hour end"))),
    ),
    kpis=(
        Kpi("Approval", "%", APPROVAL, decimals=1, good="up"),
        Kpi("Volume", "{denominator}", "count(*)"),
        Kpi("Amount approved", "€", AMOUNT, good="up"),
        Kpi("No answer in time", "%", "100.0 * avg((result = 'timeout')::int)", decimals=2, good="down"),
    ),
    charts=(
        Chart("line", "{metric} by day: {segment}, {acquirer}, {issuer}",
              "select day, {metric} as value, count(*) as cases from chosen group by day order by day",
              x="day", y="value", of="cases", unit="{metric_unit}", y_title="{metric}", decimals=1, wide=True),
        Chart("heat", "{metric} by acquirer and country of the card’s bank", "select issuer_country, 'acquirer ' || acquirer "
              "as acquirer, {metric} as value, count(*) as cases from chosen group by all order by 2, 1", x="issuer_country", y="value",
              series="acquirer", of="cases", unit="{metric_unit}", y_title="{metric}", x_title="Country of the issuing bank", decimals=1),
        Chart("bars", "Why do banks say no?", """
            select case decline_code when '05' then '05 do not honour' when '14' then '14 invalid number' when '51'
              then '51 not enough money' when '54' then '54 expired' else '91 bank not reached' end as decline_code,
              count(*) / (select count(distinct day) from chosen) as declined from chosen where result = 'declined' group by 1 order by 2 desc""",
              x="decline_code", y="declined", unit="declines a day", decimals=1, note="Where payments are counted: at their first attempt."),
        Chart("funnel", "How far does the money get?", """
            with paid as (select distinct payment_id from chosen where approved),
            settled as (select distinct payment_id from settlements where payment_id in (from paid)),
            kept as (select payment_id from settled join payments using (payment_id)
              where status = 'paid' and payment_id not in (select payment_id from disputes))
            select 'asked for' as step, count(distinct payment_id) as payments from chosen
            union all select 'approved', count(*) from paid union all select 'settled', count(*) from settled
            union all select 'neither refunded nor disputed', count(*) from kept order by payments desc""",
              x="step", y="payments", source="payment_attempts, payments, merchants, settlements, disputes, without the internal shop M0007",
              note="Charges of 31 December settle in January, and disputes come weeks later."),
        Chart("histogram", "How long do answers take?", "select least(latency_ms // 100 * 100, 3000) as ms, count(*) as answers "
              "from chosen group by 1 order by 1", x="ms", y="answers", unit="{denominator}",
              x_title="Time to the answer in ms; the last bar is 3,000 ms and more"),
    ),
)  # fmt: skip
