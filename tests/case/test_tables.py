"""The tables are described completely, and are those of the case."""

from __future__ import annotations

import pytest

from course.case.schema import Table
from course.case.tables import TABLES, table

EXPECTED = {
    "customers": "customer_id created_at country channel device_os os_major kyc_status kyc_level birth_year "
    "monthly_income_cents is_test",
    "applications": "application_id customer_id applied_at channel requested_cents score score_version trade_lines "
    "decision decision_reason decided_at",
    "loans": "loan_id application_id disbursed_at principal_cents apr_bps term_months status restructured "
    "below_cutoff_test",
    "instalments": "loan_id n due_date due_cents paid_at paid_cents",
    "merchants": "merchant_id name mcc country tier onboarded_at is_internal",
    "payments": "payment_id merchant_id customer_id created_at amount_cents rail status",
    "payment_attempts": "attempt_id payment_id attempt_no acquirer issuer_country result decline_code latency_ms "
    "idempotency_key created_at",
    "settlements": "payment_id acquirer captured_at settled_at gross_cents fee_cents net_cents batch_id",
    "disputes": "dispute_id payment_id opened_at reason outcome amount_cents",
    "ledger_entries": "entry_id txn_id posted_at account debit_cents credit_cents reverses_entry_id",
    "partners": "partner_id name plan rate_limit_rpm",
    "consents": "consent_id partner_id customer_id scope granted_at reconfirmed_at reminder_sent_at revoked_at",
    "api_hourly": "ts partner_id endpoint requests ok_changed ok_unchanged e4xx e429 e5xx p50_ms p95_ms",
    "api_daily": "ts partner_id endpoint requests ok_changed ok_unchanged e4xx e429 e5xx p50_ms p95_ms",
    "deployments": "deploy_id service first_commit_at deployed_at strategy pr_number lines_changed unplanned "
    "needed_intervention recovered_at",
    "incidents": "incident_id service severity started_at detected_at mitigated_at cause",
    "experiments": "exp_id name start_date end_date split",
    "exp_units": "exp_id customer_id variant assigned_at os_major converted day_index",
    "funnel_events": "customer_id ts step",
    "pay_daily": "day acquirer issuer_country rail attempts approvals amount_cents",
    "teams": "team mission engineers golden_path_since",
    "platform_usage": "team month builds failed_builds hours_lost",
    "platform_tickets": "ticket_id team opened_at closed_at topic priority",
    "calendar": "day weekday is_payday holiday",
    "backlog": "item_id title value_keur weeks budget_keur requires mandatory delay_eur_per_week",
}
ROWS = {
    "customers": 24_000,
    "applications": 34_800,
    "loans": 12_700,
    "instalments": 76_200,
    "merchants": 320,
    "payments": 84_000,
    "payment_attempts": 97_000,
    "settlements": 74_500,
    "disputes": 330,
    "partners": 25,
    "consents": 9_000,
    "api_hourly": 26_784,
    "api_daily": 6_624,
    "deployments": 420,
    "incidents": 14,
    "experiments": 3,
    "exp_units": 19_700,
    "funnel_events": 55_000,
    "teams": 9,
    "platform_usage": 108,
    "platform_tickets": 640,
    "calendar": 365,
    "backlog": 14,
}
NEARLY = {"ledger_entries": (85_000, 91_000), "pay_daily": (4_350, 4_416)}
TYPES = ("INTEGER", "VARCHAR", "BOOLEAN", "DATE", "TIMESTAMP")


def test_all_tables_are_there():
    assert {each.name: " ".join(column.name for column in each.columns) for each in TABLES} == EXPECTED


def count(practice, name: str) -> int:
    return practice.execute(f"select count(*) from {name}").fetchone()[0]


def test_sizes(practice):
    assert {name: count(practice, name) for name in ROWS} == ROWS


def test_sizes_that_follow_from_other_tables(practice):
    counts = {name: count(practice, name) for name in NEARLY}
    assert {name: counts[name] for name, (low, high) in NEARLY.items() if not low <= counts[name] <= high} == {}


def test_every_table_has_a_grain_a_key_and_an_owner():
    assert [each.name for each in TABLES if not is_described(each)] == []


def is_described(each: Table) -> bool:
    never_null = {column.name for column in each.columns if column.null_when is None}
    return (
        each.grain.startswith("one ")
        and set(each.key) <= never_null
        and each.owner in table("teams").columns[0].values
        and all(sentence.endswith(".") for sentence in each.irregular)
    )


@pytest.mark.parametrize(
    "keeps",
    [
        lambda column: column.meaning.endswith("."),
        lambda column: column.type in TYPES,
        lambda column: column.unit == "UTC" or column.type != "TIMESTAMP",
        lambda column: column.unit in ("cents", "cents a month") or not column.name.endswith("_cents"),
    ],
    ids=["a meaning", "a type", "a time zone", "a currency's unit"],
)
def test_every_column_has(keeps):
    assert [f"{each.name}.{column.name}" for each in TABLES for column in each.columns if not keeps(column)] == []


def test_a_table_that_is_not_there():
    with pytest.raises(KeyError):
        table("refunds")
