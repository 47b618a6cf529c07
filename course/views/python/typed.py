"""A widget without a face: knows what is typed in the cell for code, whether the cell was run or not."""

from __future__ import annotations

from pathlib import Path

import anywidget
import traitlets


class TypedCell(anywidget.AnyWidget):
    """``cell`` is the name of the cell in nbgrader, ``text`` what is in it; empty where the front end does not tell."""

    _esm = Path(__file__).with_name("typed.js")
    cell = traitlets.Unicode().tag(sync=True)
    text = traitlets.Unicode().tag(sync=True)
