"""What became of hand-ins when they were graded, in one line for each problem and one for all of them."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class HandInToGrade:
    """A hand-in that is due: its folder among those handed in, and its notebooks, as nbgrader names them."""

    assignment: str
    student: str
    folder: Path
    notebooks: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """What became of a hand-in: its points, and the exercises that could not be judged.

    ``unread`` are notebooks of which nothing could be judged. ``error`` kept all of it from being written. ``spoiled``
    counts kept verdicts that were not whole and were reached anew. ``is_unchanged``: all of it was there already.
    """

    hand_in: HandInToGrade
    score: float = 0.0
    max_score: float = 0.0
    not_judged: tuple[str, ...] = ()
    unread: tuple[Path, ...] = ()
    spoiled: int = 0
    error: Exception | None = None
    is_unchanged: bool = False

    @classmethod
    def failed(cls, hand_in: HandInToGrade, error: Exception) -> Outcome:
        return cls(hand_in, error=error)

    @property
    def folder(self) -> str:
        return str(self.hand_in.folder)

    @property
    def problem(self) -> str:
        """What went wrong, as Python says it; empty if it was graded."""
        return "".join(traceback.format_exception(self.error)) if self.error else ""

    @property
    def line(self) -> str:
        """One line for whoever grades.

        >>> hand_in = HandInToGrade("05-sql", "ann", Path(), ())
        >>> Outcome(hand_in, 4.5, 6.0, ("5.3",)).line
        'ann: 4.5 of 6 points; could not be judged: 5.3'
        >>> Outcome.failed(hand_in, OSError("the disk is full")).line
        'ann: not graded (the disk is full)'
        """
        if self.error:
            return f"{self.hand_in.student}: not graded ({self.error})"
        exercises = ", ".join(self.not_judged)
        points = f"{self.hand_in.student}: {round(self.score, 2):g} of {round(self.max_score, 2):g} points"
        return f"{points}; could not be judged: {exercises}" if exercises else points


@dataclass
class Summary:
    """How many hand-ins were graded, found done, and taken up where an earlier run had stopped; and those with problems.

    ``unchanged`` of those that were graded had to be written nowhere.
    """

    graded: int = 0
    left_alone: int = 0
    continued: int = 0
    unchanged: int = 0
    spoiled: int = 0
    problems: list[Outcome] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        self.graded += outcome.error is None
        self.unchanged += outcome.is_unchanged
        self.spoiled += outcome.spoiled
        if outcome.error is not None or outcome.not_judged or outcome.unread:
            self.problems.append(outcome)

    @property
    def line(self) -> str:
        """What was done, in one line.

        >>> Summary(graded=12, left_alone=3, continued=2).line
        '12 hand-ins graded, 2 of them taken up where an earlier run had stopped; 3 were done before and left alone.'
        """
        parts = [f"{_count(self.graded)} graded"]
        if self.continued:
            parts.append(f"{self.continued} of them taken up where an earlier run had stopped")
        if self.unchanged:
            parts.append(f"{self.unchanged:,} of them with nothing changed")
        words = ", ".join(parts)
        if self.left_alone:
            words += f"; {self.left_alone} {'was' if self.left_alone == 1 else 'were'} done before and left alone"
        failed = sum(outcome.error is not None for outcome in self.problems)
        unjudged = len(self.problems) - failed
        if unjudged:
            words += f"; in {unjudged} something could not be judged"
        if self.spoiled:
            words += f"; {self.spoiled} of the kept verdicts were damaged and were reached anew"
        if failed:
            words += f"; {failed} could not be graded"
        return f"{words}."


def _count(number: int) -> str:
    return f"{number:,} hand-in{'' if number == 1 else 's'}"


def exercises_of(cells: Iterable[str]) -> tuple[str, ...]:
    """The exercises of grade cells, in the order of their numbers.

    >>> exercises_of(["5-10", "5-9"])
    ('5.9', '5.10')
    """
    in_order = sorted(cells, key=lambda name: [int(part) if part.isdigit() else 0 for part in re.split(r"(\d+)", name)])
    return tuple(name.replace("-", ".") for name in in_order)
