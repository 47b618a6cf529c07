"""A check of a document: one small pure function, with what it is for and what it cannot see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from course.grade.document.parse import Document
from course.verdict import Finding

UNREAD = "unread"  # the kind of a finding about what could not be read, which is said once


@dataclass(frozen=True)
class Result:
    """What a check found: the share of its points that was earned, 0 to 1, and what lost the rest.

    ``unread`` says that nothing is wrong or missing as far as one can tell: its text could not be read. ``most`` is the share
    of all points of the document that what was found leaves at most: for what is wrong, and carries the rest.
    """

    share: float
    findings: tuple[Finding, ...] = ()
    unread: bool = False
    most: float = 1.0


@dataclass(frozen=True)
class Check:
    """A kind of check. ``why`` says what a reader gains, ``misses`` what it is known not to see.

    ``run`` gets the document and the check's settings: a dict of JSON values from the key or a rubric.
    """

    name: str
    title: str
    why: str
    misses: str
    run: Callable[[Document, dict], Result]


CHECKS: dict[str, Check] = {}


def check(title: str, why: str, misses: str):
    """Register a function as a check that is named after it."""

    def registered(run: Callable[[Document, dict], Result]) -> Callable[[Document, dict], Result]:
        name = run.__name__
        CHECKS[name] = Check(name, title, why, misses, run)
        return run

    return registered


def passed() -> Result:
    return Result(1.0)


def failed(name: str, seen: str, look: str = "", place: tuple[int, int] | None = None, share: float = 0.0) -> Result:
    """A result with one finding and the share that is left."""
    return Result(share, (Finding(name, seen, look=look, place=place),))


def unread(seen: str, look: str, place: tuple[int, int] | None = None) -> Result:
    """A result for a text that could not be read. Checks that say it in the same words say it once."""
    return Result(0.0, (Finding(UNREAD, seen, look=look, place=place),), unread=True)


def partial_credit(earned: int, possible: int, findings: tuple[Finding, ...]) -> Result:
    """Partial credit for the parts that were earned, of all possible ones."""
    return Result(min(1.0, max(0, earned) / possible) if possible else 1.0, findings)


def listing(names: list[str], most: int = 4) -> str:
    """Names as a sentence lists them; of many, only the first few.

    >>> listing(["R1", "R2"]), listing(["a", "b", "c", "d", "e", "f"])
    ('R1 and R2', 'a, b, c, d and 2 more')
    """
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
