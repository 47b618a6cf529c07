"""The answer to a query exercise as static HTML."""

from __future__ import annotations

from html import escape

from course.exercise import Exercise


def answer_html(exercise: Exercise, answer: object) -> str:
    """The text of a query."""
    return f'<pre class="course-answer">{escape(str(answer))}</pre>'
