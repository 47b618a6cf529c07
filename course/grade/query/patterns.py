"""Patterns of results: the fingerprints that one kind of mistake leaves on all data sets, and what to say about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from course.grade.query.code import code_only

# What a sentence takes for granted, and how a query says it: a sentence about a word that is not there would mislead.
ASSUMED = (
    ("GROUP BY holds", r"\bgroup\s+by\b"),
    ("DISTINCT removes", r"\bdistinct\b"),
    ("with it, equal values", r"\bdistinct\b"),
    ("BETWEEN includes", r"\bbetween\b"),
    ("NOT IN finds", r"\bnot\s+in\b"),
    ("Check each NOT", r"\bnot\b|<>|!="),
    ("ORDER BY runs", r"\border\s+by\b"),
    ("Your join keeps", r"\bjoin\b"),
    ("A condition in ON", r"\bon\b"),
    ("had kept", r"\bjoin\b"),
    ("OVER", r"\bover\b"),
    ("PARTITION BY", r"\bover\b"),
    ("LAG and LEAD", r"\b(lag|lead)\b"),
    ("ROW_NUMBER, RANK", r"\b(row_number|rank|dense_rank)\b"),
    ("Look at LIMIT", r"\b(limit|top|fetch|row_number|rank)\b"),
    ("AND and OR", r"\b(and|or)\b"),
    ("UNION is either", r"\b(union|intersect|except)\b"),
    ("meet no WHEN", r"\bcase\b"),
    ("Nothing equals NULL", r"(=|<>|!=)\s*null\b"),
)


@dataclass(frozen=True)
class Pattern:
    """A kind of mistake (a class of mutation operators), its sentence, and the digests of its results.

    ``starts`` are short digests of the results on the practice data alone: most answers are known by them to fit nothing.
    """

    operator: str
    sentence: str
    digests: tuple[str, ...]
    starts: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, data: dict) -> Pattern:
        return cls(data["operator"], data["sentence"], tuple(data["digests"]), tuple(data["starts"]))

    def suits(self, sql: str) -> bool:
        """Whether its sentence speaks of nothing that the query does not have."""
        code = code_only(sql)
        return all(re.search(word, code, re.IGNORECASE) for phrase, word in ASSUMED if phrase in self.sentence)


def digest(prints: Sequence[str]) -> str:
    """One digest of a query's loose fingerprints on the practice data and then on each hidden data set."""
    return sha256("\n".join(prints).encode()).hexdigest()[:12]


def start(practice_print: str) -> str:
    """A short digest of a query's loose fingerprint on the practice data."""
    return digest([practice_print])[:6]


def may_fit(patterns: Iterable[Pattern], practice_print: str) -> bool:
    """Whether some pattern begins with this fingerprint on the practice data."""
    result_start = start(practice_print)
    return any(result_start in pattern.starts for pattern in patterns)


def find_pattern(patterns: Iterable[Pattern], prints: Sequence[str]) -> Pattern | None:
    """The pattern that these fingerprints belong to."""
    result_digest = digest(prints)
    return next((pattern for pattern in patterns if result_digest in pattern.digests), None)
