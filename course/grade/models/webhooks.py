"""A handler of webhooks under 500 shuffles: late, repeated and forged deliveries, and what state they leave."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from course.case.random import Dice
from course.grade.models import Run

TRUST, REWRITTEN, RAW = (
    "Trust the address, it is secret",
    "Signature over the parsed and rewritten JSON",
    "Signature over the raw body",
)
ALL, BY_KIND, BY_EVENT = "Take every delivery", "Skip a kind of event seen before", "Skip an event id seen before"
ARRIVAL, NEWER = "In the order of arrival", "Only if its version is newer"
WORK_FIRST, QUEUE_FIRST = "Do the work, then answer 200", "Answer 202 at once, work from a queue"

SHUFFLES = 500
MOST_LATE = 3  # late answers after which the sender switches the address off


@dataclass(frozen=True)
class Event:
    """Something that happened to the payment: a new ``status`` with its ``version``, or a ``refund`` in cents.

    ``spaced`` events contain spaces that a program would not write; ``slow`` ones need long work.
    """

    id: str
    name: str
    version: int = 0
    refund: int = 0
    forged: bool = False
    spaced: bool = False
    slow: bool = False


HAPPENED = (
    Event("e1", "created", 1, slow=True),
    Event("e2", "authorised", 2, spaced=True),
    Event("e3", "captured", 3, slow=True),
    Event("e4", "refund €10", refund=1_000, slow=True),
    Event("e5", "refund €10", refund=1_000, spaced=True),
    Event("e6", "settled", 4, slow=True),
)
FORGED = Event("e9", "cancelled", 9, forged=True)
RIGHT = ("settled", 2_000)


@dataclass(frozen=True)
class Rules:
    """The four rules of a handler."""

    verify: str
    repeated: str
    order: str
    answer: str


def handler(plan: dict) -> Run:
    """The share of 500 shuffles after which the payment is settled with both refunds; the others are lost money."""
    rules = Rules(plan["verify"], plan["repeated"], plan["order"], plan["answer"])
    right, failing = _try_all(rules)
    if failing is None:
        return Run(1.0, (), f"all {SHUFFLES} shuffles end right")
    return Run(right / SHUFFLES, (), f"{right} of {SHUFFLES} shuffles end right. {_counterexample(rules, failing)}")


@cache
def shuffles() -> tuple[tuple[Event, ...], ...]:
    """500 ways in which the events may arrive, always the same: each at least once, in any order, a forged one among
    them.
    """
    return tuple(_shuffle(Dice("webhooks", number)) for number in range(SHUFFLES))


def state(rules: Rules, arriving: tuple[Event, ...]) -> tuple[str, int]:
    """The status and the refunded cents after these deliveries."""
    status, version, refunded, late = "unknown", 0, 0, 0
    known_names: set[str] = set()
    for event in arriving:
        if rules.answer == WORK_FIRST and late >= MOST_LATE:
            break
        if not _accepted(rules, event):
            continue
        name = {ALL: None, BY_EVENT: event.id, BY_KIND: event.name}[rules.repeated]
        if name in known_names:
            continue
        if name:
            known_names.add(name)
        late += event.slow
        refunded += event.refund
        if event.version and (rules.order == ARRIVAL or event.version > version):
            status, version = event.name, event.version
    return status, refunded


def _accepted(rules: Rules, event: Event) -> bool:
    return {TRUST: True, REWRITTEN: not (event.forged or event.spaced), RAW: not event.forged}[rules.verify]


@cache
def _try_all(rules: Rules) -> tuple[int, tuple[Event, ...] | None]:
    """How many shuffles end right, and the shortest of those that do not."""
    wrong = [arriving for arriving in shuffles() if state(rules, arriving) != RIGHT]
    return SHUFFLES - len(wrong), min(wrong, key=len, default=None)


def _shuffle(dice: Dice) -> tuple[Event, ...]:
    deliveries = [*HAPPENED, FORGED, *(dice.choice(HAPPENED) for _ in range(dice.between(1, 3)))]
    return tuple(deliveries.pop(dice.below(len(deliveries))) for _ in range(len(deliveries)))


def _counterexample(rules: Rules, arriving: tuple[Event, ...]) -> str:
    """A shuffle that breaks the rules, and the state in which it leaves the payment."""
    status, refunded = state(rules, arriving)
    order = " → ".join(f"{'forged ' * event.forged}{event.name} ({event.id})" for event in arriving)
    ends = f"the payment is “{status}” with €{refunded / 100:.0f} refunded"
    return f"This one breaks it: {order}. At the end {ends}; right is “{RIGHT[0]}” with €{RIGHT[1] / 100:.0f}"
