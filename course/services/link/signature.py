"""Signatures of webhooks: a keyed hash over the moment and the body exactly as it was sent."""

from __future__ import annotations

import hmac
import re

HEADER = "Link-Signature"
FORM = re.compile(r"t=(?P<moment>\d+),v1=(?P<hash>[0-9a-f]{64})")
OLDEST_SECONDS = 300


def sign(secret: str, moment: int, body: bytes) -> str:
    """The header's value for a body that is sent at ``moment`` (Unix seconds).

    >>> sign("whsec", 1768813200, b"{}")[:20]
    't=1768813200,v1=9bf3'
    """
    return f"t={moment},v1={_hash(secret, moment, body)}"


def holds(secret: str, header: str, body: bytes, now: int) -> bool:
    """Whether the header fits the raw body and is at most five minutes old.

    >>> signed = sign("whsec", 100, b"{}")
    >>> holds("whsec", signed, b"{}", now=160), holds("whsec", signed, b"{ }", now=160)
    (True, False)
    """
    match = FORM.fullmatch(header)
    if not match or abs(now - int(match["moment"])) > OLDEST_SECONDS:
        return False
    return hmac.compare_digest(match["hash"], _hash(secret, int(match["moment"]), body))


def _hash(secret: str, moment: int, body: bytes) -> str:
    return hmac.new(secret.encode(), f"{moment}.".encode() + body, "sha256").hexdigest()
