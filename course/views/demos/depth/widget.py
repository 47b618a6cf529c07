"""The depth dial on screen: choose a company, and eight bars move."""

from __future__ import annotations

from pathlib import Path

import anywidget
import ipywidgets as widgets
import traitlets

from course.views.companion import Companion
from course.views.demos.depth.companies import COMPANIES
from course.views.demos.depth.picture import HEAD, bars, sentence, sheet, table
from course.views.twin import style


class CompanyChoice(anywidget.AnyWidget):
    """A row of companies; ``place`` is the number of the chosen one, from 0."""

    _esm = Path(__file__).with_name("dial.js")
    kinds = traitlets.List([company.kind for company in COMPANIES]).tag(sync=True)
    place = traitlets.Int(0).tag(sync=True)


class Dial:
    """The dial, starting with the first company."""

    def __init__(self):
        self.choice = CompanyChoice()
        self._bars, self._companion = widgets.HTML(), Companion()
        self.choice.observe(lambda change: self._show(change.new, change.old), "place")
        self.widget = self._frame()
        self._bars.value = bars(COMPANIES[0], COMPANIES[0])

    def _show(self, now: int, before: int) -> None:
        self._bars.value = bars(COMPANIES[now], COMPANIES[before])
        self._companion.announcement = sentence(COMPANIES[now], COMPANIES[before])

    def _frame(self) -> widgets.VBox:
        head = widgets.HTML(f"{style()}<style>{sheet()}</style>{HEAD}")
        more = widgets.HTML(f"<details><summary>All five as a table</summary>{table()}</details>")
        parts = [head, self.choice, self._bars, more, self._companion]
        return widgets.VBox(parts).add_class("course-frame").add_class("course-depth")
