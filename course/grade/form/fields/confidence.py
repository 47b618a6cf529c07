"""CAL: how sure somebody is. Recorded, shown as a Brier score, never part of the score."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from course.grade.form.field import Field, FieldKind, Note
from course.grade.form.mark import OPEN, Mark
from course.grade.form.numbers import read_number, understood
from course.grade.form.sources import FindRows
from course.verdict import Finding

LOWEST, HIGHEST = 50, 100


@dataclass(frozen=True, kw_only=True)
class Confidence(Field):
    """How sure, 50 to 100%, that the field named by ``of`` is right. The Brier score is shown and never counts.

    With a ``strand``, such as "APIs (module 4)", that field is a work sample of a diagnostic: answered counts, right or
    not. Then every field of the form has such a confidence.
    """

    kind: str = "confidence"
    of: str = ""
    strand: str = ""


class ConfidenceKind(FieldKind):
    """No confidence is right or wrong."""

    Field = Confidence
    is_judged = False

    def right(self, field: Confidence, find_rows: FindRows) -> None:
        return None

    def clean(self, settings: dict, answer: object) -> float | None:
        """The confidence in percent; None outside 50 to 100.

        >>> KIND.clean({}, "80%"), KIND.clean({}, 40), KIND.clean({}, "")
        (80.0, None, None)
        """
        reading = read_number(answer, "%", 1)
        value = reading.value if reading else None
        return value if value is not None and LOWEST <= value <= HIGHEST else None

    def judge(self, settings: dict, right: None, answer: object) -> Mark:
        return OPEN

    def reference(self, settings: dict, right: None) -> int:
        return HIGHEST

    def guess(self, settings: dict, right: None, random: Random) -> int:
        return random.randint(LOWEST, HIGHEST)

    def notes(self, settings: dict, answer: object) -> Iterator[Note]:
        yield (), understood(answer, "%")

    def further_findings(self, answered: list, is_right: dict[str, bool]) -> list[Finding]:
        """The Brier score over all confidences of the form."""
        confidences = [
            (percent, is_right[settings["of"]])
            for settings, _, answer in answered
            if (percent := self.clean(settings, answer)) is not None
        ]
        return [brier(confidences)] if confidences else []


def brier(confidences: list[tuple[float, bool]]) -> Finding:
    """The Brier score of confidences in percent, each with whether the answer was right.

    >>> brier([(100, True), (50, False)]).seen
    'Your Brier score over 2 answers is 0.12: 0 is perfect, 0.25 is what 50% on everything gives.'
    """
    score = sum((percent / 100 - is_right) ** 2 for percent, is_right in confidences) / len(confidences)
    answers = f"{len(confidences)} answer{'s' if len(confidences) > 1 else ''}"
    return Finding(
        "confidence",
        f"Your Brier score over {answers} is {score:.2f}: 0 is perfect, 0.25 is what 50% on everything gives.",
        look="It is recorded and never counts.",
    )


KIND = ConfidenceKind()
