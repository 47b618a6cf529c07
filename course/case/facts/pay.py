"""Facts of Mandaro Pay: F1, F3 to F6, F14, F17 and F18. Approval means approved card attempts ÷ all card attempts."""

from __future__ import annotations

from .fact import Fact

ATTEMPTS = "payment_attempts t join payments p using (payment_id) join merchants m using (merchant_id)"
CARDS = f"{ATTEMPTS} where p.rail = 'card' and not m.is_internal"
APPROVAL = "100.0 * count(*) filter (t.result = 'approved') / count(*)"
WEEKEND = "t.created_at >= '2025-11-14 09:10' and t.created_at < '2025-11-16 18:40'"
B_KE2 = "t.acquirer = 'B' and t.issuer_country = 'KE2'"
AFTER = "t.created_at >= '2025-12-03'"
TWICE = "select payment_id, min(gross_cents) as cents from settlements group by 1 having count(*) > 1"
OPENED = "from disputes where opened_at >= '2025-12-01' and opened_at < '2026-01-01'"
SETTLED = "from settlements where settled_at >= '2025-{0}-01' and settled_at < date '2025-{0}-01' + interval 1 month"
DAILY = """
with day as (
    select created_at::date as day, count(*) as payments
    from payments join merchants using (merchant_id) where not is_internal group by 1
)
"""
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


def _difference(of: str, where: str, condition: str) -> str:
    """The change of ``of`` where the condition holds against where it does not."""
    return (f"with part as (select {condition} as inside, {of} as figure from {where} group by 1) "
            "select max(figure) filter (inside) - max(figure) filter (not inside) from part")


APPROVAL_FACTS = (
    Fact("F1.payments", "The test shop M0007 made {value} payments in the fourth quarter", 3_100, "payments", 0,
         "select count(*) from payments join merchants using (merchant_id) where is_internal", ("5.5", "9.1"),
         (3_060, 3_140)),
    Fact("F1.lift", "With the test shop left in, card approval looks better by {value}", 0.9, "pp", 0.05,
         f"with rate as (select {APPROVAL} as everything, 100.0 * count(*) filter (t.result = 'approved' and not "
         f"m.is_internal) / count(*) filter (not m.is_internal) as clean from {ATTEMPTS} where p.rail = 'card') "
         "select everything - clean from rate", ("5.4", "5.5", "9.1"), (0.8, 1.0)),
    Fact("F3.start", "The change that dropped the key was deployed on {value} UTC", "2025-11-14 09:10", "", 0,
         "select strftime(deployed_at, '%Y-%m-%d %H:%M') from deployments where pr_number = 482", ("7.1", "15.4")),
    Fact("F3.end", "It was taken back on {value} UTC", "2025-11-16 18:40", "", 0,
         "select strftime(recovered_at, '%Y-%m-%d %H:%M') from deployments where pr_number = 482", ("7.1", "15.4")),
    Fact("F3.retried", "{value} payments were sent again without a key", 280, "payments", 0,
         "select count(distinct payment_id) from payment_attempts where attempt_no > 1 and idempotency_key is null",
         ("3.2", "7.1"), (266, 296)),
    Fact("F3.count", "{value} payments were charged twice", 186, "payments", 0, f"select count(*) from ({TWICE})",
         ("3.2", "7.1", "11.2", "12.3", "15.2"), (178, 194)),
    Fact("F3.amount", "The second charges add up to {value}", 7_068, "EUR", 0,
         f"select sum(cents) / 100 from ({TWICE})", ("7.1", "11.2", "12.3"), (6_600, 7_500)),
    Fact("F3.lift", "On that weekend card approval was higher by {value} than in the rest of November", 1.4, "pp", 0.05,
         _difference(APPROVAL, f"{CARDS} and t.created_at >= '2025-11-01' and t.created_at < '2025-12-01'", WEEKEND),
         ("7.1", "9.5"), (1.25, 1.55)),
    Fact("F5.before", "Until 2 December acquirer B approved {value} of the card attempts from KE2", 88, "%", 0.25,
         f"select {APPROVAL} from {CARDS} and {B_KE2} and not {AFTER}", ("6.5", "9.3"), (86.8, 89.2)),
    Fact("F5.after", "From 3 December it approved {value} of them", 71, "%", 0.25,
         f"select {APPROVAL} from {CARDS} and {B_KE2} and {AFTER}", ("6.5", "9.3"), (69.8, 72.2)),
    Fact("F5.total", "All card approval moved by {value} with that", -1.9, "pp", 0.05,
         _difference(APPROVAL, CARDS, AFTER), ("9.3", "9.5"), (-2.3, -1.5)),
    Fact("F5.code", "The decline code that grew is {value}", "91", "", 0,
         f"with part as (select t.decline_code, count(*) filter ({AFTER}) / 29.0 - count(*) filter (not {AFTER}) / 63.0 "
         f"as growth from {CARDS} and {B_KE2} and t.result = 'declined' group by 1) "
         "select arg_max(decline_code, growth) from part", ("9.3",)),
    Fact("F5.lost", "{value} attempts of KE2 at B were not approved that would have been", 590, "attempts", 30,
         f"with part as (select {AFTER} as late, count(*) as tried, count(*) filter (t.result = 'approved') as good "
         f"from {ATTEMPTS} where not m.is_internal and {B_KE2} group by 1) "
         "select a.tried * b.good / b.tried - a.good from part a, part b where a.late and not b.late", ("9.3",), (480, 740)),
    Fact("F17.share", "{value} of the payments in KE2 fall on another local day than their UTC day", 12.0, "%", 0.1,
         "select 100.0 * avg(((created_at + interval 3 hour)::date <> created_at::date)::int) from payments "
         "join merchants using (merchant_id) where country = 'KE2' and not is_internal", ("5.5", "9.1"), (11.3, 12.7)),
)
SEASON_FACTS = (
    Fact("F6.payday", "On paydays there are {value} times as many payments as on other days", 1.28, "", 0.02,
         f"{DAILY} select avg(payments) filter (is_payday) / avg(payments) filter (not is_payday) "
         "from day join calendar using (day) where holiday is null", ("9.3", "9.5"), (1.2, 1.4)),
    Fact("F6.christmas", "On the two Christmas days there are {value} times as many payments as on other days of December",
         0.59, "", 0.02, f"{DAILY} select avg(payments) filter (holiday is not null) / avg(payments) "
         "filter (holiday is null) from day join calendar using (day) where day >= '2025-12-01'", ("9.3",), (0.5, 0.75)),
    Fact("F6.first_week", "In the first week of a month there are {value} times as many payments as in the others", 0.83,
         "", 0.02, f"{DAILY} select avg(payments) filter (day(day) <= 7) / avg(payments) filter (day(day) > 7) from day",
         ("9.3",), (0.75, 0.9)),
)
MONEY_FACTS = (
    Fact("F4.disputes", "{value} disputes were opened in December", 161, "disputes", 0, f"select count(*) {OPENED}",
         ("6.4", "9.5"), (158, 168)),
    Fact("F4.duplicates", "{value} of them give a duplicate charge as the reason", 64, "disputes", 0,
         f"select count(*) {OPENED} and reason = 'duplicate'", ("6.4", "9.5"), (60, 68)),
    Fact("F4.settled_november", "{value} charges were settled in November", 24_000, "charges", 0,
         f"select count(*) {SETTLED.format(11)}", ("6.4", "15.2"), (23_800, 24_200)),
    Fact("F4.settled_december", "{value} charges were settled in December", 27_000, "charges", 0,
         f"select count(*) {SETTLED.format(12)}", ("6.3", "6.4"), (26_800, 27_200)),
    Fact("F4.ratio", "December's dispute ratio by the Rulebook is {value}: a breach of 0.65 %", 0.671, "%", 0.0005,
         f"select 100.0 * (select count(*) {OPENED}) / (select count(*) {SETTLED.format(11)})", ("6.4", "9.5"),
         (0.66, 0.69)),
    Fact("F4.same_month", "Divided by the same month's settlements it would be {value}", 0.596, "%", 0.0005,
         f"select 100.0 * (select count(*) {OPENED}) / (select count(*) {SETTLED.format(12)})", ("6.4",), (0.57, 0.63)),
    Fact("F14.batch", "The refunds without reversing entries belong to batch {value}", "B-1219", "", 0,
         f"{MISSING} select any_value(batch_id) from missing having count(distinct batch_id) = 1", ("6.3",)),
    Fact("F14.count", "{value} refunds have no reversing entries", 41, "refunds", 0, f"{MISSING} select count(*) from missing",
         ("6.3",), (36, 46)),
    Fact("F14.amount", "They add up to {value}", 1_604, "EUR", 0,
         f"{MISSING} select sum(gross_cents) / 100 from missing", ("6.3",), (1_350, 1_850)),
    Fact("F18.down", "In November checkout was unavailable for {value}", 16.8, "minutes", 0.05,
         f"select sum(epoch(mitigated_at - started_at)) / 60 {DOWN}", ("11.5", "15.2"), (16, 17.5)),
    Fact("F18.allowed", "The availability objective allows {value} in November", 43.2, "minutes", 0.05,
         "select 30 * 24 * 60 * 0.001", ("11.5", "15.2")),
    Fact("F18.availability", "{value} of the availability budget was used", 39, "%", 0.5,
         f"select 100 * sum(epoch(mitigated_at - started_at)) / 60 / 43.2 {DOWN}", ("11.5", "15.2"), (37, 41)),
    Fact("F18.correctness", "{value} of the correctness budget was used: one charge in 200 may go wrong", 155, "%", 0.5,
         f"select 100 * (select count(*) from ({TWICE})) / (0.005 * (select count(*) {SETTLED.format(11)}))",
         ("11.5", "15.2"), (145, 165)),
)
PAY_FACTS = (*APPROVAL_FACTS, *SEASON_FACTS, *MONEY_FACTS)
