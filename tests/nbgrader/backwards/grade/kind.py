"""Judges a word that was typed backwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from course.grade.kind import Kind
from course.keys.key import Key
from course.verdict import Finding, Verdict


@dataclass(frozen=True, kw_only=True)
class BackwardsKey(Key):
    """The word as it reads from its end."""

    reference: str


@dataclass(frozen=True)
class BackwardsExpectation:
    """Digests of the right answer and, with their sentences, of known wrong ones: none of them can be read."""

    right: str
    mistakes: dict[str, str]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def digest(answer: str) -> str:
    return sha256(answer.strip().lower().encode()).hexdigest()


class BackwardsKind(Kind):
    """One word, right or wrong."""

    name = "backwards"
    Key = BackwardsKey

    def nothing(self, starter: str, expectation: dict[str, Any]) -> str:
        return ""

    def compile(self, key: BackwardsKey) -> BackwardsExpectation:
        return BackwardsExpectation(digest(key.reference), {digest(str(m.answer)): m.sentence for m in key.mistakes})

    def read(self, data: dict[str, Any]) -> BackwardsExpectation:
        return BackwardsExpectation(**data)

    def judge(self, expectation: BackwardsExpectation, answer: object, starter: str = "") -> Verdict:
        if not isinstance(answer, str) or not answer.strip():
            return Verdict.not_attempted("no word was typed.")
        if digest(answer) == expectation.right:
            return Verdict.passed("the word is right.")
        sentence = expectation.mistakes.get(digest(answer), "This is not the word from its end.")
        return Verdict.not_yet("another word.", Finding("word", sentence))

    def close(self, expectation: BackwardsExpectation) -> BackwardsExpectation:
        return BackwardsExpectation("", {})

    def receive(self, expectation: BackwardsExpectation, answer: object, starter: str = "") -> Verdict:
        return Verdict.saved(f"“{answer}”") if answer else Verdict.not_attempted("no word was typed.")

    def secrets(self, key: BackwardsKey, starter: str) -> Iterator[str]:
        yield key.reference


KIND = BackwardsKind()
