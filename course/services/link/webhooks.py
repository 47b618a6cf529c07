"""Sends events to a partner's address: signed, at least once, and again if no 2xx comes back."""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from urllib.parse import urlsplit

from course.services.link.problem import Problem
from course.services.link.signature import HEADER, sign
from course.services.run import HOST, opener

TRIES, PAUSE_SECONDS, ANSWER_SECONDS = 3, 1.0, 2.0


def check_address(url: object) -> str:
    """The address of a webhook. Raises Problem 422 for one beyond this computer: the demo sends nowhere else."""
    parts = urlsplit(url if isinstance(url, str) else "")
    if parts.scheme != "http" or parts.hostname != HOST:
        raise Problem(422, "invalid_url", f"In this sandbox a webhook's url begins with http://{HOST}:")
    return url


def send(hooks: Sequence[dict], event: dict) -> None:
    """Send an event to each hook, without waiting for it."""
    for hook in hooks:
        threading.Thread(target=_deliver, args=(hook, event), daemon=True).start()


def _deliver(hook: dict, event: dict) -> None:
    body = json.dumps(event).encode()
    for _ in range(TRIES):
        headers = {"Content-Type": "application/json", HEADER: sign(hook["secret"], int(time.time()), body)}
        try:
            with opener.open(urllib.request.Request(hook["url"], body, headers), timeout=ANSWER_SECONDS):
                return
        except OSError:  # refused, late, or answered with an error: once more
            time.sleep(PAUSE_SECONDS)
