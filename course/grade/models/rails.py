"""How money travels: payments step by step, with the messages that are sent, the money that moves, and what is posted.

Amounts are whole cents. The acquirers' prices are those of the case data, without the share for foreign cards, and the
shop's prices those of ``fees.yaml`` in January 2026 (module 3).
"""

from __future__ import annotations

from dataclasses import dataclass

from course.grade.models.ledger import Entry, balances, entry, euro, reversal

ACQUIRER_PRICES = {"A": (10, 140), "B": (8, 110)}
"""What an acquirer keeps of a charge: a fixed part in cents, a share in basis points."""

CARD_PRICE, TRANSFER_PRICE = (20, 160), (20, 50)
"""What a shop pays Mandaro, written in the same way."""

DISPUTE_FEE = 1_500
REMITTANCE_FEE, MARGIN = 200, 100  # cents, and basis points of the rate of exchange
SHIPPED = 70  # percent of the order that is in stock, where only a part is captured
WITHOUT_ACQUIRER = frozenset({"transfer", "remittance"})
"""Stories that are the same whichever acquirer is chosen."""

BANK, MERCHANTS, ACQUIRER_FEES, FEES_EARNED = "bank", "merchants", "acquirer_fees", "fees_earned"
DISPUTED, DISPUTE_COSTS, SENDERS, PARTNER = "disputed", "dispute_costs", "senders", "payout_partner"
LESS_COMMON_ACCOUNTS = {
    DISPUTED: "money that a bank has taken back while the dispute is open; it returns to us if we win (debit)",
    DISPUTE_COSTS: "what acquirers charge for handling disputes, a cost (debit)",
    SENDERS: "what we owe to people who send money (credit)",
    PARTNER: "our balance with the partner abroad (debit)",
}
"""What an account holds that the lesson's table leaves out, and the side on which it grows."""

PAYER, SHOP, US, ACQUIRER, RECIPIENT, ABROAD = (
    "payer's bank", "shop's bank", "Mandaro's bank", "acquirer", "recipient", "partner abroad",
)  # fmt: skip


@dataclass(frozen=True)
class Step:
    """A step: ``messages`` are (from, to, what is said), ``moves`` (from, to, cents), ``held`` is what a card holds
    afterwards, in cents."""

    name: str
    messages: tuple[tuple[str, str, str], ...] = ()
    moves: tuple[tuple[str, str, int], ...] = ()
    entries: tuple[Entry, ...] = ()
    held: int = 0
    note: str = ""
    arithmetic: tuple[str, ...] = ()


@dataclass(frozen=True)
class Story:
    """A payment from its first message to its last: where the money is at first, and its steps. ``new_from`` is the first
    step, counted from 0, that a payment which goes well does not have; 0 where nothing is the same."""

    title: str
    start: dict[str, int]
    steps: tuple[Step, ...]
    new_from: int = 0

    def entries(self, step: int) -> tuple[Entry, ...]:
        """Everything that is posted up to a step, counted from 0."""
        return tuple(each for past in self.steps[: step + 1] for each in past.entries)

    def places(self, step: int) -> dict[str, int]:
        """Where the money is after a step, in cents; no step makes or loses any."""
        places = dict(self.start)
        for past in self.steps[: step + 1]:
            for source, target, cents in past.moves:
                places[source] -= cents
                places[target] = places.get(target, 0) + cents
        return places


def fee(cents: int, price: tuple[int, int]) -> int:
    """A price for an amount: the share is rounded down, as the acquirers do.

    >>> fee(4000, ACQUIRER_PRICES["A"]), fee(4000, CARD_PRICE)
    (66, 84)
    """
    fixed, share = price
    return fixed + cents * share // 10_000


def paid(cents: int, acquirer: str) -> Story:
    """A card payment on a good day."""
    return Story("Card: it goes well", {PAYER: cents}, (*_promise(cents), *_money(cents, acquirer)))


def void(cents: int, acquirer: str) -> Story:
    """A card payment that the shop cancels before it captures."""
    step = Step(
        "Void",
        (
            ("shop", "Mandaro", "the goods are gone: cancel"),
            ("Mandaro", "acquirer → scheme → payer's bank", "release the hold"),
        ),
        note="A promise was taken back. Nothing was captured, so no money has to travel and nothing has to be posted.",
    )
    return Story("Card: void, cancelled before capture", {PAYER: cents}, (*_promise(cents)[:1], step))


def partial(cents: int, acquirer: str) -> Story:
    """A card payment of which the shop captures a part."""
    part = cents * SHIPPED // 100
    return Story("Card: partial capture", {PAYER: cents}, (*_promise(cents, part), *_money(part, acquirer)))


def refund(cents: int, acquirer: str) -> Story:
    """A card payment that is paid out and then refunded."""
    story, charge = paid(cents, acquirer), _charge(cents, acquirer)
    account = _account(acquirer)
    asked = Step(
        "Refund",
        (("shop", "Mandaro", "refund it"), ("Mandaro", "acquirer", "refund, with the id of the charge")),
        entries=(reversal("refund: the charge is taken back", charge),),
        note="A new message the other way, and a reversing entry. The charge's own entry stays as it is: RB5, the rule on ledgers.",
    )
    returned = Step(
        "Refund is settled",
        (("acquirer", "Mandaro", "taken off today's payout"), ("acquirer", "scheme → payer's bank", "credit the card")),
        moves=((US, PAYER, cents),),
        entries=(entry("the acquirer takes it off its payout", {account: cents}, {BANK: cents}),),
        note="The card shows it days later. Both fees stay where they are, so the shop now owes us the whole price.",
    )
    return Story("Card: refund after the payout", story.start, (*story.steps, asked, returned), len(story.steps))


def chargeback(cents: int, acquirer: str, won: bool) -> Story:
    """A card payment whose payer goes to the bank: the bank takes the money back, and somebody has to show a proof."""
    story = paid(cents, acquirer)
    opened = Step(
        "Chargeback",
        (
            ("payer", "payer's bank", "I did not get it"),
            ("payer's bank", "scheme → acquirer → Mandaro", "chargeback; reason: not received"),
        ),
        moves=((US, PAYER, cents), (US, ACQUIRER, DISPUTE_FEE)),
        entries=(
            entry(
                "chargeback: money in question",
                {DISPUTED: cents, DISPUTE_COSTS: DISPUTE_FEE},
                {BANK: cents + DISPUTE_FEE},
            ),
        ),
        note="The money is taken first and discussed afterwards. The fee for it is gone whoever wins.",
        arithmetic=(
            f"{euro(cents)} + {euro(DISPUTE_FEE)} for handling the dispute = {euro(cents + DISPUTE_FEE)} out of our bank",
        ),
    )
    proof = ("Mandaro", "acquirer → scheme → payer's bank", "here is the proof of delivery")
    if won:
        closed = Step(
            "Won",
            (proof, ("payer's bank", "scheme → acquirer → Mandaro", "accepted")),
            moves=((PAYER, US, cents),),
            entries=(entry("dispute won", {BANK: cents}, {DISPUTED: cents}), _passed_on()),
            note="The price comes back. The dispute still counts in the month's ratio, and the shop still pays the fee.",
        )
    else:
        closed = Step(
            "Lost",
            (proof, ("payer's bank", "scheme → acquirer → Mandaro", "not accepted")),
            entries=(entry("dispute lost: the shop bears it", {MERCHANTS: cents}, {DISPUTED: cents}), _passed_on()),
            note="The shop owes us price and fee, and it has shipped the goods. If it has closed by then, we pay.",
        )
    title = f"Card: chargeback, {'won' if won else 'lost'}"
    return Story(title, story.start, (*story.steps, opened, closed), len(story.steps))


def transfer(cents: int, acquirer: str) -> Story:
    """A SEPA transfer: the payer pushes the money from bank to bank, and nobody in between holds it."""
    price = fee(cents, TRANSFER_PRICE)
    steps = (
        Step(
            "Order",
            (
                ("shop", "payer", "our IBAN, the amount and a reference"),
                ("payer", "payer's bank", "pay this, confirmed in the bank's app"),
            ),
            note="The payer pushes; nobody pulls. There is no hold, and Mandaro hears nothing yet.",
        ),
        Step(
            "Clearing and settlement",
            (("payer's bank", "clearing house → Mandaro's bank", "credit this IBAN"),),
            moves=((PAYER, US, cents),),
            entries=(entry("transfer received", {BANK: cents}, {MERCHANTS: cents}),),
            note="By the end of the next bank day, or within ten seconds if it is instant. In full: nobody in between takes a fee.",
        ),
        Step(
            "Match",
            (("Mandaro", "shop", "your order is paid"),),
            entries=(entry("our fee", {MERCHANTS: price}, {FEES_EARNED: price}),),
            note="The reference says which order it was. Without it somebody has to look, and the shop waits.",
            arithmetic=(_price_line("our fee", cents, TRANSFER_PRICE),),
        ),
        _payout(cents - price),
    )
    return Story("SEPA transfer, straight to our account", {PAYER: cents}, steps)


def remittance(cents: int, acquirer: str) -> Story:
    """Money sent home: the recipient is paid from a balance that was put there beforehand."""
    margin = (cents - REMITTANCE_FEE) * MARGIN // 10_000
    arrives = cents - REMITTANCE_FEE - margin
    steps = (
        Step(
            "Order",
            (
                ("sender", "Mandaro", "send this to my sister in KE2"),
                ("Mandaro", "sender", "this is the rate, this is the fee, she gets so much"),
            ),
            note="The price has two parts: a fee that everybody sees, and a margin in the rate of exchange.",
            arithmetic=(
                f"fee {euro(REMITTANCE_FEE)}; margin 1% of {euro(cents - REMITTANCE_FEE)} = {euro(margin)}; she gets {euro(arrives)}",
                f"together {100 * (REMITTANCE_FEE + margin) / cents:.1f}% of {euro(cents)}",
            ),
        ),
        Step(
            "Pay-in",
            (("sender's bank", "Mandaro's bank", "transfer"),),
            moves=((PAYER, US, cents),),
            entries=(entry("pay-in, owed to the sender", {BANK: cents}, {SENDERS: cents}),),
            note="We hold money that is not ours.",
        ),
        Step(
            "Screening",
            (("Mandaro", "lists of sanctions", "sender and recipient?"), ("lists of sanctions", "Mandaro", "no match")),
            note="Who sends, who receives, is a name on a list? Until that is answered the money must not leave.",
        ),
        Step(
            "Payout abroad",
            (
                ("Mandaro", "partner abroad", "pay her now, from our balance"),
                ("partner abroad", "recipient", "here is your money"),
            ),
            moves=((ABROAD, RECIPIENT, arrives),),
            entries=(
                entry(
                    "paid out; fee and margin earned",
                    {SENDERS: cents},
                    {PARTNER: arrives, FEES_EARNED: REMITTANCE_FEE + margin},
                ),
            ),
            note="She has it within minutes, from money that we had put there beforehand. No bank has moved any money yet.",
        ),
        Step(
            "Top-up",
            (("Mandaro's bank", "partner abroad", "fill up the balance"),),
            moves=((US, ABROAD, arrives),),
            entries=(entry("balance filled up", {PARTNER: arrives}, {BANK: arrives}),),
            note="This takes a day or two through banks. What lies there is money that we cannot use for anything else.",
        ),
    )
    return Story("Remittance: money sent home", {PAYER: cents, ABROAD: arrives}, steps)


STORIES = {
    "paid": paid,
    "void": void,
    "partial": partial,
    "refund": refund,
    "lost": lambda cents, acquirer: chargeback(cents, acquirer, won=False),
    "won": lambda cents, acquirer: chargeback(cents, acquirer, won=True),
    "transfer": transfer,
    "remittance": remittance,
}
"""Stories by name: functions of an amount in cents and of an acquirer."""


def postings(amount: int, acquirer: str, refunded: int) -> list[tuple[str, str, int]]:
    """The entries of exercise 6.2 as (event, account, debits less credits in cents)."""
    return [
        (event, account, cents)
        for event, each in _exercise(amount, acquirer, refunded).items()
        for account, cents in each.changes.items()
    ]


def balance(account: str, amount: int, acquirer: str, refunded: int) -> float:
    """Debits less credits of an account after all events of exercise 6.2, in euro."""
    return balances(_exercise(amount, acquirer, refunded).values())[account] / 100


def _exercise(amount: int, acquirer: str, refunded: int) -> dict[str, Entry]:
    price, account = fee(amount, CARD_PRICE), _account(acquirer)
    our_fee = entry("our fee", {MERCHANTS: price}, {FEES_EARNED: price})
    return {
        "charge": _charge(amount, acquirer),
        "arrival": _arrival(amount, acquirer),
        "fee": our_fee,
        "payout": entry("payout", {MERCHANTS: amount - price}, {BANK: amount - price}),
        "refund": entry("refund of a part", {MERCHANTS: refunded}, {account: refunded}),
        "correction": reversal("the fee is taken back", our_fee),
    }


def _promise(cents: int, captured: int | None = None) -> tuple[Step, ...]:
    """Authorisation, capture and clearing: three messages, and no money moves."""
    part = cents if captured is None else captured
    rest = f", and release {euro(cents - part)}" if part < cents else ""
    return (
        Step(
            "Authorisation",
            (
                ("Mandaro", "acquirer → scheme → payer's bank", f"may we charge {euro(cents)}?"),
                ("payer's bank", "scheme → acquirer → Mandaro", "yes"),
            ),
            held=cents,
            note="A promise. The payer's bank holds the amount; the payer cannot spend it, and nobody else has it.",
        ),
        Step(
            "Capture",
            (("shop", "Mandaro", "shipped"), ("Mandaro", "acquirer", f"take {euro(part)}{rest}")),
            held=part,
            note="We call the promise in. The charge is final for the payer, and still nothing has arrived.",
        ),
        Step(
            "Clearing",
            (("acquirer", "scheme → payer's bank", "the file of the day: who owes whom"),),
            held=part,
            note="The scheme adds up all charges of the day. It carries the bill, and it carries no money.",
        ),
    )


def _money(cents: int, acquirer: str) -> tuple[Step, ...]:
    """Settlement, the acquirer's payout, our fee and ours: here the money moves."""
    kept, price = fee(cents, ACQUIRER_PRICES[acquirer]), fee(cents, CARD_PRICE)
    return (
        Step(
            "Settlement between banks",
            (("payer's bank", "scheme's bank → acquirer", "pays what the bill says"),),
            moves=((PAYER, ACQUIRER, cents),),
            entries=(_charge(cents, acquirer),),
            note="Now the money moves, on the next day. The acquirer has it: it owes it to us, and we owe it to the shop.",
        ),
        Step(
            "Acquirer pays us",
            (("acquirer", "Mandaro", f"one payout for the day, less {euro(kept)} of this charge"),),
            moves=((ACQUIRER, US, cents - kept),),
            entries=(_arrival(cents, acquirer),),
            note="It comes with hundreds of other charges in one batch. The acquirer has taken its fee already.",
            arithmetic=(_price_line(f"acquirer {acquirer} keeps", cents, ACQUIRER_PRICES[acquirer]),),
        ),
        Step(
            "Our fee",
            entries=(entry("our fee", {MERCHANTS: price}, {FEES_EARNED: price}),),
            note="No money moves. We owe the shop less, and have earned the difference.",
            arithmetic=(
                _price_line("our fee", cents, CARD_PRICE),
                f"what is left for Mandaro: {euro(price)} − {euro(kept)} = {euro(price - kept)}",
            ),
        ),
        _payout(cents - price),
    )


def _payout(cents: int) -> Step:
    return Step(
        "Payout",
        (("Mandaro", "Mandaro's bank → shop's bank", f"pay {euro(cents)}"),),
        moves=((US, SHOP, cents),),
        entries=(entry("payout", {MERCHANTS: cents}, {BANK: cents}),),
        note="The shop has its money. What we owe it for this order is zero.",
    )


def _charge(cents: int, acquirer: str) -> Entry:
    return entry("charge is settled", {_account(acquirer): cents}, {MERCHANTS: cents})


def _arrival(cents: int, acquirer: str) -> Entry:
    kept = fee(cents, ACQUIRER_PRICES[acquirer])
    return entry("money arrives, less its fee", {BANK: cents - kept, ACQUIRER_FEES: kept}, {_account(acquirer): cents})


def _passed_on() -> Entry:
    return entry("fee is passed on to the shop", {MERCHANTS: DISPUTE_FEE}, {DISPUTE_COSTS: DISPUTE_FEE})


def _account(acquirer: str) -> str:
    return f"acquirer_{acquirer.lower()}"


def _price_line(what: str, cents: int, price: tuple[int, int]) -> str:
    fixed, share = price
    return f"{what}: {euro(fixed)} + {share / 100:g}% of {euro(cents)} = {euro(fee(cents, price))}"
