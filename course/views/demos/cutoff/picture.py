"""What a cut-off brings as HTML: four figures, a chart of profit, and a table of all cut-offs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from pathlib import Path

from course.case.credit import (
    APPETITE,
    BREAK_EVEN,
    COST,
    CURRENT,
    EARNED,
    LOST,
    Outcome,
    best,
    good_loans_for_a_bad_one,
)

HEAD = (
    '<div class="course-head"><strong class="course-title">Where should the cut-off be?</strong>'
    '<span class="course-meta">applicants with a score, fourth quarter of 2025</span></div>'
)
HEADS = ("Cut-off", "Approved, %", "Bad rate, %", "Appetite", "Profit, €", "Average, €", "Last PD, %", "One more, €")
LEFT, RIGHT, COLUMN, GAP = 56, 8, 48, 8
TOP, HEIGHT = 28, 136
LOWER = TOP + HEIGHT + 88  # where the second panel begins


@cache
def sheet() -> str:
    """The cut-off demo's own style rules."""
    return Path(__file__).with_name("cutoff.css").read_text(encoding="utf-8")


def figures(now: Outcome, every: Sequence[Outcome]) -> str:
    """Approval, bad rate, total profit, and what one loan of the last band earns."""
    limit, last = f"{100 * APPETITE:.1f} %", now.last
    within = "✓ within" if now.is_within_appetite else "! above"
    change = now.profit - next(one for one in every if one.cutoff == CURRENT).profit
    compared = f"{euro(abs(change))} {'more' if change > 0 else 'less'} than at {CURRENT}"
    shown = (
        ("Approved", f"{100 * now.approval:.1f} %", f"{now.approved:,} of {now.applicants:,} applicants"),
        ("Bad rate", f"{100 * now.bad_rate:.1f} %", f"{within} the appetite of {limit}"),
        ("Total profit", euro(now.profit), f"a quarter; {compared if change else 'the cut-off in use'}"),
        (f"One more loan, {last.label}", cents(last.per_loan), f"marginal profit; {100 * last.default:.1f} % go bad"),
    )
    tiles = "".join(
        f'<div class="course-figure"><div class="course-figure-label">{escape(label)}</div>'
        f'<div class="course-figure-value">{escape(value)}</div><div class="course-note">{escape(note)}</div></div>'
        for label, value, note in shown
    )
    return f'<div class="course-figures">{tiles}</div>'


def sentence(now: Outcome) -> str:
    """The outcome in words, to be read out."""
    return (
        f"Cut-off {now.cutoff}: {100 * now.approval:.1f} % approved, {100 * now.bad_rate:.1f} % go bad, "
        f"total profit {euro(now.profit)}, one more loan from {now.last.label} brings {cents(now.last.per_loan)}."
    )


def chart(now: Outcome, every: Sequence[Outcome]) -> str:
    """Profit of each band above, total profit by cut-off below, over one axis of scores."""
    width = LEFT + COLUMN * len(every) + RIGHT
    height = LOWER + HEIGHT + 40
    label = escape(f"Two charts over the score. {sentence(now)} The table holds the figures of all cut-offs.")
    return (
        f'<svg class="course-cutoff-chart" viewBox="0 0 {width} {height}" role="img" aria-label="{label}">'
        f"{''.join(_bands(now, every))}{''.join(_totals(now, every))}</svg>"
        f'<p class="course-note">{"".join(_keys())}</p>'
    )


def _keys() -> Iterator[str]:
    for kind, words in (("in", "filled: let in"), ("out", "outlined: refused")):
        yield f'<span class="course-key"><span class="course-{kind}" aria-hidden="true"></span> {words}</span>'
    for words in ("● this cut-off", "○ another", "△ another, above the appetite"):
        yield f'<span class="course-key">{words}</span>'


def table(now: Outcome, every: Sequence[Outcome]) -> str:
    """All cut-offs, one in each row."""
    top = "".join(f'<th scope="col"{_number(n != 3)}>{head}</th>' for n, head in enumerate(HEADS))
    rows = "".join(_row(one, one.cutoff == now.cutoff) for one in every)
    return (
        '<div class="course-scroll" tabindex="0" role="region" aria-label="All cut-offs"><table class="course-table">'
        f"<thead><tr>{top}</tr></thead><tbody>{rows}</tbody></table></div>"
        '<p class="course-note">Profit is that of the quarter, average that of an approved loan. “Last” and “one more” '
        "are about the lowest band that is let in: its probability of default, and the profit of one of its loans.</p>"
    )


def arithmetic(now: Outcome) -> str:
    """How the figures come about, with the assumptions of the case."""
    last = now.last
    return (
        f"<p>A loan that is paid back earns €{EARNED} in interest and fees; one that is not loses €{LOST}; each "
        f"costs €{COST}. So a loan with the probability of default PD brings, on average, {EARNED} × (1 − PD) "
        f"− {LOST} × PD − {COST} euro.</p>"
        f"<p>Band {last.label}: {EARNED} × {1 - last.default:.4f} − {LOST} × {last.default:.4f} − {COST} = "
        f"{cents(last.per_loan)} a loan, times {last.applicants:,} applicants: {euro(last.profit)}.</p>"
        f"<p>It is zero at PD = {EARNED - COST} ÷ {EARNED + LOST} = {100 * BREAK_EVEN:.1f} %. Put differently: one bad "
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


def _row(one: Outcome, is_now: bool) -> str:
    appetite = "✓ within" if one.is_within_appetite else "! above"
    mark = " ●" if is_now else ""
    cells = (
        f"{100 * one.approval:.1f}", f"{100 * one.bad_rate:.2f}", appetite, f"{one.profit:,.0f}", f"{one.average:.2f}",
        f"{100 * one.last.default:.1f}", f"{one.last.per_loan:.2f}",
    )  # fmt: skip
    numbers = "".join(f"<td{_number(n != 2)}>{cell.replace('-', '−')}</td>" for n, cell in enumerate(cells))
    return f'<tr><th scope="row" class="course-number">{one.cutoff}{mark}</th>{numbers}</tr>'


def _number(is_number: bool) -> str:
    return ' class="course-number"' if is_number else ""


def _bands(now: Outcome, every: Sequence[Outcome]) -> Iterator[str]:
    """The profit of each band as a column up or down."""
    values = [one.last.profit / 1000 for one in every]
    top, bottom = max(values), min(values)
    y = _scale(top, bottom, TOP)
    yield _title("What each band adds, € thousand a quarter", TOP - 16)
    yield _line(LEFT, LEFT + COLUMN * len(every), y(0), "course-zero")
    for n, one in enumerate(every):
        value, kind = one.last.profit / 1000, "in" if one.cutoff >= now.cutoff else "out"
        left, edge = LEFT + COLUMN * n + GAP / 2, min(y(0), y(value))
        sign = "course-loss" if value < 0 else "course-gain"
        size = f'width="{COLUMN - GAP}" height="{abs(y(value) - y(0)):.1f}"'
        yield f'<rect class="course-{kind} {sign}" x="{left:g}" y="{edge:.1f}" {size}/>'
        label, below = f"{value:+.0f}".replace("-", "−"), 13 if value < 0 else -4
        yield _text(left + (COLUMN - GAP) / 2, y(value) + below, label, "middle")
        yield _text(left, TOP + HEIGHT + 30, str(one.cutoff), "start", one.cutoff == now.cutoff)
    x = LEFT + COLUMN * [one.cutoff for one in every].index(now.cutoff)
    yield f'<line class="course-cut" x1="{x}" x2="{x}" y1="{TOP - 4}" y2="{LOWER + HEIGHT}"/>'


def _totals(now: Outcome, every: Sequence[Outcome]) -> Iterator[str]:
    """Total profit by cut-off as points on a line, and from where on the appetite is kept."""
    values = [one.profit / 1000 for one in every]
    y = _scale(max(values), min(0, *values), LOWER)
    points = [(LEFT + COLUMN * n, y(value)) for n, value in enumerate(values)]
    yield _title("Total profit by cut-off, € thousand a quarter", LOWER - 28)
    yield _line(LEFT, LEFT + COLUMN * len(every), y(0), "course-zero")
    kept = next((x for (x, _), one in zip(points, every, strict=True) if one.is_within_appetite), None)
    if kept is not None:
        yield _line(kept, LEFT + COLUMN * len(every), LOWER + HEIGHT + 12, "course-kept")
        yield _text(kept, LOWER + HEIGHT + 28, f"bad rate within {100 * APPETITE:.1f} %", "start")
    yield f'<polyline class="course-total" points="{" ".join(f"{x:g},{at:.1f}" for x, at in points)}"/>'
    shown = {now.cutoff, best(every).cutoff, every[0].cutoff, every[-1].cutoff}
    for (x, at), one in zip(points, every, strict=True):
        yield _point(x, at, one, one.cutoff == now.cutoff)
        if one.cutoff in shown:
            label = f"{one.profit / 1000:,.1f}".replace("-", "−")
            yield _text(x + 8, at + 16 if one.profit < 0 else at - 8, label, "start", one.cutoff == now.cutoff)


def _point(x: float, y: float, one: Outcome, is_now: bool) -> str:
    if is_now:
        return f'<circle class="course-now-point" cx="{x:g}" cy="{y:.1f}" r="6"/>'
    if one.is_within_appetite:
        return f'<circle class="course-point" cx="{x:g}" cy="{y:.1f}" r="4"/>'
    return f'<path class="course-point" d="M{x:g},{y - 5:.1f} l5,9 h-10 z"/>'


def _scale(top: float, bottom: float, start: float):
    return lambda value: start + HEIGHT * (top - value) / (top - bottom)


def _title(words: str, y: float) -> str:
    return f'<text class="course-panel" x="0" y="{y:g}">{escape(words)}</text>'


def _line(start: float, end: float, y: float, kind: str) -> str:
    return f'<line class="{kind}" x1="{start:g}" x2="{end:g}" y1="{y:.1f}" y2="{y:.1f}"/>'


def _text(x: float, y: float, words: str, anchor: str, is_now: bool = False) -> str:
    kind = ' class="course-now"' if is_now else ""
    return f'<text{kind} x="{x:g}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'
