"""Ten wrong payment services: each breaks one promise, as a team in a hurry might."""

from __future__ import annotations

from dataclasses import dataclass

from course.grade.criteria.service import CAPTURED, DOWN, MERCHANT, PENDING, SILENT, UNAVAILABLE, PayService


class ForgetsKeys(PayService):
    def charge(self, cents: int, key: str, merchant: str = MERCHANT) -> str:
        self.payments.pop(self.owner(merchant, key), None)
        return super().charge(cents, key, merchant)


class ReadsCentsAsEuro(PayService):
    def take(self, cents: int, merchant: str) -> None:
        super().take(cents * 100, merchant)


class IgnoresAnotherAmount(PayService):
    def repeat(self, cents: int, key: str, merchant: str) -> str:
        return super().repeat(self.payments[self.owner(merchant, key)].cents, key, merchant)


class AcceptsZero(PayService):
    def acceptable(self, cents: int) -> bool:
        return cents >= 0


class CallsATimeoutAFailure(PayService):
    def charge(self, cents: int, key: str, merchant: str = MERCHANT) -> str:
        reply = super().charge(cents, key, merchant)
        return UNAVAILABLE if reply == PENDING else reply


class ChargesWhileDown(PayService):
    def capture(self, cents: int, merchant: str) -> str:
        if self.acquirer == DOWN:
            self.take(cents, merchant)
            return CAPTURED
        return super().capture(cents, merchant)


class NotifiesTwice(PayService):
    def repeat(self, cents: int, key: str, merchant: str) -> str:
        reply = super().repeat(cents, key, merchant)
        if reply == CAPTURED and self.acquirer != SILENT:
            self.notify(merchant)
        return reply


class SharesKeys(PayService):
    def owner(self, merchant: str, key: str) -> tuple[str, str]:
        return MERCHANT, key


class LosesTheRace(PayService):
    def charge_together(self, cents: int, key: str, count: int, merchant: str = MERCHANT) -> list[str]:
        if not self.acceptable(cents) or self.owner(merchant, key) in self.payments:
            return super().charge_together(cents, key, count, merchant)
        return [self.first(cents, key, merchant) for _ in range(count)]


class NeverLooksUp(PayService):
    def wait(self, minutes: int) -> None:
        pass

    def repeat(self, cents: int, key: str, merchant: str) -> str:
        payment = self.payments[self.owner(merchant, key)]
        if payment.cents == cents and payment.status == PENDING:
            return PENDING
        return super().repeat(cents, key, merchant)


@dataclass(frozen=True)
class Wrong:
    """A wrong implementation: its name, what it does, and what that does to a customer."""

    name: str
    does: str
    harm: str
    service: type[PayService]


WRONG = (
    Wrong("no idempotency", "charges again when the same key comes twice",
          "A customer on a bad connection pays twice, as happened with 186 payments in November.", ForgetsKeys),
    Wrong("cents read as euro", "takes 100 times the amount",
          "A basket of €38 becomes €3,800, and the card is blocked.", ReadsCentsAsEuro),
    Wrong("same key, another amount", "gives the first answer although the amount is different",
          "The shop believes that €50 was paid when it was €38.", IgnoresAnotherAmount),
    Wrong("zero is accepted", "makes a charge of €0.00",
          "Empty baskets appear as paid orders, and the shop ships them.", AcceptsZero),
    Wrong("a timeout counts as failure", "says that the charge failed when nobody knows yet",
          "The shop tells the customer to pay again although the money is gone.", CallsATimeoutAFailure),
    Wrong("charges while the acquirer is down", "reports success without an acquirer",
          "The customer sees a receipt for a payment that never reaches the shop.", ChargesWhileDown),
    Wrong("second notification", "notifies the merchant again on a repeat",
          "The shop ships the order twice.", NotifiesTwice),
    Wrong("one key for all merchants", "looks up a key without asking which merchant sent it",
          "Two shops both have an order 1001, and the second one is told that it was paid.", SharesKeys),
    Wrong("lost race", "charges both requests when two with one key arrive at the same moment",
          "An impatient customer taps twice and pays twice.", LosesTheRace),
    Wrong("pending for ever", "never finds out what became of a pending payment",
          "The money is gone, the shop does not ship, and Sam has nothing to tell the customer.", NeverLooksUp),
)  # fmt: skip
