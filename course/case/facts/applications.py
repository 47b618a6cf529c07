"""Facts of loan applications: F2, F9 and F10."""

from __future__ import annotations

from .fact import Fact

REAL = "applications a join customers c using (customer_id) where not c.is_test"
Q3 = "a.applied_at >= '2025-07-01' and a.applied_at < '2025-10-01'"
Q4 = "a.applied_at >= '2025-10-01' and a.applied_at < '2026-01-01'"
RATE = "100.0 * count(*) filter (a.decision = 'approved') / count(*)"
MIX = f"""
with channel as (
    select a.channel, count(*) filter ({Q3}) as before, count(*) filter ({Q4}) as after,
           1.0 * count(*) filter ({Q3} and a.decision = 'approved') / count(*) filter ({Q3}) as rate_before,
           1.0 * count(*) filter ({Q4} and a.decision = 'approved') / count(*) filter ({Q4}) as rate_after
    from {REAL} group by a.channel
), share as (
    select *, before / sum(before) over () as share_before, after / sum(after) over () as share_after from channel
)
"""
PROFIT = f"""
with applicant as (
    select a.score // 20 * 20 as band, 1 / (1 + 8 * 2 ** ((a.score // 20 * 20 + 10 - 600) / 40.0)) as pd
    from {REAL} and {Q4} and a.score is not null
), cutoff as (
    select c.cutoff, sum(100 * (1 - pd) - 560 * pd - 25) / 1000 as profit, avg(pd) as bad_rate
    from (select unnest(range(500, 740, 20)) as cutoff) c join applicant on band >= c.cutoff group by 1
)
"""
CHANNELS = {"organic": (54, 55), "paid_social": (38, 39), "affiliate": (22, 23), "partner_app": (61, 62)}
MIX_FACTS = (
    Fact(
        "F2.q3",
        "Loan approval in the third quarter: {value} of all applications",
        47.48,
        "%",
        0.005,
        f"select {RATE} from {REAL} and {Q3}",
        ("5.2", "9.2", "9.5"),
        (45, 50),
    ),
    Fact(
        "F2.q4",
        "Loan approval in the fourth quarter: {value} of all applications",
        41.17,
        "%",
        0.005,
        f"select {RATE} from {REAL} and {Q4}",
        ("5.2", "9.2", "9.5"),
        (38.5, 44),
    ),
    Fact(
        "F2.n_q3",
        "{value} applications in the third quarter",
        10_000,
        "applications",
        0,
        f"select count(*) from {REAL} and {Q3}",
        ("5.2", "9.2"),
        (9_600, 10_400),
    ),
    Fact(
        "F2.n_q4",
        "{value} applications in the fourth quarter",
        13_800,
        "applications",
        0,
        f"select count(*) from {REAL} and {Q4}",
        ("5.2", "9.2"),
        (13_000, 14_600),
    ),
    Fact(
        "F2.change",
        "Loan approval moved by {value} from the third to the fourth quarter",
        -6.31,
        "pp",
        0.005,
        f"{MIX} select 100 * sum(share_after * rate_after - share_before * rate_before) from share",
        ("9.2", "9.5"),
        (-9, -4.5),
    ),
    Fact(
        "F2.mix",
        "Of that, {value} come from the mix of channels",
        -7.31,
        "pp",
        0.005,
        f"{MIX} select 100 * sum((share_after - share_before) * rate_before) from share",
        ("9.2", "9.5"),
        (-10, -5.5),
    ),
    Fact(
        "F2.rate",
        "Of that, {value} come from the rates within the channels",
        1.0,
        "pp",
        0.005,
        f"{MIX} select 100 * sum(share_after * (rate_after - rate_before)) from share",
        ("9.2", "9.5"),
        (0.99, 1.01),
    ),
    Fact(
        "F2.rising",
        "The approval rate rose in {value} of four channels",
        4,
        "channels",
        0,
        f"{MIX} select count(*) from share where rate_after > rate_before",
        ("9.2",),
    ),
    Fact(
        "F2.affiliate_q3",
        "{value} applications from affiliates in the third quarter",
        1_000,
        "applications",
        0,
        f"select count(*) from {REAL} and {Q3} and a.channel = 'affiliate'",
        ("9.2", "14.1"),
        (900, 1_100),
    ),
    Fact(
        "F2.affiliate_q4",
        "{value} applications from affiliates in the fourth quarter",
        5_000,
        "applications",
        0,
        f"select count(*) from {REAL} and {Q4} and a.channel = 'affiliate'",
        ("9.2", "14.1"),
        (4_800, 5_200),
    ),
    *(
        Fact(
            f"F2.{channel}_{quarter}_rate",
            f"Approval of {channel} in {quarter.upper()}: {{value}}",
            value,
            "%",
            0.005,
            f"select {RATE} from {REAL} and {when} and a.channel = '{channel}'",
            ("9.2",),
            (value - 2, value + 2),
        )
        for channel, values in CHANNELS.items()
        for quarter, when, value in zip(("q3", "q4"), (Q3, Q4), values, strict=True)
    ),
)
CUTOFF_FACTS = (
    Fact(
        "F9.applicants_scored",
        "{value} applicants of the fourth quarter have a score",
        12_350,
        "applications",
        0,
        f"select count(a.score) from {REAL} and {Q4}",
        ("8.2",),
        (11_500, 13_200),
    ),
    Fact(
        "F9.by_score",
        "{value} of them were approved by their score",
        5_600,
        "applications",
        0,
        f"select count(*) from {REAL} and {Q4} and a.score >= 620 and a.decision = 'approved'",
        ("8.2",),
        (5_100, 6_150),
    ),
    Fact(
        "F9.manual",
        "{value} more were approved by a person",
        81,
        "applications",
        0,
        f"select count(*) from {REAL} and {Q4} and a.decision_reason = 'manual_review' and a.decision = 'approved'",
        ("8.2",),
        (72, 92),
    ),
    Fact(
        "F9.approved",
        "{value} applications were approved in the fourth quarter",
        5_681,
        "applications",
        0,
        f"select count(*) from {REAL} and {Q4} and a.decision = 'approved'",
        ("8.2", "9.2"),
        (5_200, 6_200),
    ),
    Fact(
        "F9.best",
        "The cut-off with the highest profit is {value}",
        600,
        "points",
        0,
        f"{PROFIT} select cutoff from cutoff order by profit desc limit 1",
        ("8.2", "capstone"),
    ),
    *(
        Fact(
            f"F9.profit_{cutoff}",
            f"With the cut-off at {cutoff} the quarter earns {{value}}",
            value,
            "k EUR",
            0.05,
            f"{PROFIT} select profit from cutoff where cutoff = {cutoff}",
            ("8.2", "8.3"),
            (0.85 * value, 1.15 * value),
        )
        for cutoff, value in ((560, 225.9), (600, 286.5), (620, 270.6), (660, 183.5))
    ),
    Fact(
        "F9.break_even",
        "A loan is worth making up to a probability of default of {value}",
        11.4,
        "%",
        0.05,
        "select 100.0 * 75 / 660",
        ("8.2",),
    ),
    Fact(
        "F9.best_allowed",
        "The most profitable cut-off with a bad rate within 4.5 % is {value}",
        620,
        "points",
        0,
        f"{PROFIT} select cutoff from cutoff where bad_rate <= 0.045 order by profit desc limit 1",
        ("8.3", "capstone"),
    ),
    Fact(
        "F9.price",
        "The appetite for risk costs {value} a quarter",
        15.9,
        "k EUR",
        0.05,
        f"{PROFIT} select max(profit) - max(profit) filter (bad_rate <= 0.045) from cutoff",
        ("8.3", "capstone"),
        (13, 19),
    ),
    Fact(
        "F10.share",
        "{value} of the applicants of the fourth quarter have a thin file",
        38.0,
        "%",
        0.05,
        f"select 100.0 * count(*) filter (a.trade_lines < 3) / count(*) from {REAL} and {Q4}",
        ("capstone",),
        (36.5, 39.5),
    ),
    Fact(
        "F10.thin",
        "{value} of the applicants with a thin file were approved",
        22.0,
        "%",
        0.05,
        f"select {RATE} from {REAL} and {Q4} and a.trade_lines < 3",
        ("capstone",),
        (21, 23),
    ),
    Fact(
        "F10.others",
        "{value} of the other applicants were approved",
        53,
        "%",
        0.5,
        f"select {RATE} from {REAL} and {Q4} and a.trade_lines >= 3",
        ("capstone",),
        (49, 58),
    ),
)
