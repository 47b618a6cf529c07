"""Recorded requests as HTML: how long they took, what each part took, and the slowest of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from math import ceil
from pathlib import Path

from course.grade.models.latency import FIXES, PARTS, Trace, fixed, p95, percentile, price, sum_of_p95, totals
from course.views.plain_table import plain_table

TARGET = 800
BIN, FIRST, LAST = 50, 200, 1500
COLUMN, HEIGHT, TOP, LEFT = 24, 120, 24, 36
SLOWEST = 16  # of 300: from the one that p95 names on
HEAD = (
    '<div class="course-head"><strong class="course-title">Where does the time go?</strong>'
    '<span class="course-meta">300 requests of a busy hour, 7 January 2026, 17:00 to 18:00 UTC; simulated, like all data of the case</span></div>'
)


@cache
def sheet() -> str:
    """The demo's own style rules."""
    return Path(__file__).with_name("traces.css").read_text(encoding="utf-8")


def picture(chosen: Sequence[str]) -> str:
    """Everything that follows from the chosen fixes."""
    found = fixed(chosen)
    return f"{figures(chosen, found)}{chart(found)}{parts(found, chosen)}{slowest(found)}"


def sentence(chosen: Sequence[str]) -> str:
    """The outcome in words, to be read out."""
    fixes = "1 fix" if len(chosen) == 1 else f"{len(chosen)} fixes"
    return f"With {fixes} for €{price(chosen)}k the 95th percentile is {p95(chosen):,} milliseconds."


def figures(chosen: Sequence[str], found: Sequence[Trace]) -> str:
    """p95 against the target, the median, the price."""
    every, now = totals(found), p95(chosen)
    over = sum(total > TARGET for total in every)
    word = "✓ within" if now <= TARGET else "! above"
    shown = (
        ("p95 of the total", f"{now:,} ms", f"{word} the target of {TARGET} ms"),
        ("Median of the total", f"{percentile(every, 50):,.0f} ms", "half of the requests are slower"),
        ("Slower than the target", f"{over} of {len(every)}", f"{100 * over / len(every):.1f} % of the requests"),
        ("Price of the fixes", f"€{price(chosen)}k", ", ".join(chosen) or "none chosen"),
    )
    tiles = "".join(
        f'<div class="course-figure"><div class="course-figure-label">{escape(label)}</div>'
        f'<div class="course-figure-value">{escape(value)}</div><div class="course-note">{escape(note)}</div></div>'
        for label, value, note in shown
    )
    return f'<div class="course-figures">{tiles}</div>'


def chart(found: Sequence[Trace]) -> str:
    """How many requests took how long, with p95 and the target marked."""
    every = totals(found)
    now = percentile(every, 95)
    counts = Counter(min(max(int(total // BIN) * BIN, FIRST), LAST) for total in every)
    bins = range(FIRST, LAST + BIN, BIN)
    highest = max(counts.values())
    width, bottom = LEFT + COLUMN * len(bins) + 8, TOP + HEIGHT
    label = (
        f"How many of {len(every)} requests took how long. p95 is {now:,.0f} ms, the target {TARGET} ms. "
        "The tables below hold the figures."
    )
    drawn = "".join(_bars(bins, counts, highest))
    marks = _mark(now, f"p95: {now:,.0f} ms") + _mark(TARGET)
    return (
        f'<svg class="course-traces-chart" viewBox="0 0 {width} {bottom + 36}" role="img" aria-label="{escape(label)}">'
        f"{marks}{drawn}"
        f'<text x="{LEFT}" y="{bottom + 32}">total in ms; a column of {BIN} ms has its number of requests on top</text>'
        "</svg>"
    )


def parts(found: Sequence[Trace], chosen: Sequence[str]) -> str:
    """Mean, median and p95 of each part; their sum, and what holds for the totals."""
    rows = [_row(label, [trace[part] for trace in found]) for part, label in PARTS.items()]
    table = plain_table(
        ("Part", "Mean, ms", "p50, ms", "p95, ms"), [*rows, _row("total of a request", totals(found))], {1, 2, 3}
    )
    added = f"The six p95 added up: {sum_of_p95(chosen):,} ms. That is the p95 of nothing."
    return f'{table}<p class="course-note">{added}</p>'


def slowest(found: Sequence[Trace]) -> str:
    """The slowest requests, from the one that p95 names on."""
    ranked = sorted(found, key=lambda trace: totals([trace])[0])[-SLOWEST:]
    first, at = len(found) - SLOWEST + 1, ceil(0.95 * len(found))
    rows = [
        [str(rank), *(f"{value:,.0f}" for value in (*(trace[part] for part in PARTS), totals([trace])[0]))]
        for rank, trace in enumerate(ranked, first)
    ]
    heads = ("Rank", *PARTS.values(), "total")
    return (
        f"<details><summary>The {SLOWEST} slowest requests, in ms</summary>"
        '<div class="course-scroll" tabindex="0" role="region" aria-label="The slowest requests">'
        f"{plain_table(heads, rows, range(len(heads)))}</div>"
        '<p class="course-note">Ranked from the fastest to the slowest '
        f"of {len(found)}. p95 is the total of rank {at}: 95 % are as fast or faster.</p></details>"
    )


def fixes() -> str:
    """What can be bought."""
    return plain_table(("Fix", "Price, k€"), [(fix.name, str(fix.cost)) for fix in FIXES], {1})


def _row(label: str, values: Sequence[float]) -> list[str]:
    shown = (sum(values) / len(values), percentile(values, 50), percentile(values, 95))
    return [label, *(f"{value:,.0f}" for value in shown)]


def _bars(bins: Sequence[int], counts: Counter, highest: int) -> Iterator[str]:
    for n, start in enumerate(bins):
        x, count = LEFT + COLUMN * n, counts[start]
        tall = HEIGHT * count / highest
        kind = "course-slow" if start >= TARGET else "course-quick"
        if count:
            y = TOP + HEIGHT - tall
            yield f'<rect class="{kind}" x="{x + 2}" y="{y:.1f}" width="{COLUMN - 4}" height="{tall:.1f}"/>'
            yield f'<text class="course-count" x="{x + COLUMN / 2}" y="{y - 3:.1f}" text-anchor="middle">{count}</text>'
        if start % 200 == 0:
            words, kind = (f"target {start}", "course-now") if start == TARGET else (f"{start:,}", "course-tick")
            yield f'<text class="{kind}" x="{x}" y="{TOP + HEIGHT + 14}" text-anchor="middle">{words}</text>'


def _mark(value: float, words: str = "") -> str:
    x = LEFT + COLUMN * (min(value, LAST + BIN) - FIRST) / BIN
    return (
        f'<line class="course-mark-line" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP - 12}" y2="{TOP + HEIGHT}"/>'
        f'<text class="course-now" x="{x + 4:.1f}" y="{TOP - 6}">{words}</text>'
    )
