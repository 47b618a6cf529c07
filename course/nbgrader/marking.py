"""The marking sheet on formgrader's page: a mark for each criterion, added up into nbgrader's one number."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from course.grade.document import Criterion

SCRIPT = Path(__file__).with_name("marking.js")
END = "=== END MARK SCHEME ==="


def with_marking_sheet(task: str, grade_id: str, criteria: Sequence[Criterion]) -> str:
    """The text of a task cell with a marking sheet in its mark scheme, which feedback leaves out.

    A text without a mark scheme stays as it is.
    """
    return task.replace(END, f"{marking_sheet(grade_id, criteria)}\n\n{END}")


def marking_sheet(grade_id: str, criteria: Sequence[Criterion]) -> str:
    """The sheet as HTML without an empty line, which would end it in Markdown. Its script adds up in the browser."""
    rows = "".join(_row(grade_id, number, criterion) for number, criterion in enumerate(criteria))
    return (
        f'<div class="course-marking" data-grade="{escape(grade_id)}"><table><tbody>{rows}</tbody></table>'
        f'<p role="status"></p><script>{SCRIPT.read_text(encoding="utf-8").strip()}</script></div>'
    )


def _row(grade_id: str, number: int, criterion: Criterion) -> str:
    name = f"{escape(grade_id)}-{number}"
    choices = "".join(
        f'<label style="margin-right: 12px; font-weight: normal" title="{escape(meaning)}">'
        f'<input type="radio" name="{name}" value="{mark}" data-weight="{criterion.weight}"> {mark}</label>'
        for mark, meaning in enumerate(criterion.marks)
    )
    title = f"{escape(criterion.title)} <small>× {criterion.weight}</small>"
    return f'<tr><th scope="row" id="{name}">{title}</th><td role="radiogroup" aria-labelledby="{name}">{choices}</td></tr>'
