"""Facts of payments: F1, F3, F5, F6 and F17. Approval means approved card attempts ÷ all card attempts.

Only Marta's three rates, ``F3.per_attempt`` and those after it, are of all shops, of cards and transfers alike.
"""

from __future__ import annotations

from .fact import Fact

ATTEMPTS = "payment_attempts t join payments p using (payment_id) join merchants m using (merchant_id)"
CARDS = f"{ATTEMPTS} where p.rail = 'card' and not m.is_internal"
APPROVAL = "100.0 * count(*) filter (t.result = 'approved') / count(*)"
WEEKEND = "t.created_at >= '2025-11-14 09:10' and t.created_at < '2025-11-16 18:40'"
B_KE2 = "t.acquirer = 'B' and t.issuer_country = 'KE2'"
AFTER = "t.created_at >= '2025-12-03'"
PAYMENTS = "count(distinct payment_id)"
NUMERATORS = {
    "attempts": "count(*) filter (result = 'approved')",
    "payments": f"{PAYMENTS} filter (result = 'approved')",
}
DAILY = """
with day as (
    select created_at::date as day, count(*) as payments
    from payments join merchants using (merchant_id) where not is_internal group by 1
)
"""
KE2_DAYS = """
with day as (
    select (created_at + interval 3 hour)::date as day, count(*) as payments
    from payments join merchants using (merchant_id) where country = 'KE2' and not is_internal and status <> 'failed'
    group by 1 having day between '2025-12-01' and '2025-12-31'
)
"""


def _rate(numerator: str, denominator: str, month: str) -> str:
    """A rate of the payments created in a month (YYYY-MM): approved attempts, or payments, divided by an expression."""
    return (
        f"select 100.0 * {NUMERATORS[numerator]} / {denominator} from payment_attempts join (select payment_id, "
        f"created_at as pressed from payments) using (payment_id) where strftime(pressed, '%Y-%m') = '{month}'"
    )


def _difference(of: str, where: str, condition: str) -> str:
    """How much higher ``of`` is where the condition is true than where it is false."""
    return (
        f"with part as (select {condition} as inside, {of} as figure from {where} group by 1) "
        "select max(figure) filter (inside) - max(figure) filter (not inside) from part"
    )


APPROVAL_FACTS = (
    Fact(
        "F1.payments",
        "The test shop M0007 made {value} payments in the fourth quarter",
        3_100,
        "payments",
        0,
        "select count(*) from payments join merchants using (merchant_id) where is_internal",
        ("5.5", "9.1"),
        (3_060, 3_140),
    ),
    Fact(
        "F1.lift",
        "With the test shop left in, card approval looks better by {value}",
        0.9,
        "pp",
        0.05,
        f"with rate as (select {APPROVAL} as everything, 100.0 * count(*) filter (t.result = 'approved' and not "
        f"m.is_internal) / count(*) filter (not m.is_internal) as clean from {ATTEMPTS} where p.rail = 'card') "
        "select everything - clean from rate",
        ("5.4", "5.5", "9.1"),
        (0.8, 1.0),
    ),
    Fact(
        "F1.per_payment",
        "Without the test shop {value} of November's payments had an approved attempt",
        93.12,
        "%",
        0.005,
        f"select 100.0 * {NUMERATORS['payments']} / {PAYMENTS} from payment_attempts join (select payment_id, is_internal, "
        "created_at as pressed from payments join merchants using (merchant_id)) using (payment_id) "
        "where not is_internal and strftime(pressed, '%Y-%m') = '2025-11'",
        ("5.7",),
        (92.4, 93.8),
    ),
    Fact(
        "F3.lift",
        "On that weekend card approval was higher by {value} than in the rest of November",
        1.4,
        "pp",
        0.05,
        _difference(APPROVAL, f"{CARDS} and t.created_at >= '2025-11-01' and t.created_at < '2025-12-01'", WEEKEND),
        ("7.1", "9.5"),
        (1.25, 1.55),
    ),
    Fact(
        "F3.per_attempt",
        "Of all attempts at November's payments {value} were approved",
        81.44,
        "%",
        0.005,
        _rate("attempts", "count(*)", "2025-11"),
        ("5.7", "7.1"),
        (80.7, 82.1),
    ),
    Fact(
        "F3.per_payment",
        "Of November's payments {value} had an approved attempt",
        93.39,
        "%",
        0.005,
        _rate("payments", PAYMENTS, "2025-11"),
        ("5.7", "7.1"),
        (92.7, 94.0),
    ),
    Fact(
        "F3.no_share",
        "November's approved attempts divided by its payments are {value}",
        94.09,
        "%",
        0.005,
        _rate("attempts", PAYMENTS, "2025-11"),
        ("5.7", "7.1"),
        (93.4, 94.8),
    ),
    Fact(
        "F3.no_share_october",
        "For October the same division gives {value}",
        93.34,
        "%",
        0.005,
        _rate("attempts", PAYMENTS, "2025-10"),
        ("5.7", "7.1"),
        (92.5, 94.0),
    ),
    Fact(
        "F3.no_share_december",
        "For December it gives {value}",
        92.60,
        "%",
        0.005,
        _rate("attempts", PAYMENTS, "2025-12"),
        ("5.7", "7.1"),
        (91.8, 93.3),
    ),
    Fact(
        "F5.before",
        "Until 2 December acquirer B approved {value} of the card attempts from KE2",
        88,
        "%",
        0.25,
        f"select {APPROVAL} from {CARDS} and {B_KE2} and not {AFTER}",
        ("6.5", "9.3", "9.5", "9.6"),
        (86.8, 89.2),
    ),
    Fact(
        "F5.after",
        "From 3 December it approved {value} of them",
        71,
        "%",
        0.25,
        f"select {APPROVAL} from {CARDS} and {B_KE2} and {AFTER}",
        ("6.5", "9.3", "9.5", "9.6"),
        (69.8, 72.2),
    ),
    Fact(
        "F5.total",
        "All card approval moved by {value} with that",
        -1.9,
        "pp",
        0.05,
        _difference(APPROVAL, CARDS, AFTER),
        ("9.3", "9.5"),
        (-2.3, -1.5),
    ),
    Fact(
        "F5.december",
        "In December {value} of all card attempts were approved",
        76.6,
        "%",
        0.05,
        f"select {APPROVAL} from {CARDS} and t.created_at >= '2025-12-01'",
        ("9.3", "12.3"),
        (75.8, 77.4),
    ),
    Fact(
        "F5.daily",
        "December had {value} card attempts a day",
        871,
        "attempts a day",
        0.5,
        f"select count(*) / 31.0 from {CARDS} and t.created_at >= '2025-12-01'",
        ("9.3", "12.3"),
        (860, 885),
        ("12.3",),
    ),
    Fact(
        "F5.repeated",
        "{value} card payments a day were tried more than once",
        133,
        "payments a day",
        0.5,
        f"select count(distinct t.payment_id) filter (t.attempt_no > 1) / 31.0 from {CARDS} and t.created_at >= '2025-12-01'",
        ("9.3", "12.3"),
        (120, 140),
        ("12.3",),
    ),
    Fact(
        "F5.code",
        "The decline code that grew is {value}",
        "91",
        "",
        0,
        f"with part as (select t.decline_code, count(*) filter ({AFTER}) / 29.0 - count(*) filter (not {AFTER}) / 63.0 "
        f"as growth from {CARDS} and {B_KE2} and t.result = 'declined' group by 1) "
        "select arg_max(decline_code, growth) from part",
        ("9.3",),
    ),
    Fact(
        "F5.lost",
        "{value} attempts of KE2 at B were not approved that would have been",
        590,
        "attempts",
        30,
        f"with part as (select {AFTER} as late, count(*) as tried, count(*) filter (t.result = 'approved') as good "
        f"from {ATTEMPTS} where not m.is_internal and {B_KE2} group by 1) "
        "select a.tried * b.good / b.tried - a.good from part a, part b where a.late and not b.late",
        ("9.3", "11.2"),
        (480, 740),
    ),
    Fact(
        "F17.share",
        "{value} of the payments in KE2 fall on another local day than their UTC day",
        12.0,
        "%",
        0.1,
        "select 100.0 * avg(((created_at + interval 3 hour)::date <> created_at::date)::int) from payments "
        "join merchants using (merchant_id) where country = 'KE2' and not is_internal",
        ("5.5", "9.1"),
        (11.3, 12.7),
    ),
)
SEASON_FACTS = (
    Fact(
        "F6.payday",
        "On paydays there are {value} times as many payments as on other days",
        1.28,
        "",
        0.02,
        f"{DAILY} select avg(payments) filter (is_payday) / avg(payments) filter (not is_payday) "
        "from day join calendar using (day) where holiday is null",
        ("9.3", "9.5"),
        (1.2, 1.4),
    ),
    Fact(
        "F6.christmas",
        "On the two Christmas days there are {value} times as many payments as on other days of December",
        0.59,
        "",
        0.02,
        f"{DAILY} select avg(payments) filter (holiday is not null) / avg(payments) "
        "filter (holiday is null) from day join calendar using (day) where day >= '2025-12-01'",
        ("9.3",),
        (0.5, 0.75),
    ),
    Fact(
        "F6.first_week",
        "In the first week of a month there are {value} times as many payments as in the others",
        0.83,
        "",
        0.02,
        f"{DAILY} select avg(payments) filter (day(day) <= 7) / avg(payments) filter (day(day) > 7) from day",
        ("9.3",),
        (0.75, 0.9),
    ),
    *(
        Fact(
            f"F6.ke2_{name}",
            f"{label} December, shops in KE2 collected {{value}} payments a day",
            value,
            "payments a day",
            0.5,
            f"{KE2_DAYS} select avg(payments) filter ({days}) from day",
            ("5.5",),
            band,
        )
        for name, label, value, days, band in (
            ("first_week", "In the first week of", 228, "day < '2025-12-08'", (200, 260)),
            ("later", "After the first week of", 282, "day >= '2025-12-08'", (250, 315)),
        )
    ),
)
