"""A dashboard on screen: tiles, one row of filters, and charts that follow each change."""

from __future__ import annotations

from functools import lru_cache

import ipywidgets as widgets

from course.dashboards.describe import Chart, Dashboard, Filter, Tile
from course.views.companion import Companion
from course.views.dashboard import parts
from course.views.dashboard.dates import DateRange
from course.views.dashboard.notes import room
from course.views.dashboard.plot import Plot
from course.views.dashboard.reading import Run, ask, read_chart, read_figures
from course.views.dashboard.spec import bundle
from course.views.frame import problem_html

CACHED_RESULTS = 200  # query results, so that going back to an earlier choice is free


class ChartView:
    """One chart on screen. An Output widget holds the picture, so that a reloaded page shows the current one."""

    def __init__(self, wide: bool = False):
        self._head, self._foot, self._output = widgets.HTML(), widgets.HTML(), widgets.Output()
        self._content: tuple[Plot, str] | None = None
        self.widget = widgets.VBox([self._head, self._output, self._foot]).add_class("course-chart")
        if wide:
            self.widget.add_class("course-wide")

    def show(self, plot: Plot, sql: str) -> None:
        """Show a chart; its space is reserved before it is drawn, so that nothing below jumps.

        A chart that is unchanged is not redrawn.
        """
        if self._content == (plot, sql):
            return
        self._content = plot, sql
        self._head.value = parts.chart_head(plot)
        self._output.layout.min_height = f"{plot.height + room(plot) + 44}px" if plot.rows else "0"
        self._output.outputs = (bundle(plot),) if plot.rows else ()
        self._foot.value = parts.chart_foot(plot, sql)


class DashboardView:
    """A dashboard. ``run`` answers queries; an error that it raises is shown in the dashboard."""

    def __init__(self, dashboard: Dashboard, run: Run = ask):
        self.dashboard, self._run = dashboard, lru_cache(CACHED_RESULTS)(run)
        self.dates = DateRange(dashboard.filter("period"), self.refresh)
        self.filters = {
            filter_.name: self._dropdown(filter_) for filter_ in dashboard.filters if filter_.name != "period"
        }
        self._tiles, self._remark, self._problem, self._companion = (*(widgets.HTML() for _ in range(3)), Companion())
        self._charts = [(chart, ChartView(chart.wide)) for chart in dashboard.charts]
        row = widgets.HBox([*self.dates.controls, *self.filters.values()]).add_class("course-filters")
        grid = widgets.Box([view.widget for _, view in self._charts]).add_class("course-charts")
        head = widgets.HTML(parts.dashboard_style() + parts.head(dashboard))
        children = [head, self._tiles, row, self._remark, self._problem, grid, self._companion]
        self.widget = widgets.VBox(children).add_class("course-frame").add_class("course-dashboard")
        self.refresh()
        self._companion.announcement = ""

    @property
    def choice(self) -> dict[str, str]:
        """The chosen label of each filter, by its name."""
        return {"period": self.dates.label, **{name: dropdown.value for name, dropdown in self.filters.items()}}

    def refresh(self) -> None:
        """Show the figures and charts of the chosen filters."""
        self._remark.value = parts.remark_html(self.dates.remark)
        try:
            figures = read_figures(self.dashboard, self.choice, self._run)
            self._tiles.value = parts.tiles(self.dashboard, self.choice, figures)
            for chart, view in self._charts:
                view.show(*read_chart(self.dashboard, chart, self.choice, self._run))
        except Exception as error:  # whatever is wrong with the data, the learner reads a sentence
            self._problem.value, self._companion.announcement = problem_html(error), str(error)
            return
        self._problem.value = ""
        sentences = [self.dates.remark.rstrip("."), *(figure.text for figure in figures)]
        self._companion.announcement = ". ".join(filter(None, sentences))

    def _dropdown(self, filter_: Filter) -> widgets.Dropdown:
        labels = [option.label for option in filter_.options]
        dropdown = widgets.Dropdown(description=filter_.label, options=labels, value=labels[0])
        dropdown.observe(lambda _: self.refresh(), "value")
        return dropdown


class TilesView:
    """The ten tiles: choose one, switch its flaw off and on, and read what each version says."""

    def __init__(self, tiles: tuple[Tile, ...], run: Run = ask):
        self._tiles, self._run = tiles, lru_cache(CACHED_RESULTS)(run)
        choices = [(f"{tile.number} · {tile.flaw}", tile) for tile in tiles]
        self.tile = widgets.Dropdown(description="Flaw", options=choices, value=tiles[0])
        self.version = widgets.ToggleButtons(options=["with the flaw", "without it"], description="Show the data")
        self._view, self._words, self._companion = ChartView(wide=True), widgets.HTML(), Companion()
        for control in (self.tile, self.version):
            control.observe(lambda _: self.refresh(), "value")
        head = widgets.HTML(
            f'{parts.dashboard_style()}<div class="course-head"><span class="course-title">Ten ways to be misled</span></div>'
            '<p class="course-question">The same data twice: what does the flaw make you believe?</p>'
        )
        row = widgets.HBox([self.tile, self.version]).add_class("course-filters")
        children = [head, row, self._view.widget, self._words, self._companion]
        self.widget = widgets.VBox(children).add_class("course-frame").add_class("course-dashboard")
        self.refresh()
        self._companion.announcement = ""

    @property
    def chart(self) -> Chart:
        return self.tile.value.flawed if self.version.value == "with the flaw" else self.tile.value.true

    def refresh(self) -> None:
        """Show the chosen version of the chosen tile, and how it reads."""
        flawed = self.chart is self.tile.value.flawed
        self._view.show(Plot(self.chart, self._run(self.chart.sql)), self.chart.sql)
        words = self.tile.value.reading(flawed)
        self._words.value = parts.reading_html(words, flawed)
        self._companion.announcement = f"{self.chart.title}. {words}"


def chart_frame(chart: Chart, run: Run = ask) -> widgets.VBox:
    """A single chart in a frame."""
    view = ChartView(wide=True)
    view.show(Plot(chart, run(chart.sql)), chart.sql)
    children = [widgets.HTML(parts.dashboard_style()), view.widget, Companion()]
    return widgets.VBox(children).add_class("course-frame").add_class("course-dashboard")
