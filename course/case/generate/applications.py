"""Loan applications of 2025: four channels, a score, a decision."""

from __future__ import annotations

import numpy as np

from ..planted import BANDS, CUTOFF_BAND, Planted
from ..random import Stream
from .clock import busy, days, moments
from .customers import SURGE
from .parts import NEVER, SECOND, Columns, apportion, nullable, numbered, pick, repeat, seconds, stack

CHANNELS = ("organic", "paid_social", "affiliate", "partner_app")
AFFILIATE = CHANNELS.index("affiliate")
AMOUNTS = (200, 400, 550, 700, 800, 900, 1_000, 1_150, 1_350, 1_700, 3_000)
"""Requested amounts in euro at equal steps from the least to the greatest."""

H1_PERCENT = (54, 38, 22, 61)
CUTOFF_TESTS = 360
UNSCORED_PER_MILLE = (80, 100, 140, 77)
"""Applicants without any credit history by channel, in per mille; scaled to fit the total."""

FEW_REVIEWS = (60, 60, 1, 60)
"""How often people review applications of each channel: hardly any from affiliates."""

HIGH, LOW, REVIEWED, UNSCORED = range(4)
REASONS = ("score_ok", "score_too_low", "manual_review", "no_credit_history")


def applications(stream: Stream, planted: Planted, customers: Columns) -> Columns:
    """The table applications: three parts of the year, employees among the customers, ids in order of arrival."""
    quarters = [
        _quarter(stream.fork("h1"), planted, planted.h1_volumes, H1_PERCENT, days("2025-01-01", "2025-06-30")),
        _quarter(stream.fork("q3"), planted, planted.q3_volumes, planted.q3_percent, days("2025-07-01", "2025-09-30")),
        _quarter(stream.fork("q4"), planted, planted.q4_volumes, planted.q4_percent, days("2025-10-01", "2025-12-31")),
    ]
    customer_applications = stack(*quarters)
    _test_below_cutoff(stream.fork("cutoff"), customer_applications)
    customer_applications["customer_id"] = _applicants(stream.fork("who"), customer_applications, customers)
    all_applications = stack(
        customer_applications, _by_colleagues(stream.fork("tests"), planted.test_applications, customers)
    )
    return numbered(all_applications, "application_id", all_applications["applied_at"])


def _quarter(stream: Stream, planted: Planted, volumes: tuple, percent: tuple, dates: np.ndarray) -> Columns:
    """Applications in which exactly ``percent`` of each channel's ``volumes`` are approved."""
    total = sum(volumes)
    channel, kind = np.repeat(np.arange(4), volumes), _kinds(planted, np.array(volumes), np.array(percent))
    band = _bands(stream.fork("bands"), planted, kind)
    applied_at = _moments(stream.fork("days"), channel, kind, dates)
    wait_seconds = np.where(kind == REVIEWED, stream.between(total, 3 * 3600, 60 * 3600), stream.between(total, 4, 95))
    withdrawn = np.isin(kind, (LOW, UNSCORED)) & stream.chance(total, 17)
    return {
        "applied_at": applied_at,
        "channel": pick(CHANNELS, channel),
        "requested_cents": stream.skewed(total, AMOUNTS) // 50 * 5_000,
        "score": nullable(np.array(BANDS)[band] + stream.below(total, 20), band < 0),
        "score_version": np.where(band < 0, None, "v1" if dates[0] < np.datetime64("2025-07-01") else "v2"),
        "trade_lines": _trade_lines(stream.fork("file"), planted, kind),
        "decision": np.where(withdrawn, None, pick(("approved", "declined", "approved", "declined"), kind)),
        "decision_reason": np.where(withdrawn, None, pick(REASONS, kind)),
        "decided_at": np.where(withdrawn, NEVER, applied_at + seconds(wait_seconds)),
    }


def _kinds(planted: Planted, volumes: np.ndarray, percent: np.ndarray) -> np.ndarray:
    """The kind of each application, channel by channel: HIGH, LOW, REVIEWED or UNSCORED."""
    total, quarter = int(volumes.sum()), sum(planted.q4_volumes)
    approved = volumes * percent // 100
    reviewed = apportion(planted.manual * total // quarter, approved * FEW_REVIEWS)
    unscored = apportion((quarter - sum(planted.scored)) * total // quarter, volumes * UNSCORED_PER_MILLE)
    counts = np.stack([approved - reviewed, volumes - approved + reviewed - unscored, reviewed, unscored - reviewed], 1)
    return np.repeat(np.tile(np.arange(4), 4), counts.ravel())


def _bands(stream: Stream, planted: Planted, kind: np.ndarray) -> np.ndarray:
    """A score band for each application: those above the cut-off for approvals, −1 for the unscored."""
    band = np.full(len(kind), -1)
    high_shares, low_shares = planted.scored[CUTOFF_BAND:], planted.scored[:CUTOFF_BAND]
    for band_kind, shares, first in ((HIGH, high_shares, CUTOFF_BAND), (LOW, low_shares, 0)):
        rows = np.flatnonzero(kind == band_kind)
        deck = np.repeat(np.arange(len(shares)) + first, apportion(len(rows), shares))
        band[rows] = deck[stream.order(len(rows))]
    return band


def _trade_lines(stream: Stream, planted: Planted, kind: np.ndarray) -> np.ndarray:
    """Credits on file: none for the unscored, one or two in the other thin files, three or more elsewhere."""
    total, quarter = len(kind), sum(planted.q4_volumes)
    thin_approved = planted.thin_approved * total // quarter - int((kind == REVIEWED).sum())
    thin_declined = (planted.thin - planted.thin_approved) * total // quarter - int((kind == UNSCORED).sum())
    lines = stream.skewed(total, (3, 3, 4, 5, 6, 7, 9, 11, 14, 22))
    for thin_kind, count in ((HIGH, thin_approved), (LOW, thin_declined)):
        thin = stream.sample(np.flatnonzero(kind == thin_kind), count)
        lines[thin] = stream.between(len(thin), 1, 2)
    return np.where(np.isin(kind, (HIGH, LOW)), lines, 0)


def _moments(stream: Stream, channel: np.ndarray, kind: np.ndarray, dates: np.ndarray) -> np.ndarray:
    """When each arrived: fewer after payday, few from affiliates before their surge, reviewed ones early enough."""
    load = 2_000 - busy(dates) // 2
    surge = np.where(dates >= SURGE, load, load // 8) if dates[-1] >= SURGE else load
    reviewed = np.where(dates >= np.datetime64("2025-12-28"), 0, load)
    index = np.where(channel == AFFILIATE, stream.index(len(channel), surge), stream.index(len(channel), load))
    index = np.where(kind == REVIEWED, stream.index(len(channel), reviewed), index)
    applied = moments(stream, dates[index], 2)
    return np.minimum(applied, np.datetime64("2025-12-31T23:57:00"))


def _test_below_cutoff(stream: Stream, applications: Columns) -> None:
    """From March to May some applicants below the cut-off were approved as a test."""
    spring = (applications["applied_at"] >= np.datetime64("2025-03-01")) & (
        applications["applied_at"] < np.datetime64("2025-06-01")
    )
    is_eligible = (
        spring & (applications["decision_reason"] == "score_too_low") & (applications["score"].filled(0) >= 540)
    )
    approved = stream.sample(np.flatnonzero(is_eligible), CUTOFF_TESTS)
    applications["decision"][approved] = "approved"
    applications["decision_reason"][approved] = "below_cutoff_test"


def _applicants(stream: Stream, applications: Columns, customers: Columns) -> np.ndarray:
    """A customer for each application who existed before it; three in four came through the same channel."""
    count = len(applications["applied_at"])
    keeps_channel = stream.chance(count, 750)
    customer_ids = np.zeros(count, dtype=np.int64)
    for channel in (*CHANNELS, None):
        pool = np.flatnonzero(~customers["is_test"] & ((customers["channel"] == channel) | (channel is None)))
        positions = (
            np.flatnonzero(keeps_channel & (applications["channel"] == channel))
            if channel
            else np.flatnonzero(~keeps_channel)
        )
        existing = np.searchsorted(customers["created_at"][pool], applications["applied_at"][positions])
        recent = np.where(stream.chance(len(positions), 500), np.minimum(existing, 900), existing)
        customer_ids[positions] = customers["customer_id"][pool[existing - 1 - stream.below(len(positions), recent)]]
    return customer_ids


def _by_colleagues(stream: Stream, count: int, customers: Columns) -> Columns:
    """Applications by test customers: always approved, with a good score."""
    testers = np.flatnonzero(customers["is_test"])
    dates = days("2025-01-02", "2025-12-30")
    applied = moments(stream, dates[stream.below(count, len(dates))], 2)
    existing = np.searchsorted(customers["created_at"][testers], applied)
    return {
        "applied_at": applied,
        "channel": stream.choose(count, dict.fromkeys(CHANNELS, 1)),
        "requested_cents": repeat((100_000,), (count,)).astype(np.int64),
        "score": nullable(stream.between(count, 700, 739), np.zeros(count, dtype=bool)),
        "score_version": np.where(applied < np.datetime64("2025-07-01"), "v1", "v2").astype(object),
        "trade_lines": stream.between(count, 3, 9),
        "decision": repeat(("approved",), (count,)),
        "decision_reason": repeat(("score_ok",), (count,)),
        "decided_at": applied + 5 * SECOND,
        "customer_id": customers["customer_id"][testers[stream.below(count, existing)]],
    }
