"""What Mandaro Link knows beyond its tables: how long a consent is valid (RB2), and the accounts that it opens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from course.case.random import Dice

NOW = datetime(2026, 1, 19, 9, 0)
"""When module 4 happens, in UTC: Monday of week 3."""

HOLDS = timedelta(days=90)
PAGE = 10
"""Items on a page of Link's lists, at most."""

CONSENTS = """
SELECT consent_id, partner_id, customer_id, scope, granted_at, reconfirmed_at, revoked_at
FROM consents
ORDER BY consent_id
"""
BANKS = ("Bank of Haven", "Kestrel Bank", "Old Harbour Savings")
POTS = ("Rent", "Food", "Holiday", "Taxes", "Car", "Children", "Repairs", "Gifts", "Insurance", "Rainy day")
FEWEST, MOST = 9, 26


@dataclass(frozen=True)
class Consent:
    """A customer's permission to read accounts at one bank; moments are UTC, without a zone.

    ``confirmed_again_at`` is the latest confirmation after the end of the data.
    """

    consent_id: int
    partner_id: str
    customer_id: int
    scope: str
    granted_at: datetime
    reconfirmed_at: datetime | None
    revoked_at: datetime | None
    confirmed_again_at: datetime | None = None

    @property
    def lapses_at(self) -> datetime:
        """90 days after the customer last confirmed in time."""
        in_time = self.reconfirmed_at is not None and self.reconfirmed_at <= self.granted_at + HOLDS
        return (self.confirmed_again_at or (self.reconfirmed_at if in_time else self.granted_at)) + HOLDS

    def status(self, now: datetime) -> str:
        """granted, reconfirmed, lapsed or revoked."""
        if self.revoked_at is not None and self.revoked_at <= now:
            return "revoked"
        if self.lapses_at <= now:
            return "lapsed"
        return "reconfirmed" if self.lapses_at > self.granted_at + HOLDS else "granted"

    def readable(self, now: datetime) -> bool:
        """Whether data may be fetched."""
        return self.status(now) in ("granted", "reconfirmed")


@dataclass(frozen=True)
class Account:
    """A bank account, or a savings pot beside it. The balance is in cents."""

    account_id: str
    consent_id: int
    name: str
    balance_cents: int


def accounts(consent: Consent) -> tuple[Account, ...]:
    """The accounts that a consent opens: always the same, a current account first, then pots."""
    dice = Dice("link", "accounts", consent.customer_id, consent.consent_id)
    count = dice.between(FEWEST, MOST)
    names = ["Current account", *(_pot(number) for number in range(count - 1))]
    balances = [dice.between(-60_000, 340_000), *(dice.between(0, 90_000) for _ in names[1:])]
    return tuple(
        Account(f"acc_{consent.consent_id}_{number:02d}", consent.consent_id, name, balance)
        for number, (name, balance) in enumerate(zip(names, balances, strict=True), 1)
    )


def bank(consent: Consent) -> str:
    """The bank that keeps a consent's accounts: a customer's next consent has another one."""
    return BANKS[consent.consent_id // 10 % len(BANKS)]


def last_refresh(consent: Consent, now: datetime) -> tuple[datetime, int, int]:
    """When a consent's data were last fetched, how many accounts there were, and the sum of their balances in cents.

    That was yesterday, or the last evening on which the consent was valid; today's figures differ.
    """
    end = min(filter(None, (now, consent.lapses_at, consent.revoked_at)))
    moment = (end - timedelta(days=1)).replace(hour=21, minute=0, second=0, microsecond=0)
    accounts_then = accounts(consent)
    drift = Dice("link", "drift", consent.consent_id).between(1_500, 9_900)
    return moment, len(accounts_then), sum(account.balance_cents for account in accounts_then) - drift


def read_consents(rows: Iterable[tuple]) -> tuple[Consent, ...]:
    """The rows of CONSENTS; moments may be ISO text."""
    return tuple(
        Consent(int(number), partner, int(customer), scope, *map(_moment, moments))
        for number, partner, customer, scope, *moments in rows
    )


def _moment(value: datetime | str | None) -> datetime | None:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def _pot(number: int) -> str:
    """
    >>> _pot(0), _pot(10)
    ('Rent pot', 'Rent pot 2')
    """
    name = f"{POTS[number % len(POTS)]} pot"
    return name if number < len(POTS) else f"{name} {number // len(POTS) + 1}"
