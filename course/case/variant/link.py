"""Partners, consents and API calls of a small data set."""

from __future__ import annotations

import re
from datetime import datetime

from ..tables.link import ENDPOINTS
from .pools import DAY, Pools, day

CONSENTS = 26
FIRST, END = day("2025-07-21"), day("2025-12-31T23:59:59")
LIMITS = {"starter": 60, "growth": 300, "scale": 1_200}
OUTCOMES = ("ok_changed", "ok_unchanged", "e4xx", "e429", "e5xx")
HOURS = ("2025-12-01T00", "2025-12-01T23", "2025-12-02T00", "2025-12-31T23")


def link(pools: Pools, customers: list[dict]) -> dict[str, list[dict]]:
    """The tables partners, consents, api_hourly and api_daily."""
    partners = _partners(pools)
    hourly = _hourly(pools, partners)
    return {
        "partners": partners,
        "consents": _consents(pools, partners, customers),
        "api_hourly": hourly,
        "api_daily": _daily(pools, partners, hourly),
    }


def _partners(pools: Pools) -> list[dict]:
    """The last partner has neither consents nor calls; P03 sends reminders."""
    numbers_in_focus = {
        int(word[1:]) + step for word in pools.words if re.fullmatch(r"P\d\d", word) for step in (-1, 0, 1)
    }
    plans = [
        (f"P{number:02d}", pools.dice.choice(tuple(LIMITS)))
        for number in sorted(numbers_in_focus & set(range(1, 26)) | {3, 6, 7, 8, 25})
    ]
    return [
        {"partner_id": code, "name": pools.name(), "plan": plan, "rate_limit_rpm": LIMITS[plan]} for code, plan in plans
    ]


def _consents(pools: Pools, partners: list[dict], customers: list[dict]) -> list[dict]:
    granted = sorted(
        [FIRST, day("2025-10-02T23:59:59"), day("2025-10-03"), *(pools.moment(FIRST, END) for _ in range(CONSENTS - 3))]
    )
    return [_consent(pools, number, moment, partners, customers) for number, moment in enumerate(granted, 1)]


def _consent(pools: Pools, number: int, granted: datetime, partners: list[dict], customers: list[dict]) -> dict:
    dice = pools.dice
    partner = dice.choice(partners[:-1])["partner_id"]
    existing = [customer["customer_id"] for customer in customers if customer["created_at"] <= granted]
    fate = dice.choice(("kept", "kept", "at the limit", "lapsed", "lapsed", "revoked"))
    days = {"kept": dice.between(75, 89), "at the limit": 90}.get(fate)
    reconfirmed = granted + days * DAY if days else None
    revoked = granted + dice.between(1, 60) * DAY if fate == "revoked" else None
    reminder = granted + 75 * DAY
    is_revoked = revoked is not None and revoked <= END
    return {
        "consent_id": number,
        "partner_id": partner,
        "customer_id": dice.choice(existing),
        "scope": dice.choice(("accounts", "accounts_and_transactions")),
        "granted_at": granted,
        "reconfirmed_at": reconfirmed if reconfirmed and reconfirmed <= END else None,
        "reminder_sent_at": reminder if partner == "P03" and reminder <= END and not is_revoked else None,
        "revoked_at": revoked if is_revoked else None,
    }


def _calls(pools: Pools, moment: object, partner: str, endpoint: str) -> dict:
    dice, counts = pools.dice, dict.fromkeys(OUTCOMES, 0)
    if dice.chance(80):
        counts = {name: pools.number(0, 100_000, 0, 1, 5, 5, 40) for name in OUTCOMES}
    has_refreshes = endpoint != "payments"
    requests = sum(counts.values()) - (0 if has_refreshes else counts["ok_unchanged"])
    median_ms = pools.number(20, 2_000, 100, 100, 250)
    return {
        "ts": moment,
        "partner_id": partner,
        "endpoint": endpoint,
        "requests": requests,
        **counts,
        "ok_unchanged": counts["ok_unchanged"] if has_refreshes else None,
        "p50_ms": median_ms if requests else None,
        "p95_ms": 3 * median_ms if requests else None,
    }


def _hourly(pools: Pools, partners: list[dict]) -> list[dict]:
    return [
        _calls(pools, datetime.fromisoformat(f"{hour}:00"), partner["partner_id"], endpoint)
        for hour in HOURS
        for position, partner in enumerate(partners[:-1])
        for endpoint in ENDPOINTS[position % 2 : position % 2 + 2]
    ]


def _daily(pools: Pools, partners: list[dict], hourly: list[dict]) -> list[dict]:
    """The sums of the hours in December, and some days before."""
    rows: dict[tuple, dict] = {}
    for date in ("2025-07-01", "2025-09-30", "2025-11-30"):
        for partner in partners[:3]:
            moment = day(date).date()
            rows[moment, partner["partner_id"], "transactions"] = _calls(
                pools, moment, partner["partner_id"], "transactions"
            )
    for hourly_row in hourly:
        group = hourly_row["ts"].date(), hourly_row["partner_id"], hourly_row["endpoint"]
        row = rows.setdefault(group, hourly_row | {"ts": group[0]} | dict.fromkeys(("requests", *OUTCOMES), 0))
        for name in ("requests", *OUTCOMES):
            row[name] = None if hourly_row[name] is None else row[name] + hourly_row[name]
        row["p50_ms"], row["p95_ms"] = (row[name] or hourly_row[name] for name in ("p50_ms", "p95_ms"))
    return list(rows.values())
