"""The depth dial on screen: choose a company, and eight bars move."""

from __future__ import annotations

import ipywidgets as widgets

from course.views.companion import Companion
from course.views.depth.companies import COMPANIES, Company
from course.views.depth.picture import HEAD, bars, sentence, sheet, table
from course.views.twin import style


class Dial:
    """The dial, starting with the first company."""

    def __init__(self):
        options = [(company.kind, company) for company in COMPANIES]
        self.choice = widgets.RadioButtons(options=options, description="Company", orientation="horizontal")
        self._bars, self._companion = widgets.HTML(), Companion()
        self.choice.observe(lambda change: self._show(change.new, change.old), "value")
        self.widget = self._frame()
        self._bars.value = bars(COMPANIES[0], COMPANIES[0])

    def _show(self, now: Company, before: Company) -> None:
        self._bars.value = bars(now, before)
        self._companion.announcement = sentence(now, before)

    def _frame(self) -> widgets.VBox:
        head = widgets.HTML(f"{style()}<style>{sheet()}</style>{HEAD}")
        more = widgets.HTML(f"<details><summary>All five as a table</summary>{table()}</details>")
        parts = [head, self.choice, self._bars, more, self._companion]
        return widgets.VBox(parts).add_class("course-frame").add_class("course-depth")
