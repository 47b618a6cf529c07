"""Facts of the credit cut-off: F9. Applicants are the scored ones of the fourth quarter."""

from __future__ import annotations

from ..credit import APPETITE, COST, EARNED, LOST
from .applications import Q4, REAL
from .fact import Fact

PROFIT = f"""
with applicant as (
    select a.score // 20 * 20 as band, 1 / (1 + 8 * 2 ** ((a.score // 20 * 20 + 10 - 600) / 40.0)) as pd,
        {EARNED} * (1 - pd) - {LOST} * pd - {COST} as euro
    from {REAL} and {Q4} and a.score is not null
), cutoff as (
    select c.cutoff, sum(euro) / 1000 as profit, avg(euro) as average, avg(pd) as bad_rate
    from (select unnest(range(500, 740, 20)) as cutoff) c join applicant on band >= c.cutoff group by 1
)
"""
"""The probability of default and the profit are those of course.case.credit, in SQL."""

TEST = """
with loan as (
    select l.loan_id, bool_or(coalesce(i.paid_at::date, date '2025-12-31') > i.due_date + 30) as is_bad
    from loans l join instalments i using (loan_id) where l.below_cutoff_test group by all
), share as (select count(*) as n, avg(is_bad::int) as p from loan)
"""
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
        ("8.2", "10.1"),
        (72, 92),
    ),
    Fact(
        "F9.approved",
        "{value} applications were approved in the fourth quarter",
        5_681,
        "applications",
        0,
        f"select count(*) from {REAL} and {Q4} and a.decision = 'approved'",
        ("8.2", "9.2", "10.1"),
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
        for cutoff, value in ((540, 142.1), (560, 225.9), (600, 286.5), (620, 270.6), (660, 183.5), (720, 33.2))
    ),
    *(
        Fact(
            f"F9.average_{cutoff}",
            f"With the cut-off at {cutoff} the average loan earns {{value}}",
            value,
            "EUR",
            0.005,
            f"{PROFIT} select average from cutoff where cutoff = {cutoff}",
            ("8.2",),
            (value - 3, value + 3),
        )
        for cutoff, value in ((540, 13.59), (560, 24.16))
    ),
    *(
        Fact(
            f"F9.last_{band}",
            f"A loan from {band} to {band + 19} {'earns' if sign > 0 else 'loses'} {{value}}",
            value,
            "EUR",
            0.005,
            f"{PROFIT} select distinct {sign} * euro from applicant where band = {band}",
            ("8.2",),
        )
        for band, value, sign in ((540, 76.25, -1), (560, 39.65, -1), (600, 12.22, 1))
    ),
    Fact(
        "F9.earns_from",
        "The average loan earns money at every cut-off from {value} up",
        520,
        "points",
        0,
        f"{PROFIT} select 20 + max(cutoff) filter (average <= 0) from cutoff",
        ("8.2",),
    ),
    Fact(
        "F9.growth",
        "Growth's cut-off of 560 earns {value} less than the best",
        60.6,
        "k EUR",
        0.05,
        f"{PROFIT} select max(profit) - max(profit) filter (cutoff = 560) from cutoff",
        ("8.2",),
        (50, 72),
    ),
    Fact(
        "F9.refused",
        "At 660 instead of 600, {value} applicants more are refused",
        3_750,
        "applications",
        0,
        f"{PROFIT} select count(*) from applicant where band between 600 and 640",
        ("8.2",),
        (3_500, 4_000),
    ),
    *(
        Fact(
            f"F9.{best}_over_{chosen}",
            f"The cut-off at {best} earns {{value}} more than the one at {chosen}",
            value,
            "k EUR",
            0.05,
            f"{PROFIT} select a.profit - b.profit from cutoff a, cutoff b where a.cutoff = {best} "
            f"and b.cutoff = {chosen}",
            used_in,
            (0.85 * value, 1.15 * value),
        )
        for best, chosen, value, used_in in (
            (600, 660, 103.0, ("8.2",)),
            (620, 640, 36.7, ("8.3",)),
            (620, 660, 87.1, ("8.3",)),
        )
    ),
    *(
        Fact(
            f"F9.bad_rate_{cutoff}",
            f"With the cut-off at {cutoff}, {{value}} of the loans go bad",
            value,
            "%",
            0.05,
            f"{PROFIT} select 100 * bad_rate from cutoff where cutoff = {cutoff}",
            ("8.3",),
            (value - 0.2, value + 0.2),
        )
        for cutoff, value in ((600, 5.1), (620, 4.0))
    ),
    *(
        Fact(
            f"F9.pd_{band}",
            f"Of the loans from {band} to {band + 19}, {{value}} go bad: an assumption of the case",
            value,
            "%",
            tolerance,
            f"{PROFIT} select distinct 100 * pd from applicant where band = {band}",
            ("8.2", "8.6"),
        )
        for band, value, tolerance in ((500, 37, 0.5), (600, 9.5, 0.05), (720, 1.3, 0.05))
    ),
    *(
        Fact(
            f"F9.test_{end}",
            f"The {word} end of the 95% interval of defaults among the loans of the test below the cut-off: {{value}}",
            value,
            "%",
            0.05,
            f"{TEST} select 100 * (p {sign} 1.96 * sqrt(p * (1 - p) / n)) from share",
            ("8.6",),
            (value - 6, value + 6),
        )
        for end, word, value, sign in (("low", "lower", 11.6, "-"), ("high", "upper", 19.8, "+"))
    ),
    Fact(
        "F9.break_even",
        "A loan is worth making up to a probability of default of {value}",
        11.4,
        "%",
        0.05,
        f"select 100.0 * ({EARNED} - {COST}) / ({EARNED} + {LOST})",
        ("8.2", "8.6"),
    ),
    Fact(
        "F9.best_allowed",
        "The most profitable cut-off with a bad rate within 4.5% is {value}",
        620,
        "points",
        0,
        f"{PROFIT} select cutoff from cutoff where bad_rate <= {APPETITE} order by profit desc limit 1",
        ("8.3", "capstone"),
    ),
    Fact(
        "F9.price",
        "The appetite for risk costs {value} a quarter",
        15.9,
        "k EUR",
        0.05,
        f"{PROFIT} select max(profit) - max(profit) filter (bad_rate <= {APPETITE}) from cutoff",
        ("8.2", "8.3", "capstone"),
        (13, 19),
    ),
)
