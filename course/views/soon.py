"""Calls that come from other threads, made where widgets live: on the kernel's event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress


def soon(function: Callable[[], None]) -> Callable[[], None]:
    """The function for threads to call: a kernel makes the call soon and between two clicks; else it is made at once."""
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return function

    def call() -> None:
        with suppress(RuntimeError):  # the kernel is ending, and nobody looks any more
            loop.call_soon_threadsafe(function)

    return call
