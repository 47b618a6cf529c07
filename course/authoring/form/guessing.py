"""Measures what guessing earns in a form: a random answer to each field, as its kind guesses."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from course.grade.form import FormExpectation, judge_form
from course.verdict import Outcome

TRIES = 2_000
MOST = 0.25


@dataclass(frozen=True)
class Guessing:
    """What random answers earn: the mean score and the share that passes."""

    tries: int
    score: float
    passed: float

    @property
    def bounded(self) -> bool:
        return self.score <= MOST

    @property
    def text(self) -> str:
        """
        >>> Guessing(2000, 0.173, 0.002).text
        '2,000 random answers score 17.3% on average, 25% is the most; 0.2% pass.'
        """
        words = f"score {self.score:.1%} on average, {MOST:.0%} is the most; {self.passed:.1%} pass."
        return f"{self.tries:,} random answers {words}"


def guessing(expected: FormExpectation, tries: int = TRIES, seed: int = 5) -> Guessing:
    """What so many random answers earn, the same for the same seed."""
    random = Random(seed)
    verdicts = [judge_form(expected, guess(expected, random)) for _ in range(tries)]
    score = sum(verdict.score for verdict in verdicts) / tries
    return Guessing(tries, score, sum(verdict.outcome is Outcome.PASSED for verdict in verdicts) / tries)


def guess(expected: FormExpectation, random: Random) -> dict[str, object]:
    """One random answer to every field."""
    return {field.id: field.rule.guess(field.settings, expected.right(field), random) for field in expected.fields}
