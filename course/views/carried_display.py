"""Figures of earlier exercises in a lesson: live for a learner, and as a static twin that is the same for everybody."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets
from IPython.display import HTML, display

from course.learner.place import Run, current_notebook, current_run
from course.sequence.carried import carried
from course.views.carried import CarriedFigures, carried_html
from course.views.companion import Companion
from course.views.live import display_live
from course.views.twin import style


class CarriedDisplay:
    """What ``course.carried("4.5/clean")`` gives a lesson."""

    def __init__(self, ids: Sequence[str]):
        self._ids, self._notebook = tuple(ids), current_notebook()

    def _ipython_display_(self) -> None:
        if current_run(self._notebook) is Run.LEARNER:
            sheet = widgets.HTML(style())
            sheet.layout.display = "none"  # a style sheet needs no room
            parts = [sheet, CarriedFigures(self._ids, self._notebook).widget, Companion()]
            display_live(widgets.VBox(parts).add_class("course-frame"))
        html = carried_html([carried(id) for id in self._ids], self._notebook)
        display(HTML(f'{style()}<div class="course-twin">{html}</div>'))
