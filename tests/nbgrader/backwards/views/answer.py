"""The answer as static HTML."""

from __future__ import annotations

from html import escape

from course.exercise import Exercise


def answer_html(exercise: Exercise, answer: object) -> str:
    """The word, and the one that was typed."""
    return f'<p class="course-answer">{escape(exercise.starter)}: {escape(str(answer))}</p>'
