"""A worker process of a service: serves an ASGI application on a socket it was handed, until its input is closed.

Started as ``python -I worker.py``. One line of JSON on standard input says what to run; one line on standard output
says ``ready``, or why not. Standard input stays open as long as somebody wants the service.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import socket
import sys
import threading
from importlib import import_module

import uvicorn

END_SECONDS = 2  # for what is still being answered when the service ends


class Server(uvicorn.Server):
    """Prints a line once it serves."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            print("ready", flush=True)


def main() -> None:
    """Serve what the first line of standard input asks for, or print in one line why it cannot."""
    order = json.loads(sys.stdin.readline())
    sys.path.insert(0, order["root"])
    try:
        server = Server(_config(order))
        threading.Thread(target=_end_with_input, args=(server,), daemon=True).start()
        # Windows' other event loop cannot accept on a socket that several processes share.
        with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
            runner.run(server.serve(sockets=[_socket(order["listener"])]))
    except Exception as error:
        print(f"The service cannot start: {type(error).__name__}: {error}".splitlines()[0], flush=True)


def _config(order: dict) -> uvicorn.Config:
    module, factory = order["application"].split(":")
    application = getattr(import_module(module), factory)(**order["settings"])
    return uvicorn.Config(
        application,
        http="h11",
        ws="none",
        log_config=None,
        log_level="critical",
        access_log=False,
        timeout_graceful_shutdown=END_SECONDS // 2,
    )


def _socket(listener: int | str) -> socket.socket:
    if isinstance(listener, str):
        return socket.fromshare(base64.b64decode(listener))
    return socket.socket(fileno=listener)


def _end_with_input(server: Server) -> None:
    while os.read(0, 1):
        pass
    server.should_exit = True
    threading.Timer(END_SECONDS, os._exit, (0,)).start()


if __name__ == "__main__":
    main()
