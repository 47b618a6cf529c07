"""Proves one exercise fair: the reference earns all, nothing and guessing earn little, mistakes get their sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from course import sheet as sheets
from course.authoring.guessing import guessing
from course.grade.document import wrong_document
from course.grade.form import mistaken, reference
from course.grade.form.samples import samples_of
from course.keys.key import DocumentKey, FormKey, Key, make_key
from course.verdict import Outcome, Verdict

ENOUGH_OF_A_DOCUMENT = 0.9


@dataclass(frozen=True)
class Proof:
    """One thing that was tried with an exercise: what, whether it held, and what was seen."""

    exercise: str
    tried: str
    holds: bool
    seen: str


def prove(kind: str, id: str, starter: str, parts: dict) -> tuple[Proof, ...]:
    """Try the key of an exercise with everything that it promises. Raises AuthorError for a key that cannot be fair."""
    key = sheets.quoted(make_key(kind, parts))
    trial = Trial(kind, id, key, sheets.compile_key(key), starter)
    return (*_proofs(trial), *_guessing(trial))


@dataclass(frozen=True)
class Trial:
    """An exercise with its compiled key, ready to judge answers."""

    kind: str
    id: str
    key: Key
    expected: object
    starter: str

    @property
    def is_form(self) -> bool:
        return isinstance(self.key, FormKey)

    @property
    def is_diagnostic(self) -> bool:
        """Work samples: answered counts, right or not."""
        return self.is_form and bool(samples_of(self.expected))

    @property
    def is_document(self) -> bool:
        return isinstance(self.key, DocumentKey)

    def judge(self, answer: object) -> Verdict:
        return sheets.judge(self.kind, self.expected, answer, self.starter)


def _proofs(trial: Trial) -> Iterator[Proof]:
    def proof(tried: str, verdict: Verdict, holds: bool) -> Proof:
        return Proof(trial.id, tried, holds, verdict.text)

    nothing = {} if trial.is_form else ""
    starter = nothing if trial.is_form else trial.key.template if trial.is_document else trial.starter
    for name, answer in (("nothing", nothing), ("the starter", starter)):
        verdict = trial.judge(answer)
        yield proof(name, verdict, verdict.outcome is Outcome.NOT_ATTEMPTED and verdict.score == 0)
    for name, answer in _right(trial):
        verdict = trial.judge(answer)
        full = ENOUGH_OF_A_DOCUMENT if trial.is_document and name != "the reference" else 1
        yield proof(name, verdict, verdict.outcome is Outcome.PASSED and verdict.score >= full)
    for sentence, answer in _wrong(trial):
        verdict = trial.judge(answer)
        told = [finding.seen for finding in verdict.findings]
        holds = sentence in told and verdict.score == 1 if trial.is_diagnostic else told[:1] == [sentence]
        yield proof(f"mistake: {sentence}", verdict, holds and (trial.is_diagnostic or verdict.score < 1))


def _right(trial: Trial) -> Iterator[tuple[str, object]]:
    right = reference(trial.expected) if trial.is_form else trial.key.reference
    yield "the reference", right
    for number, other in enumerate(trial.key.accept, 1):
        yield f"alternative {number}", {**right, **other} if trial.is_form else other


def _wrong(trial: Trial) -> Iterator[tuple[str, object]]:
    """A form's mistake shows in some fields; the others are left right, which is the hardest case to notice."""
    if trial.is_form:
        return ((mistake.sentence, mistaken(trial.expected, mistake)) for mistake in trial.expected.mistakes)
    if trial.is_document:
        return ((mistake.sentence, wrong_document(trial.key, mistake.answer)) for mistake in trial.key.mistakes)
    return ((mistake.sentence, mistake.answer) for mistake in trial.key.mistakes)


def _guessing(trial: Trial) -> Iterator[Proof]:
    """For a form, what random answers earn: queries cannot be guessed. In a diagnostic all earn the same."""
    if trial.is_form:
        measured = guessing(trial.expected)
        if trial.is_diagnostic:
            told = "Every complete answer earns the same, right or not."
            yield Proof(trial.id, "guessing", measured.score == 1, told)
            return
        yield Proof(trial.id, "guessing", measured.bounded, measured.text)


def table(proofs: tuple[Proof, ...]) -> str:
    """The proofs as an HTML table for an author."""
    rows = "".join(
        f'<tr><td>{"✓" if proof.holds else "✗"}</td><td class="course-wrap">{escape(proof.tried)}</td>'
        f'<td class="course-wrap">{escape(proof.seen)}</td></tr>'
        for proof in proofs
    )
    return (
        '<table class="course-table"><thead><tr><th scope="col">holds</th><th scope="col">tried</th>'
        f'<th scope="col">verdict</th></tr></thead><tbody>{rows}</tbody></table>'
    )
