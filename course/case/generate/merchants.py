"""Merchants: invented shops of three sizes; M0007 is Mandaro's own test shop."""

from __future__ import annotations

import numpy as np

from ..random import Stream
from .clock import day, days, moments
from .names import shop_names
from .parts import Columns, pick

COUNT, IDLE, TEST_SHOP = 320, 14, 6
CODES = {
    "5411": 14,
    "5812": 16,
    "5814": 14,
    "5651": 11,
    "5732": 7,
    "5912": 7,
    "5942": 6,
    "5999": 10,
    "7230": 6,
    "7922": 4,
    "4121": 3,
    "8299": 3,
    None: 4,
}
VOLUME = {"small": 10, "medium": 38, "large": 140}


def merchants(stream: Stream) -> Columns:
    """The table merchants."""
    tier = stream.choose(COUNT, {"small": 68, "medium": 24, "large": 8})
    code = stream.choose(COUNT, CODES)
    country = stream.choose(COUNT, {"HA": 60, "KE2": 40})
    tier[TEST_SHOP], code[TEST_SHOP], country[TEST_SHOP] = "small", "5999", "KE2"
    dates = days("2023-03-01", "2025-09-26")
    opening_days = np.sort(dates[stream.below(COUNT, len(dates))], kind="stable")
    opening_days[-6:] = day("2025-10-20") + 9 * np.arange(6)
    names = shop_names(stream.fork("names"), code)
    names[TEST_SHOP] = "Mandaro Test Shop"
    return {
        "merchant_id": pick([f"M{number:04d}" for number in range(1, COUNT + 1)], np.arange(COUNT)),
        "name": names,
        "mcc": code,
        "country": country,
        "tier": tier,
        "onboarded_at": moments(stream, opening_days, 2),
        "is_internal": np.arange(COUNT) == TEST_SHOP,
    }


def volume(stream: Stream, merchants: Columns) -> np.ndarray:
    """How much each merchant sells; 0 for those that never took a payment and for the test shop."""
    volumes = np.array([VOLUME[tier] for tier in merchants["tier"]]) * stream.skewed(COUNT, (4, 7, 9, 11, 15, 30))
    idle = np.concatenate([stream.sample(np.arange(10, COUNT - 6), IDLE - 6), np.arange(COUNT - 6, COUNT)])
    volumes[idle] = volumes[TEST_SHOP] = 0
    return volumes
