"""How consents, accounts and lists look in answers, page by page."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from datetime import datetime

from course.case import link
from course.services.link.problem import Problem


def consent_json(consent: link.Consent, now: datetime) -> dict:
    """A consent with its status at ``now`` and what its last refresh found, which may be out of date."""
    moment, accounts, cents = link.last_refresh(consent, now)
    return {
        "consent_id": consent.consent_id,
        "customer_id": consent.customer_id,
        "bank": link.bank(consent),
        "scope": consent.scope,
        "status": consent.status(now),
        "granted_at": _utc(consent.granted_at),
        "lapses_at": _utc(consent.lapses_at),
        "last_refresh": {"at": _utc(moment), "accounts": accounts, "balance_cents": cents},
    }


def account_json(account: link.Account) -> dict:
    """An account as JSON values."""
    return {
        "account_id": account.account_id, "name": account.name, "currency": "EUR", "balance_cents": account.balance_cents,
    }  # fmt: skip


def page(items: Sequence[dict], key: str, query: Mapping[str, str]) -> dict:
    """One page of a list that is sorted by ``key``. Raises Problem 400 for a limit or cursor that cannot be read.

    A cursor names the last item that was sent, so that the next page begins after it, whatever was added in the meantime.
    """
    limit, cursor = query.get("limit", str(link.PAGE)), query.get("cursor")
    if not limit.isdecimal() or not 1 <= int(limit) <= link.PAGE:
        raise Problem(400, "invalid_limit", f"limit is a whole number from 1 to {link.PAGE}.")
    start = _after(items, key, cursor) if cursor else 0
    page_items = list(items[start : start + int(limit)])
    more = start + len(page_items) < len(items)
    return {"data": page_items, "has_more": more, "next_cursor": _cursor(str(page_items[-1][key])) if more else None}


def _after(items: Sequence[dict], key: str, cursor: str) -> int:
    last = next((place for place, item in enumerate(items, 1) if _cursor(str(item[key])) == cursor), None)
    if last is None:
        raise Problem(400, "invalid_cursor", "This cursor is not from this list. Copy next_cursor as it is.")
    return last


def _cursor(value: str) -> str:
    return base64.urlsafe_b64encode(value.encode()).decode().rstrip("=")


def _utc(moment: datetime) -> str:
    return f"{moment.isoformat()}Z"
