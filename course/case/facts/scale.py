"""Facts of size: how much Mandaro handles, how fast, and how many there are of each thing. They are measured, not planted.

Every figure of traffic in a lesson or an exercise is one of these, or is called a projection (tests/test_scale.py). The
last word of a rate's unit is its stretch of time.
"""

from __future__ import annotations

from .fact import Fact

PAYMENTS, ATTEMPTS, CALLS = "from payments", "from payment_attempts", "from api_hourly"
HOURS_OF_QUARTER, HOURS_OF_DECEMBER = 92 * 24, 31 * 24
BUSIEST = "select max(n) from (select date_trunc('{}', created_at), count(*) as n {} group by 1)"
BUSIEST_CALLS = "select max(n) from (select ts, sum(requests) as n {} group by 1)"
POLLER = f"{CALLS} where partner_id = 'P07'"
LIMIT = "select any_value(rate_limit_rpm) from partners where plan = '{}'"

PAY_FACTS = (
    Fact(
        "F19.payments_hour",
        "Payments, on average: {value} an hour",
        38,
        "payments an hour",
        0.1,
        f"select count(*) / {HOURS_OF_QUARTER}.0 {PAYMENTS}",
        ("3.5",),
    ),
    Fact(
        "F19.payments_day",
        "Payments, on average: {value} a day",
        913,
        "payments a day",
        0.5,
        f"select count(*) / {HOURS_OF_QUARTER // 24}.0 {PAYMENTS}",
        ("3.5",),
    ),
    Fact(
        "F19.attempts_hour",
        "Attempts to charge, on average: {value} an hour",
        44,
        "attempts an hour",
        0.5,
        f"select count(*) / {HOURS_OF_QUARTER}.0 {ATTEMPTS}",
        ("3.5",),
    ),
    Fact(
        "F19.attempts_peak",
        "Attempts in the busiest hour: {value}",
        141,
        "attempts an hour",
        0,
        BUSIEST.format("hour", ATTEMPTS),
        ("2.4", "3.5"),
        (110, 180),
    ),
    Fact(
        "F19.attempts_peak_minute",
        "Attempts in the busiest minute: {value}",
        10,
        "attempts a minute",
        0,
        BUSIEST.format("minute", ATTEMPTS),
        ("2.4",),
        (8, 14),
    ),
    Fact(
        "F19.payments",
        "Payments in the fourth quarter of 2025: {value}",
        84_000,
        "payments",
        0,
        f"select count(*) {PAYMENTS}",
        ("3.5",),
    ),
    Fact(
        "F19.attempts",
        "Attempts to charge them: {value}",
        97_000,
        "attempts",
        0,
        f"select count(*) {ATTEMPTS}",
        ("3.5",),
    ),
    Fact(
        "F19.timeouts",
        "Attempts that get no answer: {value}",
        1.1,
        "%",
        0.05,
        f"select 100.0 * avg((result = 'timeout')::int) {ATTEMPTS}",
        ("3.5",),
        (0.9, 1.3),
    ),
)
API_FACTS = (
    Fact(
        "F19.link_hour",
        "Calls to Link, on average: {value} an hour",
        1_986,
        "requests an hour",
        0.5,
        f"select sum(requests) / {HOURS_OF_DECEMBER}.0 {CALLS}",
        ("4.5",),
        (1_900, 2_070),
    ),
    Fact(
        "F19.link_peak",
        "Calls to Link in the busiest hour: {value}",
        4_576,
        "requests an hour",
        0,
        BUSIEST_CALLS.format(CALLS),
        ("4.5",),
        (4_000, 5_200),
    ),
    Fact(
        "F19.link_month",
        "Calls to Link in December 2025: {value}",
        1_477_533,
        "requests",
        0,
        f"select sum(requests) {CALLS}",
        ("4.5",),
        (1_420_000, 1_540_000),
    ),
    Fact(
        "F19.poller_hour",
        "Calls of Wendimo Budget (P07), on average: {value} an hour",
        455,
        "requests an hour",
        0.5,
        f"select sum(requests) / {HOURS_OF_DECEMBER}.0 {POLLER}",
        ("4.5",),
        (440, 470),
    ),
    Fact(
        "F19.poller_peak",
        "Calls of Wendimo Budget (P07) in its busiest hour: {value}",
        541,
        "requests an hour",
        0,
        BUSIEST_CALLS.format(POLLER),
        ("4.5",),
        (490, 600),
    ),
    *(
        Fact(
            f"F19.limit_{plan}",
            f"Calls that the plan “{plan}” allows a partner: {{value}} a minute",
            limit,
            "requests a minute",
            0,
            LIMIT.format(plan),
            ("4.5",),
        )
        for plan, limit in (("starter", 60), ("growth", 300), ("scale", 1_200))
    ),
)
COUNT_FACTS = tuple(
    Fact(f"F19.{table}", f"{label}: {{value}}", value, table, 0, f"select count(*) from {table}", used_in, band)
    for table, label, value, used_in, band in (
        ("merchants", "Merchants of Pay", 320, ("3.5",), None),
        ("partners", "Partner apps of Link", 25, ("4.5",), None),
        ("customers", "Customers", 24_000, ("4.5",), None),
        ("consents", "Consents to read accounts", 9_000, ("4.4",), None),
        ("applications", "Applications for a loan", 34_800, ("8.1",), (34_000, 35_600)),
        ("loans", "Loans paid out", 12_700, ("8.1",), None),
        ("deployments", "Deployments in 2025", 420, ("3.4",), None),
    )
)
SCALE_FACTS = (*PAY_FACTS, *API_FACTS, *COUNT_FACTS)
