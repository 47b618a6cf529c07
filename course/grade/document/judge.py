"""The judge of documents: every check, then what caps the sum; the finding that costs most comes first."""

from __future__ import annotations

from dataclasses import dataclass

from course.grade.document import checks as _checks  # noqa: F401  registers every check
from course.grade.document.caps import caps_of
from course.grade.document.check import CHECKS, Result
from course.grade.document.copied import is_copy
from course.grade.document.expectation import CheckExpectation, DocumentExpectation
from course.grade.document.parse import read_document
from course.verdict import Finding, Outcome, Verdict

LONGEST = 60_000
NEARLY = 1e-9
COPY = Finding(
    "cap copied", "Nearly all of this stands in a specimen that you could read.", look="Write your own version."
)


@dataclass(frozen=True)
class Judged:
    """One check with what it found."""

    check: CheckExpectation
    result: Result

    @property
    def points(self) -> float:
        return self.check.points * self.result.share

    @property
    def lost(self) -> float:
        return self.check.points - self.points

    @property
    def full(self) -> bool:
        return self.result.share >= 1 - NEARLY


@dataclass(frozen=True)
class Report:
    """All checks of a document, the findings of caps that hold, and the score, 0 to 1."""

    judged: tuple[Judged, ...]
    capped: tuple[Finding, ...]
    score: float
    passed: bool

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Caps first, then gates, then what costs most."""
        open_ = sorted((one for one in self.judged if not one.full), key=lambda one: (not one.check.gate, -one.lost))
        return (*self.capped, *(finding for one in open_ for finding in one.result.findings))


def report(expected: DocumentExpectation, text: str) -> Report:
    """Every check on a document of at most LONGEST characters."""
    document = read_document(text)
    common = {"template": expected.template, "aliases": expected.aliases, "queries": expected.queries}
    judged = tuple(
        Judged(check, CHECKS[check.name].run(document, {**check.settings, **common})) for check in expected.checks
    )
    total = expected.points or 1.0
    held = caps_of(document, expected.caps)
    capped = [finding for _, finding in held]
    highest = [cap.at for cap, _ in held]
    if is_copy(text, expected.specimens):
        capped, highest = [COPY, *capped], [*highest, 0.0]
    earned = sum(one.points for one in judged) / total
    gates = all(one.full for one in judged if one.check.gate)
    score = min([earned, *highest])
    passed = gates and not capped and score >= expected.pass_at - NEARLY
    return Report(judged, tuple(capped), float(min(1.0, max(0.0, score))), passed)


def judge_document(expected: DocumentExpectation, text: str) -> Verdict:
    """Judge a document. The template, or nothing, is no attempt."""
    if text.strip() in ("", expected.template.strip()):
        return Verdict.not_attempted("the document is still empty.")
    if len(text) > LONGEST:
        return Verdict.not_yet(
            f"the document has {len(text):,} characters, and up to {LONGEST:,} can be judged.",
            Finding("too-long", "It is saved as it is.", look="Shorten it, then check again."),
        )
    found = report(expected, text)
    score = 1.0 if found.score >= 1 - NEARLY else found.score
    points = f"{plain_points(score * expected.points)} of {plain_points(expected.points)} points"
    if found.passed:
        return Verdict(Outcome.PASSED, score, f"{points}.", found.findings)
    needed = plain_points(expected.pass_at * expected.points)
    open_gates = [one.check.title for one in found.judged if one.check.gate and not one.full]
    words = f"{points}, {needed} are needed."
    if open_gates and score >= expected.pass_at - NEARLY:
        words = f"{points}. It passes once “{open_gates[0]}” holds as a whole."
    return Verdict(Outcome.NOT_YET, score, words, found.findings)


def plain_points(points: float) -> str:
    """Points with one decimal where there is one.

    >>> plain_points(69.96), plain_points(70.0)
    ('70', '70')
    """
    return f"{points:.1f}".removesuffix(".0")
