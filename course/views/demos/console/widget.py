"""The console on screen: a request to fill in, the answer as it came, a log, and switches for what goes wrong."""

from __future__ import annotations

import json
from pathlib import Path

import anywidget
import ipywidgets as widgets
import traitlets

from course.case.database import CaseError
from course.services.link.calls import OFFERED, next_page, with_token
from course.services.link.client import Call, Exchange, NotRecorded
from course.services.link.receiver import Delivery
from course.services.run import ServiceError
from course.views.companion import Companion
from course.views.demos.console.line import Line
from course.views.demos.console.picture import HEAD, sheet
from course.views.twin import style

FOLDER = Path(__file__).parent
LONGEST_LOG = 100
LATENCIES = (0, 500, 2000)


class ConsoleWidget(anywidget.AnyWidget):
    """``asked`` comes from the browser, all else from Python; ``answered`` counts what was dealt with."""

    _esm = FOLDER / "console.js"
    offered = traitlets.List().tag(sync=True)
    latencies = traitlets.List(list(LATENCIES)).tag(sync=True)
    asked = traitlets.Dict().tag(sync=True)
    answered = traitlets.Int(0).tag(sync=True)
    state = traitlets.Unicode().tag(sync=True)
    recorded = traitlets.Bool(False).tag(sync=True)
    log = traitlets.List().tag(sync=True)
    next = traitlets.Unicode().tag(sync=True)
    tally = traitlets.Unicode().tag(sync=True)


class Console:
    """The console over a line to the API."""

    def __init__(self, line: Line | None = None):
        self.line, self.token, self.pages = line or Line(), "", Pages()
        offered = [{"name": name, **_fields(call)} for name, call in OFFERED.items()]
        self.inner = ConsoleWidget(offered=offered, state=self.line.state)
        self.inner.observe(lambda change: self._asked(change.new), "asked")
        self._companion = Companion()
        head = widgets.HTML(f"{style()}<style>{sheet()}</style>{HEAD}")
        parts = [head, self.inner, self._companion]
        self.widget = widgets.VBox(parts).add_class("course-frame").add_class("course-console")

    def _asked(self, asked: dict) -> None:
        try:
            {"send": self._send, "switch": self._switch, "listen": self._listen}[asked["do"]](asked)
        except (NotRecorded, ServiceError, CaseError) as problem:
            self._companion.announcement = self.inner.tally = str(problem)
        self.inner.state, self.inner.recorded = self.line.state, self.line.recorded
        self.inner.answered += 1

    def _send(self, asked: dict) -> None:
        call = Call(asked["method"], asked["target"], read_headers(asked["headers"]), asked["body"])
        self.show(self.line.send(with_token(call, self.token)))

    def _switch(self, asked: dict) -> None:
        self.line.switch(**asked["switches"])

    def _listen(self, asked: dict) -> None:
        receiver = self.line.listen(self.received)
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        exchange = self.line.send(Call("POST", "/webhooks", headers, json.dumps({"url": receiver.url})))
        receiver.secret = exchange.values.get("secret", "")
        self.show(exchange)

    def show(self, exchange: Exchange) -> None:
        """Put an exchange on top of the log."""
        self.token = exchange.values.get("access_token", self.token)
        self.pages.add(exchange)
        self.inner.next, self.inner.tally = next_page(exchange), self.pages.text
        self._note(
            what=f"{exchange.call.method} {exchange.call.target}",
            outcome=exchange.line,
            ok=200 <= exchange.status < 300,
            milliseconds=exchange.milliseconds,
            request=exchange.call.text,
            answer=exchange.text,
            curl=exchange.call.curl(self.line.address),
        )
        self._companion.announcement = f"{exchange.line}. {self.pages.text}"

    def received(self, delivery: Delivery) -> None:
        """Put a webhook on top of the log."""
        checked = "signature fits" if delivery.genuine else "signature does not fit"
        self._note(
            what=f"webhook {delivery.kind}, {delivery.event}",
            outcome=checked,
            ok=delivery.genuine,
            milliseconds=0,
            request=f"POST /webhook HTTP/1.1\nLink-Signature: {delivery.signature}\n\n{delivery.body}",
            answer="HTTP/1.1 202 Accepted",
            curl="",
        )
        self._companion.announcement = f"A webhook arrived: {delivery.kind}, {checked}."

    def _note(self, **entry: object) -> None:
        number = self.inner.log[0]["number"] + 1 if self.inner.log else 1
        self.inner.log = [{"number": number, **entry}, *self.inner.log][:LONGEST_LOG]


class Pages:
    """The items of one list, page by page: how many there are so far, and the sum of their balances."""

    def __init__(self) -> None:
        self._path, self._items, self._pages, self._more = "", [], 0, False

    def add(self, exchange: Exchange) -> None:
        """Count a page. A list that is asked from its start begins anew."""
        items = exchange.values.get("data")
        first = "cursor=" not in exchange.call.target
        if exchange.status != 200 or items is None:
            self._pages = 0
            return
        if first or not self._pages:
            self._path, self._items, self._pages = exchange.call.target.partition("?")[0], [], 0
        self._items, self._pages = [*self._items, *items], self._pages + 1
        self._more = bool(exchange.values.get("has_more"))

    @property
    def text(self) -> str:
        """A sentence about what was fetched so far; empty after a call that is no list."""
        if not self._pages:
            return ""
        cents = [item["balance_cents"] for item in self._items if "balance_cents" in item]
        total = f"; their balance_cents add up to {sum(cents):,}" if cents else ""
        pages = "1 page" if self._pages == 1 else f"{self._pages} pages"
        more = "has_more is true." if self._more else "has_more is false."
        return f"Fetched from {self._path}: {pages}, {len(self._items)} items{total}. {more}"


def read_headers(text: str) -> dict[str, str]:
    """The headers in a text of lines; a line without a colon is left out.

    >>> read_headers("Accept: application/json\\nhello")
    {'Accept': 'application/json'}
    """
    lines = (line.partition(":") for line in text.splitlines())
    return {name.strip(): value.strip() for name, colon, value in lines if colon and name.strip()}


def _fields(call: Call) -> dict:
    headers = "\n".join(f"{name}: {value}" for name, value in call.headers.items())
    return {"method": call.method, "target": call.target, "headers": headers, "body": call.body}
