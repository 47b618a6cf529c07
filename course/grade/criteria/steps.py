"""The steps that acceptance criteria can use: what each one does to a service, or expects of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import get_close_matches

from course.grade.criteria.service import REPLIES, STATES, PayService

KINDS = CONTEXT, ACTION, OUTCOME = "Context", "Action", "Outcome"
MOST_REPEATS = 20
AMOUNT = r"(?P<sign>[-−]?)\s*(?:€\s*)?(?P<amount>-?\d[\d,]{0,14}(?:\.\d{1,2})?)(?:\s*(?:€|EUR|euro))?"
KEY = r"[\"“”'‘’](?P<key>[^\"“”'‘’]{1,40})[\"“”'‘’]"
COUNT = r"(?:exactly |only )?(?P<count>once|twice|never|one time|\d{1,3} times?)"
COUNTS = {"never": 0, "once": 1, "one time": 1, "twice": 2}
CENTS_BEHIND_COMMA = re.compile(r",(?=\d{2}$)")


def _frequency_pattern(party: str, deed: str) -> str:
    """The pattern of how often something happens to somebody: charged once, never charged, not charged."""
    return rf"the {party} (?:is|was) (?:{deed} {COUNT}|(?:not|never) {deed})"


@dataclass
class World:
    """A service under test, and its last reply."""

    service: PayService
    reply: str = ""


@dataclass(frozen=True)
class Step:
    """A step: its kind, an example to insert, its pattern, and what it does.

    ``act`` gets the world and the parts of the match. It returns what was seen if that is not what the step
    expects, else an empty text.
    """

    kind: str
    example: str
    pattern: re.Pattern[str] = field(repr=False)
    act: Callable[[World, dict[str, str]], str] = field(repr=False)


def cents(amount: str) -> int:
    """An amount in euro as whole cents.

    >>> cents("1,038.5"), cents("0"), cents("38,00"), cents("1,038")
    (103850, 0, 3800, 103800)
    """
    whole, _, fraction = CENTS_BEHIND_COMMA.sub(".", amount).replace(",", "").partition(".")
    sign = -1 if whole.startswith("-") else 1
    return sign * (abs(int(whole)) * 100 + int(fraction.ljust(2, "0") or 0))


def euro(value: int) -> str:
    """
    >>> euro(3800)
    '€38.00'
    """
    return f"{'−' * (value < 0)}€{abs(value) / 100:,.2f}"


def _cents(parts: dict[str, str]) -> int:
    if not parts["amount"]:
        return 0
    return cents(parts["amount"]) * (-1 if parts["sign"] else 1)


def count_of(text: str) -> int:
    return int(text.split()[0]) if text[:1].isdigit() else COUNTS.get(text, 0)


def _times(count: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(count, f"{count} times")


def _acquirer(world: World, parts: dict[str, str]) -> str:
    world.service.acquirer = parts["state"]
    return ""


def _charge(world: World, parts: dict[str, str]) -> str:
    for _ in range(min(count_of(parts["count"]) if parts.get("count") else 1, MOST_REPEATS)):
        world.reply = world.service.charge(_cents(parts), parts["key"])
    return ""


def _paid(world: World, parts: dict[str, str]) -> str:
    total = sum(world.service.charges)
    return "" if total == _cents(parts) else f"the customer has paid {euro(total)}"


def _charged(world: World, parts: dict[str, str]) -> str:
    count = len(world.service.charges)
    return "" if count == count_of(parts["count"]) else f"the customer is charged {_times(count)}"


def _answer(world: World, parts: dict[str, str]) -> str:
    return "" if world.reply == parts["reply"] else f"the answer is “{world.reply or 'none'}”"


def _notified(world: World, parts: dict[str, str]) -> str:
    count = world.service.notifications
    return "" if count == count_of(parts["count"]) else f"the merchant is notified {_times(count)}"


def _step(kind: str, example: str, pattern: str, act: Callable[[World, dict[str, str]], str]) -> Step:
    return Step(kind, example, re.compile(pattern, re.IGNORECASE), act)


STEPS = (
    _step(CONTEXT, "the acquirer answers", rf"the acquirer (?P<state>{'|'.join(STATES)})", _acquirer),
    _step(CONTEXT, "the acquirer is down", rf"the acquirer (?P<state>{STATES[1]})", _acquirer),
    _step(CONTEXT, "the acquirer captures the money but does not answer in time",
          rf"the acquirer (?P<state>{STATES[2]})", _acquirer),
    _step(CONTEXT, 'the merchant has charged €38.00 with key "A1"',
          rf"the merchant has charged {AMOUNT} with (?:the )?key {KEY}", _charge),
    _step(ACTION, 'the merchant charges €38.00 with key "A1"',
          rf"the merchant charges {AMOUNT} with (?:the )?key {KEY}(?: {COUNT})?", _charge),
    _step(OUTCOME, "the customer has paid €38.00", rf"the customer has paid (?:nothing|{AMOUNT}(?: in total)?)", _paid),
    _step(OUTCOME, "the customer is charged once", _frequency_pattern("customer", "charged"), _charged),
    _step(OUTCOME, 'the answer is "captured"',
          rf"the answer is [\"“”'‘’]?(?P<reply>{'|'.join(REPLIES)})[\"“”'‘’]?", _answer),
    _step(OUTCOME, "the merchant is notified once", _frequency_pattern("merchant", "notified"), _notified),
)  # fmt: skip


def find_step(text: str) -> tuple[Step, dict[str, str]] | None:
    """The step that a line means, with its parts; None for a line that matches no step."""
    for step in STEPS:
        if match := step.pattern.fullmatch(" ".join(text.split()).rstrip(".")):
            return step, {name: part or "" for name, part in match.groupdict().items()} | _lower(match)
    return None


def _lower(match: re.Match[str]) -> dict[str, str]:
    """Words from a closed list, as the list writes them."""
    return {name: match[name].lower() for name in ("state", "reply", "count") if match.groupdict().get(name)}


def nearest_step(text: str, kind: str = "") -> Step:
    """The known step that a line resembles most, of the same kind if that is known."""
    examples = {step.example: step for step in STEPS if kind not in KINDS or step.kind == kind}
    return examples[get_close_matches(" ".join(text.split())[:200], examples, n=1, cutoff=0.0)[0]]
