"""Customers: who they are, where they came from, and when."""

from __future__ import annotations

import numpy as np

from ..random import Stream
from .clock import busy, days, moments
from .parts import Columns, nullable, pick, repeat

COUNT, TESTS, BEFORE_2025 = 24_000, 240, 8_600
OLD_ANDROID, MODERN_APP = 4_060, 17_640
SURGE = np.datetime64("2025-10-06", "D")
CHANNELS_BEFORE = {"organic": 50, "paid_social": 27, "affiliate": 9, "partner_app": 14}
CHANNELS_AFTER = {"organic": 32, "paid_social": 16, "affiliate": 43, "partner_app": 9}
INCOME = (60_000, 95_000, 118_000, 136_000, 152_000, 170_000, 192_000, 221_000, 265_000, 350_000, 720_000)


def customers(stream: Stream) -> Columns:
    """The table customers."""
    created = _created(stream.fork("created"))
    device, version = _devices(stream.fork("device"))
    status = stream.choose(COUNT, {"verified": 86, "pending": 9, "rejected": 5})
    level = stream.choose(COUNT, {"basic": 35, "full": 65})
    is_test = np.zeros(COUNT, dtype=bool)
    is_test[stream.sample(np.arange(COUNT), TESTS)] = True
    after_surge = created.astype("datetime64[D]") >= SURGE
    return {
        "customer_id": np.arange(1, COUNT + 1),
        "created_at": created,
        "country": stream.choose(COUNT, {"HA": 62, "KE2": 38}),
        "channel": np.where(after_surge, stream.choose(COUNT, CHANNELS_AFTER), stream.choose(COUNT, CHANNELS_BEFORE)),
        "device_os": device,
        "os_major": nullable(version, device == "web"),
        "kyc_status": status,
        "kyc_level": np.where(status == "verified", level, None),
        "birth_year": stream.skewed(COUNT, (1944, 1961, 1972, 1980, 1986, 1990, 1994, 1997, 2000, 2003, 2007)),
        "monthly_income_cents": nullable(stream.skewed(COUNT, INCOME) // 1000 * 1000, stream.chance(COUNT, 210)),
        "is_test": is_test,
    }


def _created(stream: Stream) -> np.ndarray:
    earlier, later = days("2023-02-01", "2024-12-31"), days("2025-01-01", "2025-12-31")
    growth = busy(later) * np.where(later >= SURGE, 175, 100)
    dates = np.concatenate(
        [
            earlier[stream.index(BEFORE_2025, busy(earlier) * np.arange(100, 100 + len(earlier)))],
            later[stream.index(COUNT - BEFORE_2025, growth)],
        ]
    )
    return np.sort(moments(stream, dates, 2), kind="stable")


def _devices(stream: Stream) -> tuple[np.ndarray, np.ndarray]:
    """Device and version: old Android (8 or 9), current Android (11 to 15) and iOS (16 to 18), web for the rest."""
    android_count = MODERN_APP * 58 // 100
    counts = (OLD_ANDROID, android_count, MODERN_APP - android_count, COUNT - OLD_ANDROID - MODERN_APP)
    kind = repeat(range(4), counts).astype(np.int64)[stream.order(COUNT)]
    version = np.stack([stream.between(COUNT, *bounds) for bounds in ((8, 9), (11, 15), (16, 18), (0, 0))])
    return pick(("android", "android", "ios", "web"), kind), version[kind, np.arange(COUNT)]
