"""A process that works for this one: JSON lines there and back, and waiting that can end at any time."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from contextvars import ContextVar
from pathlib import Path
from time import monotonic
from typing import Any

START_SECONDS = 60.0
STOP_SECONDS = 0.05  # the longest time before a request to stop is noticed
# An event put here, in the context in which work is done, stops it when it is set.
STOPPING: ContextVar[threading.Event | None] = ContextVar("STOPPING", default=None)


class Stopped(Exception):
    """The learner stopped what was running: nothing is known about the answer."""

    def __init__(self) -> None:
        super().__init__("Stopped. Your answer is saved, and nothing was judged.")


class SandboxError(RuntimeError):
    """The process cannot start or cannot read the data: nothing is known about the answer."""


class Helper:
    """A running process, and the thread that reads its answers so that waiting can end.

    It is in a group of its own: Ctrl-C in a terminal stops the caller, not a request half way.
    """

    def __init__(
        self, command: Sequence[str | Path], folder: Path, environment: Mapping[str, str] | None = None
    ) -> None:
        self.owner = os.getpid()
        self.answered = 0
        self._answers: queue.Queue[str] = queue.Queue()
        self._process = subprocess.Popen(
            list(map(str, command)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=environment,
            encoding="utf-8",
            start_new_session=True,
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        for line in self._process.stdout:  # type: ignore[union-attr]
            self._answers.put(line)
        self._answers.put("")

    def wait_until_ready(self, does: str) -> None:
        """Raises SandboxError; ``does`` says what the process is for."""
        try:
            ready = self._answers.get(timeout=START_SECONDS)
        except queue.Empty:
            ready = ""
        if not ready:
            self.stop()
            raise SandboxError(f"The process that {does} does not start. `python3 -m course test` shows why.")

    def ask(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Its answer. Raises queue.Empty when time is up, OSError when the process has died, and Stopped."""
        self.send(request)
        answer = self.answer(monotonic() + max(seconds, 0.1))
        self.answered += 1
        return answer

    def send(self, request: dict[str, Any]) -> None:
        """Raises OSError when the process has died."""
        self._process.stdin.write(json.dumps(request) + "\n")  # type: ignore[union-attr]
        self._process.stdin.flush()  # type: ignore[union-attr]

    def answer(self, deadline: float) -> dict[str, Any]:
        """The next line of its answer. Raises as ``ask``."""
        stopping = STOPPING.get()
        while True:
            if stopping and stopping.is_set():
                raise Stopped
            seconds = deadline - monotonic()
            try:
                line = self._answers.get(timeout=max(min(seconds, STOP_SECONDS if stopping else seconds), 0))
            except queue.Empty:
                if seconds <= STOP_SECONDS or not stopping:
                    raise
                continue
            if not line:
                raise BrokenPipeError
            return json.loads(line)

    @property
    def process_id(self) -> int:
        return self._process.pid

    def ended_by_processor_limit(self) -> bool:
        return self._process.wait(timeout=5) == -getattr(signal, "SIGXCPU", 0) != 0

    def stop(self) -> None:
        """End it, with all that it has started."""
        if hasattr(os, "killpg"):
            with suppress(OSError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.wait()
        self._listener.join()
        self._process.stdout.close()  # type: ignore[union-attr]
        with suppress(OSError):  # a request that the dead process never read
            self._process.stdin.close()  # type: ignore[union-attr]
