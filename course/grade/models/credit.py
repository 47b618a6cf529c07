"""What a credit cut-off brings, as models for keys: on the applicants of the practice data."""

from __future__ import annotations

from functools import cache

from course.case import credit
from course.case.database import practice_database
from course.grade.models import Run
from course.grade.query.sandbox import run


def cutoff(plan: dict) -> Run:
    """The profit of a quarter at ``plan["cutoff"]``, in euro, and how the last band differs from the average."""
    outcome, best = _outcome(int(plan["cutoff"])), credit.best(_outcomes())
    summary = (
        f"at {outcome.cutoff} the quarter comes to €{outcome.profit:,.0f}, "
        f"€{best.profit - outcome.profit:,.0f} less than at the best cut-off; "
        f"the average loan earns €{outcome.average:.2f}, one more loan from the last band {_signed(outcome.last.per_loan)}"
    )
    return Run(outcome.profit, (), summary)


def bad_rate(cutoff: int) -> float:
    """The share of approved loans that go bad, in percent."""
    return 100 * _outcome(cutoff).bad_rate


def total(cutoff: int) -> float:
    """The profit of a quarter in thousand euro."""
    return _outcome(cutoff).profit / 1000


def forgone(best: int, chosen: int) -> float:
    """How much less the cut-off ``chosen`` earns in a quarter than ``best``, in thousand euro."""
    return total(best) - total(chosen)


def _signed(euro: float) -> str:
    return f"{'loses' if euro < 0 else 'brings'} €{abs(euro):.2f}"


def _outcome(cutoff: int) -> credit.Outcome:
    return next(outcome for outcome in _outcomes() if outcome.cutoff == cutoff)


@cache
def read_bands() -> tuple[credit.Band, ...]:
    """The applicants of the fourth quarter by band, from the practice data. Raises what the sandbox raises."""
    rows = run(practice_database(), credit.APPLICANTS).rows
    return tuple(credit.Band(int(start), int(count)) for start, count in rows)


def _outcomes() -> tuple[credit.Outcome, ...]:
    return credit.outcomes(read_bands())
