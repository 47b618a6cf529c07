"""How kinds of exercises are shown: a body for the live frame, and the answer as static HTML. Found by name.

The folder of a kind in this wing holds

- ``body.py`` with BODY, a class that builds a ``frame.Body`` from an exercise and its frame;
- ``answer.py`` with ``answer_html(exercise, answer) -> str`` and, if there is more below the verdict,
  ``below_html(exercise, verdict, answer) -> str``. It is imported for grading, where no widget is needed.
"""

from __future__ import annotations

from course.exercise import Exercise
from course.registry import Registry
from course.verdict import Verdict

BODIES = Registry("course.views", "body.py")
ANSWERS = Registry("course.views", "answer.py")


def answer_html(exercise: Exercise, answer: object) -> str:
    """An answer as its kind shows it without a kernel."""
    html: str = ANSWERS[exercise.kind].answer_html(exercise, answer)
    return html


def below_html(exercise: Exercise, verdict: Verdict | None, answer: object) -> str:
    """What the kind shows below the verdict."""
    below = getattr(ANSWERS[exercise.kind], "below_html", None)
    return below(exercise, verdict, answer) if below else ""
