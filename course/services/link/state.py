"""What the API remembers while it runs: partners, consents, tokens, payments, events, and the switches of the demo."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from time import monotonic

from course.case import link
from course.services.link.idempotency import Answers
from course.services.link.limits import Limits
from course.services.link.problem import Problem

TOKEN_SECONDS = 900
SECRET = "sandbox"
LOW_LIMIT = 3


@dataclass(frozen=True)
class Switches:
    """What the demo lets go wrong: slowness, three calls a minute, an outage, no answer after a payment."""

    latency_ms: int = 0
    low_limit: bool = False
    outage: bool = False
    timeout_after_capture: bool = False


@dataclass(frozen=True)
class Partner:
    """A partner app and the calls per minute of its plan."""

    partner_id: str
    name: str
    limit: int


@dataclass
class State:
    """Everything one run of the API knows. Nothing outlives it."""

    partners: dict[str, Partner]
    consents: dict[int, link.Consent]
    switches: Switches = field(default_factory=Switches)
    limits: Limits = field(default_factory=Limits)
    answers: Answers = field(default_factory=Answers)
    tokens: dict[str, tuple[str, float]] = field(default_factory=dict)
    payments: list[dict] = field(default_factory=list)
    events: list[dict] = field(default_factory=list)
    hooks: list[dict] = field(default_factory=list)
    started: float = field(default_factory=monotonic)

    @property
    def now(self) -> datetime:
        """The case's clock, in whole minutes: 09:00 UTC on the Monday of module 4 is when the API was started."""
        return link.NOW + timedelta(minutes=(monotonic() - self.started) // 60)

    def issue(self, partner: str) -> str:
        """A new access token."""
        token = f"lk_{partner.lower()}_{len(self.tokens) + 1:04d}"
        self.tokens[token] = partner, monotonic() + TOKEN_SECONDS
        return token

    def partner_of(self, token: str) -> Partner:
        """Raises Problem 401 for a token that is unknown or expired."""
        partner, until = self.tokens.get(token, ("", 0.0))
        if monotonic() >= until:
            raise Problem(
                401, "invalid_token", "No valid access token came with the call. Get one with POST /token.",
                {"WWW-Authenticate": "Bearer"},
            )  # fmt: skip
        return self.partners[partner]

    def consent(self, partner: Partner, number: str) -> link.Consent:
        """A consent of this partner. Raises Problem 404."""
        consent = self.consents.get(int(number) if number.isdecimal() else 0)
        if consent is None or consent.partner_id != partner.partner_id:
            raise Problem(404, "not_found", "There is no such consent of yours.")
        return consent

    def readable(self, partner: Partner, number: str) -> link.Consent:
        """A consent under which data may be fetched now. Raises Problem 403 after it lapsed or was revoked (RB2)."""
        consent = self.consent(partner, number)
        if not consent.readable(self.now):
            status = consent.status(self.now)
            detail = f"Consent {consent.consent_id} is {status}. Nothing may be fetched under it any more."
            raise Problem(403, f"consent_{status}", detail)
        return consent

    def change(self, consent: link.Consent, **moments: datetime) -> link.Consent:
        """A consent after its customer confirmed or revoked it."""
        self.consents[consent.consent_id] = changed = replace(consent, **moments)
        return changed

    def note_event(self, partner: Partner, kind: str, version: int, about: dict) -> dict:
        """Record an event, to be sent to the partner's webhooks."""
        event = {
            "id": f"evt_{len(self.events) + 1:04d}",
            "type": kind,
            "version": version,
            "created_at": f"{self.now.isoformat()}Z",
            "data": about,
        }
        self.events.append({"partner": partner.partner_id, **event})
        return event
