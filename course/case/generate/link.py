"""Mandaro Link: partners, consents that lapse after 90 days, and the log of API calls."""

from __future__ import annotations

import numpy as np

from ..planted import Planted
from ..random import Stream
from .clock import HOURS, busy, day, days, moments
from .names import invented
from .parts import DAY, NEVER, Columns, apportion, nullable, pick, stack

PARTNERS = 25
POLLER = 6
"""Position of P07, which polls every minute."""

LATECOMER, LATECOMER_MONTH = 24, 10
"""P25 makes its first calls in October."""

REMINDING = (2, 10, 17, 21)
LIMITS = {"starter": 60, "growth": 300, "scale": 1_200}
FIRST_DAY, END = day("2025-07-21"), np.datetime64("2025-12-31T23:59:59")
RIPE = np.datetime64("2025-10-03T00:00:00")
"""Consents granted before this reach day 90 by the end of 2025."""

REVOKED_RIPE, REVOKED_YOUNG_PER_MILLE = 187, 35
COUNTED = ("ok_changed", "ok_unchanged", "e4xx", "e429", "e5xx")
POLLING_FROM = day("2025-11-27")
MONTHLY_GROWTH = 970
"""Volume of a month in per mille of the next one's."""


def partners(stream: Stream) -> Columns:
    plan = stream.choose(PARTNERS, {"starter": 40, "growth": 40, "scale": 20})
    plan[POLLER] = "starter"
    return {
        "partner_id": pick([f"P{number:02d}" for number in range(1, PARTNERS + 1)], np.arange(PARTNERS)),
        "name": invented(stream, PARTNERS) + stream.choose(PARTNERS, {" Money": 3, " Budget": 3, " Tax": 2, " Books": 2, "": 3}),
        "plan": plan,
        "rate_limit_rpm": np.array([LIMITS[each] for each in plan]),
    }


def consents(stream: Stream, planted: Planted, customers: Columns) -> Columns:
    granted = _granted(stream.fork("granted"), planted)
    count, ripe = len(granted), granted < RIPE
    size = stream.skewed(PARTNERS, (6, 9, 14, 20, 34, 70))
    reminds = np.isin(np.arange(PARTNERS), REMINDING)
    size = np.where(reminds, size[~reminds].sum() // 16, size)
    partner = stream.index(count, size)
    revoked = _revoked(stream.fork("revoked"), granted, ripe)
    at_risk = ripe & np.isnat(revoked)
    lapsed = _lapsed(stream.fork("lapsed"), planted, at_risk, reminds[partner])
    answer = granted + (stream.skewed(count, (70, 76, 80, 85, 88, 90)) * 86_400 - stream.below(count, 80_000)).astype("timedelta64[s]")
    reconfirmed = np.where(~lapsed & np.isnat(revoked) & (answer <= END) & (at_risk | stream.chance(count, 690)), answer, NEVER)
    reminder = granted + 75 * DAY
    asked = reminds[partner] & (reminder <= END) & ~(revoked < reminder)
    real = np.flatnonzero(~customers["is_test"])
    there = np.searchsorted(customers["created_at"][real], granted)
    return {
        "consent_id": np.arange(1, count + 1),
        "partner_id": pick([f"P{number:02d}" for number in range(1, PARTNERS + 1)], partner),
        "customer_id": customers["customer_id"][real[stream.below(count, there)]],
        "scope": stream.choose(count, {"accounts": 28, "accounts_and_transactions": 72}),
        "granted_at": granted,
        "reconfirmed_at": reconfirmed,
        "reminder_sent_at": np.where(asked, reminder, NEVER),
        "revoked_at": revoked,
    }


def _granted(stream: Stream, planted: Planted) -> np.ndarray:
    """The planted number before RIPE and after; more each week."""
    early, late = np.arange(FIRST_DAY, RIPE.astype("datetime64[D]")), np.arange(RIPE.astype("datetime64[D]"), day("2026-01-01"))
    young = planted.consents - planted.ripe_consents
    dates = np.concatenate([early[stream.index(planted.ripe_consents, busy(early) * np.arange(60, 60 + len(early)))],
                            late[stream.index(young, busy(late) * np.arange(130, 130 + len(late)))]])
    return np.sort(moments(stream, dates, 2), kind="stable")


def _revoked(stream: Stream, granted: np.ndarray, ripe: np.ndarray) -> np.ndarray:
    gone = ~ripe & stream.chance(len(granted), REVOKED_YOUNG_PER_MILLE)
    gone[stream.sample(np.flatnonzero(ripe), REVOKED_RIPE)] = True
    moment = granted + stream.between(len(granted), 86_400, 68 * 86_400).astype("timedelta64[s]")
    return np.where(gone & (moment <= END), moment, NEVER)


def _lapsed(stream: Stream, planted: Planted, at_risk: np.ndarray, reminded: np.ndarray) -> np.ndarray:
    """Exactly the planted share lapses, and a smaller one where partners remind."""
    lapsed = np.zeros(len(at_risk), dtype=bool)
    total = (int(at_risk.sum()) * planted.lapse_per_mille + 500) // 1_000
    few = (int((at_risk & reminded).sum()) * planted.lapse_reminded_per_mille + 500) // 1_000
    lapsed[stream.sample(np.flatnonzero(at_risk & reminded), few)] = True
    lapsed[stream.sample(np.flatnonzero(at_risk & ~reminded), total - few)] = True
    return lapsed


def api_calls(stream: Stream, planted: Planted) -> tuple[Columns, Columns]:
    """The tables api_hourly (December) and api_daily (July to December)."""
    partner, endpoint = _pairs(stream.fork("pairs"))
    december = _volumes(stream.fork("volumes"), planted, partner, endpoint)
    hours = np.arange(np.datetime64("2025-12-01T00", "h"), np.datetime64("2026-01-01T00", "h"))
    dates = days("2025-12-01", "2025-12-31")
    load = (busy(dates)[:, None] // 10 * np.array(HOURS)[(np.arange(24) + 2) % 24]).ravel()
    hourly = _log(stream.fork("hourly"), partner, endpoint, hours.astype("datetime64[s]"), load, december)
    daily = [_of_month(stream.fork(month), planted, partner, endpoint, december, 12 - month) for month in range(7, 12)]
    daily.append(_summed(stream.fork("december"), hourly, dates, len(partner)))
    return hourly, stack(*daily)


def _pairs(stream: Stream) -> tuple[np.ndarray, np.ndarray]:
    """Who uses what: all read transactions, seven read accounts too, four start payments."""
    others = np.array([place for place in range(PARTNERS) if place != POLLER])
    accounts, payments = np.sort(stream.sample(others, 7)), np.sort(stream.sample(others, 4))
    partner = np.concatenate([accounts, payments, np.arange(PARTNERS)])
    endpoint = np.repeat(np.array(("accounts", "payments", "transactions"), dtype=object), (7, 4, PARTNERS))
    order = np.argsort(partner, kind="stable")
    return partner[order], endpoint[order]


def _volumes(stream: Stream, planted: Planted, partner: np.ndarray, endpoint: np.ndarray) -> dict[str, np.ndarray]:
    """Calls of December by pair and outcome: a planted number of refreshes, and what P07's polling adds."""
    polling, clean = partner == POLLER, planted.clean_refreshes
    starts = endpoint == "payments"
    size = stream.skewed(len(partner), (10, 20, 30, 45, 80, 220)) * ~starts
    size[polling] = 1
    refreshes = apportion(clean, size)
    changed = refreshes * stream.between(len(partner), 640, 780) // 1_000
    changed[polling] = refreshes[polling]
    unchanged = refreshes - changed
    unchanged[polling] = planted.polled_unchanged
    changed[starts] = stream.between(int(starts.sum()), 2_000, 9_000)
    calls = changed + unchanged
    return {"ok_changed": changed, "ok_unchanged": unchanged,
            "e4xx": calls * stream.between(len(partner), 4, 16) // 1_000,
            "e429": np.where(polling, planted.polled_unchanged * 2 // 5, calls // 900),
            "e5xx": calls * stream.between(len(partner), 2, 5) // 1_000}


def _log(stream: Stream, partner: np.ndarray, endpoint: np.ndarray, times: np.ndarray, load: np.ndarray,
         totals: dict[str, np.ndarray]) -> Columns:
    """Rows by time and pair whose outcomes add up to ``totals`` for each pair; P07 polls evenly."""
    pairs, size = len(partner), len(times) * len(partner)
    counts = {name: np.stack([apportion(int(totals[name][pair]), _shaken(stream, load, partner[pair] == POLLER))
                              for pair in range(pairs)], axis=1).ravel() for name in COUNTED}
    requests = sum(counts.values())
    where = np.tile(np.arange(pairs), len(times))
    fast = stream.between(pairs, 90, 260)[where] + stream.below(size, 40)
    slow = fast * stream.between(size, 26, 42) // 10
    log = {
        "ts": np.repeat(times, pairs),
        "partner_id": pick([f"P{number:02d}" for number in range(1, PARTNERS + 1)], partner[where]),
        "endpoint": endpoint[where],
        "requests": requests,
        **counts,
        "p50_ms": nullable(fast, requests == 0),
        "p95_ms": nullable(slow, requests == 0),
    }
    log["ok_unchanged"] = nullable(counts["ok_unchanged"], log["endpoint"] == "payments")
    return log


def _shaken(stream: Stream, load: np.ndarray, even: bool) -> np.ndarray:
    shape = np.full(len(load), 1_000) if even else load
    return shape * stream.between(len(load), 80, 120)


def _of_month(stream: Stream, planted: Planted, partner: np.ndarray, endpoint: np.ndarray, december: dict[str, np.ndarray],
              back: int) -> Columns:
    """The days of a month before December; P07 does not poll yet, but for the last days of November."""
    start = np.datetime64("2025-12", "M") - back
    dates = np.arange(start.astype("datetime64[D]"), (start + 1).astype("datetime64[D]"))
    totals = {}
    absent = (partner == LATECOMER) & (12 - back < LATECOMER_MONTH)
    for name, volume in december.items():
        quiet = np.where(partner == POLLER, december["ok_changed"] // 60 if name != "ok_changed" else volume, volume)
        quiet = np.where(absent, 0, quiet)
        for _ in range(back):
            quiet = quiet * MONTHLY_GROWTH // 1_000
        totals[name] = quiet * len(dates) // 31
    log = _log(stream, partner, endpoint, dates, busy(dates), totals)
    polling = (log["partner_id"] == "P07") & (log["ts"] >= POLLING_FROM)
    for name, extra in (("ok_unchanged", planted.polled_unchanged // 31), ("e429", planted.polled_unchanged * 2 // 155)):
        log[name] = log[name] + extra * polling
        log["requests"] = log["requests"] + extra * polling
    return log


def _summed(stream: Stream, hourly: Columns, dates: np.ndarray, pairs: int) -> Columns:
    """The days of December: sums of the hours; the percentiles come from the calls, so they are near, not equal."""
    shape = (len(dates), 24, pairs)
    sums = {name: hourly[name].reshape(shape).sum(axis=1).ravel() for name in ("requests", *COUNTED)}
    middle = hourly["p50_ms"].reshape(shape).mean(axis=1).astype(np.int64).ravel()
    return {
        "ts": np.repeat(dates, pairs),
        **{name: np.tile(hourly[name][:pairs], len(dates)) for name in ("partner_id", "endpoint")},
        **sums,
        "p50_ms": nullable(middle.filled(0) + stream.below(len(middle), 9), sums["requests"] == 0),
        "p95_ms": nullable(middle.filled(0) * 7 // 2 + stream.below(len(middle), 60), sums["requests"] == 0),
    }
