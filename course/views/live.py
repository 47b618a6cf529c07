"""Shows a widget; where no kernel is alive, one sentence stands in its place instead of the widget's inner values."""

from __future__ import annotations

import ipywidgets as widgets
from IPython.display import display

INSTEAD = "Run this cell to make it interactive."


def display_live(widget: widgets.Widget) -> None:
    """Display a widget as the notebook keeps it: its view, and a sentence for readers without a kernel."""
    display({**widget._repr_mimebundle_(), "text/plain": INSTEAD}, raw=True)
