"""What the data team derives: experiment EXP-031, the application funnel, the daily sums of Pay."""

from __future__ import annotations

import numpy as np

from ..planted import Planted
from ..random import Stream
from .clock import busy, days, moments
from .parts import DAY, SECOND, Columns, apportion, repeat, rows, seconds, stack
from .payments import ISSUERS, Cells, cells

EXPERIMENT = "EXP-031"
FIRST, LENGTH = np.datetime64("2025-12-01T00:00:00"), 14
QUARTER = np.datetime64("2025-10-01T00:00:00"), np.datetime64("2025-12-31T23:59:59")
SUMMER_ATTEMPTS, SUMMER_NOISE = 96_000, 20


EXPERIMENTS = (
    ("EXP-027", "Shorter application form", "2025-09-08", "2025-09-21", 50),
    (EXPERIMENT, "Pre-filled income on the loan page", "2025-12-01", "2025-12-14", 50),
    ("EXP-034", "Instalment calculator before the form", "2025-12-22", None, 10),
)
"""Code, name, first and last day, per cent intended for the treatment."""


def experiments() -> Columns:
    """The table experiments."""
    code, name, start, end, split = zip(*EXPERIMENTS, strict=True)
    return {
        "exp_id": np.array(code, dtype=object),
        "name": np.array(name, dtype=object),
        "start_date": np.array(start, dtype="datetime64[D]"),
        "end_date": np.array(end, dtype="datetime64[D]"),
        "split": np.array(split),
    }


def exp_units(stream: Stream, planted: Planted, customers: Columns) -> Columns:
    """The arms have planted sizes and conversions; the treatment lost customers on old Android."""
    positions = _participants(stream.fork("who"), planted, customers)
    sizes = (*planted.exp_modern, *planted.exp_old)
    converted = (*planted.exp_modern_converted, *planted.exp_old_converted)
    assigned_at = _assigned(stream.fork("when"), customers["created_at"][positions])
    table = {
        "exp_id": repeat((EXPERIMENT,), (len(positions),)),
        "customer_id": customers["customer_id"][positions],
        "variant": repeat(("control", "treatment", "control", "treatment"), sizes),
        "assigned_at": assigned_at,
        "os_major": customers["os_major"][positions].filled(0),
        "converted": np.concatenate(
            [np.arange(size) < conversions for size, conversions in zip(sizes, converted, strict=True)]
        ),
        "day_index": (assigned_at - FIRST) // DAY + 1,
    }
    return rows(table, np.argsort(assigned_at, kind="stable"))


def _participants(stream: Stream, planted: Planted, customers: Columns) -> np.ndarray:
    """Positions of customers: first those with current systems, then those on old Android."""
    has_joined = customers["created_at"] < FIRST + LENGTH * DAY - 3_600 * SECOND
    is_eligible = ~customers["is_test"] & (customers["device_os"] != "web") & has_joined
    is_old = is_eligible & (customers["device_os"] == "android") & (customers["os_major"].filled(99) < 10)
    modern = stream.sample(np.flatnonzero(is_eligible & ~is_old), sum(planted.exp_modern))
    return np.concatenate([modern, stream.sample(np.flatnonzero(is_old), sum(planted.exp_old))])


def _assigned(stream: Stream, created: np.ndarray) -> np.ndarray:
    """A moment on a day of the experiment, after the account was opened."""
    arrival = ((created - FIRST) // DAY + 1).clip(0, LENGTH - 1)
    date = FIRST + (arrival + stream.below(len(created), LENGTH - arrival)) * DAY
    return np.maximum(moments(stream, date.astype("datetime64[D]"), 2), created + 60 * SECOND)


def funnel_events(
    stream: Stream, planted: Planted, customers: Columns, applications: Columns, loans: Columns
) -> Columns:
    """Steps of the fourth quarter; submitted and signed come from applications and loans, the other steps lead up to them."""
    is_tester = customers["is_test"][applications["customer_id"] - 1]
    positions = np.flatnonzero((applications["applied_at"] >= QUARTER[0]) & ~is_tester)
    customer_ids, submitted = applications["customer_id"][positions], applications["applied_at"][positions]
    started = _before(stream, submitted, 180, 2_400)
    visited = _before(stream, started, 30, 4 * 86_400)
    loan_positions = np.flatnonzero(np.isin(loans["application_id"], applications["application_id"][positions]))
    applicant_ids = applications["customer_id"][loans["application_id"][loan_positions] - 1]
    decided = applications["decided_at"][loans["application_id"][loan_positions] - 1]
    wait_seconds = (loans["disbursed_at"][loan_positions] - decided).astype(np.int64)
    signed = decided + seconds(wait_seconds * stream.between(len(loan_positions), 500, 950) // 1_000)
    abandoned = _abandoned_visits(stream.fork("given up"), planted, customers, 3 * len(positions) + len(loan_positions))
    return _in_order(
        stack(
            _events("visited", customer_ids, visited),
            _events("started", customer_ids, started),
            _events("submitted", customer_ids, submitted),
            _events("signed", applicant_ids, signed),
            *abandoned,
        )
    )


def _abandoned_visits(stream: Stream, planted: Planted, customers: Columns, other_event_count: int) -> list[Columns]:
    """Visits that lead to nothing, some of them to a form that was started."""
    event_count = planted.funnel_events - other_event_count
    form_count = event_count // 4
    customer_ids = customers["customer_id"][~customers["is_test"]]
    dates = days("2025-10-01", "2025-12-31")
    visitors = customer_ids[stream.below(event_count - form_count, len(customer_ids))]
    visited = moments(stream, dates[stream.index(len(visitors), 2_000 - busy(dates) // 2)], 2)
    started = np.minimum(visited[:form_count] + seconds(stream.between(form_count, 20, 900)), QUARTER[1])
    return [_events("visited", visitors, visited), _events("started", visitors[:form_count], started)]


def _before(stream: Stream, moment: np.ndarray, least: int, most: int) -> np.ndarray:
    """Moments at least ``least`` seconds earlier, mostly shortly before, never before the quarter."""
    available = (moment - QUARTER[0]).astype(np.int64)
    lead = stream.skewed(len(moment), (least, least + (most - least) // 40, least + (most - least) // 8, most))
    return moment - seconds(np.where(lead < available, lead, available // 2))


def _events(step: str, customer_ids: np.ndarray, moment: np.ndarray) -> Columns:
    return {"customer_id": customer_ids, "ts": moment, "step": repeat((step,), (len(customer_ids),))}


def _in_order(events: Columns) -> Columns:
    return rows(events, np.argsort(events["ts"], kind="stable"))


def pay_daily(stream: Stream, planted: Planted, payments: Columns, attempts: Columns) -> Columns:
    """The table pay_daily: an invented summer, then the sums of the attempts."""
    return stack(_summer(stream, planted), _attempt_sums(cells(planted), payments, attempts))


def _attempt_sums(grid: Cells, payments: Columns, attempts: Columns) -> Columns:
    """The sums of the attempts by day, acquirer, issuer country and rail."""
    date = (attempts["created_at"].astype("datetime64[D]") - np.datetime64("2025-10-01")).astype(np.int64)
    rail = payments["rail"][attempts["payment_id"] - 1] == "transfer"
    issuer = np.zeros(len(date), dtype=np.int64)
    for position, country in enumerate(ISSUERS):
        issuer[attempts["issuer_country"] == country] = position
    group = date * 24 + (attempts["acquirer"] == "B") * 12 + issuer * 2 + rail
    is_approved = attempts["result"] == "approved"
    amount = payments["amount_cents"][attempts["payment_id"] - 1] * is_approved
    sums = np.zeros((3, 92 * 24), dtype=np.int64)
    for row, values in zip(sums, (1, is_approved, amount), strict=True):
        np.add.at(row, group, values)
    return _daily(days("2025-10-01", "2025-12-31"), grid, sums)


def _summer(stream: Stream, planted: Planted) -> Columns:
    """July to September, before there are individual payments: the same shares, quieter months."""
    dates, grid = days("2025-07-01", "2025-09-30"), cells(planted)
    shares = (busy(dates)[:, None] * np.arange(880, 880 + len(dates))[:, None] // 1_000 * (grid.demand // 100)).ravel()
    attempts = apportion(SUMMER_ATTEMPTS, shares * stream.between(len(shares), 85, 115))
    rate = np.tile(grid.approval, len(dates)) * 2 + stream.between(len(shares), -SUMMER_NOISE, SUMMER_NOISE)
    approvals = (attempts * rate + stream.below(len(shares), 2_000)) // 2_000
    amount = approvals * stream.between(len(shares), 3_300, 4_400)
    return _daily(dates, grid, np.stack([attempts, np.minimum(approvals, attempts), amount]))


def _daily(dates: np.ndarray, grid: Cells, sums: np.ndarray) -> Columns:
    table = {
        "day": np.repeat(dates, 24),
        "acquirer": np.tile(grid.acquirer, len(dates)),
        "issuer_country": np.tile(grid.issuer, len(dates)),
        "rail": np.tile(grid.rail, len(dates)),
        "attempts": sums[0],
        "approvals": sums[1],
        "amount_cents": sums[2],
    }
    return rows(table, np.flatnonzero(sums[0] > 0))
