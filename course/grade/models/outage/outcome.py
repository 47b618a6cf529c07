"""What comes of a run: a trace of what boxes do and write down and of what the person sees, and what the sketch made of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from course.grade.models.outage.failures import Failure

SENDS, DOES, WRITES, RECEIPT, RESULT, TOLD_NO = "sends", "does", "writes", "receipt", "result", "told no"
Work = (
    tuple  # a piece of work: the row that asked for it, the work that this row was part of, and a number without a key
)


@dataclass(frozen=True)
class Event:
    """One thing that happened in a run: a row is sent, is acted on or is written down, or the person sees something."""

    what: str
    row: int
    at: float
    work: Work = ()


@dataclass(frozen=True)
class Done:
    """An act that a box did: when, for which piece of work, and whether it counts or came too early."""

    at: float
    work: Work
    counts: bool


@dataclass
class Outcome:
    """What came of a run: its trace, the pieces of work that each box did of each act, and how the sketch reacted.

    ``too_early`` are rows that ask for something before what it needs, which then does not count as done. ``blocked`` is
    the row whose message holds up others, ``stuck`` one that waits for ever, ``given_up`` one whose silence is taken for a no.
    """

    failure: Failure
    has_struck: bool = False
    trace: list[Event] = field(default_factory=list)
    works: dict[tuple[str, str], list[Done]] = field(default_factory=lambda: defaultdict(list))
    too_early: list[int] = field(default_factory=list)
    aside: set[int] = field(default_factory=set)
    blocked: int = -1
    stuck: int = -1
    given_up: int = -1
    reactions: list[str] = field(default_factory=list)

    def done(self, act: str, box: str) -> list[float]:
        """When an act was done at a box and counts."""
        return [done.at for done in self.works.get((act, box), []) if done.counts]

    def acted(self, act: str) -> bool:
        """Whether an act was done anywhere and counts."""
        return any(done.counts for (name, _), works in self.works.items() if name == act for done in works)

    def seen(self, *whats: str) -> list[float]:
        """When the person saw this in the app."""
        return [event.at for event in self.trace if event.what in whats]
