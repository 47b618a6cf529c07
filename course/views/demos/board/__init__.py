"""A dashboard as a demo, so that an exercise can open it beside its answer."""

from __future__ import annotations

from collections.abc import Sequence

from course.dashboards import DASHBOARDS
from course.views.dashboard import static_content
from course.views.dashboard.widget import DashboardView
from course.views.demo import Demo, Part, Row


class Board(Demo):
    """A dashboard of the case company, to open beside an exercise: ``board("pay")``, "lend" or "link".

    Raises KeyError for one that does not exist.
    """

    called = "dashboard"

    def __init__(self, name: str):
        self.dashboard = DASHBOARDS[name]

    def make_controls(self) -> Sequence[Row]:
        return [DashboardView(self.dashboard).widget]

    def still(self) -> Sequence[Part]:
        return [f'<div class="course-dashboard">{static_content(self.dashboard)}</div>']


DEMO = Board
