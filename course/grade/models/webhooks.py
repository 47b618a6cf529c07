"""A handler of webhooks under 500 shuffles: late, repeated and forged deliveries, a crash, and what state they leave."""

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
WORK_FIRST, ANSWER_FIRST, STORE_FIRST = (
    "Do the work, then answer 200",
    "Answer 202, then store it and work",
    "Store it, answer 202, then work from the store",
)

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
class Shuffle:
    """Deliveries in the order in which they arrive. The handler's program dies at the one at position ``crash``.

    It dies as soon as it has done the first thing with it, and is started again at once.
    """

    arriving: tuple[Event, ...]
    crash: int


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
def shuffles() -> tuple[Shuffle, ...]:
    """500 ways in which the events may arrive, always the same: each at least once, in any order, a forged one among
    them, and one crash at a delivery that is genuine.
    """
    return tuple(_shuffle(Dice("webhooks", number)) for number in range(SHUFFLES))


def state(rules: Rules, shuffle: Shuffle) -> tuple[str, int]:
    """The status and the refunded cents after these deliveries.

    A crash after the answer and before the event is stored loses it, for the sender has its answer. In every other
    order the event is kept, the sender gets no answer, and sends it again.
    """
    status, version, refunded, late = "unknown", 0, 0, 0
    known_names: set[str] = set()
    for event in _delivered(rules, shuffle):
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


def _delivered(rules: Rules, shuffle: Shuffle) -> tuple[Event, ...]:
    """The deliveries that the handler keeps: without the one that a crash loses, or with it sent again at the end."""
    lost = shuffle.arriving[shuffle.crash]
    if rules.answer == ANSWER_FIRST and _accepted(rules, lost):
        return shuffle.arriving[: shuffle.crash] + shuffle.arriving[shuffle.crash + 1 :]
    return (*shuffle.arriving, lost)


def _accepted(rules: Rules, event: Event) -> bool:
    return {TRUST: True, REWRITTEN: not (event.forged or event.spaced), RAW: not event.forged}[rules.verify]


@cache
def _try_all(rules: Rules) -> tuple[int, Shuffle | None]:
    """How many shuffles end right, and the shortest of those that do not."""
    wrong = [shuffle for shuffle in shuffles() if state(rules, shuffle) != RIGHT]
    return SHUFFLES - len(wrong), min(wrong, key=lambda shuffle: len(shuffle.arriving), default=None)


def _shuffle(dice: Dice) -> Shuffle:
    deliveries = [*HAPPENED, FORGED, *(dice.choice(HAPPENED) for _ in range(dice.between(1, 3)))]
    arriving = tuple(deliveries.pop(dice.below(len(deliveries))) for _ in range(len(deliveries)))
    return Shuffle(arriving, dice.choice([at for at, event in enumerate(arriving) if not event.forged]))


def _counterexample(rules: Rules, shuffle: Shuffle) -> str:
    """A shuffle that breaks the rules, and the state in which it leaves the payment."""
    status, refunded = state(rules, shuffle)
    order = " → ".join(_said(event, at == shuffle.crash, rules) for at, event in enumerate(shuffle.arriving))
    ends = f"the payment is “{status}” with €{refunded / 100:.0f} refunded"
    return f"This one breaks it: {order}. At the end {ends}; right is “{RIGHT[0]}” with €{RIGHT[1] / 100:.0f}"


def _said(event: Event, is_crash: bool, rules: Rules) -> str:
    """An event by its name and id, and what a crash makes of it.

    >>> _said(HAPPENED[5], True, Rules(RAW, BY_EVENT, NEWER, ANSWER_FIRST))
    'settled (e6), answered, crash, lost'
    """
    words = f"{'forged ' * event.forged}{event.name} ({event.id})"
    if not is_crash:
        return words
    is_lost = rules.answer == ANSWER_FIRST and _accepted(rules, event)
    return f"{words}, answered, crash, lost" if is_lost else f"{words}, crash before the answer, sent again at the end"
