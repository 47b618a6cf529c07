"""Receives webhooks on a free port of 127.0.0.1, in a thread that ends with its process."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from course.services.link.signature import HEADER, holds
from course.services.run import HOST, ServiceError


@dataclass(frozen=True)
class Delivery:
    """A webhook that arrived; ``genuine`` says that its signature fits the raw body."""

    event: str
    kind: str
    body: str
    signature: str
    genuine: bool


class Receiver:
    """Answers every webhook with 202 and calls ``arrived`` with it. Raises ServiceError if no port is free."""

    def __init__(self, arrived: Callable[[Delivery], None]):
        self.secret = ""
        try:
            self._server = ThreadingHTTPServer((HOST, 0), _handler(self, arrived))
        except OSError as error:
            raise ServiceError(f"No free port can be had on this computer: {error.strerror or error}.") from error
        self.url = f"http://{HOST}:{self._server.server_address[1]}/webhook"
        Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Give the port back."""
        self._server.shutdown()
        self._server.server_close()

    def read(self, body: bytes, signature: str) -> Delivery:
        """What arrived, with its signature checked on the raw body before anything is read from it."""
        genuine = holds(self.secret, signature, body, int(time.time()))
        try:
            event = json.loads(body)
        except ValueError:
            event = {}
        return Delivery(str(event.get("id")), str(event.get("type")), body.decode(errors="replace"), signature, genuine)


def _handler(receiver: Receiver, arrived: Callable[[Delivery], None]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(202)
            self.end_headers()
            arrived(receiver.read(body, self.headers.get(HEADER, "")))

        def log_message(self, *message: object) -> None:
            """Nothing is written to the notebook."""

    return Handler
