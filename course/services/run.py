"""Starts an ASGI application in its own processes on a free port of 127.0.0.1, and ends them with the caller.

Each worker process reads what to run from its standard input and lives as long as that stays open. So a worker
ends whenever its caller does, even when the caller is killed. Nothing is written to a disk.
"""

from __future__ import annotations

import atexit
import base64
import json
import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Timer

HOST = "127.0.0.1"
START_SECONDS = 30.0
ANSWER_SECONDS = 5.0
STOP_SECONDS = 3.0
WORKER = Path(__file__).with_name("worker.py")
WINDOWS = sys.platform == "win32"
# An interrupted notebook stops its cell, not the service: the workers are not part of the kernel's group.
APART: dict = (
    {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    if WINDOWS
    else {"start_new_session": True}
)
# Loopback is never behind a proxy, whatever the environment says.
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class ServiceError(RuntimeError):
    """No service can run here; the message is one sentence for the learner. Show a recorded session instead."""


class Service:
    """A running application: ``address`` is like ``http://127.0.0.1:40213``, ``pids`` are its worker processes."""

    def __init__(self, address: str, workers: Sequence[subprocess.Popen]):
        self.address = address
        self.pids = tuple(worker.pid for worker in workers)
        self._workers, self._owner = tuple(workers), os.getpid()
        _running.append(self)

    @property
    def running(self) -> bool:
        """Whether at least one of its workers lives."""
        return any(worker.poll() is None for worker in self._workers)

    def stop(self) -> None:
        """End all workers and wait for them. A second call does nothing."""
        if self in _running and self._owner == os.getpid():
            _running.remove(self)
            _end(self._workers)

    def __enter__(self) -> Service:
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()


_running: list[Service] = []


def start(application: str, *, workers: int = 1, settings: dict | None = None) -> Service:
    """A service that answers: ``application`` names a factory as ``package.module:function``.

    Each worker process calls the factory with ``settings`` (JSON values) and serves what it returns. The workers
    share the port and nothing else. Raises ServiceError, with nothing left running.
    """
    with _open_listener() as listener:
        address = f"http://{HOST}:{listener.getsockname()[1]}"
        order = {"root": str(Path(__file__).parents[2]), "application": application, "settings": settings or {}}
        started: list[subprocess.Popen] = []
        try:
            for _ in range(workers):
                started.append(_worker(listener))
            _wait_until_ready(started, listener, order)
            _ask(address)
        except BaseException as error:
            _end(started)
            if isinstance(error, OSError):
                raise ServiceError(f"No service can be started on this computer: {error.strerror or error}.") from error
            raise
    return Service(address, started)


@atexit.register
def stop_all() -> None:
    """End every service that this process has started."""
    for service in list(_running):
        service.stop()


def _open_listener() -> socket.socket:
    try:
        return socket.create_server((HOST, 0))
    except OSError as error:
        raise ServiceError(f"No free port can be had on this computer: {error.strerror or error}.") from error


def _worker(listener: socket.socket) -> subprocess.Popen:
    inherited = {} if WINDOWS else {"pass_fds": (listener.fileno(),)}
    return subprocess.Popen(
        [sys.executable, "-I", str(WORKER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        cwd=WORKER.parent,
        **APART,
        **inherited,
    )


def _wait_until_ready(workers: Sequence[subprocess.Popen], listener: socket.socket, order: dict) -> None:
    """Raises ServiceError in the words of the first worker that cannot serve, or when time is up."""
    alarm = Timer(START_SECONDS, lambda: [worker.kill() for worker in workers])
    alarm.start()
    try:
        for worker in workers:
            worker.stdin.write(json.dumps({**order, "listener": _handle(listener, worker.pid)}) + "\n")
            worker.stdin.flush()
        for worker in workers:
            line = worker.stdout.readline().strip()
            if line != "ready":
                raise ServiceError(line or "The service ended before it could answer.")
    finally:
        alarm.cancel()


def _handle(listener: socket.socket, pid: int) -> int | str:
    """What a worker copies the listening socket from: an inherited number, on Windows a shared record."""
    return base64.b64encode(listener.share(pid)).decode() if WINDOWS else listener.fileno()


def _ask(address: str) -> None:
    """One request, whatever it answers: a port that listens is of no use if nothing reaches it. Raises OSError."""
    with suppress(urllib.error.HTTPError), opener.open(address, timeout=ANSWER_SECONDS):
        pass


def _end(workers: Sequence[subprocess.Popen]) -> None:
    for worker in workers:
        with suppress(OSError):  # an order that a dead worker never read
            worker.stdin.close()
    for worker in workers:
        try:
            worker.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()
        worker.stdout.close()
