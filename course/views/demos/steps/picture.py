"""A measured step as HTML: where it stands, its SQL, what it did to rows and columns, its first rows."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from course.verdict import code_html
from course.views.demos.steps.measure import Measured
from course.views.demos.steps.split import FINAL
from course.views.grid import grid


def rail(steps: Sequence[Measured], current: int) -> str:
    """The chain of steps with their row counts; the current one is marked by a sign and a word."""
    items = "".join(_rail_item(measure, place == current) for place, measure in enumerate(steps))
    return f'<ol class="course-rail" aria-label="Steps of the query">{items}</ol>'


def _rail_item(measure: Measured, is_current: bool) -> str:
    mark = ' class="course-here" aria-current="step"' if is_current else ""
    sign = "▶ " if is_current else ""
    return f"<li{mark}><span>{sign}{escape(measure.step.name)}</span> <small>{counted(measure.rows)}</small></li>"


def title(steps: Sequence[Measured], place: int) -> str:
    """Which step it is, and what its author says of it."""
    step = steps[place].step
    name = step.name if step.name == FINAL else f"<code>{escape(step.name)}</code>"
    meaning = f" {code_html(step.meaning)}" if step.meaning else ""
    return f'<p class="course-step-title"><strong>Step {place + 1} of {len(steps)}: {name}.</strong>{meaning}</p>'


def body(steps: Sequence[Measured], place: int) -> str:
    """SQL, rows in and out, what changed, and the first rows of a step."""
    measure = steps[place]
    code = f'<pre class="course-answer" tabindex="0" aria-label="SQL of this step">{escape(measure.step.text)}</pre>'
    notes = "".join(f"<li>{code_html(sentence)}</li>" for sentence in changes(steps, place))
    return f'{code}<ul class="course-changes">{notes}</ul>{_rows(measure)}'


def changes(steps: Sequence[Measured], place: int) -> list[str]:
    """What a step did, in sentences: rows in and out, then new and dropped columns."""
    measure = steps[place]
    sources = " and ".join(f"`{name}` ({counted(rows)})" for name, rows in measure.sources)
    said = [f"In: {sources or 'no table'}. Out: {counted(measure.rows)}{_effect(measure)}."]
    before = next((each.columns for each in steps[:place] if each.step.name in measure.step.reads), None)
    if before is None:
        return said
    new = [name for name in measure.columns if name not in before]
    gone = [name for name in before if name not in measure.columns]
    said += [f"+ New: {_listed(new)}."] if new else []
    said += [f"− Gone: {_listed(gone)}."] if gone else []
    return said if new or gone else [*said, "The columns stay the same."]


def sentence(steps: Sequence[Measured], place: int) -> str:
    """A step in one breath, for those who hear it."""
    step = steps[place].step
    return " ".join([f"Step {place + 1} of {len(steps)}, {step.name}.", step.meaning, *changes(steps, place)])


def counted(rows: int) -> str:
    return "1 row" if rows == 1 else f"{rows:,} rows"


def _effect(measure: Measured) -> str:
    if len(measure.sources) != 1:
        return ""
    rows = measure.sources[0][1]
    if measure.rows == rows:
        return ", as many as went in"
    return f", {abs(measure.rows - rows):,} {'fewer' if measure.rows < rows else 'more'}"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _rows(measure: Measured) -> str:
    shown = len(measure.head.rows)
    footer = (
        f"The first {shown} of {counted(measure.rows)}."
        if measure.rows > shown
        else "All rows."
        if shown
        else "No rows."
    )
    return grid(measure.head.columns, measure.head.types, measure.head.rows, footer)
