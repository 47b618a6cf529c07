"""The console of Mandaro Link's API: send calls, read requests and answers in full, make things go wrong."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import anywidget
import traitlets

from course.case.database import CaseError
from course.services.link.calls import OFFERED, next_page, with_token
from course.services.link.client import Call, Exchange, NotRecorded, read_session
from course.services.link.receiver import Delivery
from course.services.run import ServiceError
from course.views.demo import Demo, Part, Row
from course.views.demos.console.line import Line
from course.views.demos.console.pages import Pages
from course.views.demos.console.picture import calls

LONGEST_LOG = 100
LATENCIES = (0, 500, 2000)


class ConsoleWidget(anywidget.AnyWidget):
    """``asked`` comes from the browser, everything else from Python; ``answered`` counts the requests that were handled.

    ``cleared`` counts how often the learner started again: each time the request goes back to the first one.
    """

    _esm = Path(__file__).with_name("console.js")
    label = traitlets.Unicode("Request")
    offered = traitlets.List().tag(sync=True)
    latencies = traitlets.List(list(LATENCIES)).tag(sync=True)
    asked = traitlets.Dict().tag(sync=True)
    answered = traitlets.Int(0).tag(sync=True)
    cleared = traitlets.Int(0).tag(sync=True)
    state = traitlets.Unicode().tag(sync=True)
    recorded = traitlets.Bool(False).tag(sync=True)
    log = traitlets.List().tag(sync=True)
    next = traitlets.Unicode().tag(sync=True)
    tally = traitlets.Unicode().tag(sync=True)


class Console(Demo):
    """A console to call the API of product Link.

    The API starts with the first call, so just executing a notebook starts nothing.
    """

    title = "Console of the Link API"
    meta = "sandbox of partner P07, Monday 19 January 2026"
    called = "console"
    restart = ("Start again", "Clear the log, and let nothing go wrong")

    def __init__(self, line: Line | None = None):
        self.line, self.token, self.pages = line or Line(), "", Pages()

    def make_controls(self) -> Sequence[Row]:
        offered = [{"name": name, **fields(call)} for name, call in OFFERED.items()]
        self.desk = ConsoleWidget(offered=offered, state=self.line.state)
        self.desk.observe(lambda change: self._answer(change.new), "asked")
        return [self.desk]

    def still(self) -> Sequence[Part]:
        return calls(read_session())

    def reset(self) -> None:
        self.token, self.pages = "", Pages()
        self.line.switch()
        self.desk.log, self.desk.next, self.desk.tally = [], "", ""
        self.desk.cleared += 1
        self.announce("The log is empty, and nothing goes wrong.")

    def show(self, exchange: Exchange) -> None:
        """Put an exchange on top of the log."""
        self.token = exchange.values.get("access_token", self.token)
        self.pages.add(exchange)
        self.desk.next, self.desk.tally = next_page(exchange), self.pages.text
        self._note(
            what=f"{exchange.call.method} {exchange.call.target}",
            outcome=exchange.line,
            ok=200 <= exchange.status < 300,
            milliseconds=exchange.milliseconds,
            request=exchange.call.text,
            answer=exchange.text,
            curl=exchange.call.curl(self.line.address),
        )
        self.announce(f"{exchange.line}. {self.pages.text}")

    def receive(self, delivery: Delivery) -> None:
        """Put a webhook on top of the log."""
        signature_text = "signature fits" if delivery.genuine else "signature does not fit"
        self._note(
            what=f"webhook {delivery.kind}, {delivery.event}",
            outcome=signature_text,
            ok=delivery.genuine,
            milliseconds=0,
            request=f"POST /webhook HTTP/1.1\nLink-Signature: {delivery.signature}\n\n{delivery.body}",
            answer="HTTP/1.1 202 Accepted",
            curl="",
        )
        self.announce(f"A webhook arrived: {delivery.kind}, {signature_text}.")

    def _answer(self, request: dict) -> None:
        try:
            {"send": self._send, "switch": self._switch, "listen": self._listen}[request["do"]](request)
        except (NotRecorded, ServiceError, CaseError) as problem:
            self.desk.tally = str(problem)
            self.announce(str(problem))
        self.desk.state, self.desk.recorded = self.line.state, self.line.recorded
        self.desk.answered += 1

    def _send(self, request: dict) -> None:
        call = Call(request["method"], request["target"], read_headers(request["headers"]), request["body"])
        self.show(self.line.send(with_token(call, self.token)))

    def _switch(self, request: dict) -> None:
        self.line.switch(**request["switches"])

    def _listen(self, asked: dict) -> None:
        receiver = self.line.listen(self.receive)
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        exchange = self.line.send(Call("POST", "/webhooks", headers, json.dumps({"url": receiver.url})))
        receiver.secret = exchange.values.get("secret", "")
        self.show(exchange)

    def _note(self, **entry: object) -> None:
        number = self.desk.log[0]["number"] + 1 if self.desk.log else 1
        self.desk.log = [{"number": number, **entry}, *self.desk.log][:LONGEST_LOG]


def read_headers(text: str) -> dict[str, str]:
    """The headers in a text of lines; lines without a colon are ignored.

    >>> read_headers("Accept: application/json\\nhello")
    {'Accept': 'application/json'}
    """
    lines = (line.partition(":") for line in text.splitlines())
    return {name.strip(): value.strip() for name, colon, value in lines if colon and name.strip()}


def fields(call: Call) -> dict:
    """A call as the fields of the request in the browser."""
    headers = "\n".join(f"{name}: {value}" for name, value in call.headers.items())
    return {"method": call.method, "target": call.target, "headers": headers, "body": call.body}


DEMO = Console
