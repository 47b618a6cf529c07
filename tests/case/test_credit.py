"""The credit model against figures that were computed without it, and against the facts planted in the data."""

from __future__ import annotations

import pytest

from course.case import credit
from course.case.credit import Band, best, outcome, outcomes
from course.case.facts import fact, measured

BANDS = tuple(
    Band(start, applicants)
    for start, applicants in zip(
        credit.CUTOFFS, (900, 1000, 1100, 1200, 1250, 1300, 1250, 1200, 1050, 900, 700, 500), strict=True
    )
)


@pytest.mark.parametrize(
    ("cutoff", "approval", "bad_rate", "profit", "average", "per_loan"),
    [
        (500, 1.000, 0.1299, -132_299, -10.7, -171.1),
        (540, 0.846, 0.0930, 142_053, 13.6, -76.3),
        (560, 0.757, 0.0770, 225_930, 24.2, -39.6),
        (580, 0.660, 0.0628, 273_505, 33.6, -10.4),
        (600, 0.559, 0.0507, 286_522, 41.5, 12.2),
        (620, 0.453, 0.0404, 270_630, 48.3, 29.3),
        (660, 0.255, 0.0254, 183_502, 58.3, 51.4),
        (720, 0.040, 0.0130, 33_220, 66.4, 66.4),
    ],
)
def test_a_cutoff_brings_what_a_sheet_says(cutoff, approval, bad_rate, profit, average, per_loan):
    found = outcome(BANDS, cutoff)

    assert found.approval == pytest.approx(approval, abs=5e-4)
    assert found.bad_rate == pytest.approx(bad_rate, abs=5e-5)
    assert found.profit == pytest.approx(profit, abs=0.5)
    assert found.average == pytest.approx(average, abs=0.05)
    assert found.last.per_loan == pytest.approx(per_loan, abs=0.051)


def test_the_best_cutoff_the_allowed_one_and_the_price():
    free, allowed = best(outcomes(BANDS)), best(outcomes(BANDS), within_appetite=True)

    assert (free.cutoff, allowed.cutoff) == (600, 620)
    assert (free.profit - allowed.profit) / 1000 == pytest.approx(15.9, abs=0.05)


def test_profit_is_highest_where_marginal_profit_changes_its_sign():
    signs = {band.start: band.default < credit.BREAK_EVEN for band in BANDS}

    assert pytest.approx(75 / 660) == credit.BREAK_EVEN
    assert next(start for start, earns in signs.items() if earns) == best(outcomes(BANDS)).cutoff
    assert credit.good_loans_for_a_bad_one() == pytest.approx(1 / credit.BREAK_EVEN - 1)


def test_the_practice_data_hold_these_bands(practice):
    assert tuple(Band(*row) for row in practice.sql(credit.APPLICANTS).fetchall()) == BANDS


@pytest.mark.parametrize("cutoff", [560, 600, 620, 660])
def test_model_and_register_agree(practice, cutoff):
    registered = fact(f"F9.profit_{cutoff}")

    assert outcome(BANDS, cutoff).profit / 1000 == pytest.approx(measured(practice, registered))
    assert registered.agrees(outcome(BANDS, cutoff).profit / 1000)
