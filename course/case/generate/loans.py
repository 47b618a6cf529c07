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
    """The loans while they are generated: one row per loan; ``due`` and ``paid`` have one column per instalment.

    ``stop`` is the instalment from which a loan is not paid, 0 for none. ``paid`` is NaT if nothing was paid.
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
    positions, disbursed_at = _signed(stream.fork("signed"), planted, customers, applications)
    application = rows(applications, positions)
    principal = _principal(stream.fork("principal"), application["requested_cents"])
    rate = np.array((3_400, 2_900, 2_400, 1_900))[np.searchsorted((620, 660, 700), _score(application), side="right")]
    book = _book(disbursed_at, _stops(stream.fork("stops"), planted, application, disbursed_at, principal))
    _pay(stream.fork("paid"), planted, book)
    _restructure(stream.fork("restructured"), book)
    _repay_early(stream.fork("early"), planted, book)
    table = {
        "loan_id": np.arange(1, planted.loans + 1),
        "application_id": application["application_id"],
        "disbursed_at": disbursed_at,
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
    """Positions of the applications that became loans, in order of payout, and the moments of payout."""
    count = len(applications["application_id"])
    signed_at = applications["decided_at"] + seconds(
        stream.skewed(count, HOURS_TO_SIGN) * 3_600 + stream.below(count, 3_600)
    )
    is_tester = customers["is_test"][applications["customer_id"] - 1]
    is_eligible = (applications["decision"] == "approved") & ~is_tester & (signed_at <= END)
    is_below_cutoff = applications["decision_reason"] == "below_cutoff_test"
    test_loans = stream.sample(np.flatnonzero(is_eligible & is_below_cutoff), TEST_LOANS)
    regular_loans = stream.sample(np.flatnonzero(is_eligible & ~is_below_cutoff), planted.loans - TEST_LOANS)
    positions = np.sort(np.concatenate([test_loans, regular_loans]))
    positions = positions[np.argsort(signed_at[positions], kind="stable")]
    return positions, signed_at[positions]


def _principal(stream: Stream, requested: np.ndarray) -> np.ndarray:
    """The loan amount: mostly the requested amount, sometimes less."""
    share = stream.choose(len(requested), {100: 80, 90: 8, 80: 7, 70: 5}).astype(np.int64)
    return requested * share // 100_000 * 1_000


def _stops(
    stream: Stream, planted: Planted, application: Columns, disbursed: np.ndarray, principal: np.ndarray
) -> np.ndarray:
    """The instalment from which a loan is not paid, 0 for none: low scores, large loans and late affiliates first."""
    band = np.clip((_score(application) - BANDS[0]) // 20, 0, len(BANDS) - 1)
    is_late_affiliate = (application["channel"] == "affiliate") & (disbursed.astype("datetime64[D]") >= SURGE)
    risk = (
        np.array(DEFAULT_PER_MILLE)[band]
        * np.where(is_late_affiliate, 12, 1)
        * np.minimum(principal // 20_000, 15) ** 2
    )
    month = disbursed.astype("datetime64[M]").astype(np.int64) % 12 + 1
    stop = np.zeros(len(risk), dtype=np.int64)
    october, h1 = planted.early_default_october_bp, planted.early_default_h1_bp
    for first, last, share in ((1, 6, h1), (7, 9, h1 + 15), (10, 10, october), (11, 12, october)):
        cohort = (month >= first) & (month <= last)
        for n, stop_share in enumerate((share, *STOP_LATER_BP[1:]), start=1):
            pool = np.flatnonzero(cohort & (stop == 0))
            count = (int(cohort.sum()) * stop_share + 5_000) // 10_000
            stop[stream.weighted_sample(pool, risk[pool], count)] = n
    return stop


def _pay(stream: Stream, planted: Planted, book: Book) -> None:
    """Pay what is due until a loan stops; some that stopped catch up, so that exactly ``late`` loans remain late."""
    size, shape = book.due.size, book.due.shape
    lag = np.where(stream.chance(size, 70), stream.between(size, 2, 25), stream.below(size, 7) - 5)
    book.paid = book.due + seconds(lag * 86_400 + stream.between(size, 21_600, 79_000)).reshape(shape)
    is_stopped = book.stop > 0
    first_missed = np.where(is_stopped, book.due[np.arange(len(book.due)), book.stop - 1], NEVER)
    is_missed = is_stopped[:, None] & (np.arange(1, TERM + 1) >= book.stop[:, None])
    window = np.flatnonzero((first_missed >= TODAY - WRITE_OFF_DAYS * DAY) & (first_missed < TODAY - LATE_DAYS * DAY))
    recent_cures = stream.sample(window[first_missed[window] < TODAY - 42 * DAY], len(window) - planted.late)
    older_cures = np.flatnonzero((first_missed < TODAY - 180 * DAY) & stream.chance(len(first_missed), 200))
    for positions, longest in ((recent_cures, 41), (older_cures, 85)):
        caught_up = first_missed[positions] + seconds(stream.between(len(positions), 32 * 86_400, longest * 86_400))
        overdue = is_missed[positions] & (book.due[positions] <= caught_up[:, None])
        book.paid[positions] = np.where(overdue, caught_up[:, None], book.paid[positions])
        is_missed[positions] = False
    book.paid[is_missed | (book.paid > END)] = NEVER


def _restructure(stream: Stream, book: Book) -> None:
    """For some loans of summer and autumn, what is due from November on is postponed by two months."""
    is_eligible = (book.stop == 0) & (book.disbursed >= day("2025-07-20")) & (book.disbursed < day("2025-10-20"))
    positions = stream.sample(np.flatnonzero(is_eligible), RESTRUCTURED)
    is_moved = book.due[positions] >= day("2025-11-01")
    later_due = add_months(book.due[positions].ravel(), 2).reshape(is_moved.shape)
    book.due[positions] = np.where(is_moved, later_due, book.due[positions])
    book.paid[positions] = np.where(is_moved, NEVER, book.paid[positions])
    book.restructured[positions] = True


def _repay_early(stream: Stream, planted: Planted, book: Book) -> None:
    """Some punctual customers pay everything at once: as many as leave ``active`` loans open, and half of the older ones."""
    is_punctual = (book.stop == 0) & ~book.restructured
    age = (TODAY - book.disbursed.astype("datetime64[D]")).astype(np.int64)
    candidates = np.flatnonzero(book.open & is_punctual & (age >= 25))
    leaving = stream.weighted_sample(candidates, age[candidates] ** 2, int(book.active.sum()) - planted.active)
    finished = np.flatnonzero(~book.open & is_punctual)
    early_payers = np.concatenate([leaving, stream.sample(finished, len(finished) // 2)])
    last_day = np.minimum(book.due[early_payers, -1], TODAY)
    span = (last_day - book.disbursed[early_payers].astype("datetime64[D]")).astype(np.int64) - 20
    delay_seconds = (20 + stream.below(len(early_payers), np.maximum(span, 1))) * 86_400 + stream.below(
        len(early_payers), 40_000
    )
    repaid_at = np.minimum(book.disbursed[early_payers] + seconds(delay_seconds), END)[:, None]
    paid = book.paid[early_payers]
    book.paid[early_payers] = np.where(np.isnat(paid) | (paid > repaid_at), repaid_at, paid)


def _due_cents(principal: np.ndarray, rate: np.ndarray) -> np.ndarray:
    """Six equal instalments, the last with the remainder; the interest is that on a steadily falling balance."""
    total = principal + principal * rate * (TERM + 1) // (2 * 12 * 10_000)
    amounts = np.repeat(total[:, None] // TERM, TERM, axis=1)
    amounts[:, -1] = total - amounts[:, :-1].sum(axis=1)
    return amounts


def _weigh(planted: Planted, book: Book, principal: np.ndarray, rate: np.ndarray) -> np.ndarray:
    """Scale the late and the restructured loans so that they hold their planted shares of the outstanding balance."""
    is_late = book.active & (book.days_late > LATE_DAYS)
    open_cents = (_due_cents(principal, rate) * np.isnat(book.paid)).sum(axis=1) * book.active
    other_cents = int(open_cents[~is_late & ~book.restructured].sum())
    shares = planted.late_balance_bp, planted.restructured_balance_bp
    principal = principal.copy()
    for group, share in zip((is_late, book.restructured), shares, strict=True):
        target = other_cents * share // (10_000 - sum(shares))
        principal[group] = (principal[group] * target // int(open_cents[group].sum()) + 500) // 1_000 * 1_000
    return principal


def _instalments(table: Columns, book: Book) -> Columns:
    cents = _due_cents(table["principal_cents"], table["apr_bps"])
    is_tardy = book.paid.astype("datetime64[D]") > book.due + LATE_FEE_DAYS * DAY
    return {
        "loan_id": np.repeat(table["loan_id"], TERM),
        "n": np.tile(np.arange(1, TERM + 1), len(cents)),
        "due_date": book.due.ravel(),
        "due_cents": cents.ravel(),
        "paid_at": book.paid.ravel(),
        "paid_cents": nullable((cents + is_tardy * LATE_FEE_CENTS).ravel(), np.isnat(book.paid).ravel()),
    }
