"""Facts of loan applications: F2 and F10."""

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
THIN_FILE_FACTS = (
    Fact(
        "F10.share",
        "{value} of the applicants of the fourth quarter have a thin file",
        38.0,
        "%",
        0.05,
        f"select 100.0 * count(*) filter (a.trade_lines < 3) / count(*) from {REAL} and {Q4}",
        ("16.3", "capstone"),
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
