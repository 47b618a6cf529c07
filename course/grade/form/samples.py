"""Work samples: a form in which each choice has a confidence. What is answered counts, right or not.

The point of a diagnostic is an honest picture. Marks for being right would pay for guessing and for looking things up,
and would punish beginners for beginning. So a complete form has full marks, and only then does it say which answers
held and which did not: nothing can be corrected before the picture is taken.
"""

from __future__ import annotations

from dataclasses import dataclass

from course.grade.count import agree, quantity
from course.grade.form.expectation import FieldExpectation, FormExpectation
from course.grade.form.fields.confidence import brier
from course.grade.form.mark import Mark
from course.verdict import Finding, Outcome, Verdict

SURE = 75  # percent from which on a wrong answer was no guess
FIRST = 3  # how many strands are named to begin with


@dataclass(frozen=True)
class Sample:
    """One answered sample: what it stands for, whether the answer held, and how sure somebody was, in percent."""

    id: str
    strand: str
    is_right: bool
    sure: float

    @property
    def is_misjudged(self) -> bool:
        """Sure of it, and the sample went another way."""
        return not self.is_right and self.sure >= SURE


def samples_of(expected: FormExpectation) -> list[FieldExpectation]:
    """The confidences that make samples of a form's choices: those with a strand. Empty for all other forms."""
    return [field for field in expected.fields if field.settings.get("strand")]


def answered(expected: FormExpectation, marks: dict[str, Mark], answer: dict) -> list[Sample]:
    """The samples that are answered together with how sure somebody is."""
    samples = []
    for field in samples_of(expected):
        of, sure = field.settings["of"], field.rule.clean(field.settings, answer.get(field.id))
        if marks[of].filled and sure is not None:
            samples.append(Sample(of, field.settings["strand"], marks[of].right(expected[of].enough), sure))
    return samples


def first_strands(samples: list[Sample]) -> list[Sample]:
    """The strands to begin with: sure and wrong, the surest first.

    >>> first_strands([Sample("a", "APIs", False, 80), Sample("b", "Data", False, 95), Sample("c", "Risk", False, 50)])
    [Sample(id='b', strand='Data', is_right=False, sure=95), Sample(id='a', strand='APIs', is_right=False, sure=80)]
    """
    return sorted((sample for sample in samples if sample.is_misjudged), key=lambda sample: -sample.sure)[:FIRST]


def judge_samples(expected: FormExpectation, marks: dict[str, Mark], answer: dict, findings: list[Finding]) -> Verdict:
    """Full marks for a complete form. ``findings`` is what there is to say of the answers that did not hold."""
    total, samples = len(samples_of(expected)), answered(expected, marks, answer)
    if len(samples) < total:
        missing = Finding("empty", "Each sample needs an answer and how sure you are. 50% says that it is a guess.")
        headline = f"{len(samples)} of {quantity(total, 'sample')} {agree(len(samples))} complete."
        return Verdict.not_yet(headline, missing, score=len(samples) / total)
    right = sum(sample.is_right for sample in samples)
    headline = f"All {total} samples are complete, which is what counts. {right} of them {agree(right, 'holds')}."
    score = brier([(sample.sure, sample.is_right) for sample in samples])
    return Verdict(Outcome.PASSED, 1.0, headline, (_calibration(samples), score, *findings))


def _calibration(samples: list[Sample]) -> Finding:
    first = first_strands(samples)
    if not first:
        seen = f"Nothing of which you were {SURE}% sure or more turned out otherwise."
        return Finding("calibration", seen, look="Take the modules in their order.")
    named = "; ".join(f"{sample.strand}, {sample.sure:g}% sure" for sample in first)
    these = "this strand" if len(first) == 1 else f"these {['two', 'three'][len(first) - 2]} strands"
    return Finding("calibration", f"Sure, and it turned out otherwise: {named}.", look=f"Take {these} first.")
