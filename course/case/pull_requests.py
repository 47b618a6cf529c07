"""The pull requests of Mandaro that learners read: what their authors wrote, and their diffs line by line."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from unidiff import PatchSet

FOLDER = Path(__file__).parent.parent / "artefacts" / "pull_requests"


@dataclass(frozen=True)
class PullRequest:
    """A proposal to merge a branch. ``opened`` is ISO 8601; ``checks`` is the result of the automatic checks."""

    number: int
    title: str
    team: str
    opened: str
    description: str
    checks: str


@dataclass(frozen=True)
class Line:
    """A line of a diff. ``number`` is its place in the diff, from 1; ``sign`` is "+", "-" or " "."""

    number: int
    sign: str
    text: str

    @property
    def id(self) -> str:
        return str(self.number)


@dataclass(frozen=True)
class ChangedFile:
    """The lines of a diff for one file, in hunks of adjacent lines."""

    path: str
    added: int
    removed: int
    hunks: tuple[tuple[Line, ...], ...]


PULL_REQUESTS = (
    PullRequest(
        482,
        "Put retries in one place",
        "Pay",
        "2025-11-14",
        "Retries were spread over the payment function. They now live in a class of their own, which is easier to "
        "test. The two constants move to the settings. No change for merchants.",
        "✓ 7 tests passed",
    ),
    PullRequest(
        549,
        "Every call has a channel",
        "Link",
        "2026-01-12",
        "Every new call has carried a channel since last week. Make the database insist on it. Ran in 40 ms on my laptop.",
        "✓ 148 tests passed",
    ),
    PullRequest(
        551,
        "Make lapsed consents easier to find",
        "Link",
        "2026-01-12",
        "Support asks us every week whose consent lapsed. Now the log says so. Everybody at Mandaro can search it.",
        "✓ 148 tests passed",
    ),
    PullRequest(
        552, "Typo in the receipt", "Pay", "2026-01-13", "A merchant's customer noticed it.", "✓ 212 tests passed"
    ),
    PullRequest(
        555,
        "Flag for instant payout",
        "Pay",
        "2026-01-13",
        "Instant payout is merged and deployed behind this flag. Plan: 1% of merchants on Monday, 10% on Wednesday, "
        "all of them a week later.",
        "✓ 215 tests passed",
    ),
    PullRequest(
        558,
        "Bump acquirer-b-sdk from 2.8.3 to 3.0.0",
        "Pay",
        "2026-01-14",
        "Opened by the update bot. From the release notes of 3.0.0: “Calls now give up after 5 s; it was 30 s.”",
        "✓ 215 tests passed",
    ),
    PullRequest(
        573,
        "Charged twice in November, for Marta",
        "Data",
        "2026-02-09",
        "The assistant wrote both files from one sentence: “Payments charged twice in November: how many, how much, from "
        "when to when, whom do we owe?” It ran at the first try, and its three days add up to its 186 payments.",
        "✓ runs without an error",
    ),
)


def pull_request(number: int) -> PullRequest:
    """The pull request with this number; raises KeyError if there is none."""
    return {candidate.number: candidate for candidate in PULL_REQUESTS}[number]


def diff_text(number: int) -> str:
    """The diff of a pull request in git's format."""
    return (FOLDER / f"{number}.diff").read_text(encoding="utf-8")


@cache
def changed_files(number: int) -> tuple[ChangedFile, ...]:
    """The files that a pull request changes, in the order of its diff."""
    return tuple(
        ChangedFile(file.path, file.added, file.removed, tuple(tuple(map(_line, hunk)) for hunk in file))
        for file in PatchSet(diff_text(number))
    )


def lines(number: int) -> tuple[Line, ...]:
    """Every line of a diff that shows code; the lines that name files and places are left out."""
    return tuple(line for file in changed_files(number) for hunk in file.hunks for line in hunk)


def _line(diff_line) -> Line:
    return Line(diff_line.diff_line_no, diff_line.line_type, diff_line.value.rstrip("\n"))
