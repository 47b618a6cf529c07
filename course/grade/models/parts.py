"""What has to be done before what: twelve parts of a slice, what each needs, and the chain that decides how long all takes.

The longest chain is the critical path (Kelley and Walker, Proceedings of the Eastern Joint Computer Conference, 1959,
pages 160–173). A part begins as soon as everything that it needs is done.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Needs = Mapping[str, Sequence[str]]
"""By the id of each part the ids of those that must be done first."""


@dataclass(frozen=True)
class Part:
    """A part of the work: who does it, how many working days it takes, what it needs, and how its owner says so."""

    id: str
    title: str
    owner: str
    days: int
    needs: tuple[str, ...]
    note: str


SLICE = (
    Part(
        "P1", "Contract that fits on a phone", "Grace", 4, (),
        "Four days at my desk, with the law beside me. I wait for nobody.",
    ),
    Part(
        "P2", "Rule: whose signature counts", "Lin", 3, (),
        "I can decide that alone. On the other hand, nobody can check a signer by a rule that I have not written.",
    ),
    Part(
        "P3", "Agreement with the bank", "Marta", 10, (),
        "For transfers that arrive at once. Two law firms, ten days, and it moves the month. It can begin today.",
    ),
    Part(
        "P4", "Check of who signs", "Bode", 5, ("P2",),
        "Lin's rule, in code. No rule, no code.",
    ),
    Part(
        "P5", "Screen to sign on", "Mobile", 6, ("P1", "P4"),
        "We set Grace's text, and the screen calls the check of who signs. Half a text or half a check is half a screen.",
    ),
    Part(
        "P6", "Store for signed contracts", "Lend", 3, (),
        "The format of what the screen sends has been fixed since January. So we build it whenever you like.",
    ),
    Part(
        "P7", "Instant payout", "Tomasz", 6, ("P3",),
        "The bank opens its test system once the ink on the agreement is dry. Not before. I asked.",
    ),
    Part(
        "P8", "Payout in the ledger", "Core", 2, ("P7",),
        "We post what the instant payout reports. Without its report there is nothing to post.",
    ),
    Part(
        "P9", "Stop for suspicious payouts", "Risk", 4, ("P4", "P7"),
        "It sits between the check of who signs and the instant payout, and it is tried on both.",
    ),
    Part(
        "P10", "Hours from yes to money", "Noor", 2, ("P5", "P7"),
        "I count from what the screen and the payout record. Have both been built, or do I count nothing?",
    ),
    Part(
        "P11", "Answers for support", "Sam", 1, ("P5",),
        "Show me the screen and I write it. A day. The rest can change, callers ask about the screen.",
    ),
    Part(
        "P12", "Trial with a few customers", "you", 1, ("P6", "P8", "P9", "P10", "P11"),
        "It begins when a contract is kept, a payout is booked and can be stopped, Noor counts, and Sam can answer.",
    ),
)  # fmt: skip

SMALL = (
    Part("W1", "Words of the message", "Sam", 1, (), "I write them today."),
    Part("W2", "Which payments are pending", "Noor", 3, (), "I read it from the data. Who else would I need?"),
    Part("W3", "The message in the app", "Mobile", 4, ("W1", "W2"), "We show Sam's words for Noor's payments."),
    Part("W4", "Count of calls before and after", "Noor", 2, ("W2",), "I compare the callers on my list. So the list comes first."),
    Part("W5", "Half of the customers see it", "you", 1, ("W3", "W4"), "It begins when it is built and can be counted."),
)  # fmt: skip

SETS = {"slice": SLICE, "small": SMALL}


def edges(parts: str) -> list[list[str]]:
    """What each part needs, as pairs [part, what it needs], in the order of the parts."""
    return [[part.id, needed] for part in SETS[parts] for needed in part.needs]


def length(graph: Needs, parts: str, instead: dict[str, int] | None = None, of: Sequence[str] = ()) -> int:
    """How many days the longest chain takes, or that which ends in one of the parts ``of``.

    ``instead`` gives other days for some parts. Raises ValueError for a circle.

    >>> length({"W3": ["W1", "W2"], "W4": ["W2"], "W5": ["W3", "W4"]}, "small")
    8
    """
    ends = finished(graph, days_of(parts) | (instead or {}))
    return max(end for id, end in ends.items() if not of or id in of)


def gain(graph: Needs, parts: str, instead: dict[str, int]) -> int:
    """How many days earlier all is done if some parts take other days. Raises ValueError for a circle."""
    return length(graph, parts) - length(graph, parts, instead)


def critical(graph: Needs, parts: str) -> list[str]:
    """The parts that cannot be a day late without moving the end, in the order of the parts. Raises ValueError for a circle."""
    days = days_of(parts)
    return on_longest(graph, days)


def days_of(parts: str) -> dict[str, int]:
    """The days of each part, by its id."""
    return {part.id: part.days for part in SETS[parts]}


def finished(needs: Needs, days: Mapping[str, int]) -> dict[str, int]:
    """The day on whose evening each part is done, at the earliest. Raises ValueError for a circle."""
    ends: dict[str, int] = {}
    for id in ordered(needs, days):
        ends[id] = days[id] + max((ends[needed] for needed in needs.get(id, ())), default=0)
    return ends


def on_longest(needs: Needs, days: Mapping[str, int]) -> list[str]:
    """The parts without slack. Raises ValueError for a circle."""
    ends = finished(needs, days)
    last = max(ends.values())
    latest: dict[str, int] = {}
    for id in reversed(ordered(needs, days)):
        followers = [other for other in days if id in needs.get(other, ())]
        latest[id] = min((latest[other] - days[other] for other in followers), default=last)
    return [id for id in days if latest[id] == ends[id]]


def ordered(needs: Needs, ids: Iterable[str]) -> list[str]:
    """The parts in an order in which each comes after what it needs. Raises ValueError for a circle, which it names."""
    left, order = list(ids), []
    while left:
        free = [id for id in left if not any(needed in left for needed in needs.get(id, ()))]
        if not free:
            raise ValueError(" → ".join(circle(needs, left)))
        order += free
        left = [id for id in left if id not in free]
    return order


def circle(needs: Needs, ids: Sequence[str]) -> list[str]:
    """A circle among parts each of which needs another of them: it begins and ends with the same part."""
    way = [ids[0]]
    while way[-1] not in way[:-1]:
        way.append(next(needed for needed in needs[way[-1]] if needed in ids))
    return way[way.index(way[-1]) :]


def reachable(needs: Needs, ids: Iterable[str]) -> set[tuple[str, str]]:
    """All pairs (part, what must be done before it), directly or through others."""
    before: dict[str, set[str]] = {}
    for id in ordered(needs, ids):
        before[id] = {each for needed in needs.get(id, ()) for each in (needed, *before[needed])}
    return {(id, each) for id, others in before.items() for each in others}
