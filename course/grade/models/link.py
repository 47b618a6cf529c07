"""What a partner may read through Mandaro Link, as models for keys: on the consents of the practice data."""

from __future__ import annotations

from functools import cache

from course.case import link
from course.case.database import practice_database
from course.grade.query.sandbox import run


def accounts(partner: str, customer: int, pages: int | None = None, lapsed: bool = False) -> int:
    """How many accounts of a customer a partner may read on the morning of module 4.

    The wrong paths: only the first ``pages`` of each list, or with the last refresh of the ``lapsed`` consents too.
    """
    readable = sum(len(_accounts(consent, pages)) for consent in _readable(partner, customer))
    return readable + sum(count for _, count, _ in _lapsed(partner, customer)) * lapsed


def balance(partner: str, customer: int, pages: int | None = None, lapsed: bool = False) -> float:
    """The sum of their balances in euro, with the same wrong paths."""
    pages_read = (_accounts(consent, pages) for consent in _readable(partner, customer))
    cents = sum(account.balance_cents for page in pages_read for account in page)
    return (cents + sum(cents for _, _, cents in _lapsed(partner, customer)) * lapsed) / 100


def balance_cents(partner: str, customer: int) -> int:
    """The right balance in cents."""
    return round(100 * balance(partner, customer))


def stale_balance(partner: str, customer: int) -> float:
    """The balance in euro as the consents' last refresh had it, instead of today's."""
    return sum(link.last_refresh(consent, link.NOW)[2] for consent in _readable(partner, customer)) / 100


def _accounts(consent: link.Consent, pages: int | None) -> tuple[link.Account, ...]:
    accounts = link.accounts(consent)
    return accounts if pages is None else accounts[: pages * link.PAGE]


def _readable(partner: str, customer: int) -> list[link.Consent]:
    return [consent for consent in _consents_of(partner, customer) if consent.readable(link.NOW)]


def _lapsed(partner: str, customer: int) -> list[tuple]:
    lapsed = (consent for consent in _consents_of(partner, customer) if consent.status(link.NOW) == "lapsed")
    return [link.last_refresh(consent, link.NOW) for consent in lapsed]


def _consents_of(partner: str, customer: int) -> list[link.Consent]:
    return [consent for consent in _consents() if (consent.partner_id, consent.customer_id) == (partner, customer)]


@cache
def _consents() -> tuple[link.Consent, ...]:
    return link.read_consents(run(practice_database(), link.CONSENTS).rows)
