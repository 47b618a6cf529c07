"""Ten figures with one flaw each, and the same data without it: the demo and the first exercise of module 9."""

from __future__ import annotations

from dataclasses import replace

from course.dashboards.describe import Chart, Tile

CARDS = (
    "payment_attempts t join payments p using (payment_id) join merchants m using (merchant_id) "
    "where p.rail = 'card' and not m.is_internal"
)
APPROVAL = "100.0 * count(*) filter (result = 'approved') / count(*)"
PAY = "payment_attempts, payments, merchants, without the internal shop M0007"
LOANS = "loans, instalments"
MONTH = "strftime({0}, '%b %Y') as month"
EVER_LATE = """
with loan as (
  select l.loan_id, l.status, 'Q' || quarter(l.disbursed_at) || ' 2025' as quarter, l.disbursed_at,
    max((coalesce(i.paid_at::date, date '2025-12-31') > i.due_date + 30)::int) as ever_late,
    max((i.n = 1 and coalesce(i.paid_at::date, date '2025-12-31') > i.due_date + 30)::int) as early_late
  from loans l join instalments i using (loan_id) group by all
)
"""
LATE = Chart(
    "columns", "Share of loans that fell more than 30 days behind", f"{EVER_LATE} select quarter, 100.0 * avg(ever_late) as share, "
    "count(*) as loans from loan group by 1 order by 1", x="quarter", y="share", of="loans", unit="%", y_title="Loans in default",
    x_title="Quarter in which the loan was paid out", denominator="of the loans paid out in the quarter", zone="UTC", decimals=1,
    source=LOANS,
)  # fmt: skip


def _running_total() -> Tile:
    true = Chart(
        "columns", "How many shops are new each month?", f"select {MONTH.format('min(onboarded_at)')}, count(*) as shops "
        "from merchants where not is_internal and onboarded_at >= '2025-01-01' group by date_trunc('month', onboarded_at) "
        "order by min(onboarded_at)",
        x="month", y="shops", unit="shops", y_title="New shops", x_title="Month", zone="UTC", source="merchants",
    )  # fmt: skip
    flawed = replace(
        true, title="Shops on Mandaro Pay keep growing", y_title="Shops since January", flaw="cumulative",
        sql=f"select month, sum(shops) over (order by first) as shops from (select {MONTH.format('min(onboarded_at)')}, "
        "min(onboarded_at) as first, count(*) as shops from merchants where not is_internal and onboarded_at >= '2025-01-01' "
        "group by date_trunc('month', onboarded_at)) order by first",
    )  # fmt: skip
    return Tile(1, flawed, true, "More and more shops: we grow all the time.",
                "A running total can only rise. Seen month by month, fewer and fewer shops are new since September.")  # fmt: skip


def _denominator() -> Tile:
    ratio = """
        with settled as (select date_trunc('month', settled_at)::date as month, count(*) as charges from settlements group by 1),
        opened as (select date_trunc('month', opened_at)::date as month, count(*) as disputes from disputes group by 1)
        select strftime(opened.month, '%b %Y') as month, 100.0 * disputes / charges as ratio, disputes
        from opened join settled on settled.month = opened.month{shift} order by opened.month"""
    true = Chart(
        "columns", "Dispute ratio as the Rulebook defines it (RB1)", ratio.format(shift=" - interval 1 month"), x="month",
        y="ratio", of="disputes", unit="%", y_title="Dispute ratio", x_title="Month", zone="UTC", decimals=3,
        denominator="of the charges settled in the month before; 0.65% is a breach", source="disputes, settlements",
    )  # fmt: skip
    flawed = replace(
        true,
        title="Dispute ratio: below the limit of 0.65%",
        sql=ratio.format(shift=""),
        denominator="",
        flaw="denominator",
    )
    return Tile(2, flawed, true, "December stays below 0.65%: no early warning is needed.",
                "The chart divides by the charges of the same month, and December was a busy one. Over November's charges, as RB1 "
                "asks, December's ratio is {F4.ratio}: a breach.")  # fmt: skip


def _axis() -> Tile:
    true = Chart(
        "columns", "Card approval by month", f"select {MONTH.format('min(t.created_at)')}, {APPROVAL} as approval, count(*) as "
        f"attempts from {CARDS} group by month(t.created_at) order by min(t.created_at)", x="month", y="approval", of="attempts",
        unit="%", y_title="Approval", x_title="Month", denominator="of all card attempts", zone="UTC", decimals=1, source=PAY,
    )  # fmt: skip
    flawed = replace(true, title="Card approval collapses in December", y_from=76.0, flaw="axis")
    return Tile(3, flawed, true, "Approval has collapsed in December.",
                f"The bars begin at {flawed.y_from:.0f}%, so their lengths mean nothing. From zero the fall is what it is: small, and still worth a "
                "question.")  # fmt: skip


def _test_traffic() -> Tile:
    sql = (
        "select merchant_id as shop, 100.0 * count(*) filter (result = 'approved') / count(*) as approval, count(*) as attempts "
        "from payment_attempts join payments using (payment_id) join merchants using (merchant_id){0} group by 1 "
        "having count(*) > 1000 order by 2 desc limit 6"
    )
    true = Chart(
        "bars", "The six large shops with the highest approval, Q4 2025", sql.format(" where not is_internal"), x="shop",
        y="approval", of="attempts", unit="%", y_title="Approval", x_title="Shop", denominator="of the shop’s attempts", zone="UTC",
        decimals=1, source="payment_attempts, payments, merchants",
    )  # fmt: skip
    flawed = replace(true, title="One large shop is always approved, Q4 2025", sql=sql.format(""), flaw="test traffic")
    return Tile(4, flawed, true, "Shop M0007 does something right that the others should copy.",
                "M0007 is Mandaro's own test shop. It pays itself, is always approved, and belongs in no figure.")  # fmt: skip


def _dual_axis() -> Tile:
    weeks = (
        f"select date_trunc('week', t.created_at)::date as week, count(*) as attempts, {APPROVAL} as approval from {CARDS} "
        "and t.created_at >= '2025-10-06' and t.created_at < '2025-12-29' group by 1"
    )
    true = Chart(
        "line", "Attempts and approval by week, first week = 100", f"with weeks as ({weeks}) select week, 'attempts' as figure, "
        "100.0 * attempts / first(attempts) over (order by week) as level from weeks union all select week, 'approval', "
        "100.0 * approval / first(approval) over (order by week) from weeks order by 1, 2", x="week", y="level", series="figure",
        unit="first week = 100", y_title="Level", zone="UTC", source=PAY, y_from=0,
    )  # fmt: skip
    flawed = replace(
        true, title="More attempts, less approval", sql=f"{weeks} order by 1", y="attempts", unit="attempts", y_title="Attempts",
        series="", second="approval", second_title="Approval (%)", denominator="of all card attempts", y_from=None,
        flaw="dual axis",
    )  # fmt: skip
    return Tile(5, flawed, true, "The two lines cross: volume drives approval down.",
                "Each line has an axis of its own, so the person who drew them chose where they cross. On one axis approval hardly "
                "moves while the number of attempts does.")  # fmt: skip


def _young_cohort() -> Tile:
    true = replace(LATE, title="Loans in default at two months on book", sql=f"{EVER_LATE} select quarter, 100.0 * avg(early_late) "
                   "as share, count(*) as loans from loan where disbursed_at < '2025-11-01' group by 1 order by 1",
                   note="Q4 is October only: later loans are younger than two months.")  # fmt: skip
    flawed = replace(LATE, title="Our newest loans are the best ever", flaw="young cohort")
    return Tile(6, flawed, true, "The loans of the fourth quarter are the best so far.",
                "They are the youngest: most had no time to fall behind. At two months on book {F7.october} of October's loans are in "
                "default, and {F7.h1} of those of the first half-year.")  # fmt: skip


def _time_zone() -> Tile:
    hours = (
        "select hour(created_at{0}) as hour, count(*) as payments from payments join merchants using (merchant_id) "
        "where country = 'KE2' and not is_internal group by 1 order by 1"
    )
    true = Chart(
        "histogram", "When do people pay in KE2?", hours.format(" + interval 3 hour"), x="hour", y="payments", unit="payments",
        y_title="Payments", x_title="Hour of the day, local time (UTC+3)", zone="UTC+3", source="payments, merchants",
    )  # fmt: skip
    flawed = replace(true, title="People in KE2 pay from five in the morning", sql=hours.format(""), zone="",
                     x_title="Hour of the day", flaw="time zone")  # fmt: skip
    return Tile(7, flawed, true, "People in KE2 begin to pay at five in the morning and stop at eleven at night.",
                "The hours are UTC, and KE2's clocks are three hours ahead. People begin at eight, and what they pay after nine in the "
                "evening UTC belongs to the next day there.")  # fmt: skip


def _mix() -> Tile:
    real = "applications join customers using (customer_id) where not is_test and applied_at >= '2025-07-01'"
    quarter = "'Q' || quarter(applied_at) || ' 2025' as quarter"
    approval = "100.0 * count(*) filter (decision = 'approved') / count(*) as approval, count(*) as applications"
    true = Chart(
        "columns", "Loan approval by channel", f"select replace(applications.channel, '_', ' ') as channel, {quarter}, {approval} from {real} "
        "group by all order by 1, 2", x="channel", y="approval", series="quarter", of="applications", unit="%", y_title="Approval",
        x_title="Channel", denominator="of the channel’s applications", zone="UTC", decimals=1, source="applications, customers",
    )  # fmt: skip
    flawed = replace(true, title="Risk has tightened: loan approval falls", sql=f"select {quarter}, {approval} from {real} "
                     "group by 1 order by 1", x="quarter", series="", x_title="Quarter", denominator="of all applications",
                     flaw="mix")  # fmt: skip
    return Tile(8, flawed, true, "Fewer people are approved: Risk has become stricter.",
                "No channel approves fewer people than before. If the parts stand still and the total falls, their weights have moved: "
                "ask which channel grew.")  # fmt: skip


def _survivors() -> Tile:
    true = replace(LATE, title="Loans that fell behind, written-off loans included", sql=LATE.sql.replace(
        "from loan group", "from loan where disbursed_at < '2025-07-01' group"))  # fmt: skip
    flawed = replace(true, title="Hardly anybody falls behind", sql=true.sql.replace("where", "where status <> 'written_off' and"),
                     denominator="of the loans on the books", flaw="survivors")  # fmt: skip
    return Tile(9, flawed, true, "Only few borrowers of the first half-year fell behind.",
                "Loans that were written off have left the books and with them the chart. With them, far more fell behind.")  # fmt: skip


def _season() -> Tile:
    days = (
        "from payments join merchants using (merchant_id) where not is_internal and created_at >= '{0}' and created_at < "
        "'2025-11-29' and day(created_at) between 8 and 28 group by all order by 1"
    )
    true = Chart(
        "columns", "Payments a day, before and on the days of salaries", "select * exclude n from (select month(created_at) as n, "
        "strftime(created_at, '%B') as month, case when day(created_at) < 25 then '8th to 24th' else '25th to 28th' end as days, "
        f"count(*) / count(distinct created_at::date) as payments {days.format('2025-10-01')}, days desc)",
        x="month", y="payments", series="days", unit="payments a day", y_title="Payments", x_title="Month", zone="UTC",
        source="payments, merchants",
    )  # fmt: skip
    flawed = replace(
        true, kind="line", title="The campaign of 24 November works", series="", x="day", x_title="", flaw="season", y_from=0,
        sql=f"select created_at::date as day, count(*) as payments {days.format('2025-11-08')}", unit="payments",
        marks=(("2025-11-24", "campaign"),),
    )  # fmt: skip
    return Tile(10, flawed, true, "Payments jumped after 24 November: the campaign works.",
                "They jumped in October, too, from the 25th to the 28th, when salaries arrive and there was no campaign. A campaign "
                "has to beat that.")  # fmt: skip


TILES = (
    _running_total(), _denominator(), _axis(), _test_traffic(), _dual_axis(), _young_cohort(), _time_zone(), _mix(), _survivors(),
    _season(),
)  # fmt: skip
"""In an order that does not follow the list of flaws; tile 1 is ``TILES[0]``."""
