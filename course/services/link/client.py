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
    """A call and its answer. ``status`` is 0 where none came; then ``problem`` says what is known."""

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
            found = json.loads(self.body)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

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
        """Send a call and wait for its answer. Raises ConnectionError where nobody listens."""
        place = urlsplit(self.address)
        sent = {"Host": place.netloc, **call.headers}
        if call.body:
            sent["Content-Length"] = str(len(call.body.encode()))
        whole = Call(call.method, call.target, sent, call.body)
        connection, began = HTTPConnection(place.hostname, place.port, timeout=self._patience), perf_counter()
        try:
            connection.putrequest(call.method, call.target, skip_host=True, skip_accept_encoding=True)
            for name, value in sent.items():
                connection.putheader(name, value)
            connection.endheaders(call.body.encode())
            answer = connection.getresponse()
            body = answer.read().decode(errors="replace")
        except (TimeoutError, HTTPException):
            return Exchange(whole, 0, milliseconds=_since(began), problem=NO_ANSWER.format(self._patience))
        finally:
            connection.close()
        return Exchange(whole, answer.status, answer.reason, dict(answer.getheaders()), body, _since(began))


class Recorded:
    """Answers calls from a session that was recorded; a call that was made twice gets its answers in turn."""

    def __init__(self, exchanges: tuple[Exchange, ...]):
        self._left = list(exchanges)
        self._all = exchanges

    def send(self, call: Call) -> Exchange:
        """Raises NotRecorded for another call."""
        for pool in (self._left, self._all):
            found = next((one for one in pool if _same(one.call, call)), None)
            if found:
                if found in self._left:
                    self._left.remove(found)
                return found
        raise NotRecorded("The recorded session holds no such call. Take one from the list of calls.")


def read_session() -> tuple[Exchange, ...]:
    """The recorded session."""
    found = json.loads(SESSION.read_text(encoding="utf-8"))
    return tuple(Exchange(**{**one, "call": Call(**one["call"])}) for one in found)


def session_text(exchanges: tuple[Exchange, ...]) -> str:
    """A session as it is kept in its file."""
    return json.dumps([asdict(one) for one in exchanges], indent=1, ensure_ascii=False) + "\n"


def _same(one: Call, other: Call) -> bool:
    return _matched(one) == _matched(other)


def _matched(call: Call) -> tuple:
    """What tells calls apart: tokens and addresses differ from one run to the next."""
    named = {name.lower(): value for name, value in call.headers.items()}
    return call.method, call.target, call.body, "authorization" in named, named.get("idempotency-key")


def _since(began: float) -> int:
    return round(1000 * (perf_counter() - began))
