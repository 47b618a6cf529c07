"""The results of a cut-off: four figures, two charts of profit, a table of all cut-offs, and the arithmetic."""

from __future__ import annotations

from collections.abc import Sequence

from course.case.credit import (
    APPETITE,
    APPLICANTS,
    BREAK_EVEN,
    COST,
    CURRENT,
    EARNED,
    LOST,
    Outcome,
    good_loans_for_a_bad_one,
)
from course.dashboards.describe import Chart
from course.views import draw
from course.views.dashboard.plot import Plot
from course.views.demo import Part
from course.views.markup import folded, note, scrolled, table

HEADS = ("Cut-off", "Approved, %", "Bad rate, %", "Appetite", "Profit, €", "Average, €", "Last PD, %", "One more, €")
ALL_CUTOFFS_NOTE = (
    "Profit is that of the quarter, average that of an approved loan. “Last” and “one more” are about the lowest band "
    "that is let in: its probability of default, and the profit of one of its loans."
)
SOURCE = "applications and customers, without test customers; probability of default by the case’s model"


def picture(current: Outcome, all_outcomes: Sequence[Outcome]) -> list[Part]:
    """Everything that follows from a cut-off, with the outcomes of all cut-offs to compare."""
    return [
        figures(current, all_outcomes),
        bands(current, all_outcomes),
        totals(current, all_outcomes),
        folded("All cut-offs as a table", all_cutoffs(current, all_outcomes)),
        folded("The arithmetic", arithmetic(current)),
    ]


def sentence(current: Outcome) -> str:
    """The outcome in words, to be read out."""
    return (
        f"Cut-off {current.cutoff}: {100 * current.approval:.1f}% approved, {100 * current.bad_rate:.1f}% go bad, "
        f"total profit {euro(current.profit)}, one more loan from {current.last.label} brings {cents(current.last.per_loan)}."
    )


def figures(current: Outcome, all_outcomes: Sequence[Outcome]) -> str:
    """Approval, bad rate, total profit, and what one loan of the last band earns."""
    limit, last = f"{100 * APPETITE:.1f}%", current.last
    within = "✓ within" if current.is_within_appetite else "! above"
    change = current.profit - next(outcome for outcome in all_outcomes if outcome.cutoff == CURRENT).profit
    comparison = f"{euro(abs(change))} {'more' if change > 0 else 'less'} than at {CURRENT}"
    return draw.figures(
        [
            (
                "Approved",
                f"{100 * current.approval:.1f}%",
                f"{current.approved:,} of {current.applicants:,} applicants",
            ),
            ("Bad rate", f"{100 * current.bad_rate:.1f}%", f"{within} the appetite of {limit}"),
            ("Total profit", euro(current.profit), f"a quarter; {comparison if change else 'the cut-off in use'}"),
            (
                "One more loan",
                cents(last.per_loan),
                f"marginal profit, {last.label}; {100 * last.default:.1f}% go bad",
            ),
        ]
    )


def bands(current: Outcome, all_outcomes: Sequence[Outcome]) -> Plot:
    """The profit of each band of scores, let in or refused."""
    chart = Chart(
        "histogram", "What each band of scores adds", APPLICANTS, x="score", y="profit", series="decision", quiet="refused",
        unit="thousand euro", y_title="Profit of a quarter", x_title="Credit score in steps of 20", decimals=1,
        marks=((current.cutoff, f"let in from {current.cutoff} on"),), source=SOURCE, wide=True,
    )  # fmt: skip
    return Plot.of(
        chart,
        [
            {
                "score": outcome.cutoff,
                "profit": outcome.last.profit / 1000,
                "decision": "let in" if outcome.cutoff >= current.cutoff else "refused",
            }
            for outcome in all_outcomes
        ],
    )


def totals(current: Outcome, all_outcomes: Sequence[Outcome]) -> Plot:
    """Total profit by cut-off, and the cut-off from which on the appetite is met."""
    first_within = next((outcome.cutoff for outcome in all_outcomes if outcome.is_within_appetite), None)
    marks = [(first_within, f"bad rate within {100 * APPETITE:.1f}% from {first_within} on")] if first_within else []
    chart = Chart(
        "line", "What each cut-off brings in all", APPLICANTS, x="cutoff", y="profit", unit="thousand euro",
        y_title="Total profit of a quarter", x_title="Cut-off", decimals=1, source=SOURCE, wide=True,
        marks=(*marks, (current.cutoff, f"cut-off {current.cutoff}: {euro(current.profit)}")),
    )  # fmt: skip
    return Plot.of(chart, [{"cutoff": outcome.cutoff, "profit": outcome.profit / 1000} for outcome in all_outcomes])


def all_cutoffs(current: Outcome, all_outcomes: Sequence[Outcome]) -> str:
    """A table with a row for each cut-off."""
    rows = [_row(outcome, outcome.cutoff == current.cutoff) for outcome in all_outcomes]
    numbers = [n for n, head in enumerate(HEADS) if head != "Appetite"]
    return scrolled("All cut-offs", table(HEADS, rows, numbers)) + note(ALL_CUTOFFS_NOTE)


def arithmetic(current: Outcome) -> str:
    """How the figures are calculated, with the assumptions of the case."""
    last = current.last
    return (
        f"<p>A loan that is paid back earns €{EARNED} in interest and fees; one that is not loses €{LOST}; each "
        f"costs €{COST}. So a loan with the probability of default PD brings, on average, {EARNED} × (1 − PD) "
        f"− {LOST} × PD − {COST} euro.</p>"
        f"<p>Band {last.label}: {EARNED} × {1 - last.default:.4f} − {LOST} × {last.default:.4f} − {COST} = "
        f"{cents(last.per_loan)} a loan, times {last.applicants:,} applicants: {euro(last.profit)}.</p>"
        f"<p>It is zero at PD = {EARNED - COST} ÷ {EARNED + LOST} = {100 * BREAK_EVEN:.1f}%. Put differently: one bad "
        f"loan costs what {good_loans_for_a_bad_one():.1f} good ones earn.</p>"
        "<p>PD by score is the case's model, 1 ÷ (1 + 8 × 2^((s − 600) ÷ 40)) at the middle s of a band. Everybody who "
        "is let in takes the loan, as in Lin's sheet; in real life some do not.</p>"
    )


def euro(value: float) -> str:
    """An amount in thousand euro.

    >>> euro(286522), euro(-132299)
    ('€286.5k', '−€132.3k')
    """
    return f"{'−' if value < 0 else ''}€{abs(value) / 1000:,.1f}k"


def cents(value: float) -> str:
    """An amount with two decimals.

    >>> cents(12.2249), cents(-10.41)
    ('+€12.22', '−€10.41')
    """
    return f"{'−' if value < 0 else '+'}€{abs(value):,.2f}"


def _row(outcome: Outcome, is_now: bool) -> list[str]:
    cells = (
        f"{outcome.cutoff}{' ●' if is_now else ''}", f"{100 * outcome.approval:.1f}", f"{100 * outcome.bad_rate:.2f}",
        "✓ within" if outcome.is_within_appetite else "! above", f"{outcome.profit:,.0f}", f"{outcome.average:.2f}",
        f"{100 * outcome.last.default:.1f}", f"{outcome.last.per_loan:.2f}",
    )  # fmt: skip
    return [cell.replace("-", "−") for cell in cells]
