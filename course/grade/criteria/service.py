"""The right payment service, as small as the promises that acceptance criteria can hold it to."""

from __future__ import annotations

from dataclasses import dataclass, field

ANSWERS, DOWN, SILENT = "answers", "is down", "captures the money but does not answer in time"
STATES = (ANSWERS, DOWN, SILENT)
CAPTURED, PENDING, REJECTED, CONFLICT, UNAVAILABLE = "captured", "pending", "rejected", "conflict", "unavailable"
REPLIES = (CAPTURED, PENDING, REJECTED, CONFLICT, UNAVAILABLE)
IN_REVIEW = "in review"
STATUSES = (CAPTURED, PENDING, IN_REVIEW)
MERCHANT, OTHER = "the merchant", "the other merchant"
DEADLINE = 24 * 60
"""After so many minutes without an answer from the acquirer, a person decides about a pending payment."""


@dataclass
class Payment:
    """What the service remembers of a key: the amount, what became of it, and the minutes it has been pending."""

    cents: int
    status: str
    waited: int = 0


@dataclass
class PayService:
    """Charges the customers of two merchants, one customer each. Amounts are cents; ``acquirer`` is one of STATES.

    Each merchant's key is charged once, and a repeat gets the first answer. A pending payment is looked up as soon as the
    acquirer answers, and goes to a person at the DEADLINE.
    """

    acquirer: str = ANSWERS
    charges: list[tuple[str, int]] = field(default_factory=list)
    notifications: list[str] = field(default_factory=list)
    payments: dict[tuple[str, str], Payment] = field(default_factory=dict)

    def charge(self, cents: int, key: str, merchant: str = MERCHANT) -> str:
        """Charge the merchant's customer; returns one of REPLIES."""
        if not self.acceptable(cents):
            return REJECTED
        if self.owner(merchant, key) in self.payments:
            return self.repeat(cents, key, merchant)
        return self.first(cents, key, merchant)

    def charge_together(self, cents: int, key: str, count: int, merchant: str = MERCHANT) -> list[str]:
        """Several requests that arrive at the same moment: one is worked on, the others wait for its answer."""
        return [self.charge(cents, key, merchant) for _ in range(count)]

    def wait(self, minutes: int) -> None:
        """Time passes: pending payments are looked up, and given to a person at the DEADLINE."""
        for (merchant, _), payment in self.payments.items():
            if payment.status != PENDING:
                continue
            payment.waited += minutes
            if self.acquirer == ANSWERS:
                self.settle(payment, merchant)
            elif payment.waited >= DEADLINE:
                payment.status = IN_REVIEW

    def status(self, key: str, merchant: str = MERCHANT) -> str:
        """What became of a payment: one of STATUSES, or an empty text if there is none."""
        payment = self.payments.get(self.owner(merchant, key))
        return payment.status if payment else ""

    def owner(self, merchant: str, key: str) -> tuple[str, str]:
        """Under what a key is remembered."""
        return merchant, key

    def acceptable(self, cents: int) -> bool:
        return cents > 0

    def first(self, cents: int, key: str, merchant: str) -> str:
        """A key that the service has not seen."""
        reply = self.capture(cents, merchant)
        if reply != UNAVAILABLE:
            self.payments[self.owner(merchant, key)] = Payment(cents, reply)
        if reply == CAPTURED:
            self.notify(merchant)
        return reply

    def repeat(self, cents: int, key: str, merchant: str) -> str:
        """The same key again: nothing is charged."""
        payment = self.payments[self.owner(merchant, key)]
        if payment.cents != cents:
            return CONFLICT
        if payment.status == PENDING and self.acquirer == ANSWERS:
            self.settle(payment, merchant)
        return CAPTURED if payment.status == CAPTURED else PENDING

    def settle(self, payment: Payment, merchant: str) -> None:
        """The acquirer was asked, and has taken the money."""
        payment.status = CAPTURED
        self.notify(merchant)

    def capture(self, cents: int, merchant: str) -> str:
        """Ask the acquirer for the money."""
        if self.acquirer == DOWN:
            return UNAVAILABLE
        self.take(cents, merchant)
        return PENDING if self.acquirer == SILENT else CAPTURED

    def take(self, cents: int, merchant: str) -> None:
        self.charges.append((merchant, cents))

    def notify(self, merchant: str) -> None:
        self.notifications.append(merchant)
