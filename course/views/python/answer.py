"""The answer to an exercise in Python as static HTML: the function, and what it was recorded to return."""

from __future__ import annotations

from course.exercise import Exercise
from course.grade.python.answer import PythonAnswer
from course.grade.python.run import PRACTICE
from course.grade.python.value import read_value
from course.views.markup import folded, note
from course.views.python.source import source_html
from course.views.python.value import size, value_html

NOT_YET = "No function was run yet."
CHANGED = "The cell was changed after this version was checked"


def answer_html(exercise: Exercise, answer: object) -> str:
    """The source as it was checked, what it returned on the practice data, and the cell as it is now if that differs."""
    kept = PythonAnswer.read(answer)
    if not kept.text:
        return note(NOT_YET)
    if not kept.results:
        return source_html(kept.text)
    changed = folded(f"{CHANGED}: the newer one", source_html(kept.draft, "The newer version")) if kept.is_stale else ""
    return source_html(kept.source) + _result_html(kept) + changed


def _result_html(answer: PythonAnswer) -> str:
    """What was recorded on the practice data; nothing if that is no value: the verdict says why."""
    outcome = answer.outcome(PRACTICE) or {}
    try:
        value = read_value(outcome["value"])
        return folded(f"What it returns on the practice data: {size(value)}", value_html(value))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        return ""
