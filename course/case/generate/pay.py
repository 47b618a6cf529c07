"""Payments and their attempts put together from what was approved, what failed and what the test shop does."""

from __future__ import annotations

import numpy as np

from ..planted import Planted
from ..random import Stream
from .attempts import LATE, SINGLE, TWICE, attempts, extras, plan
from .clock import day
from .parts import SECOND, Columns, apportion, numbered, pick, stack
from .payments import (
    INCIDENT,
    approved_payments,
    cells,
    details,
    failed_payments,
    plant_total,
    test_payments,
)

BATCH_DAY = day("2025-12-18")
"""Day of capture of batch B-1219, whose refunds the ledger missed."""

REFUND_PER_MILLE, LAST_REFUND = 12, day("2025-12-14")


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
    return table, attempts(stream.fork("attempts"), planted, pays)


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
    pays["missed"] = extras(stream.fork("extras"), pays, missed)
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
    weekend = (moment >= INCIDENT[0]) & (moment < INCIDENT[1] - 60 * SECOND) & pays["approved"]
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
    return np.where(retried & (second >= 85_500), moment - 900 * SECOND, moment)
