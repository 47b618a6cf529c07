"""A measured step as HTML: its position, its SQL, what it did to rows and columns, its first rows."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from course.grade.count import quantity
from course.verdict import code_html
from course.views.demos.steps.measure import MeasuredStep
from course.views.demos.steps.split import FINAL
from course.views.grid import grid


def rail(steps: Sequence[MeasuredStep], current: int) -> str:
    """The chain of steps with their row counts; the current one is marked by a sign and a word."""
    items = "".join(_rail_item(measure, position == current) for position, measure in enumerate(steps))
    return f'<ol class="course-rail" aria-label="Steps of the query">{items}</ol>'


def _rail_item(measure: MeasuredStep, is_current: bool) -> str:
    mark = ' class="course-here" aria-current="step"' if is_current else ""
    sign = "▶ " if is_current else ""
    return f"<li{mark}><span>{sign}{escape(measure.step.name)}</span> <small>{rows_text(measure.rows)}</small></li>"


def title(steps: Sequence[MeasuredStep], position: int) -> str:
    """Which step it is, and its author's description."""
    step = steps[position].step
    name = step.name if step.name == FINAL else f"<code>{escape(step.name)}</code>"
    meaning = f" {code_html(step.meaning)}" if step.meaning else ""
    return f'<p class="course-step-title"><strong>Step {position + 1} of {len(steps)}: {name}.</strong>{meaning}</p>'


def body(steps: Sequence[MeasuredStep], position: int) -> str:
    """SQL, rows in and out, what changed, and the first rows of a step."""
    measure = steps[position]
    code = f'<pre class="course-answer" tabindex="0" aria-label="SQL of this step">{escape(measure.step.text)}</pre>'
    notes = "".join(f"<li>{code_html(sentence)}</li>" for sentence in changes(steps, position))
    return f'{code}<ul class="course-changes">{notes}</ul>{_rows(measure)}'


def changes(steps: Sequence[MeasuredStep], position: int) -> list[str]:
    """What a step did, in sentences: rows in and out, then new and dropped columns."""
    measure = steps[position]
    sources = " and ".join(f"`{name}` ({rows_text(rows)})" for name, rows in measure.sources)
    sentences = [f"In: {sources or 'no table'}. Out: {rows_text(measure.rows)}{_effect(measure)}."]
    source_columns = next((step.columns for step in steps[:position] if step.step.name in measure.step.reads), None)
    if source_columns is None:
        return sentences
    new = [name for name in measure.columns if name not in source_columns]
    dropped = [name for name in source_columns if name not in measure.columns]
    sentences += [f"+ New: {_names(new)}."] if new else []
    sentences += [f"− Gone: {_names(dropped)}."] if dropped else []
    return sentences if new or dropped else [*sentences, "The columns stay the same."]


def sentence(steps: Sequence[MeasuredStep], position: int) -> str:
    """A step in one sentence, to be read out."""
    step = steps[position].step
    return " ".join([f"Step {position + 1} of {len(steps)}, {step.name}.", step.meaning, *changes(steps, position)])


def rows_text(rows: int) -> str:
    return quantity(rows, "row")


def _effect(measure: MeasuredStep) -> str:
    if len(measure.sources) != 1:
        return ""
    rows = measure.sources[0][1]
    if measure.rows == rows:
        return ", as many as went in"
    return f", {abs(measure.rows - rows):,} {'fewer' if measure.rows < rows else 'more'}"


def _names(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _rows(measure: MeasuredStep) -> str:
    head_count = len(measure.head.rows)
    footer = (
        f"The first {head_count} of {rows_text(measure.rows)}."
        if measure.rows > head_count
        else "All rows."
        if head_count
        else "No rows."
    )
    return grid(measure.head.columns, measure.head.types, measure.head.rows, footer)
