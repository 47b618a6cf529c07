"""Attempts: how many each payment took, what the acquirers answered, and the weekend on which the key was dropped."""

from __future__ import annotations

import numpy as np

from ..planted import Planted
from ..random import Stream
from .parts import Columns, apportion, numbered, seconds
from .payments import Cells, cells, period

TIMEOUT_MS, IMPATIENT_MS = 10_000, 2_000
LATENCY = (140, 210, 260, 310, 370, 440, 530, 660, 900, 1_900)
CODES = {"05": 44, "51": 33, "54": 11, "14": 9, "91": 3}
TIMEOUT_PER_MILLE = 50
SINGLE, TWICE, LATE = 0, 1, 2
"""What happened to an approved payment: nothing special, charged twice, or approved after a timeout on the weekend."""


def plan(planted: Planted, approved: Columns) -> np.ndarray:
    """How many attempts are not approved, by period and cell, so that every planted rate is met."""
    grid = cells(planted)
    counts = np.zeros((5, 24), dtype=np.int64)
    np.add.at(counts, (period(approved["created_at"]), approved["cell"]), 1)
    unapproved = _expected(counts, np.stack([grid.approval] * 4 + [grid.approval_after]))
    total = planted.attempts - planted.internal_payments - int(counts.sum()) - planted.retried
    for _ in range(2):  # the incident's rate depends on November's, which the rest changes a little
        unapproved += _spread(total - int(unapproved.sum()), unapproved, grid)
        unapproved[2] = _incident(planted, grid, counts, unapproved)
    return unapproved + _spread(total - int(unapproved.sum()), unapproved, grid)


def _expected(counts: np.ndarray, approval: np.ndarray) -> np.ndarray:
    """Attempts that are not approved beside ``counts`` approved ones, to the nearest whole number."""
    return (2 * counts * (1_000 - approval) + approval) // (2 * approval)


def _spread(rest: int, unapproved: np.ndarray, grid: Cells) -> np.ndarray:
    """Spread a small rest over the cells and periods that carry no planted rate."""
    adjustable = unapproved * ~((grid.acquirer == "B") & (grid.issuer == "KE2"))
    adjustable[2] = 0
    return (1 if rest >= 0 else -1) * apportion(abs(rest), adjustable.ravel()).reshape(unapproved.shape)


def _incident(planted: Planted, grid: Cells, counts: np.ndarray, unapproved: np.ndarray) -> np.ndarray:
    """Attempts not approved on the incident's weekend: card approval is higher than in the rest of November."""
    card = grid.rail == "card"
    november_approvals = int(counts[1][card].sum())
    november_attempts = november_approvals + int(unapproved[1][card].sum())
    approvals = int(counts[2][card].sum()) + planted.charged_twice
    attempts = (
        approvals
        * november_attempts
        * 10_000
        // (november_approvals * 10_000 + planted.incident_lift_bp * november_attempts)
    )
    result = _expected(counts[2], grid.approval)
    after_retries = attempts - approvals - (planted.retried - planted.charged_twice)
    result[card] = apportion(after_retries, result[card])
    return result


def extras(stream: Stream, pays: Columns, unapproved: np.ndarray) -> np.ndarray:
    """Attempts of each payment that were not approved: one if it failed, up to two more if somebody tried again.

    They add up to ``unapproved`` by period and cell. Attempts of the incident weekend are not counted here.
    """
    group = period(pays["created_at"]) * 24 + pays["cell"]
    result = (~pays["approved"]).astype(np.int64)
    remaining = unapproved.ravel() - np.bincount(group[~pays["approved"]], minlength=unapproved.size)
    slots = np.repeat(np.flatnonzero(pays["special"] == SINGLE), 2)
    slots = slots[stream.order(len(slots))]
    slots = slots[np.argsort(group[slots], kind="stable")]
    place = np.arange(len(slots)) - np.searchsorted(group[slots], np.arange(unapproved.size))[group[slots]]
    np.add.at(result, slots[place < remaining[group[slots]]], 1)
    return result


def attempts(stream: Stream, planted: Planted, pays: Columns) -> Columns:
    """The table payment_attempts."""
    counts = pays["missed"] + pays["approved"] + (pays["special"] != SINGLE)
    owner, first = np.repeat(np.arange(len(counts)), counts), np.cumsum(counts) - counts
    attempt_no = np.arange(len(owner)) - first[owner] + 1
    special = pays["special"][owner]
    is_approved = ((attempt_no == counts[owner]) & pays["approved"][owner]) | (special == TWICE)
    is_timeout = ~is_approved & ((special == LATE) | stream.chance(len(owner), TIMEOUT_PER_MILLE))
    result = np.where(is_approved, "approved", np.where(is_timeout, "timeout", "declined")).astype(object)
    created_at = pays["created_at"][owner] + seconds(_delays(stream.fork("delays"), owner, first, special, is_timeout))
    grid = cells(planted)
    table = {
        "payment_id": pays["payment_id"][owner],
        "attempt_no": attempt_no,
        "acquirer": grid.acquirer[pays["cell"][owner]],
        "issuer_country": grid.issuer[pays["cell"][owner]],
        "result": result,
        "decline_code": np.where(result == "declined", _codes(stream.fork("codes"), grid, pays, owner), None),
        "latency_ms": _latency(stream.fork("latency"), is_timeout, special, attempt_no),
        "idempotency_key": _keys(
            pays["payment_id"][owner], first[owner], result, (special != SINGLE) & (attempt_no == 2)
        ),
        "created_at": created_at,
    }
    return numbered(table, "attempt_id", created_at)


def _delays(
    stream: Stream, owner: np.ndarray, first: np.ndarray, special: np.ndarray, is_timeout: np.ndarray
) -> np.ndarray:
    """Seconds from the payment to each attempt: a machine retries soon after a timeout, a person after minutes."""
    size = len(owner)
    by_machine = np.concatenate([[False], is_timeout[:-1]]) | (special != SINGLE)
    gap = np.where(by_machine, stream.between(size, 6, 15), stream.between(size, 25, 240))
    gap[first] = stream.between(len(first), 0, 2)
    steps = np.cumsum(gap)
    return steps - (steps[first] - gap[first])[owner]


def _codes(stream: Stream, grid: Cells, pays: Columns, owner: np.ndarray) -> np.ndarray:
    """Decline codes; where B cannot reach KE2, two thirds are 91."""
    cell = pays["cell"][owner]
    is_down = (grid.acquirer[cell] == "B") & (grid.issuer[cell] == "KE2") & (period(pays["created_at"])[owner] == 4)
    return np.where(is_down & stream.chance(len(owner), 655), "91", stream.choose(len(owner), CODES))


def _latency(stream: Stream, is_timeout: np.ndarray, special: np.ndarray, number: np.ndarray) -> np.ndarray:
    size = len(is_timeout)
    usual = np.where(is_timeout, TIMEOUT_MS, stream.skewed(size, LATENCY))
    impatient = np.where(is_timeout, IMPATIENT_MS, stream.between(size, 2_100, 2_990))
    return np.where((special != SINGLE) & (number == 1), impatient, usual)


def _keys(payment: np.ndarray, first: np.ndarray, result: np.ndarray, is_dropped: np.ndarray) -> np.ndarray:
    """One key per charge: it changes after a decline, and is missing where it was dropped."""
    declined = np.cumsum(result == "declined") - (result == "declined")
    charge = declined - declined[first] + 1
    keys = np.array(
        [
            f"key-{payment_id}-{charge_no}"
            for payment_id, charge_no in zip(payment.tolist(), charge.tolist(), strict=True)
        ],
        dtype=object,
    )
    return np.where(is_dropped, None, keys)
