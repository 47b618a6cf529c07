"""Mandaro Link: partners, consents that lapse after 90 days, and the log of API calls."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..planted import Planted
from ..random import Stream
from .clock import HOURS, busy, day, days, moments
from .names import invented
from .parts import DAY, MONTH, NEVER, Columns, apportion, nullable, pick, repeat, seconds, stack

PARTNERS = 25
CODES = tuple(f"P{number:02d}" for number in range(1, PARTNERS + 1))
POLLER = 6
"""Position of P07, which polls every minute."""

LATECOMER, LATECOMER_MONTH = 24, 10
"""P25 makes its first calls in October."""

REMINDING = (2, 10, 17, 21)
LIMITS = {"starter": 60, "growth": 300, "scale": 1_200}
FIRST_DAY, END = day("2025-07-21"), np.datetime64("2025-12-31T23:59:59")
RIPE = np.datetime64("2025-10-03T00:00:00")
"""Consents granted before this reach day 90 by the end of 2025."""

DAYS_TO_ANSWER = (70, 76, 80, 85, 88, 90)
REVOKED_RIPE, REVOKED_YOUNG_PER_MILLE = 187, 35
COUNTED = ("ok_changed", "ok_unchanged", "e4xx", "e429", "e5xx")
POLLING_FROM = day("2025-11-27")
MONTHLY_GROWTH = 970
"""Volume of a month in per mille of the next one's."""


def partners(stream: Stream) -> Columns:
    """The table partners."""
    plan = stream.choose(PARTNERS, {"starter": 40, "growth": 40, "scale": 20})
    plan[POLLER] = "starter"
    return {
        "partner_id": np.array(CODES, dtype=object),
        "name": invented(stream, PARTNERS)
        + stream.choose(PARTNERS, {" Money": 3, " Budget": 3, " Tax": 2, " Books": 2, "": 3}),
        "plan": plan,
        "rate_limit_rpm": np.array([LIMITS[each] for each in plan]),
    }


def consents(stream: Stream, planted: Planted, customers: Columns) -> Columns:
    """Consents that are confirmed again, lapse, or are revoked."""
    granted = _granted(stream.fork("granted"), planted)
    count, ripe, partner = len(granted), granted < RIPE, _partner(stream.fork("partner"), len(granted))
    revoked = _revoked(stream.fork("revoked"), granted, ripe)
    at_risk, reminded = ripe & np.isnat(revoked), np.isin(partner, REMINDING)
    lapsed = _lapsed(stream.fork("lapsed"), planted, at_risk, reminded)
    answer = granted + seconds(stream.skewed(count, DAYS_TO_ANSWER) * 86_400 - stream.below(count, 80_000))
    confirmed = ~lapsed & np.isnat(revoked) & (at_risk | stream.chance(count, 690)) & (answer <= END)
    reminder = granted + 75 * DAY
    reminded &= (reminder <= END) & ~(revoked < reminder)
    real = np.flatnonzero(~customers["is_test"])
    there = np.searchsorted(customers["created_at"][real], granted)
    return {
        "consent_id": np.arange(1, count + 1),
        "partner_id": pick(CODES, partner),
        "customer_id": customers["customer_id"][real[stream.below(count, there)]],
        "scope": stream.choose(count, {"accounts": 28, "accounts_and_transactions": 72}),
        "granted_at": granted,
        "reconfirmed_at": np.where(confirmed, answer, NEVER),
        "reminder_sent_at": np.where(reminded, reminder, NEVER),
        "revoked_at": revoked,
    }


def _granted(stream: Stream, planted: Planted) -> np.ndarray:
    """The planted number before RIPE and after; more each week."""
    ripe = RIPE.astype("datetime64[D]")
    early, late = np.arange(FIRST_DAY, ripe), np.arange(ripe, day("2026-01-01"))
    young = planted.consents - planted.ripe_consents
    old_days = early[stream.index(planted.ripe_consents, busy(early) * np.arange(60, 60 + len(early)))]
    young_days = late[stream.index(young, busy(late) * np.arange(130, 130 + len(late)))]
    return np.sort(moments(stream, np.concatenate([old_days, young_days]), 2), kind="stable")


def _partner(stream: Stream, count: int) -> np.ndarray:
    """Partners of very different size; those that remind hold a fifth together."""
    reminds = np.isin(np.arange(PARTNERS), REMINDING)
    size = stream.skewed(PARTNERS, (6, 9, 14, 20, 34, 70))
    return stream.index(count, np.where(reminds, size[~reminds].sum() // (4 * len(REMINDING)), size))


def _revoked(stream: Stream, granted: np.ndarray, ripe: np.ndarray) -> np.ndarray:
    gone = ~ripe & stream.chance(len(granted), REVOKED_YOUNG_PER_MILLE)
    gone[stream.sample(np.flatnonzero(ripe), REVOKED_RIPE)] = True
    moment = granted + seconds(stream.between(len(granted), 86_400, 68 * 86_400))
    return np.where(gone & (moment <= END), moment, NEVER)


def _lapsed(stream: Stream, planted: Planted, at_risk: np.ndarray, reminded: np.ndarray) -> np.ndarray:
    """Exactly the planted share lapses, and a smaller one where partners remind."""
    lapsed = np.zeros(len(at_risk), dtype=bool)
    total = (int(at_risk.sum()) * planted.lapse_per_mille + 500) // 1_000
    few = (int((at_risk & reminded).sum()) * planted.lapse_reminded_per_mille + 500) // 1_000
    lapsed[stream.sample(np.flatnonzero(at_risk & reminded), few)] = True
    lapsed[stream.sample(np.flatnonzero(at_risk & ~reminded), total - few)] = True
    return lapsed


@dataclass(frozen=True)
class Users:
    """Who calls what: a partner's position and an endpoint, one pair a place."""

    partner: np.ndarray
    endpoint: np.ndarray

    @property
    def polling(self) -> np.ndarray:
        return self.partner == POLLER


def api_calls(stream: Stream, planted: Planted) -> tuple[Columns, Columns]:
    """The tables api_hourly (December) and api_daily (July to December)."""
    users = _users(stream.fork("users"))
    december = _volumes(stream.fork("volumes"), planted, users)
    hours = np.arange(np.datetime64("2025-12-01T00", "h"), np.datetime64("2026-01-01T00", "h"))
    dates = days("2025-12-01", "2025-12-31")
    load = (busy(dates)[:, None] // 10 * np.array(HOURS)[(np.arange(24) + 2) % 24]).ravel()
    hourly = _log(stream.fork("hourly"), users, hours.astype("datetime64[s]"), load, december)
    earlier = [_earlier(stream.fork(month), users, december, month) for month in range(7, 12)]
    daily = stack(*earlier, _summed(stream.fork("december"), hourly, dates, len(users.partner)))
    return hourly, _polled(daily, planted)


def _users(stream: Stream) -> Users:
    """All partners read transactions, seven read accounts too, four start payments."""
    others = np.array([place for place in range(PARTNERS) if place != POLLER])
    accounts, payments = np.sort(stream.sample(others, 7)), np.sort(stream.sample(others, 4))
    partner = np.concatenate([accounts, payments, np.arange(PARTNERS)])
    endpoint = repeat(("accounts", "payments", "transactions"), (7, 4, PARTNERS))
    order = np.argsort(partner, kind="stable")
    return Users(partner[order], endpoint[order])


def _volumes(stream: Stream, planted: Planted, users: Users) -> dict[str, np.ndarray]:
    """Calls of December by user and outcome: a planted number of refreshes, and what P07's polling adds."""
    count, polling, starts = len(users.partner), users.polling, users.endpoint == "payments"
    size = stream.skewed(count, (10, 20, 30, 45, 80, 220)) * ~starts
    refreshes = apportion(planted.clean_refreshes, np.where(polling, 1, size))
    changed = np.where(polling, refreshes, refreshes * stream.between(count, 640, 780) // 1_000)
    unchanged = np.where(polling, planted.polled_unchanged, refreshes - changed)
    changed[starts] = stream.between(int(starts.sum()), 2_000, 9_000)
    calls = changed + unchanged
    return {
        "ok_changed": changed,
        "ok_unchanged": unchanged,
        "e4xx": calls * stream.between(count, 4, 16) // 1_000,
        "e429": np.where(polling, planted.polled_unchanged * 2 // 5, calls // 900),
        "e5xx": calls * stream.between(count, 2, 5) // 1_000,
    }


def _log(stream: Stream, users: Users, times: np.ndarray, load: np.ndarray, totals: dict[str, np.ndarray]) -> Columns:
    """Rows by time and user whose outcomes add up to ``totals`` for each user; P07 polls evenly."""
    count, size = len(users.partner), len(times) * len(users.partner)
    shapes = [np.full(len(load), 1_000) if even else load for even in users.polling]
    counts = {
        name: np.stack(
            [_shaken(stream, int(total), shape) for total, shape in zip(totals[name], shapes, strict=True)], 1
        )
        for name in COUNTED
    }
    requests = sum(counts.values()).ravel()
    where = np.tile(np.arange(count), len(times))
    fast = stream.between(count, 90, 260)[where] + stream.below(size, 40)
    log = {
        "ts": np.repeat(times, count),
        "partner_id": pick(CODES, users.partner[where]),
        "endpoint": users.endpoint[where],
        "requests": requests,
        **{name: calls.ravel() for name, calls in counts.items()},
        "p50_ms": nullable(fast, requests == 0),
        "p95_ms": nullable(fast * stream.between(size, 26, 42) // 10, requests == 0),
    }
    log["ok_unchanged"] = nullable(log["ok_unchanged"], log["endpoint"] == "payments")
    return log


def _shaken(stream: Stream, total: int, load: np.ndarray) -> np.ndarray:
    return apportion(total, load * stream.between(len(load), 80, 120))


def _earlier(stream: Stream, users: Users, december: dict[str, np.ndarray], month: int) -> Columns:
    """The days of a month before December, with less traffic, P25 not there yet, and P07 not polling."""
    start = np.datetime64(f"2025-{month:02d}", "M")
    dates = np.arange(start.astype("datetime64[D]"), (start + MONTH).astype("datetime64[D]"))
    totals = {}
    for name, volume in december.items():
        usual = volume if name == "ok_changed" else np.where(users.polling, december["ok_changed"] // 60, volume)
        usual = np.where((users.partner == LATECOMER) & (month < LATECOMER_MONTH), 0, usual)
        for _ in range(12 - month):
            usual = usual * MONTHLY_GROWTH // 1_000
        totals[name] = usual * len(dates) // 31
    return _log(stream, users, dates, busy(dates), totals)


def _polled(daily: Columns, planted: Planted) -> Columns:
    """Add P07's polling to the last days of November."""
    polling = (daily["partner_id"] == CODES[POLLER]) & (daily["ts"] >= POLLING_FROM) & (daily["ts"] < day("2025-12-01"))
    unchanged, refused = planted.polled_unchanged // 31 * polling, planted.polled_unchanged * 2 // 155 * polling
    return daily | {
        "requests": daily["requests"] + unchanged + refused,
        "ok_unchanged": daily["ok_unchanged"] + unchanged,
        "e429": daily["e429"] + refused,
    }


def _summed(stream: Stream, hourly: Columns, dates: np.ndarray, pairs: int) -> Columns:
    """The days of December: sums of the hours; the percentiles come from the calls, so they are near, not equal."""
    shape = (len(dates), 24, pairs)
    sums = {name: hourly[name].reshape(shape).sum(axis=1).ravel() for name in ("requests", *COUNTED)}
    called = (hourly["requests"].reshape(shape) > 0).sum(axis=1).ravel()
    middle = hourly["p50_ms"].filled(0).reshape(shape).sum(axis=1).ravel() // np.maximum(called, 1)
    return {
        "ts": np.repeat(dates, pairs),
        **{name: np.tile(hourly[name][:pairs], len(dates)) for name in ("partner_id", "endpoint")},
        **sums,
        "p50_ms": nullable(middle + stream.below(len(middle), 9), sums["requests"] == 0),
        "p95_ms": nullable(middle * 7 // 2 + stream.below(len(middle), 60), sums["requests"] == 0),
    }
