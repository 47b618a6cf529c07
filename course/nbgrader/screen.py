"""Collects what cells show, as a kernel and nbclient would write it into a notebook."""

from __future__ import annotations

import io
import sys
import traceback
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

Output = dict[str, Any]


class Screen:
    """The outputs of one notebook's cells. A display that is updated is replaced wherever it stands.

    Needs a process of its own: IPython shows what it shows on the one shell that a process has.
    """

    def __init__(self) -> None:
        self._places: dict[str, list[Output]] = {}
        self._current: list[Output] = []

    def run(self, act: Callable[[], object], count: int) -> list[Output]:
        """What ``act`` shows, with its value at the end. The list changes when one of its displays is updated."""
        self._current = outputs = []
        shell = _shell()
        shell.display_pub.screen = self
        with redirect_stdout(_Stream(self, "stdout")), redirect_stderr(_Stream(self, "stderr")):
            try:
                value = act()
                data, metadata = shell.display_formatter.format(value) if value is not None else ({}, {})
                if data:
                    self._add("execute_result", data, metadata, execution_count=count)
            except Exception as error:
                outputs.append(failure(error))
        return outputs

    def publish(self, data: dict, metadata: dict, transient: dict, update: bool) -> None:
        name = (transient or {}).get("display_id")
        if update:
            for output in self._places.get(name, []):
                output.update(data=data, metadata=metadata)
            return
        self._add("display_data", data, metadata)
        if name:
            self._places.setdefault(name, []).append(self._current[-1])

    def write(self, stream: str, text: str) -> None:
        last = self._current[-1] if self._current else {}
        if last.get("output_type") == "stream" and last["name"] == stream:
            last["text"] += text
        elif text:
            self._current.append({"output_type": "stream", "name": stream, "text": text})

    def _add(self, kind: str, data: dict, metadata: dict, **more: object) -> None:
        self._current.append({"output_type": kind, "data": data, "metadata": metadata, **more})


def failure(error: BaseException) -> Output:
    """The output of a cell that raised."""
    lines = "".join(traceback.format_exception(error)).splitlines()
    return {"output_type": "error", "ename": type(error).__name__, "evalue": str(error), "traceback": lines}


def language_info() -> dict[str, Any]:
    """What a Python kernel says of itself, and notebooks keep."""
    mode = {"name": "ipython", "version": sys.version_info[0]}
    return {
        "codemirror_mode": mode,
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": f"ipython{sys.version_info[0]}",
        "version": sys.version.split()[0],
    }


class _Publisher(DisplayPublisher):
    """Hands what is displayed to the screen in use."""

    screen: Screen | None = None

    def publish(self, data, metadata=None, source=None, *, transient=None, update=False, **more) -> None:
        if self.screen is not None:
            self.screen.publish(data, metadata or {}, transient or {}, update)

    def clear_output(self, wait: bool = False) -> None:
        """Nothing of the course clears what it showed."""


class _Stream(io.TextIOBase):
    """Standard output or error of a cell."""

    def __init__(self, screen: Screen, name: str):
        self._screen, self._name = screen, name

    def write(self, text: str) -> int:
        self._screen.write(self._name, text)
        return len(text)

    def writable(self) -> bool:
        return True


def _shell() -> InteractiveShell:
    if not InteractiveShell.initialized():
        config = Config()
        config.HistoryManager.enabled = False
        config.InteractiveShell.colors = "nocolor"
        shell = InteractiveShell.instance(config=config, display_pub_class=_Publisher)
        shell.display_formatter.active_types = shell.display_formatter.format_types
    return InteractiveShell.instance()
