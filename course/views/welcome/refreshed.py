"""HTML that is rendered again whenever the reader comes back to the page, with links that JupyterLab opens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import anywidget
import ipywidgets as widgets
import traitlets


class Watch(anywidget.AnyWidget):
    """``returns`` counts how often the reader came back to this page."""

    _esm = Path(__file__).with_name("refreshed.js")
    returns = traitlets.Int(0).tag(sync=True)


class Refreshed:
    """The result of ``render`` as an output inside a widget: there, unlike in an HTML widget, relative links work."""

    def __init__(self, render: Callable[[], str]):
        self._render = render
        self._output, self._watch = widgets.Output(), Watch()
        self._watch.observe(lambda change: self.refresh(), "returns")
        self.widget = widgets.VBox([self._output, self._watch])
        self.refresh()

    def refresh(self) -> None:
        """Render again."""
        data = {"text/html": self._render(), "text/plain": ""}
        self._output.outputs = ({"output_type": "display_data", "data": data, "metadata": {}},)
