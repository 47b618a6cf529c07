"""Payments and their attempts, combined from approved, failed and test-shop payments."""

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
    """One row per payment, in order of creation, with everything that decides its attempts."""
    approved = approved_payments(stream.fork("approved"), planted)
    unapproved = plan(planted, approved)
    failures = planted.payments - planted.internal_payments - len(approved["cell"])
    failed_counts = apportion(failures, unapproved.ravel()).reshape(unapproved.shape)
    failed = failed_payments(stream.fork("failed"), approved, failed_counts)
    pays = stack(approved, failed)
    pays["approved"] = np.arange(len(pays["cell"])) < len(approved["cell"])
    pays = details(stream.fork("details"), pays, merchants, customers)
    pays["special"] = _special(stream.fork("incident"), planted, pays)
    pays["missed"] = extras(stream.fork("extras"), pays, unapproved)
    pays["refunded"] = _refunded(stream.fork("refunds"), planted, pays)
    test_shop_payments = test_payments(stream.fork("tests"), planted, customers)
    zeros = np.zeros(planted.internal_payments, dtype=np.int64)
    test_shop_payments |= {"approved": zeros == 0, "special": zeros, "missed": zeros, "refunded": zeros > 0}
    pays["created_at"] = _away_from_midnight(pays["created_at"], pays["missed"] > 0)
    all_payments = stack(pays, test_shop_payments)
    return numbered(all_payments, "payment_id", all_payments["created_at"])


def _special(stream: Stream, planted: Planted, pays: Columns) -> np.ndarray:
    """Card payments of the weekend whose first attempt timed out: charged twice, or approved only by the retry."""
    moment, special = pays["created_at"], np.full(len(pays["cell"]), SINGLE)
    is_weekend = (moment >= INCIDENT[0]) & (moment < INCIDENT[1] - 60 * SECOND) & pays["approved"]
    is_card = cells(planted).rail[pays["cell"]] == "card"
    positions = stream.sample(np.flatnonzero(is_weekend & is_card), planted.retried)
    special[positions] = LATE
    special[positions[: planted.charged_twice]] = TWICE
    plant_total(pays["amount"], special == TWICE, planted.charged_twice_cents)
    return special


def _refunded(stream: Stream, planted: Planted, pays: Columns) -> np.ndarray:
    """Refunds: a few of all payments captured until mid-December, and those of one batch that the ledger missed."""
    date = pays["created_at"].astype("datetime64[D]")
    is_refundable = pays["approved"] & (pays["special"] == SINGLE)
    is_refunded = is_refundable & (date <= LAST_REFUND) & stream.chance(len(date), REFUND_PER_MILLE)
    in_batch = is_refundable & (date == BATCH_DAY) & (cells(planted).acquirer[pays["cell"]] == "B")
    missed_refunds = stream.sample(np.flatnonzero(in_batch), planted.missed_refunds)
    plant_total(pays["amount"], missed_refunds, planted.missed_refund_cents)
    is_refunded[missed_refunds] = True
    return is_refunded


def _away_from_midnight(moment: np.ndarray, is_retried: np.ndarray) -> np.ndarray:
    """Start payments with several attempts before 23:45, so that all their attempts fall on one UTC day."""
    second_of_day = (moment - moment.astype("datetime64[D]")).astype(np.int64)
    return np.where(is_retried & (second_of_day >= 85_500), moment - 900 * SECOND, moment)
