"""Idempotency keys after draft-ietf-httpapi-idempotency-key-header-07: a repeated call gets the first one's answer."""

from __future__ import annotations

import re
from hashlib import sha256

from course.services.link.problem import Problem

QUOTED = re.compile(r'"([\x20-\x21\x23-\x5b\x5d-\x7e]{1,64})"')  # a string as structured fields write it, RFC 9651


class Answers:
    """The answers that were given, by partner and key, each with a fingerprint of the call."""

    def __init__(self) -> None:
        self._entries: dict[tuple[str, str], tuple[str, dict | None]] = {}

    def begin(self, partner: str, key: str, body: bytes) -> dict | None:
        """The kept answer to a repeated call; None for a new one, which is now in progress.

        Raises Problem 422 if the key was used for another call, and 409 while the first call is still running.
        """
        fingerprint = sha256(body).hexdigest()
        if (partner, key) not in self._entries:
            self._entries[partner, key] = fingerprint, None
            return None
        first_fingerprint, answer = self._entries[partner, key]
        if first_fingerprint != fingerprint:
            raise Problem(422, "idempotency_key_reused", "This Idempotency-Key was used with another payment.")
        if answer is None:
            raise Problem(409, "request_in_progress", "The first call with this Idempotency-Key is still running.")
        return answer

    def keep(self, partner: str, key: str, answer: dict) -> None:
        """Keep the answer of a call that has ended."""
        self._entries[partner, key] = self._entries[partner, key][0], answer

    def forget(self, partner: str, key: str) -> None:
        """Forget a call that ended before it did anything, so that it may be sent again."""
        del self._entries[partner, key]


def read_key(header: str | None) -> str:
    """The key in the header ``Idempotency-Key: "…"``. Raises Problem 400 without one.

    >>> read_key('"rent-2026-01"')
    'rent-2026-01'
    """
    match = QUOTED.fullmatch((header or "").strip())
    if not match:
        place = "in double quotes, " if header else ""
        raise Problem(
            400, "idempotency_key_missing", f'A payment needs a header {place}such as Idempotency-Key: "rent-2026-01".'
        )
    return match[1]
