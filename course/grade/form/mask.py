"""Keeps right values out of plain sight on a learner's machine.

A self-check that gives the same verdict as the grader needs the right number itself: with a tolerance, no digest can be
compared. And a digest of one option among four is read by trying four. So right values are masked, not protected: it
takes three lines of Python to read them. This keeps honest people honest; what counts is computed at grading.
"""

from __future__ import annotations

import base64
import json
from functools import lru_cache
from hashlib import sha256


def mask(salt: str, value: object) -> str:
    """A JSON value as text that tells nothing at a glance.

    >>> unmask("salt", mask("salt", {"value": 0.671}))
    {'value': 0.671}
    """
    return base64.b64encode(_mixed(salt, json.dumps(value, ensure_ascii=False, sort_keys=True).encode())).decode()


@lru_cache(maxsize=4096)
def unmask(salt: str, masked: str):
    """What was masked with this salt. Callers must not change what they get. Raises ValueError for what was not."""
    return json.loads(_mixed(salt, base64.b64decode(masked)).decode())


def _mixed(salt: str, text: bytes) -> bytes:
    stream = b"".join(sha256(f"{salt}/{block}".encode()).digest() for block in range(len(text) // 32 + 1))
    return bytes(one ^ other for one, other in zip(text, stream, strict=False))
