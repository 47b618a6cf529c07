"""The process that judges hand-ins: one JSON request per line on stdin, JSON answers on stdout. Lives for many hand-ins.

It is sent a notebook once, then hand-ins by their places. Before each cell it says which one begins, so that
the parent knows what to leave out if this process does not survive it.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from pathlib import Path
from typing import TextIO

import psutil

from course.grade.query import sandbox
from course.nbgrader.hand_in import take
from course.nbgrader.judging import Programme


def main() -> None:
    """Answer requests until the parent closes stdin."""
    channel, requests = _private_streams()
    programmes: dict[str, Programme] = {}
    _send(channel, {"ready": True})
    try:
        for line in requests:
            request = json.loads(line)
            try:
                _answer(channel, request, programmes)
            except Exception:
                _send(channel, {"problem": traceback.format_exc()})
    finally:
        for programme in programmes.values():
            programme.close()
        sandbox.stop()


def _answer(channel: TextIO, request: dict, programmes: dict[str, Programme]) -> None:
    if "open" in request:
        sources = [(index, source) for index, source in request["sources"]]
        files = {name: Path(path) for name, path in request["files"].items()}
        programmes[request["open"]] = Programme(request["name"], request["text"], sources, files)
        return
    hand_in = take(Path(request["hand_in"]), request["exercises"])
    answers = hand_in.text()
    failed = {int(index): output for index, output in request["failed"].items()}
    shown = programmes[request["programme"]].run(answers, failed, lambda index: _send(channel, {"at": index}))
    cells = [[cell.index, cell.count, cell.outputs] for cell in shown]
    memory = psutil.Process().memory_info().rss
    _send(channel, {"answers": answers, "remark": hand_in.remark, "cells": cells, "memory": memory})


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
