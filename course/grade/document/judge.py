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
class JudgedCheck:
    """One check with what it found."""

    check: CheckExpectation
    result: Result

    @property
    def points(self) -> float:
        return self.check.points * self.result.share

    @property
    def lost_points(self) -> float:
        return self.check.points - self.points

    @property
    def full(self) -> bool:
        return self.result.share >= 1 - NEARLY


@dataclass(frozen=True)
class Report:
    """All checks of a document, the findings of caps that apply, and the score, 0 to 1."""

    checks: tuple[JudgedCheck, ...]
    capped: tuple[Finding, ...]
    score: float
    passed: bool

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Caps first, then gates, then what costs most."""
        incomplete = sorted(
            (check for check in self.checks if not check.full),
            key=lambda check: (not check.check.gate, -check.lost_points),
        )
        return (*self.capped, *(finding for check in incomplete for finding in check.result.findings))


def report(expected: DocumentExpectation, text: str) -> Report:
    """Every check on a document of at most LONGEST characters."""
    document = read_document(text)
    common = {"template": expected.template, "aliases": expected.aliases, "queries": expected.queries}
    judged = tuple(
        JudgedCheck(check, CHECKS[check.name].run(document, {**check.settings, **common})) for check in expected.checks
    )
    total = expected.points or 1.0
    caps = caps_of(document, expected.caps)
    capped = [finding for _, finding in caps]
    highest = [cap.at for cap, _ in caps]
    if is_copy(text, expected.specimens):
        capped, highest = [COPY, *capped], [*highest, 0.0]
    earned = sum(check.points for check in judged) / total
    gates = all(check.full for check in judged if check.check.gate)
    score = min([earned, *highest])
    passed = gates and not capped and score >= expected.pass_at - NEARLY
    return Report(judged, tuple(capped), float(min(1.0, max(0.0, score))), passed)


def judge_document(expected: DocumentExpectation, text: str) -> Verdict:
    """Judge a document. An empty document or the untouched template is not an attempt."""
    if text.strip() in ("", expected.template.strip()):
        return Verdict.not_attempted("the document is still empty.")
    if len(text) > LONGEST:
        return Verdict.not_yet(
            f"the document has {len(text):,} characters, and up to {LONGEST:,} can be judged.",
            Finding("too-long", "It is saved as it is.", look="Shorten it, then check again."),
        )
    result = report(expected, text)
    score = 1.0 if result.score >= 1 - NEARLY else result.score
    points = f"{plain_points(score * expected.points)} of {plain_points(expected.points)} points"
    if result.passed:
        return Verdict(Outcome.PASSED, score, f"{points}.", result.findings)
    needed_points = plain_points(expected.pass_at * expected.points)
    open_gates = [check.check.title for check in result.checks if check.check.gate and not check.full]
    summary = f"{points}, {needed_points} are needed."
    if open_gates and score >= expected.pass_at - NEARLY:
        summary = f"{points}. It passes once “{open_gates[0]}” holds as a whole."
    return Verdict(Outcome.NOT_YET, score, summary, result.findings)


def plain_points(points: float) -> str:
    """Points with one decimal where there is one.

    >>> plain_points(69.96), plain_points(70.0)
    ('70', '70')
    """
    return f"{points:.1f}".removesuffix(".0")
