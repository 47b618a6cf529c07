"""Proves one exercise fair: the reference earns full marks, nothing earns nothing, each mistake gets its own sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape

from course import sheet as sheets
from course.grade.form import right_answer, wrong_answer
from course.keys import FormKey, Key, Mistake, make_key
from course.verdict import Outcome, Verdict


@dataclass(frozen=True)
class Proof:
    """One thing that was tried with an exercise: what, whether it held, and what was seen."""

    exercise: str
    tried: str
    holds: bool
    seen: str


def prove(kind: str, id: str, starter: str, parts: dict) -> tuple[Proof, ...]:
    """Try the key of an exercise with everything that it promises. Raises AuthorError for a key that cannot be fair."""
    key = make_key(kind, parts)
    expected = sheets.compile_key(key)
    return tuple(_proofs(key, id, lambda answer: sheets.judge(kind, expected, answer, starter), starter))


def _proofs(key: Key, id: str, judge: Callable[[object], Verdict], starter: str) -> Iterator[Proof]:
    def proof(tried: str, verdict: Verdict, holds: bool) -> Proof:
        return Proof(id, tried, holds, verdict.text)

    for name, answer in (("nothing", {} if isinstance(key, FormKey) else ""), ("the starter", _starter(key, starter))):
        verdict = judge(answer)
        yield proof(name, verdict, verdict.outcome is Outcome.NOT_ATTEMPTED and verdict.score == 0)
    for name, answer in _right(key):
        verdict = judge(answer)
        yield proof(name, verdict, verdict.outcome is Outcome.PASSED and verdict.score == 1)
    for mistake in key.mistakes:
        verdict = judge(_wrong(key, mistake))
        named = any(finding.seen == mistake.sentence for finding in verdict.findings[:1])
        yield proof(f"mistake: {mistake.sentence}", verdict, verdict.score < 1 and named)


def _starter(key: Key, starter: str) -> object:
    return {} if isinstance(key, FormKey) else starter


def _right(key: Key) -> Iterator[tuple[str, object]]:
    yield "the reference", right_answer(key, sheets.find_number) if isinstance(key, FormKey) else key.reference
    for number, other in enumerate(key.accept, 1):
        full = {**right_answer(key, sheets.find_number), **other} if isinstance(key, FormKey) else other
        yield f"alternative {number}", full


def _wrong(key: Key, mistake: Mistake) -> object:
    """A form's mistake shows in some fields; the others are left right, which is the hardest case to notice."""
    if not isinstance(key, FormKey):
        return mistake.answer
    return {**right_answer(key, sheets.find_number), **wrong_answer(key, mistake, sheets.find_number)}


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
