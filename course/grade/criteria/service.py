"""The right payment service, as small as the promises that acceptance criteria can hold it to."""

from __future__ import annotations

from dataclasses import dataclass, field

ANSWERS, DOWN, SILENT = "answers", "is down", "captures the money but does not answer in time"
STATES = (ANSWERS, DOWN, SILENT)
CAPTURED, PENDING, REJECTED, CONFLICT, UNAVAILABLE = "captured", "pending", "rejected", "conflict", "unavailable"
REPLIES = (CAPTURED, PENDING, REJECTED, CONFLICT, UNAVAILABLE)


@dataclass
class PayService:
    """Charges one customer for one merchant. Amounts are cents; ``acquirer`` is one of STATES.

    A charge is made once for each key. A repeat gets the first answer; one that was pending is looked up again.
    """

    acquirer: str = ANSWERS
    charges: list[int] = field(default_factory=list)
    notifications: int = 0
    first_replies: dict[str, tuple[int, str]] = field(default_factory=dict)

    def charge(self, cents: int, key: str) -> str:
        """Charge the customer; returns one of REPLIES."""
        if not self.acceptable(cents):
            return REJECTED
        if key in self.first_replies:
            return self.repeat(cents, key)
        reply = self.capture(cents)
        if reply != UNAVAILABLE:
            self.first_replies[key] = (cents, reply)
        if reply == CAPTURED:
            self.notify()
        return reply

    def acceptable(self, cents: int) -> bool:
        return cents > 0

    def repeat(self, cents: int, key: str) -> str:
        """The same key again: nothing is charged."""
        first_cents, reply = self.first_replies[key]
        if first_cents != cents:
            return CONFLICT
        if reply == PENDING and self.acquirer == ANSWERS:
            self.first_replies[key] = (first_cents, CAPTURED)
            self.notify()
            return CAPTURED
        return reply

    def capture(self, cents: int) -> str:
        """Ask the acquirer for the money."""
        if self.acquirer == DOWN:
            return UNAVAILABLE
        self.take(cents)
        return PENDING if self.acquirer == SILENT else CAPTURED

    def take(self, cents: int) -> None:
        self.charges.append(cents)

    def notify(self) -> None:
        self.notifications += 1
