"""Two known mistakes at once: what both together return on all data sets, so that an answer with both is recognised."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from course.grade.query.patterns import digest, start


@dataclass(frozen=True)
class Pair:
    """The positions of two known mistakes, and the digests of the results of a query with both.

    ``start`` is a short digest of the result on the practice data alone: most answers are known by it to fit no pair.
    """

    first: int
    second: int
    start: str
    digest: str

    @classmethod
    def from_json(cls, data: dict) -> Pair:
        return cls(**data)


def may_be_pair(pairs: Iterable[Pair], practice_print: str) -> bool:
    """Whether some pair begins with this fingerprint on the practice data."""
    result_start = start(practice_print)
    return any(pair.start == result_start for pair in pairs)


def find_pair(pairs: Iterable[Pair], prints: Sequence[str]) -> Pair | None:
    """The pair that these fingerprints belong to."""
    result_digest = digest(prints)
    return next((pair for pair in pairs if pair.digest == result_digest), None)


def both(first: str, second: str) -> str:
    """The sentences of two mistakes as one finding."""
    return f"Two things are left. {first} And: {second}"
