"""Patterns of results: the fingerprints that one kind of mistake leaves on all data sets, and what to say about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True)
class Pattern:
    """A kind of mistake (a class of mutation operators), its sentence, and the digests of its results."""

    operator: str
    sentence: str
    digests: tuple[str, ...]

    @classmethod
    def from_json(cls, data: dict) -> Pattern:
        return cls(data["operator"], data["sentence"], tuple(data["digests"]))


def digest(prints: Sequence[str]) -> str:
    """One digest of a query's loose fingerprints on the practice data and then on each hidden data set."""
    return sha256("\n".join(prints).encode()).hexdigest()[:12]


def find_pattern(patterns: Iterable[Pattern], prints: Sequence[str]) -> Pattern | None:
    """The pattern that these fingerprints belong to."""
    result_digest = digest(prints)
    return next((pattern for pattern in patterns if result_digest in pattern.digests), None)
