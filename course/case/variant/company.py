"""Customers and calendar days of a small data set."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..generate.clock import HOLIDAYS
from ..tables.company import CHANNELS, COUNTRIES
from .pools import DAY, Pools, day

CUSTOMERS = 16


def customers(pools: Pools) -> list[dict]:
    """The first four exist from the start; number 3 is a test customer."""
    dice = pools.dice
    created = sorted(
        [
            day("2024-02-29"),
            day("2024-12-31"),
            day("2025-01-01"),
            day("2025-01-01"),
            *(pools.moment(day("2025-01-01"), day("2025-12-20")) for _ in range(CUSTOMERS - 4)),
        ]
    )
    return [_customer(pools, number, moment, number == 3 or dice.chance(8)) for number, moment in enumerate(created, 1)]


def _customer(pools: Pools, number: int, created: datetime, is_test: bool) -> dict:
    dice = pools.dice
    device = dice.choice(("android", "android", "ios", "web"))
    status = dice.choice(("verified", "verified", "verified", "pending", "rejected"))
    income = pools.number(0, 2_000_000, 0, 100_000, 150_000, 150_000, 250_000)
    return {
        "customer_id": number,
        "created_at": created,
        "country": dice.choice(COUNTRIES),
        "channel": dice.choice(CHANNELS),
        "device_os": device,
        "os_major": {"android": pools.number(8, 15, 8, 9, 11, 14, 15), "ios": pools.number(16, 18, 16, 18)}.get(device),
        "kyc_status": status,
        "kyc_level": dice.choice(("basic", "full")) if status == "verified" else None,
        "birth_year": pools.number(1944, 2007, 1960, 1990, 1990, 2007),
        "monthly_income_cents": None if dice.chance(25) else income,
        "is_test": is_test,
    }


def calendar(pools: Pools) -> list[dict]:
    """The days of the last quarter, and the boundary days elsewhere in the year."""
    dates = {(day("2025-10-01") + timedelta(number)).date() for number in range(92)}
    dates |= {date for focus in pools.dates for date in (focus.date(), (focus - DAY).date()) if date.year == 2025}
    return [
        {
            "day": date,
            "weekday": date.isoweekday(),
            "is_payday": 25 <= date.day <= 28,
            "holiday": HOLIDAYS.get(date.isoformat()),
        }
        for date in sorted(dates)
    ]
