"""The checkout service: takes a payment, writes it down, asks the acquirer, and says in a header where the time went.

Each worker answers one payment at a time. The header ``Server-Timing`` (W3C) holds the trace: one entry for each step,
in order, with its milliseconds and, where a step failed, why.
"""

from __future__ import annotations

import asyncio
import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from course.services.run import opener

LONGEST_WORK = 2.0  # seconds that the demo may let a worker be busy with itself
CACHE_SECONDS, DATABASE_SECONDS, ACQUIRER_SECONDS = 0.1, 5.0, 1.0  # compose.yaml of the case says the same


class Silent(Exception):
    """A part took the request and did not answer in time."""


class Refused(Exception):
    """A part could not be reached: nothing arrived there."""


class Trace:
    """The steps of one payment, as they were measured."""

    def __init__(self):
        self.steps: list[str] = []

    @contextmanager
    def step(self, name: str, start: float | None = None) -> Iterator[None]:
        start, note = start or time.perf_counter(), ""
        try:
            yield
        except (Silent, Refused) as error:
            note = f';desc="{type(error).__name__.lower()}"'
            raise
        finally:
            self.steps.append(f"{name};dur={1000 * (time.perf_counter() - start):.1f}{note}")

    @property
    def header(self) -> dict[str, str]:
        return {"Server-Timing": ", ".join(self.steps)}


def checkout(cache: str, database: str, acquirer: str) -> Starlette:
    """The application over the addresses of its three parts: ``POST /payments``."""
    one_at_a_time = asyncio.Lock()

    async def pay(request: Request) -> JSONResponse:
        arrived, order, trace = time.perf_counter(), await request.json(), Trace()
        async with one_at_a_time:
            with trace.step("worker", arrived):
                pass
            if busy := min(float(order.get("work_seconds", 0)), LONGEST_WORK):
                with trace.step("work"):
                    await asyncio.sleep(busy)
            status = await asyncio.to_thread(_pay, order, trace, cache, database, acquirer)
        return JSONResponse({"payment": order.get("payment"), "worker": os.getpid()}, status, trace.header)

    return Starlette(routes=[Route("/payments", pay, methods=["POST"])])


def _pay(order: dict, trace: Trace, cache: str, database: str, acquirer: str) -> int:
    """The status of the answer. A failure before the acquirer is asked is another case than one after."""
    if not isinstance(order.get("amount_cents"), int):
        return 422
    try:
        _shop(order["shop"], trace, cache, database)
        _write(order, "begun", trace, database)
    except (Silent, Refused):
        return 503
    try:
        with trace.step("acquirer"):
            _ask(f"{acquirer}/charges", "POST", {**order, "worker": os.getpid()}, ACQUIRER_SECONDS)
    except Silent:
        return 504
    except Refused:
        return 502
    with suppress(Silent, Refused):  # the card is charged either way; a payment that was only begun is found at night
        _write(order, "charged", trace, database)
    return 201


def _shop(shop: str, trace: Trace, cache: str, database: str) -> dict:
    """The settings of a shop: from the cache, else from the database, which then fills the cache."""
    try:
        with trace.step("cache"):
            settings = _ask(f"{cache}/shops/{shop}", "GET", None, CACHE_SECONDS)
    except (Silent, Refused):
        with trace.step("database"):
            return _ask(f"{database}/shops/{shop}", "GET", None, DATABASE_SECONDS)
    if settings:
        return settings
    with trace.step("database"):
        settings = _ask(f"{database}/shops/{shop}", "GET", None, DATABASE_SECONDS)
    with trace.step("cache"):
        _ask(f"{cache}/shops/{shop}", "PUT", settings, DATABASE_SECONDS)
    return settings


def _write(order: dict, status: str, trace: Trace, database: str) -> None:
    with trace.step("database"):
        _ask(f"{database}/payments", "POST", {**order, "status": status}, DATABASE_SECONDS)


def _ask(address: str, method: str, body: dict | None, seconds: float) -> dict:
    """The answer of a part; empty for an error status. Raises Silent or Refused."""
    data = None if body is None else json.dumps(body).encode()
    try:
        with opener.open(urllib.request.Request(address, data, method=method), timeout=seconds) as answer:
            return json.load(answer)
    except urllib.error.HTTPError:
        return {}
    except TimeoutError as error:
        raise Silent from error
    except urllib.error.URLError as error:
        raise (Silent if isinstance(error.reason, TimeoutError) else Refused) from error
    except OSError as error:  # the part ended while it answered
        raise Silent from error
