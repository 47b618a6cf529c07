"""A payment's way through checkout: status, time, steps, what became of the money, and who notices."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass

STEP = re.compile(r'(?P<name>\w+);dur=(?P<ms>[\d.]+)(;desc="(?P<note>\w+)")?')
SLOW_MS = 800  # the target of the case
BEFORE = {
    "DNS": "Every payer at once: the browser finds no such address. Checkout's alarm is silent, since nothing arrives.",
    "TLS": "Every payer at once: the browser warns of the certificate. Checkout's alarm is silent, since nothing arrives.",
    "balancer": "Every payer at once: the connection is refused. Checkout's alarm is silent, since nothing arrives.",
}
"""Who notices when a part before checkout is gone."""
PHRASES = {
    201: "Created", 402: "Payment Required", 422: "Unprocessable Content",
    502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout",
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    """A step of a payment: the part that was asked, how long it took, and “silent” or “refused” if it failed."""

    name: str
    ms: float
    note: str = ""


@dataclass(frozen=True)
class Journey:
    """One payment. ``status`` is None if no answer came; ``charged`` is what the acquirer's books say afterwards."""

    status: int | None
    ms: float
    steps: tuple[Step, ...] = ()
    worker: int | None = None
    charged: bool | None = None

    @property
    def answer(self) -> str:
        """The status with its phrase.

        >>> Journey(504, 1003.0).answer, Journey(None, 151.0).answer
        ('504 Gateway Timeout', 'no answer')
        """
        return f"{self.status} {PHRASES.get(self.status, '')}".strip() if self.status else "no answer"

    @property
    def wait_ms(self) -> float:
        """How long it waited for a free worker, in ms."""
        return next((step.ms for step in self.steps if step.name == "worker"), 0.0)

    @property
    def failed(self) -> tuple[str, ...]:
        """The parts that did not answer it."""
        return tuple(dict.fromkeys(step.name for step in self.steps if step.note))

    @property
    def turned_away(self) -> str:
        """The part before checkout at which it ended; empty if it got through."""
        return self.failed[0] if self.status is None and self.failed and self.failed[0] in BEFORE else ""

    @property
    def shop_knowledge(self) -> str:
        """What checkout, and so the shop, can know about the money at the moment of the answer."""
        if self.status == 201:
            return "charged"
        if self.turned_away:
            return "not charged"
        was_asked = self.status is None or any(
            step.name == "acquirer" and step.note != "refused" for step in self.steps
        )
        return "unknown" if was_asked else "not charged"

    @property
    def first_to_notice(self) -> str:
        """Who notices first."""
        if self.turned_away:
            return BEFORE[self.turned_away]
        if self.status is None:
            return "This payer alone. No status was sent, so no alarm counts it."
        if self.status >= 500:
            return "The payer at once; the alarm at the third such answer within ten minutes."
        if self.status >= 400:
            return "The shop: its request makes no sense."
        if self.ms > SLOW_MS:
            return "Payers, who wait. The status says that all is well; only a chart of latency shows it."
        if self.failed:
            return f"Nobody outside. A chart shows that the {self.failed[0]} does not answer."
        return "Nobody. All is well."

    def as_json(self) -> dict:
        return asdict(self)


def from_json(data: dict) -> Journey:
    """A journey as ``as_json`` wrote it."""
    return Journey(**{**data, "steps": tuple(Step(**step) for step in data["steps"])})


def read_steps(header: str) -> tuple[Step, ...]:
    """The steps in a ``Server-Timing`` header.

    >>> read_steps('worker;dur=0.1, cache;dur=100.9;desc="silent"')
    (Step(name='worker', ms=0.1, note=''), Step(name='cache', ms=100.9, note='silent'))
    """
    return tuple(Step(match["name"], float(match["ms"]), match["note"] or "") for match in STEP.finditer(header))
