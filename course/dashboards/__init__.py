"""The dashboards of the case company, described as data. A new one is a file here and a line in ``DASHBOARDS``."""

from __future__ import annotations

from course.dashboards.lend import LEND
from course.dashboards.link import LINK
from course.dashboards.pay import PAY
from course.dashboards.tiles import TILES

DASHBOARDS = {dashboard.id: dashboard for dashboard in (PAY, LEND, LINK)}

__all__ = ["DASHBOARDS", "TILES"]
