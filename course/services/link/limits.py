"""The rate limit: a number of calls per minute for each partner, then 429 with the seconds to wait."""

from __future__ import annotations

from math import ceil

from course.services.link.problem import Problem

WINDOW_SECONDS = 60


class Limits:
    """Counts the calls of each partner in a window that begins with its first call."""

    def __init__(self) -> None:
        self._windows: dict[str, tuple[float, int]] = {}

    def count(self, partner: str, limit: int, now: float) -> int:
        """Count a call at ``now`` (seconds) and say how many are left. Raises Problem 429 once there are none."""
        began, used = self._windows.get(partner, (now, 0))
        if now - began >= WINDOW_SECONDS:
            began, used = now, 0
        self._windows[partner] = began, used + 1
        if used >= limit:
            raise exceeded(limit, ceil(began + WINDOW_SECONDS - now))
        return limit - used - 1


def exceeded(limit: int, seconds: int) -> Problem:
    """The answer to a call above the limit."""
    detail = f"Your plan allows {limit} calls a minute. Wait {seconds} seconds, then go on."
    return Problem(429, "rate_limit_exceeded", detail, {"Retry-After": str(seconds)})
