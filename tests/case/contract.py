"""What the data promise, as queries: each must find nothing. The same promises hold for large and small data sets."""

from __future__ import annotations

import duckdb

from course.case.generate import Case
from course.case.load import arrays, definition, fill
from course.case.schema import Column, Table
from course.case.tables import TABLES, table
from course.case.variant import variant


def practice_columns(seed: int) -> dict:
    case = Case(seed)
    return {each.name: case[each.name] for each in TABLES}


def variant_columns(seed: int, focus: tuple = ()) -> dict:
    rows = variant(seed, focus)
    return {each.name: arrays(each, rows[each.name]) for each in TABLES}


def in_memory(columns: dict) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(config={"threads": 2})
    for each in TABLES:
        connection.execute(definition(each))
        fill(connection, each, columns[each.name])
    return connection


NULL_EXACTLY_WHEN = {
    "customers.os_major": "device_os = 'web'",
    "customers.kyc_level": "kyc_status <> 'verified'",
    "applications.score": "trade_lines = 0",
    "applications.score_version": "score is null",
    "applications.decision_reason": "decision is null",
    "applications.decided_at": "decision is null",
    "instalments.paid_cents": "paid_at is null",
    "payment_attempts.decline_code": "result <> 'declined'",
    "api_hourly.ok_unchanged": "endpoint = 'payments'",
    "api_hourly.p50_ms": "requests = 0",
    "api_hourly.p95_ms": "requests = 0",
    "api_daily.ok_unchanged": "endpoint = 'payments'",
    "api_daily.p50_ms": "requests = 0",
    "api_daily.p95_ms": "requests = 0",
    "deployments.recovered_at": "not needed_intervention",
    "platform_usage.hours_lost": "team in ('MerchantOps', 'Data') and month < '2025-04-01'",
}
"""Conditions behind ``Column.null_when`` that the data can tell."""

RULES = {
    "customers come in order": "select * from (select created_at < lag(created_at) over (order by customer_id) as back "
    "from customers) where back",
    "applications come in order": "select * from (select applied_at < lag(applied_at) over (order by application_id) "
    "as back from applications) where back",
    "payments come in order": "select * from (select created_at < lag(created_at) over (order by payment_id) as back "
    "from payments) where back",
    "attempts come in order": "select * from (select created_at < lag(created_at) over (order by attempt_id) as back "
    "from payment_attempts) where back",
    "entries come in order": "select * from (select posted_at < lag(posted_at) over (order by entry_id) as back "
    "from ledger_entries) where back",
    "deployments come in order": "select * from (select deployed_at < lag(deployed_at) over (order by deploy_id) "
    "as back from deployments) where back",
    "an account comes before an application": "select * from applications join customers using (customer_id) "
    "where created_at > applied_at",
    "an account comes before a payment": "select * from payments p join customers c using (customer_id) "
    "where c.created_at > p.created_at",
    "a shop opens before its first payment": "select * from payments join merchants using (merchant_id) "
    "where onboarded_at > created_at",
    "score_ok means 620 or more": "select * from applications where (decision_reason = 'score_ok' and score < 620) "
    "or (score >= 620 and decision_reason is distinct from 'score_ok')",
    "reasons fit decisions": "select * from applications where (decision = 'approved') <> "
    "(decision_reason in ('score_ok', 'below_cutoff_test', 'manual_review'))",
    "the cut-off was tested in spring": "select * from applications where decision_reason = 'below_cutoff_test' "
    "and (score >= 620 or applied_at < '2025-03-01' or applied_at >= '2025-06-01')",
    "the score's version changes in July": "select * from applications where score_version <> "
    "case when applied_at < '2025-07-01' then 'v1' else 'v2' end",
    "decisions follow applications": "select * from applications where decided_at < applied_at",
    "colleagues are approved": "select * from applications join customers using (customer_id) "
    "where is_test and decision is distinct from 'approved'",
    "loans come from approved applications": "select * from loans join applications a using (application_id) "
    "join customers using (customer_id) where decision is distinct from 'approved' or is_test "
    "or disbursed_at < decided_at",
    "one loan an application": "select application_id from loans group by 1 having count(*) > 1",
    "nobody gets more than asked for": "select * from loans join applications using (application_id) "
    "where principal_cents > requested_cents",
    "a cut-off test is marked": "select * from loans join applications using (application_id) "
    "where below_cutoff_test <> (decision_reason = 'below_cutoff_test')",
    "six instalments a loan": "select loan_id from loans left join instalments using (loan_id) "
    "group by loan_id, term_months having count(n) <> term_months or max(n) <> 6 or term_months <> 6",
    "a loan's status fits its instalments": """
        with open as (select loan_id, min(due_date) filter (paid_at is null) as oldest from instalments group by 1)
        select * from loans join open using (loan_id) where status <> case when oldest is null then 'repaid'
            when date '2025-12-31' - oldest > 120 then 'written_off' else 'active' end""",
    "a late fee comes after ten days": "select * from instalments where paid_cents <> due_cents + "
    "case when paid_at::date - due_date > 10 then 500 else 0 end",
    "attempts are numbered from 1": "select payment_id from payments left join payment_attempts using (payment_id) "
    "group by 1 having max(attempt_no) <> count(*) or min(attempt_no) <> 1 or count(attempt_no) not between 1 and 3",
    "attempts follow each other": "select * from (select created_at <= lag(created_at) over (partition by payment_id "
    "order by attempt_no) as back from payment_attempts) where back",
    "one acquirer and issuer a payment": "select payment_id from payment_attempts group by 1 "
    "having count(distinct acquirer) > 1 or count(distinct issuer_country) > 1",
    "a payment failed if no attempt was approved": "select payment_id from payments join payment_attempts "
    "using (payment_id) group by payment_id, status having (status = 'failed') = bool_or(result = 'approved')",
    "a retry after a timeout repeats the key": """
        select * from payment_attempts a join payment_attempts b on a.payment_id = b.payment_id
            and b.attempt_no = a.attempt_no + 1 and b.idempotency_key is not null
        where (a.result = 'timeout' and a.idempotency_key <> b.idempotency_key)
           or (a.result = 'declined' and a.idempotency_key = b.idempotency_key)""",
    "the test shop is always approved at once": "select * from payments join merchants using (merchant_id) "
    "join payment_attempts using (payment_id) where is_internal and (status <> 'paid' or attempt_no > 1)",
    "every approved charge settles": """
        with charge as (select payment_id, count(*) as n from payment_attempts join payments p using (payment_id)
            join merchants using (merchant_id) where result = 'approved' and not is_internal
            and payment_attempts.created_at < '2025-12-30 23:59:00' group by 1),
        row as (select payment_id, count(*) as n from settlements where captured_at < '2025-12-30 23:59:00' group by 1)
        select * from charge full join row using (payment_id) where charge.n is distinct from row.n""",
    "settlement on the next day": "select * from settlements where settled_at::date - captured_at::date <> 1 "
    "or captured_at >= '2025-12-31' or batch_id <> acquirer || '-' || strftime(settled_at, '%m%d')",
    "settled amounts": "select * from settlements join payments using (payment_id) "
    "where gross_cents <> amount_cents or net_cents <> gross_cents - fee_cents or fee_cents < 0",
    "settlement by the acquirer that was asked": "select * from settlements s join payment_attempts t "
    "using (payment_id) where s.acquirer <> t.acquirer",
    "a dispute follows settlement": "select * from disputes d join settlements s using (payment_id) "
    "where opened_at <= settled_at or d.amount_cents <> gross_cents",
    "one dispute a payment": "select payment_id from disputes group by 1 having count(*) > 1",
    "debits equal credits": "select txn_id from ledger_entries group by 1 having sum(debit_cents) <> sum(credit_cents)",
    "an entry debits or credits": "select * from ledger_entries where (debit_cents = 0) = (credit_cents = 0)",
    "a reversal turns the sides": "select * from ledger_entries r join ledger_entries e "
    "on r.reverses_entry_id = e.entry_id where (r.txn_id, r.account) <> (e.txn_id, e.account) "
    "or (r.debit_cents, r.credit_cents) <> (e.credit_cents, e.debit_cents) "
    "or r.posted_at < e.posted_at or e.reverses_entry_id is not null",
    "only refunds are reversed": "select * from ledger_entries join payments on payment_id = txn_id "
    "where reverses_entry_id is not null and status <> 'refunded'",
    "every charge is posted": """
        with charge as (select payment_id, count(*) as n from settlements where settled_at >= '2025-11-10' group by 1),
        posting as (select txn_id as payment_id, count(*) / 2 as n from ledger_entries
            where reverses_entry_id is null group by 1)
        select * from charge full join posting using (payment_id) where charge.n is distinct from posting.n""",
    "consents in time": "select * from consents where reconfirmed_at > granted_at + interval 90 day "
    "or reconfirmed_at <= granted_at or revoked_at <= granted_at or reminder_sent_at <> granted_at + interval 75 day "
    "or granted_at < '2025-07-21'",
    "calls add up": "select * from (from api_hourly union all by name from api_daily) "
    "where requests <> ok_changed + coalesce(ok_unchanged, 0) + e4xx + e429 + e5xx",
    "December's days are sums": """
        with hours as (select ts::date as ts, partner_id, endpoint, sum(requests) as r, sum(ok_unchanged) as u,
            sum(e429) as l from api_hourly group by all)
        select * from hours full join (from api_daily where ts >= '2025-12-01') d using (ts, partner_id, endpoint)
        where (r, l) is distinct from (requests, e429) or u is distinct from ok_unchanged""",
    "the quarter's days are sums": """
        with sums as (select t.created_at::date as day, acquirer, issuer_country, rail, count(*) as n,
            count(*) filter (result = 'approved') as good,
            coalesce(sum(amount_cents) filter (result = 'approved'), 0) as cents
            from payment_attempts t join payments using (payment_id) group by all)
        select * from sums full join (from pay_daily where day >= '2025-10-01') d
            using (day, acquirer, issuer_country, rail)
        where (n, good, cents) is distinct from (attempts, approvals, d.amount_cents)""",
    "approvals are attempts": "select * from pay_daily where approvals > attempts or attempts < 1",
    "units use the app": "select * from exp_units u join customers c using (customer_id) where is_test "
    "or device_os = 'web' or u.os_major > c.os_major or assigned_at < created_at",
    "units are counted by day": "select * from exp_units join experiments using (exp_id) "
    "where day_index <> assigned_at::date - start_date + 1 or assigned_at::date not between start_date and end_date",
    "submitted is applied": """
        with sent as (select customer_id, applied_at as ts from applications join customers using (customer_id)
            where applied_at >= '2025-10-01' and not is_test)
        select * from sent full join (from funnel_events where step = 'submitted') e using (customer_id, ts)
        where sent.customer_id is null or e.customer_id is null""",
    "the funnel is of the quarter": "select * from funnel_events where ts < '2025-10-01' or ts >= '2026-01-01'",
    "deployments have a past and a number": "select * from deployments where first_commit_at >= deployed_at "
    "or recovered_at <= deployed_at or (pr_number is null and not unplanned)",
    "incidents are found, then mended": "select * from incidents "
    "where detected_at < started_at or mitigated_at < detected_at",
    "builds fail at most all": "select * from platform_usage where failed_builds > builds",
    "tickets close after opening": "select * from platform_tickets where closed_at < opened_at",
    "nothing happens after 2025": "select 1 from payments where created_at >= '2026-01-01' union all "
    "select 1 from instalments where paid_at >= '2026-01-01' union all select 1 from consents where "
    "greatest(reconfirmed_at, revoked_at, reminder_sent_at) >= '2026-01-01' union all "
    "select 1 from disputes where opened_at >= '2026-01-01' union all "
    "select 1 from loans where disbursed_at >= '2026-01-01'",
}
OCCURS = {
    "a test customer": "select 1 from customers where is_test",
    "a customer without an application": "select 1 from customers anti join applications using (customer_id)",
    "a test customer's application": "select 1 from applications join customers using (customer_id) where is_test",
    "a withdrawn application": "select 1 from applications where decision is null",
    "an approval without a loan": "select 1 from applications anti join loans using (application_id) "
    "where decision = 'approved'",
    "a guest payment": "select 1 from payments where customer_id is null",
    "a merchant without payments": "select 1 from merchants anti join payments using (merchant_id)",
    "a payment of the test shop": "select 1 from payments join merchants using (merchant_id) where is_internal",
    "a retried payment": "select 1 from payment_attempts where attempt_no = 2",
    "a payment that took three attempts": "select 1 from payment_attempts where attempt_no = 3",
    "a failed payment": "select 1 from payments where status = 'failed'",
    "a payment charged twice": "select payment_id from settlements group by 1 having count(*) = 2",
    "a call without a key": "select 1 from payment_attempts where idempotency_key is null",
    "an open dispute": "select 1 from disputes where outcome is null",
    "a shop without a category": "select 1 from merchants where mcc is null",
    "a late evening in KE2": "select 1 from payments join merchants using (merchant_id) where country = 'KE2' "
    "and created_at::time >= '21:00'",
    "a reversal": "select 1 from ledger_entries where reverses_entry_id is not null",
    "a lapsed consent": "select 1 from consents where reconfirmed_at is null and revoked_at is null "
    "and granted_at < '2025-10-01'",
    "a revoked consent": "select 1 from consents where revoked_at is not null",
    "a reminder": "select 1 from consents where reminder_sent_at is not null",
    "an experiment without units": "select 1 from experiments anti join exp_units using (exp_id)",
    "a visit that led to nothing": "select customer_id from funnel_events group by 1 "
    "having max(step = 'submitted') = false",
    "an open ticket": "select 1 from platform_tickets where closed_at is null",
    "a restructured loan": "select 1 from loans where restructured",
    "a loan written off": "select 1 from loans where status = 'written_off'",
    "a cut-off test": "select 1 from applications where decision_reason = 'below_cutoff_test'",
}
"""Irregularities that learners are told of: each occurs in the practice data, and in some of the small data sets."""


def broken(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Names of all promises that the data break."""
    promises = {**dict(_keys()), **dict(_columns()), **RULES}
    return [
        name for name, query in promises.items() if connection.execute(f"select 1 from ({query}) limit 1").fetchone()
    ]


def _keys():
    for each in TABLES:
        yield (
            f"{each.name}: key is unique",
            f"select {', '.join(each.key)} from {each.name} group by all having count(*) > 1",
        )


def _columns():
    for each in TABLES:
        for column in each.columns:
            yield from _column(each, column)


def _column(each: Table, column: Column):
    name = f"{each.name}.{column.name}"
    if column.references:
        target, key = column.references.split(".")
        assert key in table(target).key
        yield (
            f"{name}: reference",
            (
                f"select a.{column.name} from {each.name} a anti join {target} b "
                f"on a.{column.name} = b.{key} where a.{column.name} is not null"
            ),
        )
    if column.values:
        listed = ", ".join(f"'{value}'" for value in column.values)
        yield f"{name}: closed list", f"select {column.name} from {each.name} where {column.name} not in ({listed})"
    if NULL_EXACTLY_WHEN.get(name):
        yield (
            f"{name}: NULL",
            (
                f"select {column.name} from {each.name} where ({column.name} is null) "
                f"is distinct from ({NULL_EXACTLY_WHEN[name]})"
            ),
        )
    if column.unit == "cents":
        yield f"{name}: not negative", f"select {column.name} from {each.name} where {column.name} < 0"
