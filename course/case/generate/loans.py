"""Loans and their instalments: who pays, who stops paying, and what the portfolio looks like at the end of 2025."""

from __future__ import annotations

import numpy as np

from ..planted import BANDS, DEFAULT_PER_MILLE, Planted
from ..random import Stream
from .clock import add_months, day
from .customers import SURGE
from .parts import NEVER, Columns, nullable, pick

TERM = 6
TODAY = day("2025-12-31")
END = np.datetime64("2025-12-31T23:59:59")
TEST_LOANS = 300
RESTRUCTURED = 110
LATE_DAYS, WRITE_OFF_DAYS = 30, 120
LATE_FEE_CENTS, LATE_FEE_DAYS = 500, 10
STOP_LATER_BP = (0, 110, 85, 65, 45, 30)
"""Loans that stop paying from instalment 1 to 6, in basis points; the first share is planted by cohort."""


def loans(stream: Stream, planted: Planted, customers: Columns, applications: Columns) -> tuple[Columns, Columns]:
    """The tables loans and instalments."""
    chosen, disbursed = _signed(stream.fork("signed"), planted, customers, applications)
    application = {name: values[chosen] for name, values in applications.items()}
    principal = _principal(stream.fork("principal"), application["requested_cents"])
    rate = pick((3400, 2900, 2400, 1900), np.searchsorted((620, 660, 700), _score(application), side="right"))
    due = np.stack([add_months(disbursed.astype("datetime64[D]"), n) for n in range(1, TERM + 1)], axis=1)
    stop = _stops(stream.fork("stops"), planted, application, disbursed, principal)
    paid = _paid(stream.fork("paid"), planted, disbursed, due, stop)
    restructured = _restructure(stream.fork("restructured"), due, paid, stop, disbursed)
    _repay_early(stream.fork("early"), planted, disbursed, due, paid, stop, restructured)
    status = _status(due, paid)
    late = (status == "active") & (_oldest_open(due, paid) < TODAY - LATE_DAYS)
    principal = _weigh(planted, principal, rate.astype(np.int64), paid, status, late, restructured)
    table = {
        "loan_id": np.arange(1, planted.loans + 1),
        "application_id": application["application_id"],
        "disbursed_at": disbursed,
        "principal_cents": principal,
        "apr_bps": rate,
        "term_months": np.full(planted.loans, TERM),
        "status": status,
        "restructured": restructured,
        "below_cutoff_test": application["decision_reason"] == "below_cutoff_test",
    }
    return table, _instalments(table, due, paid)


def _score(application: Columns) -> np.ndarray:
    return application["score"].filled(610)


def _signed(stream: Stream, planted: Planted, customers: Columns, applications: Columns) -> tuple:
    """Positions of the applications that became loans, in order of paying out, and the moments of paying out."""
    count = len(applications["application_id"])
    tester = customers["is_test"][applications["customer_id"] - 1]
    signed = applications["decided_at"] + stream.skewed(count, (1, 6, 14, 22, 36, 60, 90, 140, 230)).astype("timedelta64[h]")
    signed = signed + stream.below(count, 3600).astype("timedelta64[s]")
    fit = (applications["decision"] == "approved") & ~tester & ~(signed > END)
    below = applications["decision_reason"] == "below_cutoff_test"
    chosen = np.concatenate([stream.sample(np.flatnonzero(fit & below), TEST_LOANS),
                             stream.sample(np.flatnonzero(fit & ~below), planted.loans - TEST_LOANS)])
    chosen = np.sort(chosen)
    chosen = chosen[np.argsort(signed[chosen], kind="stable")]
    return chosen, signed[chosen]


def _principal(stream: Stream, requested: np.ndarray) -> np.ndarray:
    """What was lent: mostly what was asked for, sometimes less."""
    share = stream.choose(len(requested), {100: 80, 90: 8, 80: 7, 70: 5}).astype(np.int64)
    return requested * share // 100_000 * 1_000


def _stops(stream: Stream, planted: Planted, application: Columns, disbursed: np.ndarray,
           principal: np.ndarray) -> np.ndarray:
    """The instalment from which a loan is not paid, 0 for none: low scores, large loans and late affiliates first."""
    band = np.clip((_score(application) - BANDS[0]) // 20, 0, len(BANDS) - 1)
    affiliate = (application["channel"] == "affiliate") & (disbursed.astype("datetime64[D]") >= SURGE)
    risk = np.array(DEFAULT_PER_MILLE)[band] * np.where(affiliate, 12, 1) * np.minimum(principal // 20_000, 15) ** 2
    month = disbursed.astype("datetime64[M]").astype(np.int64) % 12 + 1
    stop = np.zeros(len(risk), dtype=np.int64)
    october, h1 = planted.early_default_october_bp, planted.early_default_h1_bp
    for first, last, share in ((1, 6, h1), (7, 9, h1 + 15), (10, 10, october), (11, 12, october)):
        cohort = (month >= first) & (month <= last)
        for n, each in enumerate((share, *STOP_LATER_BP[1:]), start=1):
            pool = np.flatnonzero(cohort & (stop == 0))
            count = (int(cohort.sum()) * each + 5_000) // 10_000
            stop[stream.weighted_sample(pool, risk[pool], count)] = n
    return stop


def _paid(stream: Stream, planted: Planted, disbursed: np.ndarray, due: np.ndarray, stop: np.ndarray) -> np.ndarray:
    """When each instalment is paid, NaT for never; some who stopped catch up, so that exactly ``late`` are left."""
    size = due.size
    lag = np.where(stream.chance(size, 70), stream.between(size, 2, 25), stream.below(size, 7) - 5)
    paid = due.astype("datetime64[s]") + (lag * 86_400 + stream.between(size, 21_600, 79_000)).reshape(due.shape).astype(
        "timedelta64[s]")
    number = np.arange(1, TERM + 1)
    missed = (stop[:, None] > 0) & (number >= stop[:, None])
    first = np.where(stop > 0, due[np.arange(len(due)), np.maximum(stop, 1) - 1], np.datetime64("NaT"))
    window = np.flatnonzero((first >= TODAY - WRITE_OFF_DAYS) & (first < TODAY - LATE_DAYS))
    hopeful = stream.sample(window[first[window] < TODAY - 42], len(window) - planted.late)
    older = np.flatnonzero((first < TODAY - 180) & stream.chance(len(due), 200))
    for cured, longest in ((hopeful, 41), (older, 85)):
        caught_up = (first[cured].astype("datetime64[s]") + stream.between(len(cured), 32 * 86_400, longest * 86_400)
                     .astype("timedelta64[s]"))
        overdue = missed[cured] & (due[cured] <= caught_up[:, None])
        paid[cured] = np.where(overdue, caught_up[:, None], paid[cured])
        missed[cured] = False
    paid[missed] = NEVER
    paid[paid > END] = NEVER
    return paid


def _restructure(stream: Stream, due: np.ndarray, paid: np.ndarray, stop: np.ndarray, disbursed: np.ndarray) -> np.ndarray:
    """Some loans of summer and autumn get what was due from November on moved by two months; changes due and paid."""
    able = (stop == 0) & (disbursed >= day("2025-07-20")) & (disbursed < day("2025-10-20"))
    chosen = stream.sample(np.flatnonzero(able), RESTRUCTURED)
    moved = due[chosen] >= day("2025-11-01")
    due[chosen] = np.where(moved, add_months(due[chosen].ravel(), 2).reshape(moved.shape), due[chosen])
    paid[chosen] = np.where(moved, NEVER, paid[chosen])
    mark = np.zeros(len(due), dtype=bool)
    mark[chosen] = True
    return mark


def _repay_early(stream: Stream, planted: Planted, disbursed: np.ndarray, due: np.ndarray, paid: np.ndarray,
                 stop: np.ndarray, restructured: np.ndarray) -> None:
    """Punctual customers who pay everything at once; as many as leave ``active`` loans open. Changes paid."""
    punctual = (stop == 0) & ~restructured
    open_now = np.isnat(paid).any(axis=1)
    still = np.flatnonzero(open_now & punctual)
    others = int((_status(due, paid) == "active").sum()) - len(still)
    age = (TODAY - disbursed[still].astype("datetime64[D]")).astype(np.int64)
    ripe = age >= 25
    leaving = stream.weighted_sample(still[ripe], age[ripe] ** 2, len(still) + others - planted.active)
    done = stream.sample(np.flatnonzero(~open_now & punctual), int((~open_now & punctual).sum()) // 2)
    early = np.concatenate([leaving, done])
    last = np.minimum(due[early, -1].astype("datetime64[s]"), END)
    span = (last - disbursed[early]).astype(np.int64) // 86_400 - 20
    moment = disbursed[early] + ((20 + stream.below(len(early), np.maximum(span, 1))) * 86_400
                                 + stream.below(len(early), 40_000)).astype("timedelta64[s]")
    moment = np.minimum(moment, END)[:, None]
    paid[early] = np.where(np.isnat(paid[early]) | (paid[early] > moment), moment, paid[early])


def _oldest_open(due: np.ndarray, paid: np.ndarray) -> np.ndarray:
    return np.where(np.isnat(paid), due, day("2099-01-01")).min(axis=1)


def _status(due: np.ndarray, paid: np.ndarray) -> np.ndarray:
    open_now = np.isnat(paid).any(axis=1)
    lost = open_now & (_oldest_open(due, paid) < TODAY - WRITE_OFF_DAYS)
    return pick(("repaid", "active", "written_off"), open_now.astype(np.int64) + lost)


def _due_cents(principal: np.ndarray, rate: np.ndarray) -> np.ndarray:
    """Six equal instalments, the last takes the rest; the interest is that on a balance that falls evenly."""
    total = principal + principal * rate * (TERM + 1) // (2 * 12 * 10_000)
    each = np.repeat(total[:, None] // TERM, TERM, axis=1)
    each[:, -1] = total - each[:, :-1].sum(axis=1)
    return each


def _weigh(planted: Planted, principal: np.ndarray, rate: np.ndarray, paid: np.ndarray, status: np.ndarray,
           late: np.ndarray, restructured: np.ndarray) -> np.ndarray:
    """Scale the late and the restructured loans so that they hold their planted shares of the outstanding balance."""
    open_cents = (_due_cents(principal, rate) * np.isnat(paid)).sum(axis=1) * (status == "active")
    rest = int(open_cents[~late & ~restructured].sum())
    shares = planted.late_balance_bp, planted.restructured_balance_bp
    principal = principal.copy()
    for group, share in zip((late, restructured), shares, strict=True):
        target = rest * share // (10_000 - sum(shares))
        principal[group] = (principal[group] * target // int(open_cents[group].sum()) + 500) // 1_000 * 1_000
    return principal


def _instalments(table: Columns, due: np.ndarray, paid: np.ndarray) -> Columns:
    cents = _due_cents(table["principal_cents"], table["apr_bps"].astype(np.int64))
    tardy = paid.astype("datetime64[D]") > due + LATE_FEE_DAYS
    unpaid = np.isnat(paid).ravel()
    return {
        "loan_id": np.repeat(table["loan_id"], TERM),
        "n": np.tile(np.arange(1, TERM + 1), len(due)),
        "due_date": due.ravel(),
        "due_cents": cents.ravel(),
        "paid_at": paid.ravel(),
        "paid_cents": nullable((cents + tardy * LATE_FEE_CENTS).ravel(), unpaid),
    }
