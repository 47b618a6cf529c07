"""The answer to a document exercise as static HTML: the text as a reader sees it, and every check of it."""

from __future__ import annotations

from course.exercise import Exercise
from course.sheet import SheetError
from course.verdict import Outcome, Verdict
from course.views.document.picture import checks_html, document_html
from course.views.document.review import review_html


def answer_html(exercise: Exercise, answer: object) -> str:
    """The document."""
    return document_html(str(answer))


def below_html(exercise: Exercise, verdict: Verdict | None, answer: object) -> str:
    """What is below the verdict on a document: every check of the judged text, and the criteria of a person."""
    try:
        expected = exercise.expectation
    except SheetError:
        return ""
    is_judged = verdict is not None and verdict.outcome not in (Outcome.NOT_ATTEMPTED, Outcome.SAVED)
    return (checks_html(expected, str(answer)) if is_judged else "") + review_html(exercise)
