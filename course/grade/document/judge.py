"""The judge of documents: every check, then what caps the sum; the finding that costs most comes first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import floor

from course.grade.document import checks as _checks  # noqa: F401  registers every check
from course.grade.document.beside import contradictions
from course.grade.document.caps import caps_of
from course.grade.document.check import CHECKS, UNREAD, Result
from course.grade.document.checks.claims import FALSE_CLAIM
from course.grade.document.copied import is_copy
from course.grade.document.expectation import CheckExpectation, DocumentExpectation
from course.grade.document.parse import Document, read_document
from course.grade.document.truths import refuted
from course.verdict import Finding, Outcome, Verdict

LONGEST = 60_000
GATED = 0.5  # what an open gate leaves of the points, at most
CONTRADICTED = 0.7  # what a figure leaves that its own tag or the case contradicts
NEARLY = 1e-9
COPY = Finding("cap copied", "Nearly all of this is in a specimen that you could read.", look="Write your own version.")


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
    """All checks of a document, the findings of caps that apply, and the score, 0 to 1.

    ``unread`` says once what could not be read, however many checks it concerns.
    """

    checks: tuple[JudgedCheck, ...]
    capped: tuple[Finding, ...]
    unread: tuple[Finding, ...]
    score: float
    passed: bool

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Caps first, then what could not be read, then gates, then what costs most."""
        incomplete = sorted(
            (check for check in self.checks if not check.full),
            key=lambda check: (not check.check.gate, check.result.most, -check.lost_points),
        )
        said = {finding.seen for finding in self.capped}
        others = (finding for check in incomplete for finding in check.result.findings if finding.seen not in said)
        return tuple(
            {(finding.text, finding.place): finding for finding in (*self.capped, *self.unread, *others)}.values()
        )

    @property
    def open_gates(self) -> tuple[JudgedCheck, ...]:
        return tuple(check for check in self.checks if check.check.gate and not check.full)

    @property
    def bounds(self) -> tuple[JudgedCheck, ...]:
        """The checks in which something is wrong that carries the rest."""
        return tuple(check for check in self.checks if check.result.most < 1)

    @property
    def unread_points(self) -> float:
        """The points that nothing is known about, because what they are for could not be read."""
        return sum(check.lost_points for check in self.checks if check.result.unread)

    @property
    def limits(self) -> tuple[str, ...]:
        """Why not all points count: what caps them, and which gates are open."""
        gates = (
            f"At most half of all points count while “{gate.check.title}” does not hold." for gate in self.open_gates
        )
        bounds = (_bounded(check) for check in self.bounds)
        return (*(finding.text for finding in self.capped), *gates, *bounds)


def report(expected: DocumentExpectation, text: str) -> Report:
    """Every check on a document of at most LONGEST characters."""
    document = read_document(text)
    common = {
        "template": expected.template,
        "aliases": expected.aliases,
        "queries": expected.queries,
        "own": expected.own,
    }
    judged = tuple(
        JudgedCheck(check, CHECKS[check.name].run(document, {**check.settings, **common})) for check in expected.checks
    )
    total = expected.points or 1.0
    caps = caps_of(document, expected.caps)
    capped = [finding for _, finding in caps]
    highest = [cap.at for cap, _ in caps]
    if wrong := _contradictions(document, judged, expected.truths):
        capped, highest = [*capped, *wrong], [*highest, CONTRADICTED]
    if is_copy(text, expected.specimens):
        capped, highest = [COPY, *capped], [*highest, 0.0]
    earned = sum(check.points for check in judged) / total
    gates = all(check.full for check in judged if check.check.gate)
    bounds = [check.result.most for check in judged]
    score = min([earned, *highest, *bounds, 1.0 if gates else GATED])
    passed = gates and not capped and score >= expected.pass_at - NEARLY
    return Report(judged, tuple(capped), _unread(judged), float(min(1.0, max(0.0, score))), passed)


def form_report(expected: DocumentExpectation, text: str) -> Report:
    """What the checks of form see, by a closed expectation: what the case knows is not asked, and nothing is scored."""
    return replace(report(expected.live, text[:LONGEST]), capped=(), score=0.0, passed=False)


def _contradictions(document: Document, judged: tuple[JudgedCheck, ...], truths: tuple[dict, ...]) -> list[Finding]:
    """What the text says against its own tags, or against the case: nobody may build on it."""
    false_claims = (finding for each in judged for finding in each.result.findings if finding.kind == FALSE_CLAIM)
    wrong = next(iter([*contradictions(document), *false_claims, *refuted(document, truths)]), None)
    if wrong is None:
        return []
    bound = f"More than {100 * CONTRADICTED:.0f}% is not possible while it stands."
    return [replace(wrong, kind="cap contradiction", look=f"{wrong.look} {bound}".strip())]


def _unread(judged: tuple[JudgedCheck, ...]) -> tuple[Finding, ...]:
    """What could not be read, each sentence once."""
    findings = [finding for check in judged for finding in check.result.findings if finding.kind == UNREAD]
    return tuple({finding.text: finding for finding in findings}.values())


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
    points = f"{earned_points(score * expected.points)} of {plain_points(expected.points)} points"
    if result.passed:
        return Verdict(Outcome.PASSED, score, f"{points}.", result.findings)
    return Verdict(Outcome.NOT_YET, score, _not_yet(expected, result, points), result.findings)


def _not_yet(expected: DocumentExpectation, result: Report, points: str) -> str:
    """The headline: the points, those not read, and why more do not count."""
    unread = f" {plain_points(result.unread_points)} points could not be read." if result.unread_points else ""
    if result.open_gates:
        title = result.open_gates[0].check.title
        return f"{points}. At most half of all points count while “{title}” does not hold.{unread}"
    if result.bounds:
        return f"{points}. {_bounded(result.bounds[0])}{unread}"
    needed = f"{points}, {plain_points(expected.pass_at * expected.points)} are needed."
    open_checks = [check for check in result.checks if not check.full]
    dearest = max(open_checks, key=lambda check: check.lost_points, default=None)
    most_lost = f" Most is missing in “{dearest.check.title}”." if dearest and not unread else ""
    return f"{needed}{most_lost}{unread}"


def _bounded(check: JudgedCheck) -> str:
    return (
        f"At most {100 * check.result.most:.0f}% of all points count while something is wrong in “{check.check.title}”."
    )


def earned_points(points: float) -> str:
    """Points that were earned, rounded down, so that they never read like those that are needed.

    >>> earned_points(69.96), earned_points(70.0), earned_points(0.3 - 1e-12)
    ('69.9', '70', '0.3')
    """
    return plain_points(floor(points * 10 + 1e-6) / 10)


def plain_points(points: float) -> str:
    """Points with one decimal where there is one.

    >>> plain_points(69.96), plain_points(70.0)
    ('70', '70')
    """
    return f"{points:.1f}".removesuffix(".0")
