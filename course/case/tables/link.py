"""Mandaro Link: partners, consents and the log of API calls."""

from __future__ import annotations

from ..schema import Column, Table

ENDPOINTS = ("accounts", "transactions", "payments")
PARTNER_CODES = "P01 to P25"

PARTNERS = Table(
    name="partners",
    grain="one partner app that uses Mandaro Link",
    key=("partner_id",),
    owner="Link",
    columns=(
        Column("partner_id", "VARCHAR", f"Code of the partner, {PARTNER_CODES}."),
        Column("name", "VARCHAR", "Name of the partner app."),
        Column("plan", "VARCHAR", "What the partner pays for.", values=("starter", "growth", "scale")),
        Column(
            "rate_limit_rpm",
            "INTEGER",
            "Calls that the plan allows in one minute; further ones get status 429.",
            unit="calls a minute",
        ),
    ),
)

CONSENTS = Table(
    name="consents",
    grain="one permission of a customer for a partner to read bank data",
    key=("consent_id",),
    owner="Link",
    columns=(
        Column("consent_id", "INTEGER", "Number of the consent, in order of granting."),
        Column("partner_id", "VARCHAR", "The partner that may read.", references="partners.partner_id"),
        Column("customer_id", "INTEGER", "The customer who permitted it.", references="customers.customer_id"),
        Column("scope", "VARCHAR", "What may be read.", values=("accounts", "accounts_and_transactions")),
        Column("granted_at", "TIMESTAMP", "When it was granted.", unit="UTC"),
        Column(
            "reconfirmed_at",
            "TIMESTAMP",
            "When the customer confirmed it again. Without that it lapses 90 days after granted_at.",
            unit="UTC",
            null_when="not confirmed again by 31 December 2025",
        ),
        Column(
            "reminder_sent_at",
            "TIMESTAMP",
            "When the partner reminded the customer, on day 75.",
            unit="UTC",
            null_when="no reminder was sent: most partners send none",
        ),
        Column("revoked_at", "TIMESTAMP", "When the customer took it back.", unit="UTC", null_when="not revoked"),
    ),
    irregular=(
        "The table starts on 21 July 2025, when consents moved to Mandaro's own service.",
        "Consents younger than 90 days have not had the time to lapse.",
        "One customer can give several consents, to the same partner too.",
    ),
)


def _calls(name: str, grain: str, key_column: Column, irregular: tuple[str, ...]) -> Table:
    return Table(
        name=name,
        grain=grain,
        key=("ts", "partner_id", "endpoint"),
        owner="Link",
        columns=(
            key_column,
            Column("partner_id", "VARCHAR", "The partner that called.", references="partners.partner_id"),
            Column(
                "endpoint",
                "VARCHAR",
                "What was called: accounts and transactions read data (a refresh), payments starts a payment.",
                values=ENDPOINTS,
            ),
            Column("requests", "INTEGER", "All calls: the sum of the five outcomes that follow.", unit="calls"),
            Column("ok_changed", "INTEGER", "Answered, and something was new since the last call.", unit="calls"),
            Column(
                "ok_unchanged",
                "INTEGER",
                "Answered, and nothing was new. Together with ok_changed these are the refreshes.",
                unit="calls",
                null_when="endpoint is payments, where nothing is refreshed",
            ),
            Column("e4xx", "INTEGER", "Refused because of a mistake in the call; 429 is counted apart.", unit="calls"),
            Column("e429", "INTEGER", "Refused because the partner's limit was exceeded.", unit="calls"),
            Column("e5xx", "INTEGER", "Failed on Mandaro's side or at the bank.", unit="calls"),
            Column(
                "p50_ms",
                "INTEGER",
                "Half of the calls were answered within this time.",
                unit="ms",
                null_when="requests is 0",
            ),
            Column(
                "p95_ms",
                "INTEGER",
                "95 of 100 calls were answered within this time. Percentiles of hours or "
                "partners cannot be added or averaged.",
                unit="ms",
                null_when="requests is 0",
            ),
        ),
        irregular=irregular,
    )


API_HOURLY = _calls(
    "api_hourly",
    "one hour of December 2025, one partner, one endpoint",
    Column("ts", "TIMESTAMP", "Start of the hour.", unit="UTC"),
    ("Each partner uses some endpoints only; hours without calls are in the table with 0.",),
)
API_DAILY = _calls(
    "api_daily",
    "one day from July to December 2025, one partner, one endpoint",
    Column("ts", "DATE", "The day, from midnight to midnight UTC.", unit="UTC"),
    (
        "The days of December are the sums of api_hourly, percentiles excepted.",
        "P25 made its first calls in October 2025: its days before are in the table with 0.",
    ),
)

LINK = (PARTNERS, CONSENTS, API_HOURLY, API_DAILY)
