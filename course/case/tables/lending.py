"""Mandaro Lend: applications, loans and their instalments."""

from __future__ import annotations

from ..schema import Column, Table
from .company import CHANNELS

APPLICATIONS = Table(
    name="applications",
    grain="one request for a loan",
    key=("application_id",),
    owner="Lend",
    columns=(
        Column("application_id", "INTEGER", "Number of the application, in order of arrival."),
        Column(
            "customer_id",
            "INTEGER",
            "The customer who applied; one customer can apply several times.",
            references="customers.customer_id",
        ),
        Column("applied_at", "TIMESTAMP", "When the application was sent.", unit="UTC"),
        Column(
            "channel",
            "VARCHAR",
            "Where this application came from; affiliate sites are paid for each of them.",
            values=CHANNELS,
        ),
        Column("requested_cents", "INTEGER", "Amount that the customer asked for.", unit="cents"),
        Column(
            "score",
            "INTEGER",
            "Credit score from 500 to 739: the higher, the likelier the loan is paid back. The cut-off is 620.",
            null_when="trade_lines is 0: there is no credit history to score",
        ),
        Column(
            "score_version",
            "VARCHAR",
            "Version of the scoring model; v2 replaced v1 on 1 July 2025.",
            null_when="score is NULL",
            values=("v1", "v2"),
        ),
        Column(
            "trade_lines",
            "INTEGER",
            "Number of credits in the customer's file, such as loans and cards. Below 3 the file is called thin.",
        ),
        Column(
            "decision",
            "VARCHAR",
            "The decision. The approval rate is approved ÷ all applications, withdrawn ones included.",
            null_when="the customer withdrew before the decision",
            values=("approved", "declined"),
        ),
        Column(
            "decision_reason",
            "VARCHAR",
            "The rule behind the decision: score_ok means a score of 620 or more, "
            "manual_review a person's decision, below_cutoff_test a few approvals below 620 from March to May "
            "2025, made in order to learn; score_too_low and no_credit_history are declines.",
            null_when="decision is NULL",
            values=("score_ok", "manual_review", "below_cutoff_test", "score_too_low", "no_credit_history"),
        ),
        Column("decided_at", "TIMESTAMP", "When the decision was made.", unit="UTC", null_when="decision is NULL"),
    ),
    irregular=(
        "About 1% of the applications were withdrawn: decision, decision_reason and decided_at are NULL.",
        "Test customers (customers.is_test) apply too; their applications are approved and never become loans.",
    ),
)

LOANS = Table(
    name="loans",
    grain="one loan that was paid out",
    key=("loan_id",),
    owner="Lend",
    columns=(
        Column("loan_id", "INTEGER", "Number of the loan, in order of paying out."),
        Column(
            "application_id",
            "INTEGER",
            "The approved application; one application leads to at most one loan.",
            references="applications.application_id",
        ),
        Column("disbursed_at", "TIMESTAMP", "When the money was paid out.", unit="UTC"),
        Column("principal_cents", "INTEGER", "Amount that was paid out.", unit="cents"),
        Column("apr_bps", "INTEGER", "Yearly interest rate in basis points: 2400 is 24%.", unit="basis points"),
        Column("term_months", "INTEGER", "Number of monthly instalments; always 6 so far.", unit="months"),
        Column(
            "status",
            "VARCHAR",
            "State on 31 December 2025: active loans still have open instalments, written_off "
            "loans are more than 120 days late and no longer counted as outstanding.",
            values=("active", "repaid", "written_off"),
        ),
        Column(
            "restructured",
            "BOOLEAN",
            "True if open instalments were moved to later dates to help the customer: the loan then looks punctual.",
        ),
        Column(
            "below_cutoff_test",
            "BOOLEAN",
            "True if the application was approved below the cut-off in order to learn what such customers do.",
        ),
    ),
    irregular=(
        "About one approved application in five has no loan: the customer did not sign, or has not signed yet.",
    ),
)

INSTALMENTS = Table(
    name="instalments",
    grain="one monthly instalment of one loan",
    key=("loan_id", "n"),
    owner="Lend",
    columns=(
        Column("loan_id", "INTEGER", "The loan.", references="loans.loan_id"),
        Column("n", "INTEGER", "1 for the first instalment, 6 for the last."),
        Column("due_date", "DATE", "Day by which the instalment is to be paid; for a restructured loan the new day."),
        Column("due_cents", "INTEGER", "Amount to be paid, interest included.", unit="cents"),
        Column(
            "paid_at",
            "TIMESTAMP",
            "When it was paid in full; part payments do not occur.",
            unit="UTC",
            null_when="not paid by 31 December 2025",
        ),
        Column(
            "paid_cents",
            "INTEGER",
            "Amount that was paid: due_cents, plus a late fee of €5 if it came more than ten days late.",
            unit="cents",
            null_when="paid_at is NULL",
        ),
    ),
    irregular=("Customers who pay a loan back early pay all instalments that are left at one moment.",),
)

LENDING = (APPLICATIONS, LOANS, INSTALMENTS)
