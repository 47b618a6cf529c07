"""The steps of a chain of joins as an HTML table with bars."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from course.case.schema import Table
from course.views.demos.joins.chain import Chain
from course.views.demos.joins.measure import Measure
from course.views.demos.joins.words import a_row_of, effect, many_of, start, sum_effect
from course.views.markup import Markup, note, scrolled


def table(chain: Chain, measures: Sequence[Measure], tables: Sequence[Table]) -> str:
    """One line for the start and one for each join: the figures, a bar, and what happened in words."""
    base = chain.base.name
    names = [("Step", ""), ("Rows", "n"), (f"{many_of(base).capitalize()} kept", "n"), ("Repeated", "n")]
    if chain.amount:
        names += [("Sum, EUR", "n"), ("× start", "n")]
    heads = "".join(f'<th scope="col"{_number(kind)}>{escape(name)}</th>' for name, kind in names)
    longest = max(_length(measured, measures[0]) for measured in measures) or 1
    said = sentences(chain, measures, tables)
    body = "".join(
        _figures(label, measured, measures[0]) + _picture(bar(measured, measures[0], longest), words, len(names))
        for label, measured, words in zip(_labels(chain), measures, said, strict=True)
    )
    rows = f'<table class="course-table"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'
    return scrolled("Steps of the join", rows) + note(_legend(base))


def sentences(chain: Chain, measures: Sequence[Measure], tables: Sequence[Table]) -> list[str]:
    """What each step of a chain did."""
    base, first = chain.base.name, measures[0]
    steps = zip(chain.steps, measures, measures[1:], strict=False)
    said = [
        f"{effect(step, base, before, after, tables)} {sum_effect(first, before, after)}".strip()
        for step, before, after in steps
    ]
    return [start(base, first), *said]


def code(chain: Chain) -> str:
    """The SQL of the chain, to be copied."""
    return (
        '<p class="course-label">The query behind the last line</p>'
        f'<pre class="course-answer" tabindex="0" aria-label="SQL of the chain">{escape(chain.sql)}</pre>'
    )


def bar(measured: Measure, first: Measure, longest: int) -> str:
    """Rows that stand once, further copies, and lost rows, as lengths; the figures beside it say the same."""
    parts = (("kept", measured.kept), ("copies", measured.copies), ("lost", first.kept - measured.kept))
    spans = "".join(
        f'<span class="course-bar-{name}" style="width:{100 * count / longest:.2f}%"></span>'
        for name, count in parts
        if count
    )
    return f'<div class="course-bar" aria-hidden="true">{spans}</div>'


def _length(measured: Measure, first: Measure) -> int:
    return measured.rows + first.kept - measured.kept


def _labels(chain: Chain) -> list[str]:
    joins = [f"{'left' if step.left else 'inner'} join {step.link.table}" for step in chain.steps]
    return [f"{chain.base.name}, {chain.filter.label}", *joins]


def _figures(label: str, measured: Measure, first: Measure) -> str:
    cells = [f"{measured.rows:,}", f"{measured.kept:,}", f"{measured.repeated:,}"]
    if measured.cents is not None:
        cells += [f"{measured.cents / 100:,.2f}", f"{measured.cents / first.cents:.2f}" if first.cents else "—"]
    numbers = "".join(f'<td class="course-number">{cell}</td>' for cell in cells)
    return f'<tr class="course-step"><th scope="row" class="course-wrap">{escape(label)}</th>{numbers}</tr>'


def _picture(drawn: str, words: str, columns: int) -> str:
    return f'<tr><td class="course-wrap" colspan="{columns}">{drawn}<p>{escape(words)}</p></td></tr>'


def _legend(base: str) -> Markup:
    kinds = (
        ("kept", f"solid: {a_row_of(base)}, once"),
        ("copies", "hatched: further copies of it"),
        ("lost", "dashed: lost"),
    )
    keys = (
        f'<span class="course-key"><span class="course-bar-{name}" aria-hidden="true"></span> {escape(words)}</span>'
        for name, words in kinds
    )
    return Markup("; ".join(keys))


def _number(kind: str) -> str:
    return ' class="course-number"' if kind else ""
