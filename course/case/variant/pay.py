"""Merchants, payments, attempts, settlements, disputes and the ledger of a small data set."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from ..tables.company import COUNTRIES
from ..tables.pay import ACQUIRERS, CATEGORY_CODES, ISSUER_COUNTRIES
from .pools import DAY, LOCAL_MIDNIGHTS, SECOND, Pools, day

PAYMENTS, ON_LIMIT = 40, 6
RETRY = timedelta(seconds=90)
MUCH_LATER = timedelta(hours=2)  # the second of two charges, sometimes
START, END = day("2025-10-01"), day("2025-12-31T23:59:59")
MINUTE = timedelta(minutes=1)
LAST_DAY = day("2025-12-31")
INCIDENT = day("2025-11-14T09:10"), day("2025-11-16T18:40")
PAYOUT = {"A": timedelta(hours=5), "B": timedelta(hours=6, minutes=30)}
ROUTES = (
    "approved",
    "approved",
    "approved",
    "declined approved",
    "timeout approved",
    "declined",
    "declined declined",
    "declined timeout",
    "declined declined approved",
    "approved approved",
    "approved declined",
)


def pay(pools: Pools, customers: list[dict]) -> dict[str, list[dict]]:
    """The tables from merchants to ledger_entries, and pay_daily."""
    merchants = _merchants(pools)
    payments = _payments(pools, merchants, customers)
    attempts = _attempts(pools, payments)
    settlements = _settlements(attempts, payments, merchants)
    for payment in payments:
        payment.pop("route")
    return {
        "merchants": merchants,
        "payments": payments,
        "payment_attempts": attempts,
        "settlements": settlements,
        "disputes": _disputes(pools, settlements),
        "ledger_entries": _ledger(pools, payments, settlements),
        "pay_daily": _daily(pools, payments, attempts),
    }


def _merchants(pools: Pools) -> list[dict]:
    """M0007 is internal; the last two never take a payment."""
    numbers_in_focus = {
        int(word[1:]) + step for word in pools.words if re.fullmatch(r"M0\d{3}", word) for step in (-1, 0, 1)
    }
    numbers = sorted(numbers_in_focus & set(range(1, 321)) | {5, 6, 7, 8, 120, 121, 320})
    return [
        {
            "merchant_id": f"M{number:04d}",
            "name": "Mandaro Test Shop" if number == 7 else pools.name(),
            "mcc": None if pools.dice.chance(20) else pools.dice.choice(CATEGORY_CODES),
            "country": "KE2" if number == 7 else COUNTRIES[position % 2],
            "tier": pools.dice.choice(("small", "medium", "large")),
            "onboarded_at": pools.moment(day("2023-03-01"), day("2025-09-30")),
            "is_internal": number == 7,
        }
        for position, number in enumerate(numbers)
    ]


def _payments(pools: Pools, merchants: list[dict], customers: list[dict]) -> list[dict]:
    anywhere = [min(pools.moment(START, END), END - timedelta(minutes=10)) for _ in range(PAYMENTS)]
    moments = sorted([*anywhere, *_on_limits(pools)])
    return [_payment(pools, number, moment, merchants[:-2], customers) for number, moment in enumerate(moments, 1)]


def _on_limits(pools: Pools) -> list[datetime]:
    """Payments at a midnight that the query names, in UTC or by the clocks of a country, or retried then."""
    shifts = (*LOCAL_MIDNIGHTS, -RETRY)
    limits = [limit for day in pools.dates for shift in shifts if START <= (limit := day + shift) <= END - 10 * MINUTE]
    return [pools.dice.choice(limits) for _ in range(ON_LIMIT)] if limits else []


def _payment(pools: Pools, number: int, moment: datetime, merchants: list[dict], customers: list[dict]) -> dict:
    dice = pools.dice
    merchant = dice.choice(merchants)
    payers = [
        customer["customer_id"]
        for customer in customers
        if customer["created_at"] <= moment and customer["is_test"] == merchant["is_internal"]
    ]
    route = "approved" if merchant["is_internal"] else dice.choice(ROUTES)
    twice_outside = route == "approved approved" and not INCIDENT[0] <= moment < INCIDENT[1]
    route = "approved" if twice_outside and dice.chance(60) else route
    return {
        "payment_id": number,
        "merchant_id": merchant["merchant_id"],
        "customer_id": dice.choice(payers) if payers and dice.chance(55) else None,
        "created_at": moment,
        "amount_cents": pools.number(20, 2_000_000, 100, 2_500, 3_800, 3_800, 9_999, 10_000),
        "rail": "card" if merchant["is_internal"] else dice.choice(("card", "card", "card", "transfer")),
        "status": _status(pools, route, merchant["is_internal"]),
        "route": route,
    }


def _status(pools: Pools, route: str, is_internal: bool) -> str:
    if "approved" not in route.split():
        return "failed"
    return "refunded" if not is_internal and pools.dice.chance(25) else "paid"


def _attempts(pools: Pools, payments: list[dict]) -> list[dict]:
    rows = sorted((row for payment in payments for row in _tries(pools, payment)), key=lambda row: row["created_at"])
    return [{"attempt_id": number, **row} for number, row in enumerate(rows, 1)]


def _tries(pools: Pools, payment: dict) -> list[dict]:
    dice, results = pools.dice, payment["route"].split()
    acquirer, issuer = dice.choice(ACQUIRERS), dice.choice(ISSUER_COUNTRIES[:3])
    is_charged_twice, charge, rows = results == ["approved"] * 2, 1, []
    first_sent = payment["created_at"] + dice.below(2) * SECOND  # sometimes in another month than the payment
    is_much_later = is_charged_twice and payment["payment_id"] % 2 == 1 and first_sent + 2 * MUCH_LATER < LAST_DAY
    wait = MUCH_LATER if is_much_later else RETRY
    for number, result in enumerate(results, 1):
        is_dropped = is_charged_twice and number == 2
        rows.append(
            {
                "payment_id": payment["payment_id"],
                "attempt_no": number,
                "acquirer": acquirer,
                "issuer_country": issuer,
                "result": result,
                "decline_code": dice.choice(("05", "51", "54", "91")) if result == "declined" else None,
                "latency_ms": 10_000 if result == "timeout" else pools.number(100, 9_999, 200, 350, 350, 900),
                "idempotency_key": None if is_dropped else f"key-{payment['payment_id']}-{charge}",
                "created_at": first_sent + (number - 1) * wait,
            }
        )
        charge += result == "declined"
    return rows


def _settlements(attempts: list[dict], payments: list[dict], merchants: list[dict]) -> list[dict]:
    internal = {row["merchant_id"] for row in merchants if row["is_internal"]}
    by_id = {row["payment_id"]: row for row in payments}
    rows = []
    for attempt in attempts:
        payment, captured = by_id[attempt["payment_id"]], attempt["created_at"] + SECOND
        if attempt["result"] == "approved" and payment["merchant_id"] not in internal and captured < LAST_DAY:
            rows.append(_settlement(attempt["acquirer"], payment, captured))
    return sorted(rows, key=lambda row: row["captured_at"])


def _settlement(acquirer: str, payment: dict, captured: datetime) -> dict:
    arrival, gross = captured.date() + DAY, payment["amount_cents"]
    fee = 10 + gross * 14 // 1_000 if acquirer == "A" else 8 + gross * 11 // 1_000
    return {
        "payment_id": payment["payment_id"],
        "acquirer": acquirer,
        "captured_at": captured,
        "settled_at": datetime.combine(arrival, datetime.min.time()) + PAYOUT[acquirer],
        "gross_cents": gross,
        "fee_cents": fee,
        "net_cents": gross - fee,
        "batch_id": f"{acquirer}-{arrival:%m%d}",
    }


def _disputes(pools: Pools, settlements: list[dict]) -> list[dict]:
    """One settled payment in three, and always the first."""
    settlement_by_payment = {row["payment_id"]: row for row in reversed(settlements)}
    disputed = [
        row for position, row in enumerate(settlement_by_payment.values()) if position == 0 or pools.dice.chance(30)
    ]
    rows = sorted((_dispute(pools, row) for row in disputed), key=lambda row: row["opened_at"])
    return [{"dispute_id": number, **row} for number, row in enumerate(rows, 1)]


def _dispute(pools: Pools, settlement: dict) -> dict:
    opened = pools.moment(min(settlement["settled_at"] + SECOND, END), END)
    return {
        "payment_id": settlement["payment_id"],
        "opened_at": opened,
        "reason": pools.dice.choice(("fraud", "duplicate", "not_received", "other")),
        "outcome": pools.dice.choice(("won", "lost", None)),
        "amount_cents": settlement["gross_cents"],
    }


def _ledger(pools: Pools, payments: list[dict], settlements: list[dict]) -> list[dict]:
    """A pair for each charge settled from 10 November on; some refunds lack the pair that reverses it."""
    refunded = {row["payment_id"] for row in payments if row["status"] == "refunded"}
    postings = []
    for charge in settlements:
        if charge["settled_at"] < day("2025-11-10"):
            continue
        posted_at = charge["settled_at"] + pools.dice.below(60) * MINUTE
        reversed_at = min(posted_at + pools.dice.between(1, 9) * DAY, END)
        postings.append((posted_at, charge, None))
        if charge["payment_id"] in refunded and charge["batch_id"] != "B-1219" and pools.dice.chance(70):
            postings.append((reversed_at, charge, len(postings) - 1))
    order = sorted(range(len(postings)), key=lambda position: postings[position][0])
    number = {position: 2 * rank + 1 for rank, position in enumerate(order)}
    return [row for position in order for row in _pair(*postings[position], number[position], number)]


def _pair(
    posted: datetime, charge: dict, reversed_position: int | None, first: int, number: dict[int, int]
) -> list[dict]:
    gross, is_refund = charge["gross_cents"], reversed_position is not None
    accounts = f"acquirer_{charge['acquirer'].lower()}", "merchants"
    return [
        {
            "entry_id": first + side,
            "txn_id": charge["payment_id"],
            "posted_at": posted,
            "account": account,
            "debit_cents": gross if is_refund == bool(side) else 0,
            "credit_cents": 0 if is_refund == bool(side) else gross,
            "reverses_entry_id": number[reversed_position] + side if is_refund else None,
        }
        for side, account in enumerate(accounts)
    ]


def _daily(pools: Pools, payments: list[dict], attempts: list[dict]) -> list[dict]:
    """The sums of the attempts, and some days of summer."""
    by_id = {row["payment_id"]: row for row in payments}
    sums: dict[tuple, list[int]] = {}
    for row in attempts:
        payment, is_approved = by_id[row["payment_id"]], row["result"] == "approved"
        group = row["created_at"].date(), row["acquirer"], row["issuer_country"], payment["rail"]
        totals = sums.setdefault(group, [0, 0, 0])
        totals[0] += 1
        totals[1] += is_approved
        totals[2] += payment["amount_cents"] * is_approved
    for number in range(12):
        tries = pools.number(1, 1_000, 1, 1, 2, 10)
        group = (
            (day("2025-07-30") + number // 3 * DAY).date(),
            ACQUIRERS[number % 2],
            ISSUER_COUNTRIES[number % 3],
            "card",
        )
        sums[group] = [tries, pools.dice.below(tries + 1), tries * 100]
    names = "day", "acquirer", "issuer_country", "rail", "attempts", "approvals", "amount_cents"
    return [dict(zip(names, (*group, *totals), strict=True)) for group, totals in sorted(sums.items())]
