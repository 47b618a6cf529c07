"""The report as one HTML page: no script, nothing from elsewhere, readable in light and dark, on paper and by ear."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from pathlib import Path

from course.nbgrader.report.summary import BANDS, ExerciseSummary, Summary

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
WITH_NAMES = "This page names learners: keep it as you keep their grades."
WITHOUT_NAMES = "Learners are called by numbers that are drawn anew for each report. Add --names to see who is who."
FORMULAS = """
<dl>
<dt><strong>Difficulty</strong></dt>
<dd>The mean share of an exercise's points, over everybody who handed in: 100% is an exercise that all had right, and what is
left out counts 0.</dd>
<dt><strong>Discrimination</strong></dt>
<dd>How far those who did well in all other exercises did well in this one: Pearson's correlation of its points with the sum
of all others (the corrected item-total correlation). From 0.3 on it tells strong from weak answers apart; near 0 it tells
nothing, and below 0 something is wrong with the question or its key. Under 10 learners it is left out.</dd>
<dt><strong>Minutes</strong></dt>
<dd>The median time from passing one exercise to passing this one, pauses over two hours left out.</dd>
<dt><strong>Between tries, until passing</strong></dt>
<dd>The median minutes from one check of an exercise to the next, pauses over two hours left out, and from the first check to
the one that passed it, pauses included: 0 is passed at once. The times of the first ten and the last ten checks are stored.
Both take the times of the learners' own clocks.</dd>
<dt><strong>Alike</strong></dt>
<dd>Queries are the same if they differ in layout, case, comments and chosen names only, and are listed where no more than four
learners, and one in ten, wrote them: not in a class under 20. Texts are compared by runs of five
words; those of the template, and those that more than four learners share, are left out. It is a reason to ask, and proof of
nothing.</dd>
</dl>
<p class="quiet">Difficulty and discrimination: L. Crocker and J. Algina, <cite>Introduction to Classical and Modern Test
Theory</cite>, chapter 14.</p>
"""


def page_of(summaries: Sequence[Summary], names: bool) -> str:
    """The whole page."""
    title = f"Report on {', '.join(summary.assignment for summary in summaries)}"
    style = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")
    parts = [_section(summary) for summary in summaries]
    note = WITH_NAMES if names else WITHOUT_NAMES
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{style}</style></head><body><main>"
        f'<h1>{escape(title)}</h1><p class="quiet">Made on {date.today():%Y-%m-%d}. {note}</p>'
        f"{''.join(parts)}<h2>How to read the numbers</h2>{FORMULAS}</main></body></html>\n"
    )


def _section(summary: Summary) -> str:
    return "".join(
        [
            f"<h2>{escape(summary.assignment)}</h2>",
            _tiles(summary),
            "<h3>What to talk about</h3>",
            _list(summary.talk) or "<p>Nothing stands out.</p>",
            "<h3>Exercises</h3>",
            _table("One row per exercise", EXERCISE_HEAD, map(_exercise_row, summary.exercises)),
            "<h3>Points</h3>",
            _table("Learners by tenths of the points", (("Points", 1), ("Learners", 1), ("", 0)), _bands(summary)),
            "<h3>The mistakes most made</h3>",
            "".join(map(_mistakes, summary.exercises)) or "<p>None was made twice.</p>",
            "<h3>Who is stuck</h3>",
            _stuck(summary),
            "<h3>Answers that are unusually alike</h3>",
            _pairs(summary),
        ]
    )


def _tiles(summary: Summary) -> str:
    tiles = {
        "Handed in": f"{summary.students:,}",
        "Mean points": f"{summary.mean:.1f} of {summary.most:g}",
        "Median points": f"{summary.median:.1f}",
        "Exercises attempted": f"{summary.completion:.0%}",
    }
    return f'<dl class="tiles">{"".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in tiles.items())}</dl>'


EXERCISE_HEAD = (
    ("Exercise", 0), ("Points", 1), ("Attempted", 1), ("Passed", 1), ("Difficulty", 1), ("Discrimination", 1),
    ("Tries, median", 1), ("Hints, mean", 1), ("Minutes", 1), ("Expected", 1),
    ("Between tries", 1), ("Until passing", 1),
)  # fmt: skip


def _exercise_row(one: ExerciseSummary) -> list[str]:
    return [
        escape(f"{one.id} {one.title}"),
        f"{one.points:g}",
        f"{one.attempted:.0%}",
        f"{one.passed:.0%}",
        f"{one.difficulty:.0%}",
        _known(one.discrimination, ".2f"),
        _known(one.tries, "g"),
        _known(one.hints, ".1f"),
        _known(one.minutes, ".0f"),
        f"{one.expected_minutes}",
        _known(one.between, ".1f"),
        _known(one.until_pass, ".0f"),
    ]


def _known(value: float | None, form: str) -> str:
    return "not known" if value is None else format(value, form).replace("-", "−")


def _bands(summary: Summary) -> Iterable[list[str]]:
    largest = max(summary.bands) or 1
    for number, count in enumerate(summary.bands):
        low, high = (summary.most * part / BANDS for part in (number, number + 1))
        bar = f'<span class="bar" style="width: {100 * count / largest:.0f}%" aria-hidden="true"></span>'
        yield [f"{low:.1f} to {high:.1f}", f"{count:,}", bar]


def _mistakes(one: ExerciseSummary) -> str:
    if not one.mistakes:
        return ""
    items = "".join(
        f"<li>{mistake.count:,} × {escape(mistake.sentence)}<pre>{escape(mistake.example)}</pre></li>"
        for mistake in one.mistakes
    )
    return f"<p><strong>{escape(f'{one.id} {one.title}')}</strong></p><ul>{items}</ul>"


def _stuck(summary: Summary) -> str:
    if not summary.stuck:
        return "<p>Nobody.</p>"
    rows = (
        [escape(one.student), escape(one.exercise), f"{one.tries}", f"{one.hints}", _known(one.minutes, ",.0f")]
        for one in summary.stuck
    )
    return _table(
        "Not passed after five tries, or with every hint seen",
        (("Learner", 0), ("Exercise", 0), ("Tries", 1), ("Hints", 1), ("Minutes from the first try to the last", 1)),
        rows,
    )


def _pairs(summary: Summary) -> str:
    if not summary.pairs:
        return "<p>None.</p>"
    rows = ([escape(part) for part in (pair.exercise, pair.one, pair.other, pair.words)] for pair in summary.pairs)
    return _table(
        "One row per pair and exercise", (("Exercise", 0), ("One", 0), ("Other", 0), ("What is alike", 0)), rows
    )


def _table(caption: str, head: Sequence[tuple[str, int]], rows: Iterable[Sequence[str]]) -> str:
    """A table that scrolls by itself where the window is narrow, by keyboard too. Columns with a 1 hold numbers."""
    kinds = [' class="number"' if is_number else "" for _, is_number in head]
    cells = "".join(
        f'<th scope="col"{kind}>{name}</th>' if name else "<td></td>"
        for (name, _), kind in zip(head, kinds, strict=True)
    )
    body = "".join(
        f'<tr><th scope="row"{kinds[0]}>{row[0]}</th>'
        + "".join(
            f"<td{kind or (' class=wide' if not name else '')}>{cell}</td>"
            for cell, kind, (name, _) in zip(row[1:], kinds[1:], head[1:], strict=True)
        )
        + "</tr>"
        for row in rows
    )
    return (
        f'<div class="table" tabindex="0" role="group" aria-label="{escape(caption)}"><table><caption>{escape(caption)}</caption>'
        f"<thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _list(lines: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>" if lines else ""
