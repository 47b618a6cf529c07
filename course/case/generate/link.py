"""Mandaro Link: partners, consents that lapse after 90 days, and the log of API calls."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..planted import Planted
from ..random import Stream
from .clock import HOURS, busy, day, days, moments
from .names import invented_names
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
"""Volume of a month in per mille of the next month's."""


def partners(stream: Stream) -> Columns:
    """The table partners."""
    plan = stream.choose(PARTNERS, {"starter": 40, "growth": 40, "scale": 20})
    plan[POLLER] = "starter"
    return {
        "partner_id": np.array(CODES, dtype=object),
        "name": invented_names(stream, PARTNERS)
        + stream.choose(PARTNERS, {" Money": 3, " Budget": 3, " Tax": 2, " Books": 2, "": 3}),
        "plan": plan,
        "rate_limit_rpm": np.array([LIMITS[plan_name] for plan_name in plan]),
    }


def consents(stream: Stream, planted: Planted, customers: Columns) -> Columns:
    """Consents that are confirmed again, lapse, or are revoked."""
    granted_at = _granted(stream.fork("granted"), planted)
    count, is_ripe, partner = len(granted_at), granted_at < RIPE, _partner(stream.fork("partner"), len(granted_at))
    revoked_at = _revoked(stream.fork("revoked"), granted_at, is_ripe)
    is_at_risk, is_reminded = is_ripe & np.isnat(revoked_at), np.isin(partner, REMINDING)
    is_lapsed = _lapsed(stream.fork("lapsed"), planted, is_at_risk, is_reminded)
    answered_at = granted_at + seconds(stream.skewed(count, DAYS_TO_ANSWER) * 86_400 - stream.below(count, 80_000))
    is_confirmed = ~is_lapsed & np.isnat(revoked_at) & (is_at_risk | stream.chance(count, 690)) & (answered_at <= END)
    reminder_at = granted_at + 75 * DAY
    is_reminded &= (reminder_at <= END) & ~(revoked_at < reminder_at)
    customer_positions = np.flatnonzero(~customers["is_test"])
    existing = np.searchsorted(customers["created_at"][customer_positions], granted_at)
    return {
        "consent_id": np.arange(1, count + 1),
        "partner_id": pick(CODES, partner),
        "customer_id": customers["customer_id"][customer_positions[stream.below(count, existing)]],
        "scope": stream.choose(count, {"accounts": 28, "accounts_and_transactions": 72}),
        "granted_at": granted_at,
        "reconfirmed_at": np.where(is_confirmed, answered_at, NEVER),
        "reminder_sent_at": np.where(is_reminded, reminder_at, NEVER),
        "revoked_at": revoked_at,
    }


def _granted(stream: Stream, planted: Planted) -> np.ndarray:
    """The planted numbers before RIPE and after it; more each week."""
    ripe = RIPE.astype("datetime64[D]")
    days_before, days_after = np.arange(FIRST_DAY, ripe), np.arange(ripe, day("2026-01-01"))
    young = planted.consents - planted.ripe_consents
    old_days = days_before[
        stream.index(planted.ripe_consents, busy(days_before) * np.arange(60, 60 + len(days_before)))
    ]
    young_days = days_after[stream.index(young, busy(days_after) * np.arange(130, 130 + len(days_after)))]
    return np.sort(moments(stream, np.concatenate([old_days, young_days]), 2), kind="stable")


def _partner(stream: Stream, count: int) -> np.ndarray:
    """Partners of very different sizes; those that send reminders hold a fifth together."""
    is_reminding = np.isin(np.arange(PARTNERS), REMINDING)
    sizes = stream.skewed(PARTNERS, (6, 9, 14, 20, 34, 70))
    return stream.index(count, np.where(is_reminding, sizes[~is_reminding].sum() // (4 * len(REMINDING)), sizes))


def _revoked(stream: Stream, granted_at: np.ndarray, is_ripe: np.ndarray) -> np.ndarray:
    is_revoked = ~is_ripe & stream.chance(len(granted_at), REVOKED_YOUNG_PER_MILLE)
    is_revoked[stream.sample(np.flatnonzero(is_ripe), REVOKED_RIPE)] = True
    revoked_at = granted_at + seconds(stream.between(len(granted_at), 86_400, 68 * 86_400))
    return np.where(is_revoked & (revoked_at <= END), revoked_at, NEVER)


def _lapsed(stream: Stream, planted: Planted, is_at_risk: np.ndarray, is_reminded: np.ndarray) -> np.ndarray:
    """Exactly the planted share lapses, and a smaller one where partners send reminders."""
    is_lapsed = np.zeros(len(is_at_risk), dtype=bool)
    total = (int(is_at_risk.sum()) * planted.lapse_per_mille + 500) // 1_000
    reminded_count = (int((is_at_risk & is_reminded).sum()) * planted.lapse_reminded_per_mille + 500) // 1_000
    is_lapsed[stream.sample(np.flatnonzero(is_at_risk & is_reminded), reminded_count)] = True
    is_lapsed[stream.sample(np.flatnonzero(is_at_risk & ~is_reminded), total - reminded_count)] = True
    return is_lapsed


@dataclass(frozen=True)
class Users:
    """Who calls what: the position of a partner and an endpoint, one pair per element."""

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
    daily = stack(*earlier, _daily_sums(stream.fork("december"), hourly, dates, len(users.partner)))
    return hourly, _with_polling(daily, planted)


def _users(stream: Stream) -> Users:
    """All partners read transactions, seven also read accounts, four start payments."""
    other_partners = np.array([partner_position for partner_position in range(PARTNERS) if partner_position != POLLER])
    accounts, payments = np.sort(stream.sample(other_partners, 7)), np.sort(stream.sample(other_partners, 4))
    partner = np.concatenate([accounts, payments, np.arange(PARTNERS)])
    endpoint = repeat(("accounts", "payments", "transactions"), (7, 4, PARTNERS))
    order = np.argsort(partner, kind="stable")
    return Users(partner[order], endpoint[order])


def _volumes(stream: Stream, planted: Planted, users: Users) -> dict[str, np.ndarray]:
    """Calls of December by user and outcome: a planted number of refreshes, and what P07's polling adds."""
    count, polling, is_payment = len(users.partner), users.polling, users.endpoint == "payments"
    sizes = stream.skewed(count, (10, 20, 30, 45, 80, 220)) * ~is_payment
    refreshes = apportion(planted.clean_refreshes, np.where(polling, 1, sizes))
    changed = np.where(polling, refreshes, refreshes * stream.between(count, 640, 780) // 1_000)
    unchanged = np.where(polling, planted.polled_unchanged, refreshes - changed)
    changed[is_payment] = stream.between(int(is_payment.sum()), 2_000, 9_000)
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
    shapes = [np.full(len(load), 1_000) if is_even else load for is_even in users.polling]
    counts = {
        name: np.stack(
            [_noisy(stream, int(total), shape) for total, shape in zip(totals[name], shapes, strict=True)], 1
        )
        for name in COUNTED
    }
    requests = sum(counts.values()).ravel()
    user_position = np.tile(np.arange(count), len(times))
    median_ms = stream.between(count, 90, 260)[user_position] + stream.below(size, 40)
    log = {
        "ts": np.repeat(times, count),
        "partner_id": pick(CODES, users.partner[user_position]),
        "endpoint": users.endpoint[user_position],
        "requests": requests,
        **{name: calls.ravel() for name, calls in counts.items()},
        "p50_ms": nullable(median_ms, requests == 0),
        "p95_ms": nullable(median_ms * stream.between(size, 26, 42) // 10, requests == 0),
    }
    log["ok_unchanged"] = nullable(log["ok_unchanged"], log["endpoint"] == "payments")
    return log


def _noisy(stream: Stream, total: int, load: np.ndarray) -> np.ndarray:
    return apportion(total, load * stream.between(len(load), 80, 120))


def _earlier(stream: Stream, users: Users, december: dict[str, np.ndarray], month: int) -> Columns:
    """The days of a month before December, with less traffic, without P25, and with P07 not polling."""
    start = np.datetime64(f"2025-{month:02d}", "M")
    dates = np.arange(start.astype("datetime64[D]"), (start + MONTH).astype("datetime64[D]"))
    totals = {}
    for name, volume in december.items():
        monthly_volume = (
            volume if name == "ok_changed" else np.where(users.polling, december["ok_changed"] // 60, volume)
        )
        monthly_volume = np.where((users.partner == LATECOMER) & (month < LATECOMER_MONTH), 0, monthly_volume)
        for _ in range(12 - month):
            monthly_volume = monthly_volume * MONTHLY_GROWTH // 1_000
        totals[name] = monthly_volume * len(dates) // 31
    return _log(stream, users, dates, busy(dates), totals)


def _with_polling(daily: Columns, planted: Planted) -> Columns:
    """Add P07's polling to the last days of November."""
    is_polling = (
        (daily["partner_id"] == CODES[POLLER]) & (daily["ts"] >= POLLING_FROM) & (daily["ts"] < day("2025-12-01"))
    )
    unchanged, refused = planted.polled_unchanged // 31 * is_polling, planted.polled_unchanged * 2 // 155 * is_polling
    return daily | {
        "requests": daily["requests"] + unchanged + refused,
        "ok_unchanged": daily["ok_unchanged"] + unchanged,
        "e429": daily["e429"] + refused,
    }


def _daily_sums(stream: Stream, hourly: Columns, dates: np.ndarray, user_count: int) -> Columns:
    """The days of December: sums of the hours; the percentiles come from the calls, so they are close but not equal."""
    shape = (len(dates), 24, user_count)
    sums = {name: hourly[name].reshape(shape).sum(axis=1).ravel() for name in ("requests", *COUNTED)}
    active_hours = (hourly["requests"].reshape(shape) > 0).sum(axis=1).ravel()
    median_ms = hourly["p50_ms"].filled(0).reshape(shape).sum(axis=1).ravel() // np.maximum(active_hours, 1)
    return {
        "ts": np.repeat(dates, user_count),
        **{name: np.tile(hourly[name][:user_count], len(dates)) for name in ("partner_id", "endpoint")},
        **sums,
        "p50_ms": nullable(median_ms + stream.below(len(median_ms), 9), sums["requests"] == 0),
        "p95_ms": nullable(median_ms * 7 // 2 + stream.below(len(median_ms), 60), sums["requests"] == 0),
    }
