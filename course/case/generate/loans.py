"""Loans and their instalments: who pays, who stops paying, and what the portfolio looks like at the end of 2025."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..planted import BANDS, DEFAULT_PER_MILLE, Planted
from ..random import Stream
from .clock import add_months, day
from .customers import SURGE
from .parts import DAY, NEVER, Columns, nullable, rows, seconds

TERM = 6
TODAY = day("2025-12-31")
END = np.datetime64("2025-12-31T23:59:59")
TEST_LOANS = 300
RESTRUCTURED = 110
LATE_DAYS, WRITE_OFF_DAYS = 30, 120
LATE_FEE_CENTS, LATE_FEE_DAYS = 500, 10
HOURS_TO_SIGN = (1, 6, 14, 22, 36, 60, 90, 140, 230)
STOP_LATER_BP = (0, 110, 85, 65, 45, 30)
"""Loans that stop paying from instalment 1 to 6, in basis points; the first share is planted by cohort."""


@dataclass
class Book:
    """The loans while their lives are made: one row a loan, one column an instalment in ``due`` and ``paid``.

    ``stop`` is the instalment from which a loan is not paid, 0 for none. ``paid`` is NaT where nothing was paid.
    """

    disbursed: np.ndarray
    due: np.ndarray
    stop: np.ndarray
    paid: np.ndarray
    restructured: np.ndarray

    @property
    def open(self) -> np.ndarray:
        return np.isnat(self.paid).any(axis=1)

    @property
    def days_late(self) -> np.ndarray:
        """Days since the oldest open instalment was due; negative if nothing is late."""
        return (TODAY - np.where(np.isnat(self.paid), self.due, day("2099-01-01")).min(axis=1)).astype(np.int64)

    @property
    def active(self) -> np.ndarray:
        return self.open & (self.days_late <= WRITE_OFF_DAYS)


def loans(stream: Stream, planted: Planted, customers: Columns, applications: Columns) -> tuple[Columns, Columns]:
    """The tables loans and instalments."""
    chosen, disbursed = _signed(stream.fork("signed"), planted, customers, applications)
    application = rows(applications, chosen)
    principal = _principal(stream.fork("principal"), application["requested_cents"])
    rate = np.array((3_400, 2_900, 2_400, 1_900))[np.searchsorted((620, 660, 700), _score(application), side="right")]
    book = _book(disbursed, _stops(stream.fork("stops"), planted, application, disbursed, principal))
    _pay(stream.fork("paid"), planted, book)
    _restructure(stream.fork("restructured"), book)
    _repay_early(stream.fork("early"), planted, book)
    table = {
        "loan_id": np.arange(1, planted.loans + 1),
        "application_id": application["application_id"],
        "disbursed_at": disbursed,
        "principal_cents": _weigh(planted, book, principal, rate),
        "apr_bps": rate,
        "term_months": np.full(planted.loans, TERM),
        "status": np.where(book.active, "active", np.where(book.open, "written_off", "repaid")).astype(object),
        "restructured": book.restructured,
        "below_cutoff_test": application["decision_reason"] == "below_cutoff_test",
    }
    return table, _instalments(table, book)


def _book(disbursed: np.ndarray, stop: np.ndarray) -> Book:
    due = np.stack([add_months(disbursed.astype("datetime64[D]"), n) for n in range(1, TERM + 1)], axis=1)
    return Book(disbursed, due, stop, np.full(due.shape, NEVER), np.zeros(len(due), dtype=bool))


def _score(application: Columns) -> np.ndarray:
    return application["score"].filled(610)


def _signed(
    stream: Stream, planted: Planted, customers: Columns, applications: Columns
) -> tuple[np.ndarray, np.ndarray]:
    """Positions of the applications that became loans, in order of paying out, and the moments of paying out."""
    count = len(applications["application_id"])
    signed = applications["decided_at"] + seconds(
        stream.skewed(count, HOURS_TO_SIGN) * 3_600 + stream.below(count, 3_600)
    )
    tester = customers["is_test"][applications["customer_id"] - 1]
    fit = (applications["decision"] == "approved") & ~tester & (signed <= END)
    below = applications["decision_reason"] == "below_cutoff_test"
    tests = stream.sample(np.flatnonzero(fit & below), TEST_LOANS)
    others = stream.sample(np.flatnonzero(fit & ~below), planted.loans - TEST_LOANS)
    chosen = np.sort(np.concatenate([tests, others]))
    chosen = chosen[np.argsort(signed[chosen], kind="stable")]
    return chosen, signed[chosen]


def _principal(stream: Stream, requested: np.ndarray) -> np.ndarray:
    """What was lent: mostly what was asked for, sometimes less."""
    share = stream.choose(len(requested), {100: 80, 90: 8, 80: 7, 70: 5}).astype(np.int64)
    return requested * share // 100_000 * 1_000


def _stops(
    stream: Stream, planted: Planted, application: Columns, disbursed: np.ndarray, principal: np.ndarray
) -> np.ndarray:
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


def _pay(stream: Stream, planted: Planted, book: Book) -> None:
    """Pay what is due until a loan stops; some who stopped catch up, so that exactly ``late`` loans are left late."""
    size, shape = book.due.size, book.due.shape
    lag = np.where(stream.chance(size, 70), stream.between(size, 2, 25), stream.below(size, 7) - 5)
    book.paid = book.due + seconds(lag * 86_400 + stream.between(size, 21_600, 79_000)).reshape(shape)
    stopped = book.stop > 0
    first = np.where(stopped, book.due[np.arange(len(book.due)), book.stop - 1], NEVER)
    missed = stopped[:, None] & (np.arange(1, TERM + 1) >= book.stop[:, None])
    window = np.flatnonzero((first >= TODAY - WRITE_OFF_DAYS * DAY) & (first < TODAY - LATE_DAYS * DAY))
    hopeful = stream.sample(window[first[window] < TODAY - 42 * DAY], len(window) - planted.late)
    older = np.flatnonzero((first < TODAY - 180 * DAY) & stream.chance(len(first), 200))
    for cured, longest in ((hopeful, 41), (older, 85)):
        caught_up = first[cured] + seconds(stream.between(len(cured), 32 * 86_400, longest * 86_400))
        overdue = missed[cured] & (book.due[cured] <= caught_up[:, None])
        book.paid[cured] = np.where(overdue, caught_up[:, None], book.paid[cured])
        missed[cured] = False
    book.paid[missed | (book.paid > END)] = NEVER


def _restructure(stream: Stream, book: Book) -> None:
    """Some loans of summer and autumn get what was due from November on moved by two months."""
    able = (book.stop == 0) & (book.disbursed >= day("2025-07-20")) & (book.disbursed < day("2025-10-20"))
    chosen = stream.sample(np.flatnonzero(able), RESTRUCTURED)
    moved = book.due[chosen] >= day("2025-11-01")
    later = add_months(book.due[chosen].ravel(), 2).reshape(moved.shape)
    book.due[chosen] = np.where(moved, later, book.due[chosen])
    book.paid[chosen] = np.where(moved, NEVER, book.paid[chosen])
    book.restructured[chosen] = True


def _repay_early(stream: Stream, planted: Planted, book: Book) -> None:
    """Some punctual customers pay everything at once: as many as leave ``active`` loans open, and half of the older."""
    punctual = (book.stop == 0) & ~book.restructured
    age = (TODAY - book.disbursed.astype("datetime64[D]")).astype(np.int64)
    ripe = np.flatnonzero(book.open & punctual & (age >= 25))
    leaving = stream.weighted_sample(ripe, age[ripe] ** 2, int(book.active.sum()) - planted.active)
    done = np.flatnonzero(~book.open & punctual)
    early = np.concatenate([leaving, stream.sample(done, len(done) // 2)])
    last = np.minimum(book.due[early, -1], TODAY)
    span = (last - book.disbursed[early].astype("datetime64[D]")).astype(np.int64) - 20
    after = (20 + stream.below(len(early), np.maximum(span, 1))) * 86_400 + stream.below(len(early), 40_000)
    moment = np.minimum(book.disbursed[early] + seconds(after), END)[:, None]
    paid = book.paid[early]
    book.paid[early] = np.where(np.isnat(paid) | (paid > moment), moment, paid)


def _due_cents(principal: np.ndarray, rate: np.ndarray) -> np.ndarray:
    """Six equal instalments, the last takes the rest; the interest is that on a balance that falls evenly."""
    total = principal + principal * rate * (TERM + 1) // (2 * 12 * 10_000)
    each = np.repeat(total[:, None] // TERM, TERM, axis=1)
    each[:, -1] = total - each[:, :-1].sum(axis=1)
    return each


def _weigh(planted: Planted, book: Book, principal: np.ndarray, rate: np.ndarray) -> np.ndarray:
    """Scale the late and the restructured loans so that they hold their planted shares of the outstanding balance."""
    late = book.active & (book.days_late > LATE_DAYS)
    open_cents = (_due_cents(principal, rate) * np.isnat(book.paid)).sum(axis=1) * book.active
    rest = int(open_cents[~late & ~book.restructured].sum())
    shares = planted.late_balance_bp, planted.restructured_balance_bp
    principal = principal.copy()
    for group, share in zip((late, book.restructured), shares, strict=True):
        target = rest * share // (10_000 - sum(shares))
        principal[group] = (principal[group] * target // int(open_cents[group].sum()) + 500) // 1_000 * 1_000
    return principal


def _instalments(table: Columns, book: Book) -> Columns:
    cents = _due_cents(table["principal_cents"], table["apr_bps"])
    tardy = book.paid.astype("datetime64[D]") > book.due + LATE_FEE_DAYS * DAY
    return {
        "loan_id": np.repeat(table["loan_id"], TERM),
        "n": np.tile(np.arange(1, TERM + 1), len(cents)),
        "due_date": book.due.ravel(),
        "due_cents": cents.ravel(),
        "paid_at": book.paid.ravel(),
        "paid_cents": nullable((cents + tardy * LATE_FEE_CENTS).ravel(), np.isnat(book.paid).ravel()),
    }
