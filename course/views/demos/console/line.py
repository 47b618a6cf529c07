"""The console's line to the API: a service of this kernel, or the recorded session if none can be started."""

from __future__ import annotations

from course.services.link.client import Call, Exchange, Live, Recorded, Sender, read_session
from course.services.link.receiver import Receiver
from course.services.link.serve import serve, switch
from course.services.run import Service, ServiceError

WAITING = "The API is not running yet. It starts with your first call."
RUNNING = "The API runs on {} and ends with this notebook."
REPLAYED = "{} So this is a recorded session: the calls of the list answer as they did when they were recorded."
ENDED = "The API has ended. Send the call again to start it."

service: Service | None = None
"""The API of this kernel, which all consoles share."""


class Line:
    """Answers calls. ``state`` is one sentence about where the answers come from."""

    def __init__(self) -> None:
        self.state = RUNNING.format(service.address) if service and service.running else WAITING
        self.recorded = False
        self._sender: Sender | None = None
        self._receiver: Receiver | None = None
        self._switches: dict = {}

    @property
    def address(self) -> str:
        """Where the API is; a placeholder while it is not running."""
        return service.address if service and not self.recorded else "http://127.0.0.1:8000"

    def send(self, call: Call) -> Exchange:
        """Raises NotRecorded for a call that the recorded session does not hold."""
        try:
            return self._open().send(call)
        except ConnectionError:
            self._sender, self.state = None, ENDED
            return Exchange(call, 0, problem=ENDED)

    def switch(self, **switches: object) -> None:
        """Make something go wrong from the next call on. A recorded session has no switches."""
        self._switches = switches
        if isinstance(self._sender, Live):
            switch(service, **switches)

    def listen(self, on_delivery) -> Receiver:
        """A receiver of webhooks, which calls ``arrived`` with each Delivery. Raises ServiceError."""
        self._receiver = self._receiver or Receiver(on_delivery)
        return self._receiver

    def _open(self) -> Sender:
        """The service, started when it is first needed; or, with the reason in ``state``, the recording."""
        global service
        if self._sender is None or (isinstance(self._sender, Live) and not service.running):
            try:
                service = service if service and service.running else serve()
                self._sender, self.state = Live(service.address), RUNNING.format(service.address)
                switch(service, **self._switches)
            except ServiceError as problem:
                self._sender, self.recorded, self.state = Recorded(read_session()), True, REPLAYED.format(problem)
        return self._sender
