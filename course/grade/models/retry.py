"""A client that starts 200 payments over an unreliable line, and what becomes of them under its retry rules."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from math import inf

from course.case.random import Dice
from course.grade.count import agree, quantity
from course.grade.models import Run

KEY, TRY, SEND, BACK = (
    "Make an idempotency key",
    "Each try starts here",
    "Send the payment",
    "If it failed: wait, next try",
)
TIMEOUT, LIMITED, DOWN, DECLINED = "No answer in time", "429 too many requests", "503 unavailable", "402 declined"
AT_ONCE, STEADY, DOUBLING = "Not at all", "One second each time", "1, 2, 4, 8 s, and at least Retry-After"
ONCE, LOOK_UP, NEVER = "After one more try", "After four more tries, then look the payment up", "Never, until it works"

CALLS, SILENT = 200, 12
LIMIT_SECONDS, OUTAGE_SECONDS = 5.0, 7.0
MANY = 100  # tries after which a client is assumed to go on for ever


@dataclass(frozen=True)
class Trouble:
    """What happens to one payment. ``silent`` holds the tries whose answer gets lost after the capture."""

    silent: frozenset[int] = frozenset()
    limited: float = 0.0
    down: float = 0.0
    declined: bool = False


@dataclass(frozen=True)
class Outcome:
    """How often a payment was captured, what the client believes of it, and how often it was sent."""

    captured: int
    taken_for: str
    sent: int


@dataclass(frozen=True)
class Totals:
    """The payments charged twice or more, those lost, declined ones sent again, and the most often one was sent."""

    double: int
    lost: int
    resent: int
    sent: int
    right: int


def calls(plan: dict) -> Run:
    """The share of the troubled payments that end right under a plan, minus the healthy ones that it breaks.

    A payment ends right when it is charged once and the client knows it, or is declined and the client knows that.
    """
    result = totals(tuple(plan["blocks"]), frozenset(plan["repeat"]), plan["wait"], plan["stop"])
    if result.sent >= MANY:
        return Run(0.0, (f"one payment is sent {MANY:,} times and there is no end: nothing tells the client to stop",))
    troubled = sum(trouble != Trouble() for trouble in troubles())
    value = max(0.0, (troubled - (CALLS - result.right)) / troubled)
    return Run(value, (), _explanation(plan, result))


def doubles() -> int:
    """How many payments are charged twice when each try has a new key."""
    return totals((TRY, KEY, SEND, BACK), frozenset({TIMEOUT, LIMITED, DOWN}), DOUBLING, LOOK_UP).double


def silent() -> int:
    """How many of the payments get no answer to their first try."""
    return sum(0 in trouble.silent for trouble in troubles())


@cache
def totals(blocks: tuple[str, ...], repeat: frozenset[str], wait: str, stop: str) -> Totals:
    """What becomes of all payments."""
    ends = [
        (count, trouble, _run(blocks, repeat, wait, stop, trouble)) for trouble, count in Counter(troubles()).items()
    ]
    double = sum(count for count, _, end in ends if end.captured > 1)
    right = sum(count for count, trouble, end in ends if _is_right(trouble, end))
    resent = sum(count for count, trouble, end in ends if trouble.declined and end.sent > 1)
    return Totals(double, CALLS - right - double - resent, resent, max(end.sent for *_, end in ends), right)


@cache
def troubles() -> tuple[Trouble, ...]:
    """What happens to each of the 200 payments, always the same: six in a hundred first tries get no answer."""
    dice, places = Dice("retry", "places"), list(range(CALLS))
    positions = [places.pop(dice.below(len(places))) for _ in range(SILENT + 11)]
    kinds = [
        *(Trouble(silent=frozenset({0})) for _ in range(SILENT - 2)),
        *(Trouble(silent=frozenset({0, 1})) for _ in range(2)),
        *(Trouble(limited=LIMIT_SECONDS) for _ in range(4)),
        *(Trouble(down=OUTAGE_SECONDS) for _ in range(3)),
        Trouble(down=inf),
        *(Trouble(declined=True) for _ in range(3)),
    ]
    trouble_at = dict(zip(positions, kinds, strict=True))
    return tuple(trouble_at.get(place, Trouble()) for place in range(CALLS))


def _run(blocks: tuple[str, ...], repeat: frozenset[str], wait: str, stop: str, trouble: Trouble) -> Outcome:
    """One payment through the blocks, step by step."""
    api, tries, place = _Api(trouble), 0, 0
    key, answer, gave_up = None, "", False
    while place < len(blocks):
        block, place = blocks[place], place + 1
        if block == KEY:
            key = tries + 1
        elif block == SEND:
            answer = api.pay(key)
        elif block == BACK and answer in repeat:
            if tries >= {ONCE: 1, LOOK_UP: 4, NEVER: MANY}[stop]:
                gave_up = True
                break
            api.clock += _pause(wait, tries, answer)
            tries, place = tries + 1, blocks.index(TRY)
    answer_meaning = {"201": "paid", DECLINED: "declined"}.get(answer)
    looked_up = "paid" if api.captured and gave_up and stop == LOOK_UP else "not paid"
    return Outcome(api.captured, answer_meaning or looked_up, api.sent)


class _Api:
    """The other side, for one payment: it captures once for each key."""

    def __init__(self, trouble: Trouble):
        self.clock, self.sent = 0.0, 0
        self._trouble, self._keys = trouble, set()

    @property
    def captured(self) -> int:
        return len(self._keys)

    def pay(self, key: int | None) -> str:
        self.sent += 1
        if key is None:
            return "400 no key"
        if self.clock < self._trouble.limited:
            return LIMITED
        if self.clock < self._trouble.down:
            return DOWN
        if self._trouble.declined:
            return DECLINED
        self._keys.add(key)
        return TIMEOUT if self.sent - 1 in self._trouble.silent else "201"


def _pause(wait: str, tries: int, answer: str) -> float:
    if wait == DOUBLING:
        return max(2.0**tries, LIMIT_SECONDS if answer == LIMITED else 0.0)
    return 1.0 if wait == STEADY else 0.0


def _is_right(trouble: Trouble, end: Outcome) -> bool:
    if trouble.declined:
        return end == Outcome(0, "declined", 1)
    if trouble.down == inf:
        return end.taken_for == "not paid"
    return end.captured == 1 and end.taken_for == "paid"


def _explanation(plan: dict, result: Totals) -> str:
    """The counts, and the first cause of them."""
    counts = f"of {CALLS} payments {result.double} {agree(result.double)} charged twice and {result.lost} {agree(result.lost)} lost"
    counts += f", {quantity(result.resent, 'declined one')} {agree(result.resent)} sent again" if result.resent else ""
    cause = _cause(plan, result)
    return f"{counts}. {cause}" if cause else counts


def _cause(plan: dict, result: Totals) -> str:
    """Why a plan fails, as far as one sentence can say it; what breaks most comes first."""
    if result.right == CALLS:
        return ""
    blocks, repeat = plan["blocks"], plan["repeat"]
    key, start, send, back = (blocks.index(block) for block in (KEY, TRY, SEND, BACK))
    if key > send:
        return "The key is made after the payment is sent, so the first try goes out without one and is refused"
    if back < send or start > send or TIMEOUT not in repeat:
        return "A payment without an answer is not sent again: the money moved and your client does not know it"
    if key > start:
        return "Each try makes a new key, so the API takes the second try for a second payment"
    if DECLINED in repeat:
        return "402 is an answer, not a failure: the bank said no, and asking again will not change it"
    if LIMITED not in repeat or DOWN not in repeat:
        return "429 and 503 say “not now”. Nothing was captured, and a later try would have worked"
    return "The tries come too early or too seldom: the 429 asks for 5 seconds, an outage lasts 7"
