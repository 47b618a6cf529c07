"""Facts of the wait for a loan: F21. Loans whose application was sent in the fourth quarter, without test customers."""

from __future__ import annotations

from .fact import Fact

PAID_OUT = """
with loan as (
    select a.application_id, a.applied_at, a.decided_at, l.disbursed_at, max(f.ts) as signed_at
    from applications a
    join loans l using (application_id)
    join customers c on c.customer_id = a.customer_id
    join funnel_events f on f.customer_id = a.customer_id and f.step = 'signed' and f.ts between a.decided_at and l.disbursed_at
    where not c.is_test and a.applied_at >= '2025-10-01' and a.applied_at < '2026-01-01'
    group by all
)
"""
DECIDED = (
    "applications a join customers c using (customer_id) where not c.is_test and a.decided_at is not null "
    "and a.applied_at >= '2025-10-01' and a.applied_at < '2026-01-01'"
)
APPROVED = (
    "applications a join customers c using (customer_id) left join loans l using (application_id) where not c.is_test "
    "and a.decision = 'approved' and a.applied_at >= '2025-10-01' and a.applied_at < '2025-12-01'"
)


def _median(id: str, statement: str, value: float, unit: str, tolerance: float, sql: str, band: tuple) -> Fact:
    return Fact(id, statement, value, unit, tolerance, sql, ("10.1",), band)


def _between(start: str, end: str) -> str:
    return f"{PAID_OUT} select median(epoch({end} - {start})) / 3600 from loan"


WAITING_FACTS = (
    _median(
        "F21.decided",
        "Half of those who were paid out had our decision within {value} seconds",
        50,
        "seconds",
        0.5,
        f"{PAID_OUT} select median(epoch(decided_at - applied_at)) from loan",
        (45, 55),
    ),
    _median(
        "F21.fast",
        "{value} of all decisions are made within two minutes",
        99.4,
        "%",
        0.05,
        f"select 100.0 * count(*) filter (epoch(a.decided_at - a.applied_at) <= 120) / count(*) from {DECIDED}",
        (99.2, 99.6),
    ),
    _median(
        "F21.reviewed",
        "Half of the files that a person approves lie for more than {value}",
        31.6,
        "hours",
        0.05,
        f"select median(epoch(a.decided_at - a.applied_at)) / 3600 from {DECIDED} and a.decision_reason = 'manual_review'",
        (20, 45),
    ),
    _median(
        "F21.sign",
        "From the decision to the signature half of them take more than {value}",
        26.5,
        "hours",
        0.05,
        _between("decided_at", "signed_at"),
        (22, 31),
    ),
    _median(
        "F21.pay",
        "From the signature to the payout half of them take more than {value}",
        8.6,
        "hours",
        0.05,
        _between("signed_at", "disbursed_at"),
        (6.5, 11),
    ),
    _median(
        "F21.wait",
        "From the decision to the payout half of them take more than {value}",
        36.2,
        "hours",
        0.05,
        _between("decided_at", "disbursed_at"),
        (32, 41),
    ),
    _median(
        "F21.unsigned",
        "{value} of those approved in October and November had no loan at the end of the year",
        19.2,
        "%",
        0.05,
        f"select 100.0 * count(*) filter (l.loan_id is null) / count(*) from {APPROVED}",
        (16, 23),
    ),
    _median(
        "F21.without_loan",
        "{value} of those approved in October and November had no loan at the end of the year",
        723,
        "applications",
        0,
        f"select count(*) from {APPROVED} and l.loan_id is null",
        (600, 860),
    ),
    _median(
        "F21.sent",
        "{value} of the forms that are begun are sent",
        85.8,
        "%",
        0.05,
        "select 100.0 * count(*) filter (step = 'submitted') / count(*) filter (step = 'started') from funnel_events",
        (80, 92),
    ),
)
