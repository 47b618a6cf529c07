"""CAL: how sure somebody is. Recorded, shown as a Brier score, never part of the score."""

from __future__ import annotations

from course.grade.form.fields import Confidence
from course.grade.form.mark import Mark
from course.grade.form.numbers import read_number
from course.verdict import Finding

LOWEST, HIGHEST = 50, 100


def right(field: Confidence, found: object) -> None:
    """There is no right confidence."""


def clean(settings: dict, answer: object) -> float | None:
    """The confidence in percent; None outside 50 to 100.

    >>> clean({}, "80 %"), clean({}, 40), clean({}, "")
    (80.0, None, None)
    """
    reading = read_number(answer, "%", 1)
    value = reading.value if reading else None
    return value if value is not None and LOWEST <= value <= HIGHEST else None


def judge(settings: dict, right: None, answer: object) -> Mark:
    return Mark(0, filled=0)


def reference(settings: dict, right: None) -> int:
    return HIGHEST


def brier(sure: list[tuple[float, bool]]) -> Finding:
    """The Brier score of confidences in percent, each with whether the answer was right.

    >>> brier([(100, True), (50, False)]).seen
    'Your Brier score over 2 answers is 0.12: 0 is perfect, 0.25 is what 50 % on everything gives.'
    """
    score = sum((percent / 100 - held) ** 2 for percent, held in sure) / len(sure)
    answers = f"{len(sure)} answer{'s' if len(sure) > 1 else ''}"
    return Finding(
        "confidence",
        f"Your Brier score over {answers} is {score:.2f}: 0 is perfect, 0.25 is what 50 % on everything gives.",
        look="It is recorded and never counts.",
    )
