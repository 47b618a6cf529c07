"""HTML that is rendered again whenever what it is about has changed while it is seen, with links that JupyterLab opens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import anywidget
import ipywidgets as widgets


class Watch(anywidget.AnyWidget):
    """Calls ``look`` every few seconds while the page is seen, and when the reader comes back to it."""

    _esm = Path(__file__).with_name("refreshed.js")

    def __init__(self, look: Callable[[], None]):
        super().__init__()
        self._look = look
        self.on_msg(self._receive)

    def _receive(self, _widget: object, content: dict, _buffers: list) -> None:
        if content.get("type") == "changed?":
            try:
                self._look()
            finally:
                self.send({"type": "answered"})  # only then is it asked again


class Refreshed:
    """The result of ``render`` as an output inside a widget: there, unlike in an HTML widget, relative links work.

    While it is seen, ``stamp`` is asked every few seconds, and what has another value then is rendered again.
    """

    def __init__(self, render: Callable[[], str], stamp: Callable[[], object] = lambda: None):
        self._render, self._read_stamp = render, stamp
        self._output = widgets.Output()
        self._output.layout.margin = "0"
        self.widget = widgets.VBox([self._output, Watch(self._look)])
        self.refresh()

    def refresh(self) -> None:
        """Render again; what looks as before stays, with its focus."""
        self._stamp = self._read_stamp()
        data = {"text/html": self._render(), "text/plain": ""}
        outputs = ({"output_type": "display_data", "data": data, "metadata": {}},)
        if outputs != self._output.outputs:
            self._output.outputs = outputs

    def _look(self) -> None:
        if self._read_stamp() != self._stamp:
            self.refresh()
