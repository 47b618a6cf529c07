"""Measures how well a form answers slips: each plausible wrong answer to one field, the others being right."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from course.grade.count import quantity
from course.grade.form import FormExpectation, judge_form, reference

NOTHING_SAID = "does not hold yet."
LONGEST = 60


@dataclass(frozen=True)
class Slips:
    """How many slips were tried, and the names of those of which a verdict says only that they do not hold."""

    tried: int
    unanswered: tuple[str, ...]

    @property
    def share(self) -> float:
        """The share of slips that get a reason, or a place to look at."""
        return 1 - len(self.unanswered) / self.tried if self.tried else 1.0

    def lines(self) -> Iterator[str]:
        """The measurement for an author, and each slip that still needs a sentence."""
        if self.tried:
            answered = self.tried - len(self.unanswered)
            yield f"      {answered} of {quantity(self.tried, 'plausible slip')} get a reason or a place to look at"
            yield from (f"        only “{NOTHING_SAID}”: {name}" for name in self.unanswered)


def slips(expected: FormExpectation) -> Slips:
    """Judge every slip that the kinds of the fields know."""
    base = reference(expected)
    tried, unanswered = 0, []
    for field in expected.fields:
        for slip in field.rule.slips(field.settings, expected.right(field)) if field.rule.is_judged else ():
            verdict = judge_form(expected, {**base, field.id: slip})
            findings = [finding for finding in verdict.findings if finding.kind != "follows"]
            tried += bool(findings)
            if findings and findings[0].seen.endswith(NOTHING_SAID):
                unanswered.append(f"{field.id} = {_short(slip)}")
    return Slips(tried, tuple(unanswered))


def _short(slip: object) -> str:
    text = slip if isinstance(slip, str) else json.dumps(slip, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
