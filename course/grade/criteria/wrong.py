"""Seven wrong payment services: each breaks one promise, as a team in a hurry might."""

from __future__ import annotations

from dataclasses import dataclass

from course.grade.criteria.service import CAPTURED, DOWN, PENDING, SILENT, UNAVAILABLE, PayService


class ForgetsKeys(PayService):
    def charge(self, cents: int, key: str) -> str:
        self.first_replies.pop(key, None)
        return super().charge(cents, key)


class ReadsCentsAsEuro(PayService):
    def take(self, cents: int) -> None:
        super().take(cents * 100)


class IgnoresAnotherAmount(PayService):
    def repeat(self, cents: int, key: str) -> str:
        return super().repeat(self.first_replies[key][0], key)


class AcceptsZero(PayService):
    def acceptable(self, cents: int) -> bool:
        return cents >= 0


class CallsATimeoutAFailure(PayService):
    def charge(self, cents: int, key: str) -> str:
        reply = super().charge(cents, key)
        return UNAVAILABLE if reply == PENDING else reply


class ChargesWhileDown(PayService):
    def capture(self, cents: int) -> str:
        if self.acquirer == DOWN:
            self.take(cents)
            return CAPTURED
        return super().capture(cents)


class NotifiesTwice(PayService):
    def repeat(self, cents: int, key: str) -> str:
        reply = super().repeat(cents, key)
        if reply == CAPTURED and self.acquirer != SILENT:
            self.notify()
        return reply


@dataclass(frozen=True)
class Wrong:
    """A wrong implementation: its name, what it does, and what that does to a customer."""

    name: str
    does: str
    harm: str
    service: type[PayService]


WRONG = (
    Wrong("no idempotency", "charges again when the same key comes twice",
          "A customer on a bad connection pays twice, as 186 did in November.", ForgetsKeys),
    Wrong("cents read as euro", "takes 100 times the amount",
          "A basket of €38 becomes €3,800, and the card is blocked.", ReadsCentsAsEuro),
    Wrong("same key, another amount", "gives the first answer although the amount is another one",
          "The shop believes that €50 were paid when €38 were.", IgnoresAnotherAmount),
    Wrong("zero is accepted", "makes a charge of €0.00",
          "Empty baskets appear as paid orders, and the shop ships them.", AcceptsZero),
    Wrong("a timeout counts as failure", "says that the charge failed when nobody knows yet",
          "The shop tells the customer to pay again although the money is gone.", CallsATimeoutAFailure),
    Wrong("charges while the acquirer is down", "reports success without an acquirer",
          "The customer sees a receipt for a payment that never reaches the shop.", ChargesWhileDown),
    Wrong("second notification", "notifies the merchant again on a repeat",
          "The shop ships the order twice.", NotifiesTwice),
)  # fmt: skip
