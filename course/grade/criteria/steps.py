"""The steps that acceptance criteria can use: what each one does to a service, or expects of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from course.grade.criteria.service import CAPTURED, MERCHANT, OTHER, PENDING, REPLIES, STATES, STATUSES, PayService

KINDS = CONTEXT, ACTION, OUTCOME = "Context", "Action", "Outcome"
MOST_REPEATS = 20
AMOUNT = r"(?P<sign>[-−]?)\s*(?:(?:€|EUR|euros?)\s*)?(?P<amount>-?\d(?:[\d.]{0,14},\d{2}(?!\d)|[\d,]{0,14}(?:\.\d{1,2})?))(?:\s*(?:€|EUR|euros?))?"
KEY = r"[\"“”'‘’](?P<key>[^\"“”'‘’]{1,40})[\"“”'‘’]"
COUNT = r"(?:exactly |only )?(?P<count>once|twice|never|one time|two times|\d{1,3} times?)"
ANOTHER = r"(?:another|a second|a different|the other|the second) merchant"
TOGETHER = r"(?:at the same (?:moment|time)|at once|together|simultaneously|in parallel)"
MINUTES = {"second": 1 / 60, "minute": 1, "hour": 60, "day": 24 * 60}
COUNTS = {"never": 0, "once": 1, "one time": 1, "twice": 2, "two times": 2}
CENTS_BEHIND_COMMA = re.compile(r",(?=\d{2}$)")


def _frequency_pattern(party: str, deed: str) -> str:
    """The pattern of how often something happens to somebody: charged once, never charged, not charged."""
    return rf"the {party} (?:is|was) (?:{deed} {COUNT}|(?:not|never) {deed})"


class MissingPart(Exception):
    """A step leaves out what no step before has said: the name of that part, and what to write."""

    def __init__(self, part: str, look: str):
        super().__init__(part)
        self.look = look


@dataclass
class World:
    """A service under test, its replies so far, and the amount in cents, the key and the merchant of the last charge.

    The amount is None until a step says one; ``waited`` says whether time has passed.
    """

    service: PayService
    replies: list[str] = field(default_factory=list)
    last: tuple[int | None, str, str] = (None, "", MERCHANT)
    waited: bool = False

    @property
    def reply(self) -> str:
        return self.replies[-1] if self.replies else ""


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

    >>> cents("1,038.5"), cents("0"), cents("38,00"), cents("1,038"), cents("1.038,50")
    (103850, 0, 3800, 103800, 103850)
    """
    if CENTS_BEHIND_COMMA.search(amount):
        amount = CENTS_BEHIND_COMMA.sub("/", amount).replace(".", "").replace("/", ".")
    whole, _, fraction = amount.replace(",", "").partition(".")
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


def _how_often(count: int, deed: str) -> str:
    """
    >>> _how_often(0, "charged"), _how_often(2, "charged"), _how_often(3, "notified")
    ('not charged', 'charged twice', 'notified 3 times')
    """
    return {0: f"not {deed}", 1: f"{deed} once", 2: f"{deed} twice"}.get(count, f"{deed} {count} times")


def _acquirer(world: World, parts: dict[str, str]) -> str:
    world.service.acquirer = parts["state"]
    return ""


def _request(world: World, parts: dict[str, str], merchant: str) -> tuple[int, str, str]:
    """The amount, key and merchant of a request; what it leaves out is as in the last one. Raises MissingPart."""
    amount = _cents(parts) if parts.get("amount") else world.last[0]
    if amount is None:
        raise MissingPart(
            "amount", 'Write it, as in “two requests of €38.00 with the key "A1" arrive at the same moment”.'
        )
    world.last = amount, parts.get("key") or world.last[1], merchant
    return world.last


def _times_asked(parts: dict[str, str], otherwise: int) -> int:
    return min(count_of(parts["count"]) if parts.get("count") else otherwise, MOST_REPEATS)


def _charge(world: World, parts: dict[str, str], merchant: str = MERCHANT) -> str:
    request = _request(world, parts, merchant)
    world.replies += [world.service.charge(*request) for _ in range(_times_asked(parts, 1))]
    return ""


def _charge_other(world: World, parts: dict[str, str]) -> str:
    return _charge(world, parts, OTHER)


def _charge_together(world: World, parts: dict[str, str]) -> str:
    amount, key, merchant = _request(world, parts, MERCHANT)
    world.replies += world.service.charge_together(amount, key, _times_asked(parts, 2), merchant)
    return ""


def _wait(world: World, parts: dict[str, str]) -> str:
    number = int(parts["number"]) if parts["number"].isdigit() else 1
    world.service.wait(int(number * MINUTES[parts["unit"].lower()]))
    world.waited = True
    return ""


def _customer(merchant: str) -> str:
    return "the customer" if merchant == MERCHANT else "the other merchant's customer"


def _paid(world: World, parts: dict[str, str], merchant: str = "") -> str:
    """Of the customer of a merchant, else of the last merchant that charged."""
    whose = merchant or world.last[2]
    total = sum(cents for charged, cents in world.service.charges if charged == whose)
    return "" if total == _cents(parts) else f"{_customer(whose)} has paid {euro(total)}"


def _paid_other(world: World, parts: dict[str, str]) -> str:
    return _paid(world, parts, OTHER)


def _charged(world: World, parts: dict[str, str], merchant: str = "") -> str:
    whose = merchant or world.last[2]
    count = sum(charged == whose for charged, _ in world.service.charges)
    return "" if count == count_of(parts["count"]) else f"{_customer(whose)} is {_how_often(count, 'charged')}"


def _charged_other(world: World, parts: dict[str, str]) -> str:
    return _charged(world, parts, OTHER)


def _answer(world: World, parts: dict[str, str]) -> str:
    return "" if world.reply == parts["reply"] else f"the answer is “{world.reply or 'none'}”"


def _both_answers(world: World, parts: dict[str, str]) -> str:
    replies = world.replies[-2:]
    return "" if replies == [parts["reply"]] * 2 else f"the answers are “{'” and “'.join(replies) or 'none'}”"


def _same_answers(world: World, parts: dict[str, str]) -> str:
    replies = world.replies[-2:]
    return (
        "" if len(replies) == 2 and len(set(replies)) == 1 else f"the answers are “{'” and “'.join(replies) or 'none'}”"
    )


def _notified(world: World, parts: dict[str, str], merchant: str = MERCHANT) -> str:
    count = world.service.notifications.count(merchant)
    return "" if count == count_of(parts["count"]) else f"{merchant} is {_how_often(count, 'notified')}"


def _notified_other(world: World, parts: dict[str, str]) -> str:
    return _notified(world, parts, OTHER)


def _payment(world: World, parts: dict[str, str]) -> str:
    status = world.service.status(*world.last[1:])
    return "" if status == parts["status"] else f"the payment is “{status or 'none'}”"


def _step(kind: str, example: str, pattern: str, act: Callable[[World, dict[str, str]], str]) -> Step:
    return Step(kind, example, re.compile(pattern, re.IGNORECASE), act)


STEPS = (
    _step(CONTEXT, "the acquirer answers", rf"the acquirer (?P<state>{'|'.join(STATES)})", _acquirer),
    _step(CONTEXT, "the acquirer is down", rf"the acquirer (?P<state>{STATES[1]})", _acquirer),
    _step(CONTEXT, "the acquirer captures the money but does not answer in time",
          rf"the acquirer (?P<state>{STATES[2]})", _acquirer),
    _step(CONTEXT, 'the merchant has charged €38.00 with key "A1"',
          rf"the merchant has charged {AMOUNT} with (?:the )?key {KEY}", _charge),
    _step(CONTEXT, 'another merchant has charged €38.00 with key "A1"',
          rf"{ANOTHER} has charged {AMOUNT} with (?:the )?(?:same )?key {KEY}", _charge_other),
    _step(ACTION, 'the merchant charges €38.00 with key "A1"',
          rf"the merchant charges {AMOUNT} with (?:the )?key {KEY}(?: {COUNT})?", _charge),
    _step(ACTION, 'another merchant charges €38.00 with key "A1"',
          rf"{ANOTHER} charges {AMOUNT} with (?:the )?(?:same )?key {KEY}(?: {COUNT})?", _charge_other),
    _step(ACTION, 'the merchant charges €38.00 with key "A1" twice at the same moment',
          rf"the merchant charges {AMOUNT} with (?:the )?(?:same )?key {KEY} {COUNT} {TOGETHER}", _charge_together),
    _step(ACTION, "10 minutes pass",
          r"(?P<number>\d{1,4}|an?|one) (?P<unit>second|minute|hour|day)s? (?:pass(?:es)?|ha(?:ve|s) passed|go(?:es)? by|later)(?: without (?:an|any) (?:answer|reply).{0,30})?", _wait),
    _step(OUTCOME, "the customer has paid €38.00", rf"the customer has paid (?:nothing|{AMOUNT}(?: in total)?)", _paid),
    _step(OUTCOME, "the customer is charged once", _frequency_pattern("customer", "charged"), _charged),
    _step(OUTCOME, 'the answer is "captured"',
          rf"the answer is [\"“”'‘’]?(?P<reply>{'|'.join(REPLIES)})[\"“”'‘’]?", _answer),
    _step(OUTCOME, "the merchant is notified once", _frequency_pattern("merchant", "notified"), _notified),
    _step(OUTCOME, "the other merchant is notified once", _frequency_pattern("other merchant", "notified"), _notified_other),
    _step(OUTCOME, "the other merchant's customer has paid €38.00",
          rf"the other merchant['’]s customer has paid (?:nothing|{AMOUNT}(?: in total)?)", _paid_other),
    _step(OUTCOME, 'the payment is "captured"',
          rf"(?:the )?(?:payment(?: status)?|status) (?:is|stays|remains|becomes) (?:still )?[\"“”'‘’]?(?P<status>{'|'.join(STATUSES)})[\"“”'‘’]?", _payment),
)  # fmt: skip


_SILENT, _DOWN, _ANSWERS = STATES[2], STATES[1], STATES[0]
_SAME = r"(?:again )?with (?:(?:the |one )?key " + KEY + r"|(?:the same|one|this|that) key)(?: again)?"
_STATUS = rf"[\"“”'‘’]?(?P<status>{'|'.join(STATUSES)})[\"“”'‘’]?"
_REPLY = rf"[\"“”'‘’]?(?P<reply>{'|'.join(REPLIES)})[\"“”'‘’]?"


def _state(name: str) -> Callable[[World, dict[str, str]], str]:
    return lambda world, parts: _acquirer(world, {"state": name})


def _exactly(observe: Callable[[World, dict[str, str]], str], count: str) -> Callable[[World, dict[str, str]], str]:
    return lambda world, parts: observe(world, {"count": count})


def _first_answer(world: World, parts: dict[str, str]) -> str:
    if world.reply and world.reply == world.replies[0]:
        return ""
    return f"the answer is “{world.reply or 'none'}”, and the first one was “{(world.replies or ['none'])[0]}”"


def _nobody_again(world: World, parts: dict[str, str]) -> str:
    return _charged(world, {"count": "once"}) or _notified(world, {"count": "once"}, world.last[2])


LOOKED_UP = {"number": "5", "unit": "minute"}
DIFFERENCE = 1200  # cents by which “another amount” differs where no figure is said


def _look_up(world: World, parts: dict[str, str]) -> str:
    return _wait(world, parts if parts.get("number") else LOOKED_UP)


def _another_amount(world: World, parts: dict[str, str]) -> str:
    amount, key, merchant = _request(world, {**parts, "amount": ""}, MERCHANT)
    world.last = (_cents(parts) if parts.get("amount") else amount + DIFFERENCE), key, merchant
    world.replies.append(world.service.charge(*world.last))
    return ""


def _zero(world: World, parts: dict[str, str]) -> str:
    return _charge(world, {**parts, "amount": "0", "sign": ""})


def _paid_as_asked(world: World, parts: dict[str, str]) -> str:
    """That the customer has paid what the last request asked for."""
    return _paid(world, {"amount": f"{(world.last[0] or 0) / 100:.2f}", "sign": ""})


def _notified_for_each(world: World, parts: dict[str, str]) -> str:
    """That the merchant has one notification for each payment that the service holds as captured."""
    captured = sum(
        owner[0] == MERCHANT and payment.status == CAPTURED for owner, payment in world.service.payments.items()
    )
    return _notified(world, {"count": f"{captured} times"})


def _what_it_is(world: World, parts: dict[str, str]) -> str:
    """What “it is …” says: of the payment once time has passed, or of a status that is no answer; else of the answer."""
    if world.waited or parts["status"] not in REPLIES:
        return _payment(world, parts)
    return _answer(world, {"reply": parts["status"]})


def _nobody_charged(world: World, parts: dict[str, str]) -> str:
    return _charged(world, {"count": "never"}, MERCHANT) or _charged(world, {"count": "never"}, OTHER)


def _nobody_notified(world: World, parts: dict[str, str]) -> str:
    return _notified(world, {"count": "never"}) or _notified(world, {"count": "never"}, OTHER)


# The words in which the task and the lesson say the same; they are understood, and not offered.
PHRASES = (
    _step(CONTEXT, "the acquirer stays silent",
          r"the acquirer (?:(?:takes|captures|has taken|has captured) the money (?:and|but) )?(?:stays|remains|is) silent(?: .{0,20})?", _state(_SILENT)),
    _step(CONTEXT, "the acquirer does not answer",
          r"the acquirer (?:(?:takes|captures|has taken|has captured) the money (?:and|but) )?(?:does not|doesn['’]t|never) (?:answer|reply|respond)s?(?: .{0,20})?", _state(_SILENT)),
    _step(CONTEXT, "the acquirer cannot be reached",
          r"the acquirer (?:is (?:unavailable|not available|unreachable|not reachable|offline)|can(?:not|['’]t) be reached)|no acquirer (?:is available|can be reached)",
          _state(_DOWN)),
    _step(CONTEXT, "the acquirer works",
          r"(?:as soon as |once )?the acquirer (?:works|is up|is available|is fine|is working|is reachable|replies|responds|answers)(?: again| (?:late|later|after all|now))?|the acquirer (?:comes back|is back)", _state(_ANSWERS)),
    _step(CONTEXT, "the merchant has charged a payment",
          rf"the merchant has (?:sent|made) (?:a|the) (?:charge|request|payment)(?: of| for|:)? {AMOUNT} with (?:the )?key {KEY}", _charge),
    _step(ACTION, "the merchant charges again", rf"the merchant (?:charges|sends|repeats|requests) {AMOUNT} {_SAME}(?: {COUNT})?", _charge),
    _step(ACTION, "the merchant sends a request",
          rf"the merchant (?:sends|makes|repeats|retries) (?:a|the|this|another) (?:same )?(?:charge|request|payment)(?: again)?(?: (?:of|for|over) {AMOUNT})?"
          rf"(?: {_SAME})?(?: {COUNT})?", _charge),
    _step(ACTION, "two requests arrive at the same moment",
          rf"(?:two|both) (?:identical |equal )?(?:charges|requests|payments)(?: (?:of|for|over) {AMOUNT})? {_SAME} (?:arrive|come|are sent|reach the service|reach Pay) {TOGETHER}", _charge_together),
    _step(ACTION, "the merchant sends two requests at the same moment",
          rf"the merchant (?:sends|makes) two (?:identical |equal )?(?:charges|requests|payments)(?: (?:of|for|over) {AMOUNT})? {_SAME} {TOGETHER}", _charge_together),
    _step(ACTION, "the merchant charges again at the same moment",
          rf"the merchant (?:charges|sends) {AMOUNT} {_SAME} {COUNT} {TOGETHER}", _charge_together),
    _step(ACTION, "the merchant sends the same request twice at the same moment",
          rf"the merchant (?:sends|repeats|makes) (?:a|the) (?:same )?(?:charge|request|payment) {COUNT} {TOGETHER}", _charge_together),
    _step(ACTION, "the merchant charges twice with one key at the same moment",
          rf"the merchant (?:charges|sends) {AMOUNT} {COUNT} {_SAME} {TOGETHER}", _charge_together),
    _step(ACTION, "another merchant sends a request",
          rf"{ANOTHER} (?:charges|sends|uses|makes)(?: a (?:charge|request|payment))?(?: (?:of|for|over))? ?{AMOUNT} {_SAME}(?: {COUNT})?", _charge_other),
    _step(ACTION, "a request repeats the key with the same amount",
          r"(?:a|the) (?:request|merchant) repeats (?:a|the|this|that) key(?: with the same amount)?|the same request comes again|the request is repeated", _charge),
    _step(ACTION, "a known key comes with another amount",
          rf"(?:(?:a|the) known key|the (?:same )?key) (?:comes|arrives|is sent)(?: again)? with another amount(?:,? (?:of )?{AMOUNT})?|(?:a|the) (?:request|merchant) repeats (?:a|the) key with another amount", _another_amount),
    _step(ACTION, "an amount of zero is charged",
          rf"an amount of zero (?:is charged|arrives|comes)|the merchant (?:charges|sends) (?:zero|nothing|an amount of zero)(?: {_SAME})?", _zero),
    _step(ACTION, "another merchant sends the same key", rf"{ANOTHER} (?:sends|uses) the same key", _charge_other),
    _step(ACTION, "Pay looks the payment up within 5 minutes",
          r"(?:the )?(?:Pay|Pay service|service) looks (?:it|the payment) up(?: (?:within|after|for) (?P<number>\d{1,4}) (?P<unit>second|minute|hour|day)s?)?", _look_up),
    _step(ACTION, "as soon as the acquirer answers, Pay looks the payment up",
          r"(?:as soon as|once|when) the acquirer answers,? (?:the )?(?:Pay|Pay service|service) looks (?:it|the payment) up(?: (?:within|after|for) (?P<number>\d{1,4}) (?P<unit>second|minute|hour|day)s?)?",
          lambda world, parts: _acquirer(world, {"state": _ANSWERS}) or _look_up(world, parts)),
    _step(ACTION, "after 24 hours without an answer",
          r"after (?P<number>\d{1,4}|an?|one) (?P<unit>second|minute|hour|day)s?(?: (?:without (?:an|any) (?:answer|reply)|have passed).{0,30})?", _wait),
    _step(OUTCOME, "one of the two is charged", r"(?:exactly |only |just )?one(?: of (?:them|the two(?: requests)?|both))? is charged", _exactly(_charged, "once")),
    _step(OUTCOME, "the other one waits and gets the same answer", r"the other(?: one| request)?(?: waits and)? gets the (?:same|first) answer", _same_answers),
    _step(OUTCOME, "it is “in review”", rf"it (?:is|becomes|stays) {_STATUS}", _what_it_is),
    _step(OUTCOME, "nobody knows yet", r"nobody knows(?: yet)?", lambda world, parts: _answer(world, {"reply": PENDING})),
    _step(OUTCOME, "the customer pays exactly the amount", r"the customer (?:pays|has paid) (?:exactly )?the amount", _paid_as_asked),
    _step(OUTCOME, "the merchant is notified", r"the merchant (?:is|was) notified", _exactly(_notified, "once")),
    _step(OUTCOME, "the merchant is notified once for each captured charge",
          r"the merchant is notified (?:exactly )?once (?:for|per) (?:each |every )?(?:captured )?(?:charge|payment)", _notified_for_each),
    _step(OUTCOME, "another merchant makes a charge of their own",
          rf"(?:{ANOTHER} (?:who sends the same key )?makes|that is|it is|there is) a charge of their own", _exactly(_charged_other, "once")),
    _step(OUTCOME, "both answers are “captured”", rf"both (?:answers are|requests? (?:get|are answered)(?: the answer)?|get) {_REPLY}", _both_answers),
    _step(OUTCOME, "both requests get the same answer", r"both (?:requests )?(?:get|have) the (?:same|first) answer|both answers are the same", _same_answers),
    _step(OUTCOME, "the other merchant gets “captured”", rf"the (?:other |second )?merchant gets (?:the answer )?{_REPLY}", _answer),
    _step(OUTCOME, "the other merchant's customer is charged once",
          rf"(?:the customer of the (?:other|second) merchant|the (?:other|second) merchant['’]s customer) (?:is|was) (?:charged {COUNT}|(?:not|never) charged)", _charged_other),
    _step(OUTCOME, "the customer of the other merchant pays €38.00",
          rf"(?:the customer of the (?:other|second) merchant|the (?:other|second) merchant['’]s customer|the (?:other|second) customer) (?:pays|has paid|paid) (?:exactly |only )?(?:nothing|{AMOUNT}(?: in total)?)", _paid_other),
    _step(OUTCOME, "a person decides",
          r"(?:a person|somebody|someone|a human)(?: at Pay)? (?:decides|takes over|looks at it)(?: about (?:it|the payment))?|the payment (?:goes|is (?:given|handed|passed)) to (?:a person|review)|the payment is under review",
          lambda world, parts: _payment(world, {"status": "in review"})),
    _step(OUTCOME, "the customer pays €38.00", rf"the customer (?:pays|has paid|paid) (?:exactly |only )?(?:the )?{AMOUNT}(?: in total)?", _paid),
    _step(OUTCOME, "nobody is charged", r"(?:nobody|no one|no customer|nothing) is charged|no charge is made|there is no charge", _nobody_charged),
    _step(OUTCOME, "nobody is charged again",
          r"(?:(?:nobody|no one|nothing) is|the customer is not|the customer is never) charged (?:again|twice|a second time)|no second charge is made|there is no second charge",
          _exactly(_charged, "once")),
    _step(OUTCOME, "nobody is notified", r"(?:nobody|no one|no merchant) is notified", _nobody_notified),
    _step(OUTCOME, "nobody is notified again",
          r"(?:(?:nobody|no one) is|the merchant is not) notified (?:again|twice|a second time)", _exactly(_notified, "once")),
    _step(OUTCOME, "nobody is charged or notified again", r"(?:nobody|no one) is charged (?:or|and) notified again", _nobody_again),
    _step(OUTCOME, "the answer is the first one again",
          r"(?:the answer is|(?:the (?:merchant|request)|it) gets) (?:again )?the first (?:answer|one|reply)(?: again)?|the first answer (?:comes|is given|is returned) again",
          _first_answer),
    _step(OUTCOME, "the request is rejected",
          rf"(?:the (?:service|guard|Pay service)|Pay) (?:answers|replies|says)(?: with)? {_REPLY}|(?:(?:a|the) (?:request|charge|payment|merchant)|(?:a|the) (?:known )?key(?: with another amount)?|an amount of zero(?: or less)?|it) is (?:answered(?: with)? )?{_REPLY.replace('P<reply>', 'P<said>')}",
          lambda world, parts: _answer(world, {"reply": parts.get("reply") or parts["said"].lower()})),
)  # fmt: skip
