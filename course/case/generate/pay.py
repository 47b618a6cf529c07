"""Mandaro Pay put together: payments, attempts, settlements and disputes."""

from __future__ import annotations

import numpy as np

from ..planted import Planted
from ..random import Stream
from .attempts import LATE, SINGLE, TWICE, attempts, extras, plan
from .clock import day
from .parts import DAY, Columns, apportion, numbered, pick, rows, stack
from .payments import (INCIDENT, LAST_DAY, approved_payments, cells, details, failed_payments, period, plant_total,
                       test_payments)

BATCH_DAY = day("2025-12-18")
"""Day of capture of batch B-1219, whose refunds the ledger missed."""

REFUND_PER_MILLE, LAST_REFUND = 12, day("2025-12-14")
FEES = {"A": (10, 140), "B": (8, 110)}
"""Fixed fee in cents and share in basis points, by acquirer; a card from abroad costs 60 basis points more."""

PAYOUT_HOUR = {"A": 5 * 3_600, "B": 6 * 3_600 + 1_800}
OTHER_REASONS = {"fraud": 46, "not_received": 33, "other": 21}


def payments(stream: Stream, planted: Planted, customers: Columns, merchants: Columns) -> tuple[Columns, Columns]:
    """The tables payments and payment_attempts."""
    pays = _planned(stream, planted, customers, merchants)
    table = {
        "payment_id": pays["payment_id"],
        "merchant_id": merchants["merchant_id"][pays["shop"]],
        "customer_id": np.ma.masked_equal(pays["customer"], 0),
        "created_at": pays["created_at"],
        "amount_cents": pays["amount"],
        "rail": cells(planted).rail[pays["cell"]],
        "status": pick(("failed", "paid", "refunded"), pays["approved"] + pays["refunded"].astype(np.int64)),
    }
    tries = attempts(stream.fork("attempts"), planted, pays)
    del tries["cell"]
    return table, tries


def _planned(stream: Stream, planted: Planted, customers: Columns, merchants: Columns) -> Columns:
    """One row a payment, in order of creation, with all that decides its attempts."""
    good = approved_payments(stream.fork("approved"), planted)
    missed = plan(planted, good)
    failures = planted.payments - planted.internal_payments - len(good["cell"])
    failed = apportion(failures, missed.ravel()).reshape(missed.shape)
    bad = failed_payments(stream.fork("failed"), good, failed)
    pays = stack(good, bad)
    pays["approved"] = np.arange(len(pays["cell"])) < len(good["cell"])
    pays = details(stream.fork("details"), pays, merchants, customers)
    pays["special"] = _special(stream.fork("incident"), planted, pays)
    pays["missed"] = extras(stream.fork("extras"), pays["cell"], period(pays["created_at"]), pays["approved"],
                            pays["special"], missed)
    pays["refunded"] = _refunded(stream.fork("refunds"), planted, pays)
    tests = test_payments(stream.fork("tests"), planted, customers)
    none = np.zeros(planted.internal_payments, dtype=np.int64)
    tests |= {"approved": none == 0, "special": none, "missed": none, "refunded": none > 0}
    pays["created_at"] = _away_from_midnight(pays["created_at"], pays["missed"] > 0)
    everything = stack(pays, tests)
    return numbered(everything, "payment_id", everything["created_at"])


def _special(stream: Stream, planted: Planted, pays: Columns) -> np.ndarray:
    """Card payments of the weekend whose first attempt timed out: charged twice, or approved by the retry only."""
    moment, special = pays["created_at"], np.full(len(pays["cell"]), SINGLE)
    weekend = (moment >= INCIDENT[0]) & (moment < INCIDENT[1] - 60) & pays["approved"]
    card = cells(planted).rail[pays["cell"]] == "card"
    chosen = stream.sample(np.flatnonzero(weekend & card), planted.retried)
    special[chosen] = LATE
    special[chosen[: planted.charged_twice]] = TWICE
    plant_total(pays["amount"], special == TWICE, planted.charged_twice_cents)
    return special


def _refunded(stream: Stream, planted: Planted, pays: Columns) -> np.ndarray:
    """Refunds: a few of all that were captured until mid-December, and those of one batch that the ledger missed."""
    date = pays["created_at"].astype("datetime64[D]")
    able = pays["approved"] & (pays["special"] == SINGLE)
    refunded = able & (date <= LAST_REFUND) & stream.chance(len(date), REFUND_PER_MILLE)
    batch = able & (date == BATCH_DAY) & (cells(planted).acquirer[pays["cell"]] == "B")
    missed = stream.sample(np.flatnonzero(batch), planted.missed_refunds)
    plant_total(pays["amount"], missed, planted.missed_refund_cents)
    refunded[missed] = True
    return refunded


def _away_from_midnight(moment: np.ndarray, retried: np.ndarray) -> np.ndarray:
    """Start payments with several attempts before 23:45, so that all their attempts fall on one UTC day."""
    second = (moment - moment.astype("datetime64[D]")).astype(np.int64)
    return np.where(retried & (second >= 85_500), moment - np.timedelta64(900, "s"), moment)


def settlements(stream: Stream, planted: Planted, payments: Columns, attempts: Columns, merchants: Columns) -> Columns:
    """The table settlements: every approved attempt of a real merchant that was captured before the last day."""
    payment = attempts["payment_id"] - 1
    shop = np.searchsorted(merchants["merchant_id"].astype(str), payments["merchant_id"].astype(str))
    size = len(payment)
    wait = 1 + attempts["latency_ms"] // 1_000 + stream.below(size, 3)
    captured = attempts["created_at"] + wait.astype("timedelta64[s]")
    captured = np.minimum(captured, attempts["created_at"].astype("datetime64[D]") + DAY - 1)
    settled = ((attempts["result"] == "approved") & ~merchants["is_internal"][shop[payment]]
               & (captured < LAST_DAY.astype("datetime64[s]")))
    chosen = np.flatnonzero(settled)
    chosen = chosen[np.argsort(captured[chosen], kind="stable")]
    owner, acquirer = payment[chosen], attempts["acquirer"][chosen]
    gross = payments["amount_cents"][owner]
    abroad = attempts["issuer_country"][chosen] != merchants["country"][shop[owner]]
    fixed, share = (np.array([FEES[name][part] for name in acquirer]) for part in (0, 1))
    fee = fixed + gross * (share + 60 * abroad) // 10_000
    arrival = captured[chosen].astype("datetime64[D]") + 1
    hour = np.array([PAYOUT_HOUR[name] for name in acquirer]).astype("timedelta64[s]")
    label = np.char.replace(np.char.partition(arrival.astype(str), "-")[:, 2], "-", "")
    return {
        "payment_id": payments["payment_id"][owner],
        "acquirer": acquirer,
        "captured_at": captured[chosen],
        "settled_at": arrival.astype("datetime64[s]") + hour,
        "gross_cents": gross,
        "fee_cents": fee,
        "net_cents": gross - fee,
        "batch_id": acquirer + "-" + label.astype(object),
    }


def disputes(stream: Stream, planted: Planted, settlements: Columns) -> Columns:
    """The table disputes: a planted number by month, with the duplicates of the weekend in November and December."""
    ids, first = np.unique(settlements["payment_id"], return_index=True)
    twice = np.flatnonzero(np.diff(np.append(first, 0)) != 0)
    counts = np.bincount(settlements["payment_id"])[ids]
    twice, once = stream.sample(np.flatnonzero(counts == 2), int((counts == 2).sum())), np.flatnonzero(counts == 1)
    once = stream.sample(once, len(once))
    parts = []
    for month, total, copies in zip(("2025-10", "2025-11", "2025-12"), planted.disputes, planted.duplicate_disputes,
                                    strict=True):
        start, end = np.datetime64(month, "M").astype("datetime64[s]"), (np.datetime64(month, "M") + 1).astype("datetime64[s]")
        settled = settlements["settled_at"][first]
        fresh = once[(settled[once] < end - 2 * DAY) & (settled[once] >= start - 25 * DAY)]
        chosen = np.concatenate([twice[:copies], fresh[: total - copies]])
        twice, once = twice[copies:], once[~np.isin(once, chosen)]
        earliest = np.maximum(settled[chosen] + DAY, start)
        if month == "2025-11":
            earliest[:copies] = np.datetime64("2025-11-20", "s")
        span = (end - earliest).astype(np.int64)
        opened = earliest + stream.below(total, span).astype("timedelta64[s]")
        reason = np.concatenate([np.full(copies, "duplicate", dtype=object), stream.choose(total - copies, OTHER_REASONS)])
        parts.append({"payment_id": ids[chosen], "opened_at": opened, "reason": reason,
                      "amount_cents": settlements["gross_cents"][first[chosen]]})
    table = stack(*parts)
    outcome = stream.choose(len(table["opened_at"]), {"won": 38, "lost": 62})
    still_open = table["opened_at"] >= np.datetime64("2025-12-06", "s")
    table["outcome"] = np.where(still_open, None, outcome)
    table = numbered(table, "dispute_id", table["opened_at"])
    return {name: table[name] for name in ("dispute_id", "payment_id", "opened_at", "reason", "outcome", "amount_cents")}
