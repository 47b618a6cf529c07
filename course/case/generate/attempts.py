"""Attempts: how many a payment took, what the acquirers answered, and the weekend on which the key was dropped."""

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
    """How many attempts are not approved, by period and cell, so that every planted rate comes out."""
    grid = cells(planted)
    counts = np.zeros((5, 24), dtype=np.int64)
    np.add.at(counts, (period(approved["created_at"]), approved["cell"]), 1)
    missed = _expected(counts, np.stack([grid.approval] * 4 + [grid.approval_after]))
    total = planted.attempts - planted.internal_payments - int(counts.sum()) - planted.retried
    for _ in range(2):  # the incident's rate hangs on November's, which the rest moves a little
        missed += _spread(total - int(missed.sum()), missed, grid)
        missed[2] = _incident(planted, grid, counts, missed)
    return missed + _spread(total - int(missed.sum()), missed, grid)


def _expected(counts: np.ndarray, approval: np.ndarray) -> np.ndarray:
    """Attempts that are not approved beside ``counts`` approved ones, to the nearest whole number."""
    return (2 * counts * (1_000 - approval) + approval) // (2 * approval)


def _spread(rest: int, missed: np.ndarray, grid: Cells) -> np.ndarray:
    """Spread a small rest over the cells and periods that carry no planted rate."""
    free = missed * ~((grid.acquirer == "B") & (grid.issuer == "KE2"))
    free[2] = 0
    return (1 if rest >= 0 else -1) * apportion(abs(rest), free.ravel()).reshape(missed.shape)


def _incident(planted: Planted, grid: Cells, counts: np.ndarray, missed: np.ndarray) -> np.ndarray:
    """Attempts not approved on the incident's weekend: card approval is higher than in the rest of November."""
    card = grid.rail == "card"
    usual = int(counts[1][card].sum())
    usual_attempts = usual + int(missed[1][card].sum())
    approvals = int(counts[2][card].sum()) + planted.charged_twice
    attempts = approvals * usual_attempts * 10_000 // (usual * 10_000 + planted.incident_lift_bp * usual_attempts)
    result = _expected(counts[2], grid.approval)
    after_retries = attempts - approvals - (planted.retried - planted.charged_twice)
    result[card] = apportion(after_retries, result[card])
    return result


def extras(stream: Stream, pays: Columns, missed: np.ndarray) -> np.ndarray:
    """Attempts of each payment that were not approved: one for a failed one, up to two more where one tried again.

    They add up to ``missed`` by period and cell. What happened on the weekend of the incident is not counted here.
    """
    group = period(pays["created_at"]) * 24 + pays["cell"]
    result = (~pays["approved"]).astype(np.int64)
    left = missed.ravel() - np.bincount(group[~pays["approved"]], minlength=missed.size)
    slots = np.repeat(np.flatnonzero(pays["special"] == SINGLE), 2)
    slots = slots[stream.order(len(slots))]
    slots = slots[np.argsort(group[slots], kind="stable")]
    place = np.arange(len(slots)) - np.searchsorted(group[slots], np.arange(missed.size))[group[slots]]
    np.add.at(result, slots[place < left[group[slots]]], 1)
    return result


def attempts(stream: Stream, planted: Planted, pays: Columns) -> Columns:
    """The table payment_attempts."""
    count = pays["missed"] + pays["approved"] + (pays["special"] != SINGLE)
    owner, first = np.repeat(np.arange(len(count)), count), np.cumsum(count) - count
    number = np.arange(len(owner)) - first[owner] + 1
    special = pays["special"][owner]
    good = ((number == count[owner]) & pays["approved"][owner]) | (special == TWICE)
    lost = ~good & ((special == LATE) | stream.chance(len(owner), TIMEOUT_PER_MILLE))
    result = np.where(good, "approved", np.where(lost, "timeout", "declined")).astype(object)
    created = pays["created_at"][owner] + seconds(_delays(stream.fork("delays"), owner, first, special, lost))
    grid = cells(planted)
    table = {
        "payment_id": pays["payment_id"][owner],
        "attempt_no": number,
        "acquirer": grid.acquirer[pays["cell"][owner]],
        "issuer_country": grid.issuer[pays["cell"][owner]],
        "result": result,
        "decline_code": np.where(result == "declined", _codes(stream.fork("codes"), grid, pays, owner), None),
        "latency_ms": _latency(stream.fork("latency"), lost, special, number),
        "idempotency_key": _keys(pays["payment_id"][owner], first[owner], result, (special != SINGLE) & (number == 2)),
        "created_at": created,
    }
    return numbered(table, "attempt_id", created)


def _delays(stream: Stream, owner: np.ndarray, first: np.ndarray, special: np.ndarray, lost: np.ndarray) -> np.ndarray:
    """Seconds from the payment to each attempt: a machine tries again soon after a timeout, a person after minutes."""
    size = len(owner)
    by_machine = np.concatenate([[False], lost[:-1]]) | (special != SINGLE)
    gap = np.where(by_machine, stream.between(size, 6, 15), stream.between(size, 25, 240))
    gap[first] = stream.between(len(first), 0, 2)
    steps = np.cumsum(gap)
    return steps - (steps[first] - gap[first])[owner]


def _codes(stream: Stream, grid: Cells, pays: Columns, owner: np.ndarray) -> np.ndarray:
    """Decline codes; where B cannot reach KE2, two thirds are 91."""
    cell = pays["cell"][owner]
    down = (grid.acquirer[cell] == "B") & (grid.issuer[cell] == "KE2") & (period(pays["created_at"])[owner] == 4)
    return np.where(down & stream.chance(len(owner), 655), "91", stream.choose(len(owner), CODES))


def _latency(stream: Stream, lost: np.ndarray, special: np.ndarray, number: np.ndarray) -> np.ndarray:
    size = len(lost)
    usual = np.where(lost, TIMEOUT_MS, stream.skewed(size, LATENCY))
    impatient = np.where(lost, IMPATIENT_MS, stream.between(size, 2_100, 2_990))
    return np.where((special != SINGLE) & (number == 1), impatient, usual)


def _keys(payment: np.ndarray, first: np.ndarray, result: np.ndarray, dropped: np.ndarray) -> np.ndarray:
    """A key a charge: it changes after a decline, and is missing where it was dropped."""
    declined = np.cumsum(result == "declined") - (result == "declined")
    charge = declined - declined[first] + 1
    keys = np.array(
        [f"key-{one}-{two}" for one, two in zip(payment.tolist(), charge.tolist(), strict=True)], dtype=object
    )
    return np.where(dropped, None, keys)
