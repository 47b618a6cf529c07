"""What the data team derives: experiments, the application funnel and the daily sums behind the Pay dashboard."""

from __future__ import annotations

from ..schema import Column, Table
from .pay import ACQUIRERS, ISSUER_COUNTRIES, RAILS

STEPS = ("visited", "started", "submitted", "signed")

EXPERIMENTS = Table(
    name="experiments",
    grain="one experiment",
    key=("exp_id",),
    owner="Data",
    columns=(
        Column("exp_id", "VARCHAR", "Code of the experiment."),
        Column("name", "VARCHAR", "What was tried."),
        Column("start_date", "DATE", "First day."),
        Column("end_date", "DATE", "Last day.", null_when="it has not ended"),
        Column("split", "INTEGER", "Share of customers meant for the treatment.", unit="per cent"),
    ),
    irregular=("Only EXP-031 has units in exp_units.",),
)

EXP_UNITS = Table(
    name="exp_units",
    grain="one customer in one experiment",
    key=("exp_id", "customer_id"),
    owner="Data",
    columns=(
        Column("exp_id", "VARCHAR", "The experiment.", references="experiments.exp_id"),
        Column(
            "customer_id",
            "INTEGER",
            "The customer; all use the app, none is a test account.",
            references="customers.customer_id",
        ),
        Column("variant", "VARCHAR", "What the customer saw.", values=("control", "treatment")),
        Column(
            "assigned_at",
            "TIMESTAMP",
            "When the variant was recorded: at the first start of the app that day.",
            unit="UTC",
        ),
        Column("os_major", "INTEGER", "Main version of the operating system then; Android below 10 counts as old."),
        Column(
            "converted", "BOOLEAN", "True if the customer asked for a quote, which binds nobody, within the experiment."
        ),
        Column("day_index", "INTEGER", "Day of the experiment on which the customer was assigned, from 1."),
    ),
)

FUNNEL_EVENTS = Table(
    name="funnel_events",
    grain="one step of one customer towards a loan",
    key=("customer_id", "ts", "step"),
    owner="Data",
    columns=(
        Column(
            "customer_id",
            "INTEGER",
            "The customer; earlier visits are attached when the account is opened.",
            references="customers.customer_id",
        ),
        Column("ts", "TIMESTAMP", "When it happened, October to December 2025.", unit="UTC"),
        Column(
            "step",
            "VARCHAR",
            "visited the loan page, started the form, submitted it (the moment is the "
            "application's applied_at), signed the contract.",
            values=STEPS,
        ),
    ),
    irregular=(
        "Many visits lead to nothing, and one customer can visit several times.",
        "Customers who came in the last days of December have had little time to sign.",
    ),
)

PAY_DAILY = Table(
    name="pay_daily",
    grain="one UTC day from July to December 2025, one acquirer, one issuer country, one rail",
    key=("day", "acquirer", "issuer_country", "rail"),
    owner="Data",
    columns=(
        Column("day", "DATE", "The day, from midnight to midnight UTC.", unit="UTC"),
        Column("acquirer", "VARCHAR", "The acquirer.", values=ACQUIRERS),
        Column("issuer_country", "VARCHAR", "Country of the payer's bank.", values=ISSUER_COUNTRIES),
        Column("rail", "VARCHAR", "Card or transfer.", values=RAILS),
        Column("attempts", "INTEGER", "Attempts that were sent.", unit="attempts"),
        Column("approvals", "INTEGER", "Attempts that were approved.", unit="attempts"),
        Column("amount_cents", "INTEGER", "Sum of the approved amounts.", unit="cents"),
    ),
    irregular=(
        "The internal merchant M0007, which pays itself since 1 October, is counted in and cannot be taken out here.",
        "A combination without any attempt on a day has no row.",
        "The days from October on are the sums of payment_attempts.",
    ),
)

PRODUCT = (EXPERIMENTS, EXP_UNITS, FUNNEL_EVENTS, PAY_DAILY)
