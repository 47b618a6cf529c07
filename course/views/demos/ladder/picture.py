"""Ladders: a scope in words, a chart of pay ranges, a table with source and date, and the rule behind them."""

from __future__ import annotations

from html import escape

from course.career.ladder import SCOPES, SPREAD, STEP, Level, holding, of_scope, read_levels
from course.dashboards.describe import Chart
from course.grade.count import agree, quantity
from course.views.dashboard.plot import Plot
from course.views.demo import Part
from course.views.markup import Markup, folded, scrolled, table

HEADS = ("Level", "Title there", "Scope", "Range", "Estimate of", "Dated", "Holds your figure")
CHOSEN, OTHER = "▶ the scope you chose", "another scope"
HOLDS = "● the range holds your figure"


def picture(scope: int, pay: int) -> list[Part]:
    """Everything that follows from a scope, by its number, and a yearly pay in thousand dollars."""
    return [
        scope_in_words(scope),
        ranges(scope, pay),
        f"<p>{escape(sentence(scope, pay))}</p>",
        folded("All levels as a table, with source and date", all_levels(scope, pay)),
        folded("How the ranges were made, and what they cannot tell", rule()),
    ]


def sentence(scope: int, pay: int) -> str:
    """The picture in words, to be read out."""
    matches = holding(pay)
    level_ranges = "; ".join(f"{level.name} {level.low:,} to {level.high:,}" for level in of_scope(scope))
    matches_text = f"{len(matches)} of {len(read_levels())} ranges {agree(len(matches), 'holds')} it"
    if matches:
        matches_text += f", of {_scopes(matches)}: {', '.join(level.name for level in matches)}"
    return f"{SCOPES[scope - 1].name}: {level_ranges} thousand dollars. A pay of {pay:,}: {matches_text}."


def scope_in_words(number: int) -> str:
    """A scope with the levels that have it."""
    scope = SCOPES[number - 1]
    names = ", ".join(f"{level.name} (“{level.title}”)" for level in of_scope(number))
    return (
        f"<p><strong>{escape(scope.name)}.</strong> {escape(scope.words)}<br>"
        f'<span class="course-note">{escape(names)}</span></p>'
    )


def ranges(scope: int, pay: int) -> Plot:
    """The range of each level as a bar over one axis, with a line at the pay."""
    chart = Chart(
        "spans", "Total pay a year by level", "", x="level", y="low", end="high", series="scope", quiet=OTHER,
        unit="thousand US dollars", y_title="Total pay a year", x_title="Level", marks=((pay, f"your figure: {pay:,}"),),
        source=" and ".join(sorted({level.site for level in read_levels()})), note=f"{HOLDS}.", wide=True,
    )  # fmt: skip
    return Plot.of(
        chart,
        [
            {
                "level": _marked_name(level, scope, pay),
                "low": level.low,
                "high": level.high,
                "scope": CHOSEN if level.scope == scope else OTHER,
            }
            for level in read_levels()
        ],
    )


def all_levels(scope: int, pay: int) -> str:
    """A table with one row per level, and where and when its estimate was published."""
    rows = [_row(level, level.scope == scope, level.holds(pay)) for level in read_levels()]
    return scrolled("All levels", table(HEADS, rows, numbers={HEADS.index("Range")}))


def rule() -> str:
    """How an estimate became a range, and what the figures cannot tell."""
    return (
        f"<p>A site gives one figure for each level. We show it as a range: {100 * SPREAD:.0f}% to either side, "
        f"rounded outwards to full {STEP},000 dollars. The width is our own rule. It comes from one level of which "
        "more is known: two offers at Amazon's L6 came to about 210 and about 400 thousand dollars a year "
        "(nailyourjobinterview.com, no date, seen 23 November 2026), and the site's figure for it is 304.</p>"
        "<p>The sites collected what people told them. None says how many, where, or in which year. None tells "
        "technical product managers from others. Which levels have the same scope is our reading, too.</p>"
    )


def _scopes(levels: tuple[Level, ...]) -> str:
    return quantity(len({level.scope for level in levels}), "scope")


def _marked_name(level: Level, scope: int, pay: int) -> str:
    """A level's name and title, with signs for the chosen scope and for a range that holds the pay."""
    chosen, holds = "▶ " if level.scope == scope else "", " ●" if level.holds(pay) else ""
    return f"{chosen}{level.name} · {level.title}{holds}"


def _row(level: Level, is_chosen: bool, holds: bool) -> list[str]:
    return [
        f"{level.name}{' ◀' if is_chosen else ''}",
        level.title,
        SCOPES[level.scope - 1].name,
        f"{level.low:,}–{level.high:,}",
        Markup(f'<a href="{escape(level.address)}">{escape(level.site)}</a>'),
        level.dated,
        "● yes" if holds else "no",
    ]
