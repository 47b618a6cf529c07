"""Ladders as HTML: a scope in words, a chart of pay ranges, a table with source and date, and the rule behind them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from html import escape
from itertools import groupby
from pathlib import Path

from course.career.ladder import SCOPES, SPREAD, STEP, Level, holding, of_scope, read_levels

HEAD = (
    '<div class="course-head"><strong class="course-title">Who answers for what, and what is said to be paid for it?'
    '</strong><span class="course-meta">product managers, total pay a year, thousand US dollars</span></div>'
)
KEYS = (
    '<span class="course-key"><span class="course-chosen" aria-hidden="true"></span> the scope you chose</span>'
    '<span class="course-key"><span aria-hidden="true"></span> another scope</span>'
    '<span class="course-key">● the range holds your figure</span>'
)
HEADS = ("Level", "Title there", "Scope", "Range", "Estimate of", "Dated", "Holds your figure")
LEFT, WIDTH, RIGHT = 232, 448, 24
ROW, GAP, TOP = 22, 10, 52
TICKS = range(0, 1201, 200)
MOST = 1250  # thousand dollars at the right edge


@cache
def sheet() -> str:
    """The explorer's own style rules."""
    return Path(__file__).with_name("ladder.css").read_text(encoding="utf-8")


def scope(number: int) -> str:
    """A scope in words, with the levels that have it."""
    chosen = SCOPES[number - 1]
    names = ", ".join(f"{level.name} (“{level.title}”)" for level in of_scope(number))
    return (
        f'<p class="course-ladder-scope"><strong>{escape(chosen.name)}.</strong> {escape(chosen.words)}<br>'
        f'<span class="course-note">{escape(names)}</span></p>'
    )


def sentence(number: int, pay: int) -> str:
    """What is shown, to be read out."""
    found, chosen = holding(pay), SCOPES[number - 1]
    ranges = "; ".join(f"{level.name} {level.low:,} to {level.high:,}" for level in of_scope(number))
    where = f"{len(found)} of {len(read_levels())} ranges hold it"
    if found:
        where += f", of {_scopes(found)}: {', '.join(level.name for level in found)}"
    return f"{chosen.name}: {ranges} thousand dollars. A pay of {pay:,}: {where}."


def chart(number: int, pay: int) -> str:
    """The range of each level as a bar over one axis; the chosen scope is filled, a line stands at the pay."""
    height = TOP + sum(ROW for _ in read_levels()) + 2 * GAP + 28
    label = escape(f"Pay ranges of {len(read_levels())} levels. {sentence(number, pay)} The table holds all ranges.")
    size = f"0 0 {LEFT + WIDTH + RIGHT} {height}"
    return (
        f'<svg class="course-ladder-chart" viewBox="{size}" role="img" aria-label="{label}">'
        f"{''.join(_axis(height))}{''.join(_bars(number, pay))}{''.join(_pay(pay, height))}</svg>"
        f'<p class="course-note">{KEYS}</p><p class="course-ladder-says">{escape(sentence(number, pay))}</p>'
    )


def table(number: int, pay: int) -> str:
    """All levels, one in each row, with where and when each estimate was published."""
    top = "".join(f'<th scope="col"{_number(name == "Range")}>{name}</th>' for name in HEADS)
    rows = "".join(_row(level, level.scope == number, level.holds(pay)) for level in read_levels())
    return (
        '<div class="course-scroll" tabindex="0" role="region" aria-label="All levels"><table class="course-table">'
        f"<thead><tr>{top}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def rule() -> str:
    """How an estimate became a range, and what the figures cannot tell."""
    return (
        f"<p>A site gives one figure for each level. We show it as a range: {100 * SPREAD:.0f} % to either side, "
        f"rounded outwards to full {STEP},000 dollars. The width is our own rule. It comes from one level of which "
        "more is known: two offers at Amazon's L6 came to about 210 and about 400 thousand dollars a year "
        "(nailyourjobinterview.com, no date, seen 23 November 2026), and the site's figure for it is 304.</p>"
        "<p>The sites collected what people told them. None says how many, where, or in which year. None tells "
        "technical product managers from others. Which levels have the same scope is our reading, too.</p>"
    )


def _scopes(levels: tuple[Level, ...]) -> str:
    count = len({level.scope for level in levels})
    return f"{count} scope{'s' if count > 1 else ''}"


def _row(level: Level, is_chosen: bool, holds: bool) -> str:
    name = f"{level.name}{' ◀' if is_chosen else ''}"
    source = f'<a href="{escape(level.address)}">{escape(level.site)}</a>'
    cells = (
        escape(level.title), escape(SCOPES[level.scope - 1].name), f"{level.low:,}–{level.high:,}", source,
        escape(level.dated), "● yes" if holds else "no",
    )  # fmt: skip
    shown = "".join(f"<td{_number(n == 2)}>{cell}</td>" for n, cell in enumerate(cells))
    return f'<tr><th scope="row">{escape(name)}</th>{shown}</tr>'


def _number(is_number: bool) -> str:
    return ' class="course-number"' if is_number else ""


def _x(pay: float) -> float:
    return LEFT + WIDTH * pay / MOST


def _axis(height: int) -> Iterator[str]:
    yield '<text class="course-panel" x="0" y="14">Total pay a year by level, thousand US dollars</text>'
    for tick in TICKS:
        yield f'<line class="course-tick" x1="{_x(tick):.1f}" x2="{_x(tick):.1f}" y1="{TOP - 8}" y2="{height - 24}"/>'
        yield _text(_x(tick), height - 8, f"{tick:,}", "middle")


def _bars(number: int, pay: int) -> Iterator[str]:
    y = TOP
    for _, levels in groupby(read_levels(), key=lambda level: level.firm):
        for level in levels:
            is_chosen = level.scope == number
            yield _text(0, y + 12, f"{level.name} · {level.title}", "start", is_chosen)
            kind = "course-chosen" if is_chosen else "course-other"
            left, width = _x(level.low), _x(level.high) - _x(level.low)
            yield f'<rect class="{kind}" x="{left:.1f}" y="{y + 1}" width="{width:.1f}" height="{ROW - 8}" rx="2"/>'
            if level.holds(pay):
                yield _text(LEFT - 12, y + 12, "●", "end", is_chosen)
            y += ROW
        y += GAP


def _pay(pay: int, height: int) -> Iterator[str]:
    yield f'<line class="course-pay" x1="{_x(pay):.1f}" x2="{_x(pay):.1f}" y1="{TOP - 8}" y2="{height - 24}"/>'
    yield _text(_x(pay), TOP - 14, f"your figure: {pay:,}", "middle" if pay < MOST - 150 else "end", True)


def _text(x: float, y: float, words: str, anchor: str, is_now: bool = False) -> str:
    kind = ' class="course-now"' if is_now else ""
    return f'<text{kind} x="{x:.1f}" y="{y:g}" text-anchor="{anchor}">{escape(words)}</text>'
