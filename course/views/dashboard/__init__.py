"""Dashboards in the notebook: live while a kernel is running, and a static twin with pictures and tables beside it."""

from __future__ import annotations

from course.dashboards import TILES
from course.dashboards.describe import Chart, Dashboard, Tile
from course.views.dashboard.parts import choice_in_words, dashboard_style, head, reading_html, static_chart, tiles
from course.views.dashboard.plot import Plot
from course.views.dashboard.reading import ask, read_chart, read_figures
from course.views.dashboard.widget import DashboardView, TilesView, chart_frame
from course.views.live import display_with_twin
from course.views.stills import stills


class DashboardDisplay:
    """What ``course.dashboard("pay")`` gives a notebook."""

    def __init__(self, dashboard: Dashboard):
        self.dashboard = dashboard

    def _ipython_display_(self) -> None:
        display_with_twin(lambda: DashboardView(self.dashboard).widget, lambda: static_html(self.dashboard))


class TilesDisplay:
    """What ``course.tiles()`` gives a notebook: the demo of the ten flaws."""

    def _ipython_display_(self) -> None:
        display_with_twin(lambda: TilesView(TILES).widget, lambda: static_tiles_html(TILES))


class TileDisplay:
    """What ``course.tile(3)`` gives a notebook: one flawed figure as published."""

    def __init__(self, chart: Chart):
        self.chart = chart

    def _ipython_display_(self) -> None:
        display_with_twin(lambda: chart_frame(self.chart), lambda: static_chart_html(self.chart))


def static_html(dashboard: Dashboard) -> str:
    """The dashboard with its first choice as HTML that needs no kernel, no script and no network."""
    return _framed(static_content(dashboard))


def static_content(dashboard: Dashboard) -> str:
    """What is in its frame: figures, the choice in words, and charts as pictures with their tables."""
    choice = dashboard.first_choice
    intro = (
        head(dashboard) + tiles(dashboard, choice, read_figures(dashboard, choice)) + choice_in_words(dashboard, choice)
    )
    charts = "".join(static_chart(*read_chart(dashboard, chart, choice)) for chart in dashboard.charts)
    return f"{intro}{charts}"


def static_tiles_html(tiles: tuple[Tile, ...]) -> str:
    """All tiles with and without their flaw, one below the other."""
    tile_htmls = (
        f"<details><summary>{tile.number} · {tile.flaw}</summary>"
        f"{_static(tile.flawed)}{reading_html(tile.reading(flawed=True), True)}"
        f"{_static(tile.true)}{reading_html(tile.reading(flawed=False), False)}</details>"
        for tile in tiles
    )
    return _framed(f'<strong class="course-title">Ten ways to be misled</strong>{"".join(tile_htmls)}')


def static_chart_html(chart: Chart) -> str:
    """A single chart."""
    return _framed(_static(chart))


def _static(chart: Chart) -> str:
    return static_chart(Plot(chart, ask(chart.sql)), chart.sql)


def _framed(html: str) -> str:
    return f'{dashboard_style()}<div class="course-twin course-dashboard">{stills(html)}</div>'
