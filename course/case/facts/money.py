"""Facts of money that moved: the double charges of F3, F4, F14 and F18."""

from __future__ import annotations

from .fact import Fact

TWICE = "select payment_id, min(gross_cents) as cents from settlements group by 1 having count(*) > 1"
OPENED = "from disputes where opened_at >= '2025-12-01' and opened_at < '2026-01-01'"
SETTLED = "from settlements where settled_at >= '2025-{0}-01' and settled_at < date '2025-{0}-01' + interval 1 month"
MISSING = """
with missing as (
    select s.batch_id, s.gross_cents
    from payments p join settlements s using (payment_id)
    join ledger_entries e on e.txn_id = p.payment_id and e.account = 'merchants' and e.reverses_entry_id is null
    left join ledger_entries r on r.reverses_entry_id = e.entry_id
    where p.status = 'refunded' and r.entry_id is null
)
"""
DOWN = """from incidents where severity = 1 and service = 'checkout'
    and started_at >= '2025-11-01' and started_at < '2025-12-01'"""
DOUBLE_CHARGE_FACTS = (
    Fact(
        "F3.start",
        "The change that dropped the key was deployed on {value} UTC",
        "2025-11-14 09:10",
        "",
        0,
        "select strftime(deployed_at, '%Y-%m-%d %H:%M') from deployments where pr_number = 482",
        ("7.1", "15.4"),
    ),
    Fact(
        "F3.end",
        "It was taken back on {value} UTC",
        "2025-11-16 18:40",
        "",
        0,
        "select strftime(recovered_at, '%Y-%m-%d %H:%M') from deployments where pr_number = 482",
        ("7.1", "15.4"),
    ),
    Fact(
        "F3.retried",
        "{value} payments were sent again without a key",
        280,
        "payments",
        0,
        "select count(distinct payment_id) from payment_attempts where attempt_no > 1 and idempotency_key is null",
        ("3.2", "7.1"),
        (266, 296),
    ),
    Fact(
        "F3.count",
        "{value} payments were charged twice",
        186,
        "payments",
        0,
        f"select count(*) from ({TWICE})",
        ("3.2", "7.1", "11.2", "12.3", "15.2"),
        (178, 194),
    ),
    Fact(
        "F3.amount",
        "The second charges add up to {value}",
        7_068,
        "EUR",
        0,
        f"select sum(cents) / 100 from ({TWICE})",
        ("7.1", "11.2", "12.3"),
        (6_600, 7_500),
    ),
)
MONEY_FACTS = (
    Fact(
        "F4.disputes",
        "{value} disputes were opened in December",
        161,
        "disputes",
        0,
        f"select count(*) {OPENED}",
        ("6.4", "9.5"),
        (158, 168),
    ),
    Fact(
        "F4.duplicates",
        "{value} of them give a duplicate charge as the reason",
        64,
        "disputes",
        0,
        f"select count(*) {OPENED} and reason = 'duplicate'",
        ("6.4", "9.5"),
        (60, 68),
    ),
    Fact(
        "F4.settled_november",
        "{value} charges were settled in November",
        24_000,
        "charges",
        0,
        f"select count(*) {SETTLED.format(11)}",
        ("6.4", "15.2"),
        (23_800, 24_200),
    ),
    Fact(
        "F4.settled_december",
        "{value} charges were settled in December",
        27_000,
        "charges",
        0,
        f"select count(*) {SETTLED.format(12)}",
        ("6.3", "6.4"),
        (26_800, 27_200),
    ),
    Fact(
        "F4.ratio",
        "December's dispute ratio by the Rulebook is {value}: a breach of 0.65 %",
        0.671,
        "%",
        0.0005,
        f"select 100.0 * (select count(*) {OPENED}) / (select count(*) {SETTLED.format(11)})",
        ("6.4", "9.5"),
        (0.66, 0.69),
    ),
    Fact(
        "F4.same_month",
        "Divided by the same month's settlements it would be {value}",
        0.596,
        "%",
        0.0005,
        f"select 100.0 * (select count(*) {OPENED}) / (select count(*) {SETTLED.format(12)})",
        ("6.4",),
        (0.57, 0.63),
    ),
    Fact(
        "F14.batch",
        "The refunds without reversing entries belong to batch {value}",
        "B-1219",
        "",
        0,
        f"{MISSING} select any_value(batch_id) from missing having count(distinct batch_id) = 1",
        ("6.3",),
    ),
    Fact(
        "F14.count",
        "{value} refunds have no reversing entries",
        41,
        "refunds",
        0,
        f"{MISSING} select count(*) from missing",
        ("6.3",),
        (36, 46),
    ),
    Fact(
        "F14.amount",
        "They add up to {value}",
        1_604,
        "EUR",
        0,
        f"{MISSING} select sum(gross_cents) / 100 from missing",
        ("6.3",),
        (1_350, 1_850),
    ),
    Fact(
        "F18.down",
        "In November checkout was unavailable for {value}",
        16.8,
        "minutes",
        0.05,
        f"select sum(epoch(mitigated_at - started_at)) / 60 {DOWN}",
        ("11.5", "15.2"),
        (16, 17.5),
    ),
    Fact(
        "F18.allowed",
        "The availability objective allows {value} in November",
        43.2,
        "minutes",
        0.05,
        "select 30 * 24 * 60 * 0.001",
        ("11.5", "15.2"),
    ),
    Fact(
        "F18.availability",
        "{value} of the availability budget was used",
        39,
        "%",
        0.5,
        f"select 100 * sum(epoch(mitigated_at - started_at)) / 60 / 43.2 {DOWN}",
        ("11.5", "15.2"),
        (37, 41),
    ),
    Fact(
        "F18.correctness",
        "{value} of the correctness budget was used: one charge in 200 may go wrong",
        155,
        "%",
        0.5,
        f"select 100 * (select count(*) from ({TWICE})) / (0.005 * (select count(*) {SETTLED.format(11)}))",
        ("11.5", "15.2"),
        (145, 165),
    ),
)
