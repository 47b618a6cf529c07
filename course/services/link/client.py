"""Calls the API and keeps what went over the wire, as text: live on a running service, or from a recorded session."""

from __future__ import annotations

import json
import shlex
from dataclasses import asdict, dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import perf_counter
from typing import Protocol
from urllib.parse import urlsplit

PATIENCE_SECONDS = 3.0
SESSION = Path(__file__).with_name("session.json")
NO_ANSWER = "No answer within {:g} seconds. The client does not know whether the call did its work."


@dataclass(frozen=True)
class Call:
    """A request: ``target`` is the path with its query."""

    method: str
    target: str
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""

    @property
    def text(self) -> str:
        """The request as it goes over the wire."""
        head = [f"{self.method} {self.target} HTTP/1.1", *(f"{name}: {value}" for name, value in self.headers.items())]
        return "\n".join(head) + (f"\n\n{self.body}" if self.body else "")

    def curl(self, address: str) -> str:
        """The same request as a line for a terminal.

        >>> Call("GET", "/accounts?consent_id=7", {"Authorization": "Bearer lk"}).curl("http://127.0.0.1:8000")
        "curl 'http://127.0.0.1:8000/accounts?consent_id=7' -H 'Authorization: Bearer lk'"
        """
        parts = ["curl", *(["-X", self.method] if self.method != "GET" else []), address + self.target]
        for name, value in self.headers.items():
            parts += ["-H", f"{name}: {value}"]
        return shlex.join([*parts, *(["--data", self.body] if self.body else [])])


@dataclass(frozen=True)
class Exchange:
    """A call and its answer. ``status`` is 0 if none came; then ``problem`` says what is known."""

    call: Call
    status: int
    reason: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""
    milliseconds: int = 0
    problem: str = ""

    @property
    def text(self) -> str:
        """The answer as it came over the wire, or why there is none."""
        if not self.status:
            return self.problem
        head = [f"HTTP/1.1 {self.status} {self.reason}", *(f"{name}: {value}" for name, value in self.headers.items())]
        return "\n".join(head) + (f"\n\n{self.body}" if self.body else "")

    @property
    def values(self) -> dict:
        """The body as JSON values; empty if it holds none."""
        try:
            data = json.loads(self.body)
        except ValueError:
            return {}
        return data if isinstance(data, dict) else {}

    @property
    def line(self) -> str:
        """The outcome in a few words."""
        return f"{self.status} {self.reason}" if self.status else "no answer"


class Sender(Protocol):
    """Something that answers calls."""

    def send(self, call: Call) -> Exchange: ...


class NotRecorded(Exception):
    """The recorded session holds no such call."""


class Live:
    """Sends calls to a service."""

    def __init__(self, address: str, patience: float = PATIENCE_SECONDS):
        self.address, self._patience = address, patience

    def send(self, call: Call) -> Exchange:
        """Send a call and wait for its answer. Raises ConnectionError if nobody listens."""
        place = urlsplit(self.address)
        headers = {"Host": place.netloc, **call.headers}
        if call.body:
            headers["Content-Length"] = str(len(call.body.encode()))
        full_call = Call(call.method, call.target, headers, call.body)
        connection, began = HTTPConnection(place.hostname, place.port, timeout=self._patience), perf_counter()
        try:
            connection.putrequest(call.method, call.target, skip_host=True, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name, value)
            connection.endheaders(call.body.encode())
            answer = connection.getresponse()
            body = answer.read().decode(errors="replace")
        except (TimeoutError, HTTPException):
            return Exchange(
                full_call, 0, milliseconds=_milliseconds_since(began), problem=NO_ANSWER.format(self._patience)
            )
        finally:
            connection.close()
        return Exchange(
            full_call, answer.status, answer.reason, dict(answer.getheaders()), body, _milliseconds_since(began)
        )


class Recorded:
    """Answers calls from a session that was recorded; a call that was made twice gets its answers in turn."""

    def __init__(self, exchanges: tuple[Exchange, ...]):
        self._left = list(exchanges)
        self._all = exchanges

    def send(self, call: Call) -> Exchange:
        """Raises NotRecorded for another call."""
        for pool in (self._left, self._all):
            exchange = next((candidate for candidate in pool if _is_same(candidate.call, call)), None)
            if exchange:
                if exchange in self._left:
                    self._left.remove(exchange)
                return exchange
        raise NotRecorded("The recorded session holds no such call. Take one from the list of calls.")


def read_session() -> tuple[Exchange, ...]:
    """The recorded session."""
    exchanges = json.loads(SESSION.read_text(encoding="utf-8"))
    return tuple(Exchange(**{**exchange, "call": Call(**exchange["call"])}) for exchange in exchanges)


def session_text(exchanges: tuple[Exchange, ...]) -> str:
    """A session as text for its file."""
    return json.dumps([asdict(exchange) for exchange in exchanges], indent=1, ensure_ascii=False) + "\n"


def _is_same(left: Call, right: Call) -> bool:
    return _identity(left) == _identity(right)


def _identity(call: Call) -> tuple:
    """What identifies a call: tokens and addresses differ from one run to the next."""
    headers = {name.lower(): value for name, value in call.headers.items()}
    return call.method, call.target, call.body, "authorization" in headers, headers.get("idempotency-key")


def _milliseconds_since(began: float) -> int:
    return round(1000 * (perf_counter() - began))
