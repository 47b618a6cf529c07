"""The steps of a chain of joins as an HTML table with bars."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from course.case.schema import Table
from course.views.demos.joins.chain import Chain
from course.views.demos.joins.measure import Measure
from course.views.demos.joins.words import effect, plural, start, sum_effect, with_article
from course.views.markup import Markup, note, scrolled


def table(chain: Chain, measures: Sequence[Measure], tables: Sequence[Table]) -> str:
    """One line for the start and one per join: the figures, a bar, and the effect in words."""
    base = chain.base.name
    names = [("Step", ""), ("Rows", "n"), (f"{plural(base).capitalize()} kept", "n"), ("Repeated", "n")]
    if chain.amount:
        names += [("Sum, EUR", "n"), ("× start", "n")]
    heads = "".join(f'<th scope="col"{_number(kind)}>{escape(name)}</th>' for name, kind in names)
    longest = max(_length(measure, measures[0]) for measure in measures) or 1
    step_sentences = sentences(chain, measures, tables)
    body = "".join(
        _figures(label, measure, measures[0]) + _picture(bar(measure, measures[0], longest), words, len(names))
        for label, measure, words in zip(_labels(chain), measures, step_sentences, strict=True)
    )
    rows = f'<table class="course-table"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'
    return scrolled("Steps of the join", rows) + note(_legend(base, measures))


def sentences(chain: Chain, measures: Sequence[Measure], tables: Sequence[Table]) -> list[str]:
    """What each step of a chain did."""
    base, first = chain.base.name, measures[0]
    steps = zip(chain.steps, measures, measures[1:], strict=False)
    step_sentences = [
        f"{effect(step, base, before, after, tables)} {sum_effect(first, before, after)}".strip()
        for step, before, after in steps
    ]
    return [start(base, first), *step_sentences]


def code(chain: Chain) -> str:
    """The SQL of the chain, to be copied."""
    return (
        '<p class="course-label">The query behind the last line</p>'
        f'<pre class="course-answer" tabindex="0" aria-label="SQL of the chain">{escape(chain.sql)}</pre>'
    )


def bar(measure: Measure, start: Measure, longest: int) -> str:
    """Rows that occur once, further copies, and lost rows, as lengths; the figures beside it show the same."""
    parts = (("kept", measure.kept), ("copies", measure.copies), ("lost", start.kept - measure.kept))
    spans = "".join(
        f'<span class="course-bar-{name}" style="width:{100 * count / longest:.2f}%"></span>'
        for name, count in parts
        if count
    )
    return f'<div class="course-bar" aria-hidden="true">{spans}</div>'


def _length(measure: Measure, start: Measure) -> int:
    return measure.rows + start.kept - measure.kept


def _labels(chain: Chain) -> list[str]:
    joins = [f"{'left' if step.left else 'inner'} join {step.link.table}" for step in chain.steps]
    return [f"{chain.base.name}, {chain.filter.label}", *joins]


def _figures(label: str, measure: Measure, start: Measure) -> str:
    cells = [f"{measure.rows:,}", f"{measure.kept:,}", f"{measure.repeated:,}"]
    if measure.cents is not None:
        cells += [f"{measure.cents / 100:,.2f}", f"{measure.cents / start.cents:.2f}" if start.cents else "—"]
    numbers = "".join(f'<td class="course-number">{cell}</td>' for cell in cells)
    return f'<tr class="course-step"><th scope="row" class="course-wrap">{escape(label)}</th>{numbers}</tr>'


def _picture(bar_html: str, words: str, columns: int) -> str:
    return f'<tr><td class="course-wrap" colspan="{columns}">{bar_html}<p>{escape(words)}</p></td></tr>'


def _legend(base: str, measures: Sequence[Measure]) -> Markup:
    """What the kinds of bars mean that are there to be seen."""
    kinds = [("kept", f"solid: {with_article(base)}, once")]
    if any(measure.copies for measure in measures):
        kinds.append(("copies", "hatched: further copies of it"))
    if any(measure.kept < measures[0].kept for measure in measures):
        kinds.append(("lost", "dashed: lost"))
    keys = (
        f'<span class="course-key"><span class="course-bar-{name}" aria-hidden="true"></span> {escape(words)}</span>'
        for name, words in kinds
    )
    return Markup("; ".join(keys))


def _number(kind: str) -> str:
    return ' class="course-number"' if kind else ""
