"""Payments of the fourth quarter of 2025: how many are approved, when, by whom, and those of the test shop."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..planted import Planted
from ..random import Stream
from .clock import UTC_OFFSET, busy, day, days
from .merchants import TEST_SHOP, volume
from .parts import Columns, apportion, pick, seconds, with_total

INCIDENT = np.datetime64("2025-11-14T09:10:00"), np.datetime64("2025-11-16T18:40:00")
B_DOWN = np.datetime64("2025-12-03T00:00:00")
LAST_DAY = day("2025-12-31")
WINDOWS = (
    ("2025-10-01", "2025-10-30"),
    ("2025-10-31", "2025-11-29"),
    ("2025-11-30", "2025-12-30"),
    ("2025-12-31", "2025-12-31"),
)
"""Days of capture that settle in October, November, December and January: each charge settles on the next day."""

ISSUERS = ("HA", "KE2", "JU", "VO", "WA", "ZI")
DEMAND = {"A": (330, 100, 45, 40, 30, 25), "B": (233, 107, 30, 28, 17, 15)}
CARD_APPROVAL = {"A": (852, 770, 700, 680, 660, 640), "B": (767, 880, 660, 640, 620, 600)}
"""Share of the attempts by acquirer and issuer country, and the card attempts approved, both in per mille."""

TRANSFER_APPROVAL = 903
CARD_SHARE = 790
AMOUNTS = (250, 620, 980, 1_400, 1_890, 2_450, 3_150, 4_100, 5_600, 8_400, 19_500)
LOCAL_HOURS = {
    "HA": (6, 3, 2, 2, 3, 8, 18, 34, 48, 56, 60, 64, 72, 70, 62, 60, 62, 70, 76, 74, 64, 48, 28, 14),
    "KE2": (0, 0, 0, 2, 3, 8, 18, 34, 48, 56, 60, 64, 72, 70, 62, 60, 62, 70, 76, 78, 70, 60, 48, 36),
}
LATE_HOURS = (46, 34, 20)
"""The local hours 0, 1 and 2 in KE2, which fall on the UTC day before."""

PERIODS = ("October", "November", "incident", "early December", "B down")


@dataclass(frozen=True)
class Cells:
    """The combinations of acquirer, issuer country and rail: demand and approval before and after B's trouble."""

    acquirer: np.ndarray
    issuer: np.ndarray
    rail: np.ndarray
    demand: np.ndarray
    approval: np.ndarray
    approval_after: np.ndarray


def cells(planted: Planted) -> Cells:
    """All 24 cells; approval is in per mille of the attempts."""
    acquirer, issuer = np.repeat(("A", "B"), 12).astype(object), np.tile(np.repeat(ISSUERS, 2), 2).astype(object)
    rail = np.tile(("card", "transfer"), 12).astype(object)
    demand = np.repeat(np.concatenate([DEMAND["A"], DEMAND["B"]]), 2)
    card = np.repeat(np.concatenate([CARD_APPROVAL["A"], CARD_APPROVAL["B"]]), 2)
    approval = np.where(rail == "card", card, TRANSFER_APPROVAL)
    is_planted = (acquirer == "B") & (issuer == "KE2")
    return Cells(
        acquirer,
        issuer,
        rail,
        demand * np.where(rail == "card", CARD_SHARE, 1_000 - CARD_SHARE),
        np.where(is_planted, planted.b_ke2_before, approval),
        np.where(is_planted, planted.b_ke2_after, approval),
    )


def period(moment: np.ndarray) -> np.ndarray:
    """The position in PERIODS of each moment."""
    index = np.searchsorted(np.array(["2025-11-01", "2025-12-01"], "datetime64[s]"), moment, side="right")
    index = np.array((0, 1, 3))[index] + (moment >= B_DOWN)
    return np.where((moment >= INCIDENT[0]) & (moment < INCIDENT[1]), 2, index)


def approved_payments(stream: Stream, planted: Planted) -> Columns:
    """The payments that were approved: when, in which cell, in which country; a payment charged twice counts once."""
    october, november, december = planted.settled
    counts = (october, november - planted.charged_twice, december, planted.approved_on_last_day)
    parts = [
        days(*window)[stream.index(count, busy(days(*window)))] for window, count in zip(WINDOWS, counts, strict=True)
    ]
    dates = np.concatenate(parts)
    grid, is_b_down = cells(planted), dates >= B_DOWN.astype("datetime64[D]")
    cell = np.zeros(len(dates), dtype=np.int64)
    for b_down, approval in ((False, grid.approval), (True, grid.approval_after)):
        positions = np.flatnonzero(is_b_down == b_down)
        deck = np.repeat(np.arange(24), apportion(len(positions), grid.demand * approval))
        cell[positions] = deck[stream.order(len(positions))]
    issuer = grid.issuer[cell]
    home_share = np.where(issuer == "HA", 93, np.where(issuer == "KE2", 8, 58))
    country = np.where(stream.below(len(dates), 100) < home_share, "HA", "KE2").astype(object)
    return {"created_at": _moments(stream.fork("hours"), planted, dates, country), "cell": cell, "country": country}


def _moments(stream: Stream, planted: Planted, dates: np.ndarray, country: np.ndarray) -> np.ndarray:
    hour = np.zeros(len(dates), dtype=np.int64)
    for name, hours in LOCAL_HOURS.items():
        positions = np.flatnonzero(country == name)
        hour[positions] = (stream.index(len(positions), hours) - UTC_OFFSET[name]) % 24
    in_ke2 = np.flatnonzero(country == "KE2")
    late_evening = stream.sample(in_ke2, (len(in_ke2) * planted.late_evening_per_mille + 500) // 1_000)
    hour[late_evening] = (stream.index(len(late_evening), LATE_HOURS) - UTC_OFFSET["KE2"]) % 24
    second = hour * 3_600 + stream.below(len(dates), 3_600)
    return dates.astype("datetime64[s]") + seconds(second)


def failed_payments(stream: Stream, approved: Columns, counts: np.ndarray) -> Columns:
    """Payments that failed, ``counts`` by period and cell: each in the same minute as an approved one.

    Every k-th approved payment, sorted by country and hour, is the model of a failure, so that the shares stay the same.
    """
    periods = period(approved["created_at"])
    clock = approved["created_at"].astype("datetime64[h]").astype(np.int64) % 24 + 24 * (approved["country"] == "KE2")
    parts = []
    for index, row in enumerate(counts):
        total = int(row.sum())
        cell = np.repeat(np.arange(24), row)[stream.order(total)]
        models = np.flatnonzero(periods == index)[stream.order(int((periods == index).sum()))]
        models = models[np.argsort(clock[models], kind="stable")]
        models = models[np.arange(total) * len(models) // total]
        minute = approved["created_at"][models].astype("datetime64[m]").astype("datetime64[s]")
        parts.append(
            {
                "created_at": minute + seconds(stream.below(total, 60)),
                "cell": cell,
                "country": approved["country"][models],
            }
        )
    return {name: np.concatenate([part[name] for part in parts]) for name in approved}


def details(stream: Stream, pays: Columns, merchants: Columns, customers: Columns) -> Columns:
    """Add the shop, the customer (0 for guests) and the amount."""
    count = len(pays["cell"])
    size = volume(stream.fork("volume"), merchants)
    shop, payer = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    for country in UTC_OFFSET:
        positions = np.flatnonzero(pays["country"] == country)
        shop[positions] = stream.index(len(positions), size * (merchants["country"] == country))
        pool = np.flatnonzero(~customers["is_test"] & (customers["country"] == country))
        existing = np.searchsorted(customers["created_at"][pool], pays["created_at"][positions])
        payer[positions] = customers["customer_id"][pool[stream.below(len(positions), existing)]]
    is_guest = stream.chance(count, 580)
    return {**pays, "shop": shop, "customer": np.where(is_guest, 0, payer), "amount": stream.skewed(count, AMOUNTS)}


def test_payments(stream: Stream, planted: Planted, customers: Columns) -> Columns:
    """The test shop pays itself at regular intervals around the clock: cell 0 is acquirer A, issuer HA, card."""
    count = planted.internal_payments
    quarter = 92 * 86_400
    second = np.arange(count) * quarter // count + stream.below(count, 600)
    testers = customers["customer_id"][customers["is_test"]][:5]
    return {
        "created_at": np.datetime64("2025-10-01T00:00:00") + seconds(second),
        "cell": np.zeros(count, dtype=np.int64),
        "country": pick(("KE2",), np.zeros(count, dtype=np.int64)),
        "shop": np.full(count, TEST_SHOP),
        "customer": testers[stream.below(count, 5)],
        "amount": np.full(count, 100),
    }


def plant_total(amount: np.ndarray, positions: np.ndarray, total: int) -> None:
    """Make the amounts at these positions add up to ``total``; changes ``amount``."""
    amount[positions] = with_total(amount[positions], total)
