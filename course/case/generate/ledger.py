"""The ledger: a pair of entries for each settled charge, a reversing pair for each refund except those of one batch."""

from __future__ import annotations

import numpy as np

from ..random import Stream
from .parts import DAY, Columns, nullable, seconds

START = np.datetime64("2025-11-10T00:00:00")
MISSED_BATCH = "B-1219"
ACCOUNTS = {"A": "acquirer_a", "B": "acquirer_b"}


def ledger_entries(stream: Stream, payments: Columns, settlements: Columns) -> Columns:
    """The table ledger_entries."""
    charges = np.flatnonzero(settlements["settled_at"] >= START)
    charges = charges[np.argsort(settlements["settled_at"][charges], kind="stable")]
    payment = settlements["payment_id"][charges]
    posted_at = settlements["settled_at"][charges] + seconds(stream.below(len(charges), 3_600))
    refunded = (
        (payments["status"][payment - 1] == "refunded") & (settlements["batch_id"][charges] != MISSED_BATCH)
    ).nonzero()[0]
    wait = (stream.between(len(refunded), 2, 11) * DAY) + seconds(stream.below(len(refunded), 36_000))
    # first one row per posting: charges, then refunds; each becomes two entries
    moment = np.concatenate([posted_at, posted_at[refunded] + wait])
    charge_row = np.concatenate([np.arange(len(charges)), refunded])
    order = np.argsort(moment, kind="stable")
    is_refund = order >= len(charges)
    charge_row, moment = charge_row[order], moment[order]
    charge_position = np.zeros(len(charges), dtype=np.int64)
    charge_position[charge_row[~is_refund]] = np.flatnonzero(~is_refund)
    return _pairs(
        charge_row,
        moment,
        is_refund,
        charge_position,
        settlements["gross_cents"][charges],
        settlements["acquirer"][charges],
        payment,
    )


def _pairs(
    charge_row: np.ndarray,
    moment: np.ndarray,
    is_refund: np.ndarray,
    charge_position: np.ndarray,
    gross: np.ndarray,
    acquirer: np.ndarray,
    payment: np.ndarray,
) -> Columns:
    """Two entries per posting: money from the acquirer against money owed to merchants; a refund swaps the sides."""
    size = 2 * len(charge_row)
    entry_row = np.repeat(charge_row, 2)
    first = np.arange(size) % 2 == 0
    debit = first != np.repeat(is_refund, 2)
    original = 2 * charge_position[entry_row] + 1 + ~first
    accounts = np.array([ACCOUNTS[name] for name in acquirer], dtype=object)[entry_row]
    return {
        "entry_id": np.arange(1, size + 1),
        "txn_id": payment[entry_row],
        "posted_at": np.repeat(moment, 2),
        "account": np.where(first, accounts, "merchants"),
        "debit_cents": gross[entry_row] * debit,
        "credit_cents": gross[entry_row] * ~debit,
        "reverses_entry_id": nullable(original, ~np.repeat(is_refund, 2)),
    }
