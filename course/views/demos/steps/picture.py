"""A measured step as HTML: where it stands, its SQL, what it did to rows and columns, its first rows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from html import escape
from pathlib import Path

from course.verdict import code_html
from course.views.demos.steps.measure import Measured
from course.views.demos.steps.split import FINAL
from course.views.grid import grid
from course.views.twin import style

HEAD = '<div class="course-head"><strong class="course-title">The query, step by step</strong></div>'


@cache
def sheet() -> str:
    """The step viewer's own style rules."""
    return Path(__file__).with_name("steps.css").read_text(encoding="utf-8")


def twin(steps: Sequence[Measured]) -> str:
    """All steps below one another: HTML that needs no kernel, no script and no network."""
    shown = "".join(f"<section>{title(steps, place)}{body(steps, place)}</section>" for place in range(len(steps)))
    return f'{style()}<style>{sheet()}</style><div class="course-twin course-step-viewer">{HEAD}{shown}</div>'


def rail(steps: Sequence[Measured], current: int) -> str:
    """The chain of steps with their row counts; the current one is marked by a sign and a word."""
    items = "".join(_rail_item(one, place == current) for place, one in enumerate(steps))
    return f'<ol class="course-rail" aria-label="Steps of the query">{items}</ol>'


def _rail_item(one: Measured, is_current: bool) -> str:
    mark = ' class="course-here" aria-current="step"' if is_current else ""
    sign = "▶ " if is_current else ""
    return f"<li{mark}><span>{sign}{escape(one.step.name)}</span> <small>{counted(one.rows)}</small></li>"


def title(steps: Sequence[Measured], place: int) -> str:
    step = steps[place].step
    name = step.name if step.name == FINAL else f"<code>{escape(step.name)}</code>"
    meaning = f" {code_html(step.meaning)}" if step.meaning else ""
    return f'<p class="course-step-title"><strong>Step {place + 1} of {len(steps)}: {name}.</strong>{meaning}</p>'


def body(steps: Sequence[Measured], place: int) -> str:
    """SQL, rows in and out, what changed, and the first rows of a step."""
    one = steps[place]
    code = f'<pre class="course-answer" tabindex="0" aria-label="SQL of this step">{escape(one.step.text)}</pre>'
    notes = "".join(f"<li>{code_html(sentence)}</li>" for sentence in changes(steps, place))
    return f'{code}<ul class="course-changes">{notes}</ul>{_rows(one)}'


def changes(steps: Sequence[Measured], place: int) -> list[str]:
    """What a step did, in sentences: rows in and out, then new and dropped columns."""
    one = steps[place]
    sources = " and ".join(f"`{name}` ({counted(rows)})" for name, rows in one.sources)
    said = [f"In: {sources or 'no table'}. Out: {counted(one.rows)}{_effect(one)}."]
    before = next((each.columns for each in steps[:place] if each.step.name in one.step.reads), None)
    if before is None:
        return said
    new = [name for name in one.columns if name not in before]
    gone = [name for name in before if name not in one.columns]
    said += [f"+ New: {_listed(new)}."] if new else []
    said += [f"− Gone: {_listed(gone)}."] if gone else []
    return said if new or gone else [*said, "The columns stay the same."]


def sentence(steps: Sequence[Measured], place: int) -> str:
    """A step in one breath, for those who hear it."""
    step = steps[place].step
    return " ".join([f"Step {place + 1} of {len(steps)}, {step.name}.", step.meaning, *changes(steps, place)])


def counted(rows: int) -> str:
    return "1 row" if rows == 1 else f"{rows:,} rows"


def _effect(one: Measured) -> str:
    if len(one.sources) != 1:
        return ""
    rows = one.sources[0][1]
    if one.rows == rows:
        return ", as many as went in"
    return f", {abs(one.rows - rows):,} {'fewer' if one.rows < rows else 'more'}"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _rows(one: Measured) -> str:
    shown = len(one.head.rows)
    footer = f"The first {shown} of {counted(one.rows)}." if one.rows > shown else "All rows." if shown else "No rows."
    return grid(one.head.columns, one.head.types, one.head.rows, footer)
