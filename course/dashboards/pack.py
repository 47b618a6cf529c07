"""The draft of the board pack: ten figures as their makers published them, each with one flaw. Exercise 9.1 asks for it.

They share no data with the tiles of the demo. Each has a table of further data from the same source, so that a reader can
find out what is true.
"""

from __future__ import annotations

from dataclasses import dataclass

from course.dashboards.describe import Chart

CARDS = "payment_attempts t join payments p using (payment_id) join merchants m using (merchant_id) where p.rail = 'card' and not m.is_internal"
ASKED = (
    "payment_attempts t join payments p using (payment_id) join merchants m using (merchant_id) where not m.is_internal"
)
CHARGED = "100.0 * count(*) filter (p.status <> 'failed') / count(*)"
SHOPS = "payments p join merchants m using (merchant_id) where p.rail = 'card' and m.mcc is not null"
KE2 = "payments p join merchants m using (merchant_id) where m.country = 'KE2' and not m.is_internal and p.created_at >= '2025-12-22' and p.created_at < '2025-12-31'"
DAYS = "payments p join merchants m using (merchant_id) where not m.is_internal"
SCORES = "applications a join customers c using (customer_id) where not c.is_test and a.score is not null and a.applied_at >= '2025-07-01'"
STEPS = "funnel_events f join customers c using (customer_id) where not c.is_test"
SIGNED = f"{STEPS} and f.step = 'signed' and f.ts >= '2025-10-06' and f.ts < '2025-12-29'"
DAY_90 = "granted_at + interval 90 day"
LAPSED = f"{DAY_90} <= timestamp '2026-01-01' and (revoked_at is null or revoked_at > {DAY_90}) and (reconfirmed_at is null or reconfirmed_at > {DAY_90})"
RIPE = f"{DAY_90} <= timestamp '2026-01-01' and (revoked_at is null or revoked_at > {DAY_90})"


@dataclass(frozen=True)
class Figure:
    """A published figure, and a query for further data: the table that its reader can ask for."""

    chart: Chart
    further_sql: str


PACK = (
    Figure(
        Chart("line", "Our applicants are getting worse", f"select date_trunc('week', a.applied_at)::date as week, avg(a.score) as score, count(*) as "
              f"applications from {SCORES} and a.applied_at >= '2025-08-04' and a.applied_at < '2025-12-29' group by 1 order by 1", x="week", y="score",
              of="applications", unit="points", y_title="Average score", zone="UTC", source="applications, customers, without test accounts", flaw="mix"),
        "select channel, count(*) filter (q = 3) as applications_q3, round(avg(score) filter (q = 3), 1) as score_q3, count(*) filter (q = 4) as applications_q4, "
        f"round(avg(score) filter (q = 4), 1) as score_q4 from (select a.channel, a.score, quarter(a.applied_at) as q from {SCORES}) group by 1 order by 1",
    ),
    Figure(
        Chart("columns", "Acquirer A is twice as good as B", f"select 'acquirer ' || t.acquirer as acquirer, 100.0 * count(*) filter (t.result = 'approved') / "
              f"count(*) as approval, count(*) as attempts from {CARDS} group by 1 order by 1", x="acquirer", y="approval", of="attempts", unit="%",
              y_title="Approval", x_title="Acquirer", denominator="of all card attempts in Q4 2025", zone="UTC", decimals=1, y_from=72.0,
              source="payment_attempts, payments, merchants, without the internal shop M0007", flaw="axis"),
        "",
    ),
    Figure(
        Chart("bars", "Nobody waits longer than three seconds", f"select 'acquirer ' || t.acquirer as acquirer, max(t.latency_ms) / 1000 as seconds, count(*) as "
              f"answers from {ASKED} and t.result <> 'timeout' group by 1 order by 1", x="acquirer", y="seconds", of="answers", unit="s",
              y_title="Longest wait for an answer", x_title="Acquirer", zone="UTC", decimals=1, source="payment_attempts, payments, merchants, Q4 2025",
              flaw="survivors"),
        "select t.result, count(*) as attempts, count(*) filter (t.latency_ms > 3000) as longer_than_3_s, max(t.latency_ms) / 1000 as longest_s "
        f"from {ASKED} group by 1 order by 2 desc",
    ),
    Figure(
        Chart("columns", "Hardly any consent lapses any more", f"select strftime(granted_at, '%b %Y') as month, 100.0 * count(*) filter ({LAPSED}) / count(*) as "
              "lapsed, count(*) as consents from consents group by month(granted_at), 1 order by month(granted_at)", x="month", y="lapsed", of="consents",
              unit="%", y_title="Lapsed by 31 December", x_title="Month in which the consent was given", denominator="of the consents given in the month",
              zone="UTC", decimals=1, source="consents", flaw="young cohort"),
        f"select strftime(granted_at, '%b %Y') as month, count(*) as given, count(*) filter ({RIPE}) as reached_day_90, count(*) filter ({LAPSED}) as lapsed "
        "from consents group by month(granted_at), 1 order by month(granted_at)",
    ),
    Figure(
        Chart("line", "Ever more loans are signed", "select week, sum(signatures) over (order by week) as signatures from (select date_trunc('week', f.ts)::date "
              f"as week, count(*) as signatures from {SIGNED} group by 1) order by 1", x="week", y="signatures", unit="signatures", y_title="Signatures", zone="UTC",
              source="funnel_events, without test accounts", y_from=0, flaw="cumulative"),
        "",
    ),
    Figure(
        Chart("bars", "Category 5999 collects best", f"select 'category ' || m.mcc as category, {CHARGED} as collected, count(*) as payments from {SHOPS} "
              "group by 1 order by 2 desc limit 5", x="category", y="collected", of="payments", unit="%", y_title="Collected", x_title="Category of the shop",
              denominator="of the category’s card payments in Q4 2025", zone="UTC", decimals=1, source="payments, merchants", flaw="test traffic"),
        f"select m.mcc as category, m.is_internal, count(*) as payments, count(*) filter (p.status <> 'failed') as collected from {SHOPS} "
        "and m.mcc in ('5999', '4121') group by all order by 1, 2",
    ),
    Figure(
        Chart("line", "The checkout of 1 December costs us payers", f"select p.created_at::date as day, count(*) as payments from {DAYS} and p.created_at >= "
              "'2025-11-24' and p.created_at < '2025-12-08' group by 1 order by 1", x="day", y="payments", unit="payments", y_title="Payments", zone="UTC",
              source="payments, merchants, without the internal shop M0007", y_from=0, marks=(("2025-12-01", "new checkout"),), flaw="season"),
        "select case when p.created_at < '2025-11-01' then 'last 7 days of October' when p.created_at < '2025-11-08' then 'first 7 days of November' when "
        "p.created_at < '2025-12-01' then 'last 7 days of November' else 'first 7 days of December' end as week, round(count(*) / 7, 1) as payments_a_day "
        f"from {DAYS} and (p.created_at::date between '2025-10-25' and '2025-11-07' or p.created_at::date between '2025-11-24' and '2025-12-07') "
        "group by 1 order by min(p.created_at)",
    ),
    Figure(
        Chart("columns", "Four in ten visitors sign", f"select c.country, 100.0 * count(distinct f.customer_id) filter (f.step = 'signed') / count(distinct "
              f"f.customer_id) filter (f.step = 'submitted') as signed from {STEPS} group by 1 order by 1", x="country", y="signed", unit="%",
              y_title="Signed a loan", x_title="Country", zone="UTC", decimals=1, source="funnel_events, customers, Q4 2025", flaw="denominator"),
        f"select f.step, count(distinct f.customer_id) filter (c.country = 'HA') as customers_ha, count(distinct f.customer_id) filter (c.country = 'KE2') as "
        f"customers_ke2 from {STEPS} group by 1 order by 2 desc",
    ),
    Figure(
        Chart("columns", "27 December was the best day in KE2", f"select strftime(p.created_at, '%-d %b') as day, count(*) as payments from {KE2} group by "
              "p.created_at::date, 1 order by p.created_at::date", x="day", y="payments", unit="payments", y_title="Payments", x_title="Day",
              source="payments, merchants of KE2", flaw="time zone"),
        "select strftime(p.created_at, '%-d %b') as utc_day, count(*) filter (hour(p.created_at) < 21) as until_21_utc, count(*) filter (hour(p.created_at) >= 21) "
        f"as from_21_utc from {KE2} group by p.created_at::date, 1 order by p.created_at::date",
    ),
    Figure(
        Chart("line", "More calls, and ever more of them fail", "select date_trunc('week', ts)::date as week, sum(requests) as calls, sum(e5xx) as failed from "
              "api_daily where ts >= '2025-07-07' and ts < '2025-12-29' group by 1 order by 1", x="week", y="calls", unit="calls", y_title="Calls", zone="UTC",
              source="api_daily", second="failed", second_title="Failed calls", flaw="dual axis"),
        "select strftime(ts, '%b %Y') as month, sum(requests) as calls, sum(e5xx) as failed from api_daily group by month(ts), 1 order by month(ts)",
    ),
)  # fmt: skip
"""Figure 1 is ``PACK[0]``."""
