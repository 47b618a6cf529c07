"""The process that judges hand-ins: one JSON request per line on stdin, JSON answers on stdout. Lives for many hand-ins.

It is sent a notebook once, then the answers of one learner after another. Before each cell it says which one begins, so
that the parent knows what to leave out if this process does not survive it. It imports nothing of nbgrader, which takes
longer than a class's first hand-ins.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import threading
import traceback
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TextIO

import psutil

from course.grade.query import sandbox
from course.nbgrader.judging import Programme
from course.nbgrader.verdicts import Verdicts

FOLDER = "course-grading-"  # the start of the name of the folder that the parent makes for temporary files
MOST_OPEN = 20  # notebooks
IDLE_SECONDS = 600.0


def main() -> None:
    """Answer requests until the parent closes stdin, or asks for nothing in ten minutes."""
    channel, requests = _private_streams()
    programmes: dict[str, Programme] = {}
    _send(channel, {"ready": True})
    try:
        for line in _until_idle(requests):
            request = json.loads(line)
            try:
                _answer(channel, request, programmes)
            except Exception:
                _send(channel, {"problem": traceback.format_exc()})
    finally:
        for programme in programmes.values():
            programme.close()
        sandbox.stop()
        own = Path(tempfile.gettempdir())
        if own.name.startswith(FOLDER):  # the parent removes it, unless it was killed
            shutil.rmtree(own, ignore_errors=True)


def _answer(channel: TextIO, request: dict, programmes: dict[str, Programme]) -> None:
    if "open" in request:
        while len(programmes) >= MOST_OPEN:
            programmes.pop(next(iter(programmes))).close()
        sources = [(index, source) for index, source in request["sources"]]
        files = {name: Path(path) for name, path in request["files"].items()}
        verdicts = Verdicts(request["judge"]) if request["judge"] else None
        programmes[request["open"]] = Programme(request["name"], request["text"], sources, files, verdicts)
        return
    if request["programme"] not in programmes:
        _send(channel, {"unknown": request["programme"]})
        return
    failed = {int(index): output for index, output in request["failed"].items()}
    starts = partial(_say_where, channel)
    programme = programmes[request["programme"]]
    shown = programme.run(request["answers"], failed, starts)
    cells = [[cell.index, cell.count, cell.outputs] for cell in shown]
    memory = psutil.Process().memory_info().rss
    kept = programme.verdicts
    spoiled, by_chance = (kept.spoiled, kept.by_chance) if kept else (0, 0)
    _send(channel, {"cells": cells, "memory": memory, "spoiled": spoiled, "by_chance": by_chance})
    if kept:
        kept.spoiled = kept.by_chance = 0


def _say_where(channel: TextIO, index: int) -> None:
    _send(channel, {"at": index})


def _until_idle(requests: TextIO) -> Iterator[str]:
    """The requests. While one is waited for, a clock runs that ends this process."""
    while True:
        clock = threading.Timer(IDLE_SECONDS, os._exit, [0])
        clock.daemon = True
        clock.start()
        line = requests.readline()
        clock.cancel()
        if not line:
            return
        yield line


def _private_streams() -> tuple[TextIO, TextIO]:
    """Streams for the parent alone: whatever else reads or writes here meets nothing."""
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    requests = os.fdopen(os.dup(0), "r", encoding="utf-8", newline="\n")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1):
        os.dup2(nowhere, standard)
    os.close(nowhere)
    return channel, requests


def _send(channel: TextIO, message: dict) -> None:
    channel.write(json.dumps(message) + "\n")
    channel.flush()


if __name__ == "__main__":
    sys.exit(main())
