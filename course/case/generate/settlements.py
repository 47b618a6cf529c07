"""What happens to approved charges: settlement on the next day, and disputes."""

from __future__ import annotations

import numpy as np

from ..planted import Planted
from ..random import Stream
from .parts import DAY, MONTH, SECOND, Columns, numbered, seconds, stack
from .payments import LAST_DAY

FEES = {"A": (10, 140), "B": (8, 110)}
"""Fixed fee in cents and share in basis points, by acquirer."""

FOREIGN_FEE_BP = 60
PAYOUT_SECOND = {"A": 5 * 3_600, "B": 6 * 3_600 + 1_800}
MONTHS = ("2025-10", "2025-11", "2025-12")
OTHER_REASONS = {"fraud": 46, "not_received": 33, "other": 21}
UNDECIDED = np.datetime64("2025-12-06", "s")
"""Disputes opened from here on are still open at the end of the year."""


def settlements(stream: Stream, payments: Columns, attempts: Columns, merchants: Columns) -> Columns:
    """Every approved attempt of a real merchant that was captured before the last day."""
    shop = np.searchsorted(merchants["merchant_id"].astype(str), payments["merchant_id"].astype(str))
    captured = _captured(stream, attempts)
    is_real = ~merchants["is_internal"][shop][attempts["payment_id"] - 1]
    positions = np.flatnonzero(
        (attempts["result"] == "approved") & is_real & (captured < LAST_DAY.astype("datetime64[s]"))
    )
    positions = positions[np.argsort(captured[positions], kind="stable")]
    payment, acquirer = attempts["payment_id"][positions] - 1, attempts["acquirer"][positions]
    gross = payments["amount_cents"][payment]
    fee = _fees(acquirer, gross, attempts["issuer_country"][positions] != merchants["country"][shop[payment]])
    arrival = captured[positions].astype("datetime64[D]") + DAY
    return {
        "payment_id": payments["payment_id"][payment],
        "acquirer": acquirer,
        "captured_at": captured[positions],
        "settled_at": arrival.astype("datetime64[s]") + seconds(_lookup(PAYOUT_SECOND, acquirer)),
        "gross_cents": gross,
        "fee_cents": fee,
        "net_cents": gross - fee,
        "batch_id": acquirer + np.array([f"-{date:%m%d}" for date in arrival.tolist()], dtype=object),
    }


def _captured(stream: Stream, attempts: Columns) -> np.ndarray:
    """A few seconds after the answer, on the same UTC day."""
    wait = 1 + attempts["latency_ms"] // 1_000 + stream.below(len(attempts["latency_ms"]), 3)
    midnight = attempts["created_at"].astype("datetime64[D]") + DAY
    return np.minimum(attempts["created_at"] + seconds(wait), midnight - SECOND)


def _fees(acquirer: np.ndarray, gross: np.ndarray, is_foreign: np.ndarray) -> np.ndarray:
    fixed = _lookup({name: fee[0] for name, fee in FEES.items()}, acquirer)
    share = _lookup({name: fee[1] for name, fee in FEES.items()}, acquirer)
    return fixed + gross * (share + FOREIGN_FEE_BP * is_foreign) // 10_000


def _lookup(values: dict[str, int], names: np.ndarray) -> np.ndarray:
    return np.array([values[name] for name in names])


def disputes(stream: Stream, planted: Planted, settlements: Columns) -> Columns:
    """A planted number by month; duplicates are disputes about payments that were charged twice."""
    _, first, charges = np.unique(settlements["payment_id"], return_index=True, return_counts=True)
    settled_at = settlements["settled_at"][first]
    undisputed = stream.order(len(first))
    parts = []
    for month, total, duplicates in zip(MONTHS, planted.disputes, planted.duplicate_disputes, strict=True):
        start, end = np.datetime64(month, "M"), np.datetime64(month, "M") + MONTH
        is_recent = (settled_at[undisputed] >= start - 25 * DAY) & (settled_at[undisputed] < end - 2 * DAY)
        single_charges = undisputed[is_recent & (charges[undisputed] == 1)][: total - duplicates]
        positions = np.concatenate([undisputed[charges[undisputed] == 2][:duplicates], single_charges])
        undisputed = undisputed[~np.isin(undisputed, positions)]
        parts.append(
            {
                "payment_id": settlements["payment_id"][first[positions]],
                "opened_at": _opened(
                    stream, settled_at[positions], start.astype("datetime64[s]"), end.astype("datetime64[s]")
                ),
                "reason": np.where(np.arange(total) < duplicates, "duplicate", stream.choose(total, OTHER_REASONS)),
                "amount_cents": settlements["gross_cents"][first[positions]],
            }
        )
    table = stack(*parts)
    outcome = stream.choose(len(table["opened_at"]), {"won": 38, "lost": 62})
    table["outcome"] = np.where(table["opened_at"] < UNDECIDED, outcome, None)
    return numbered(table, "dispute_id", table["opened_at"])


def _opened(stream: Stream, settled: np.ndarray, start: np.datetime64, end: np.datetime64) -> np.ndarray:
    """Some time from ``start`` to ``end``, at least a day after settlement."""
    earliest = np.maximum(settled + DAY, start)
    return earliest + seconds(stream.below(len(settled), (end - earliest).astype(np.int64)))
