"""A notebook in a real kernel, run and typed into by the messages that a browser would send."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.manager import start_new_kernel

PATIENCE = 120  # seconds until the kernel counts as silent


class FrontEnd:
    """Runs all cells; ``widgets`` holds the last known state of each widget, ``shown`` all HTML in its order."""

    def __init__(self, notebook: Path):
        self.widgets: dict[str, dict[str, Any]] = {}
        self.shown: list[str] = []
        self._manager, self._client = start_new_kernel(cwd=str(notebook.parent), startup_timeout=PATIENCE)
        for cell in nbformat.read(notebook, as_version=4).cells:
            if cell.cell_type == "code":
                self._listen_until_idle(self._client.execute(cell.source))

    def __enter__(self) -> FrontEnd:
        return self

    def __exit__(self, *error: object) -> None:
        self._client.stop_channels()
        self._manager.shutdown_kernel(now=True)

    def type(self, label: str, text: str) -> None:
        """Type into the field with this label."""
        self._send(label, {"method": "update", "state": {"value": text}, "buffer_paths": []})

    def click(self, label: str) -> None:
        """Click the button with this label."""
        self._send(label, {"method": "custom", "content": {"event": "click"}})

    def wait_for(self, words: str) -> None:
        """Wait until the last HTML that was shown holds these words."""
        while words not in self.shown[-1]:
            self._listen()

    def _send(self, label: str, data: dict[str, Any]) -> None:
        (id,) = (id for id, state in self.widgets.items() if state.get("description") == label)
        message = self._client.session.msg("comm_msg", {"comm_id": id, "data": data})
        self._client.shell_channel.send(message)
        self._listen_until_idle(message["header"]["msg_id"])

    def _listen_until_idle(self, request: str) -> None:
        while not self._listen(lambda message: ends(message, request)):
            pass

    def _listen(self, is_last: Callable[[dict], bool] = lambda message: False) -> bool:
        message = self._client.get_iopub_msg(timeout=PATIENCE)
        kind, content = message["msg_type"], message["content"]
        if kind == "error":
            raise RuntimeError("\n".join(content["traceback"]))
        if kind in ("comm_open", "comm_msg"):
            self.widgets.setdefault(content["comm_id"], {}).update(content["data"].get("state", {}))
        if kind in ("display_data", "update_display_data"):
            self.shown += filter(None, [content["data"].get("text/html")])
        return is_last(message)


def ends(message: dict, request: str) -> bool:
    """Whether the kernel says with this message that it has done what was requested."""
    is_idle = message["msg_type"] == "status" and message["content"]["execution_state"] == "idle"
    return is_idle and message["parent_header"].get("msg_id") == request
