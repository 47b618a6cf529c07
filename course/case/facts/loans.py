"""Facts of loans on the books: F7 and F8."""

from __future__ import annotations

from .fact import Fact

EARLY = """
with loan as (
    select l.loan_id, l.disbursed_at, a.channel,
           max(case when i.n = 1 and {late} then 1 else 0 end) as early, max(case when {late} then 1 else 0 end) as ever
    from loans l join applications a using (application_id) join instalments i using (loan_id) group by all
)
""".format(late="coalesce(i.paid_at::date, date '2025-12-31') > i.due_date + 30")
"""Default means an instalment more than 30 days late. At two months on book that can only be the first one."""
OPEN = """
with loan as (
    select l.loan_id, l.restructured, sum(i.due_cents) as cents, min(i.due_date) as oldest
    from loans l join instalments i using (loan_id)
    where l.status = 'active' and i.paid_at is null group by all
), late as (select *, date '2025-12-31' - oldest > 30 as is_late from loan)
"""
VINTAGE_FACTS = (
    Fact(
        "F7.h1",
        "{value} of the loans of the first half-year were in default at two months on book",
        1.9,
        "%",
        0.05,
        f"{EARLY} select 100.0 * avg(early) from loan where disbursed_at < '2025-07-01'",
        ("7.3", "9.1", "9.6"),
        (1.75, 2.05),
    ),
    Fact(
        "F7.october",
        "{value} of the loans of October 2025 were in default at two months on book",
        6.0,
        "%",
        0.05,
        f"{EARLY} select 100.0 * avg(early) from loan where date_trunc('month', disbursed_at) = '2025-10-01'",
        ("7.3", "9.1", "9.6"),
        (5.7, 6.3),
    ),
    Fact(
        "F7.to_date_h1",
        "Counted to date, {value} of the loans of the first half-year have defaulted",
        5.2,
        "%",
        0.1,
        f"{EARLY} select 100.0 * avg(ever) from loan where disbursed_at < '2025-07-01'",
        ("7.3", "9.1"),
        (4.7, 5.7),
    ),
    Fact(
        "F7.to_date_q4",
        "Counted to date, {value} of the loans of the fourth quarter have defaulted: the best of all",
        2.0,
        "%",
        0.1,
        f"{EARLY} select 100.0 * avg(ever) from loan where disbursed_at >= '2025-10-01'",
        ("7.3", "9.1"),
        (1.7, 2.3),
    ),
    Fact(
        "F7.affiliates",
        "{value} of October's early defaults came through affiliates",
        62,
        "%",
        1,
        f"{EARLY} select 100.0 * avg((channel = 'affiliate')::int) from loan where early = 1 "
        "and disbursed_at >= '2025-10-01'",
        ("7.3", "14.1"),
        (45, 90),
    ),
)
PORTFOLIO_FACTS = (
    Fact(
        "F8.active",
        "{value} loans were active on 31 December 2025",
        5_200,
        "loans",
        0,
        "select count(*) from loans where status = 'active'",
        ("8.7",),
        (5_150, 5_250),
    ),
    Fact(
        "F8.late",
        "{value} active loans were more than 30 days late",
        213,
        "loans",
        0,
        f"{OPEN} select count(*) from late where is_late",
        ("8.7",),
        (207, 220),
    ),
    Fact(
        "F8.count",
        "PAR30 by number of loans: {value}",
        4.1,
        "%",
        0.05,
        f"{OPEN} select 100.0 * avg(is_late::int) from late",
        ("8.7", "9.1"),
        (3.9, 4.3),
    ),
    Fact(
        "F8.balance",
        "PAR30 by balance, restructured loans left out: {value}",
        6.8,
        "%",
        0.05,
        f"{OPEN} select 100.0 * sum(cents) filter (is_late) / sum(cents) from late",
        ("8.7", "9.1"),
        (6.6, 7.0),
    ),
    Fact(
        "F8.par30",
        "PAR30 as the Rulebook defines it, with restructured loans: {value}",
        8.4,
        "%",
        0.05,
        f"{OPEN} select 100.0 * sum(cents) filter (is_late or restructured) / sum(cents) from late",
        ("8.7", "9.5"),
        (8.1, 8.7),
    ),
)
