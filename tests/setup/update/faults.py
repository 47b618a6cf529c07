"""Stops a program before one of its effects on a folder: a file opened for writing, moved or removed, a program started."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
NEEDS_SPACE = {"open", "os.mkdir"}
ON_FILES = {"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.chmod"}


class Killed(BaseException):
    """The process is gone: nothing that it does from now on has an effect."""


class Faults:
    """Counts effects below ``root`` and lets those from number ``first`` on fail, or only that one."""

    def __init__(self):
        self.root: Path | None = None

    def hook(self, event: str, arguments: tuple) -> None:
        if self.root is None or not self._is_effect(event, arguments):
            return
        self.count += 1
        if self.count == self.first or (self.count > self.first and self.goes_on):
            self.happened = True
            raise self.fault()

    def _is_effect(self, event: str, arguments: tuple) -> bool:
        if event == "subprocess.Popen":
            return "subprocess.Popen" in self.events
        if event not in self.events or (event == "open" and not (arguments[2] or 0) & WRITES):
            return False
        return str(arguments[0]).startswith(str(self.root))


FAULTS = Faults()
sys.addaudithook(FAULTS.hook)


@contextmanager
def fault(
    root: Path, first: int, how: Callable[[], BaseException], goes_on: bool, events: set[str]
) -> Iterator[Faults]:
    """Let the effects in this block fail from the ``first`` on."""
    FAULTS.count, FAULTS.first, FAULTS.fault, FAULTS.goes_on, FAULTS.events = 0, first, how, goes_on, events
    FAULTS.happened, FAULTS.root = False, root
    try:
        yield FAULTS
    finally:
        FAULTS.root = None


def disk_full() -> OSError:
    return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


EVERY_EFFECT = {*ON_FILES, "subprocess.Popen"}
KINDS = {
    "killed": (Killed, True, EVERY_EFFECT),
    "Ctrl-C": (KeyboardInterrupt, False, EVERY_EFFECT),
    "disk full": (disk_full, True, NEEDS_SPACE),
    "disk full for a moment": (disk_full, False, NEEDS_SPACE),
}
