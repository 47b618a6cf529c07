"""Dashboards without a browser: what is drawn, what is said, and the widgets when a filter changes."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import partial
from html.parser import HTMLParser

import pytest

from course.dashboards import DASHBOARDS, TILES
from course.dashboards.describe import Chart, Kpi
from course.dashboards.pack import PACK
from course.grade.query.results import Result
from course.views.dashboard import static_html, static_tiles_html
from course.views.dashboard.dates import DateRange
from course.views.dashboard.parts import Figure, table
from course.views.dashboard.picture import picture
from course.views.dashboard.plot import Plot, spread
from course.views.dashboard.reading import ask, read_chart
from course.views.dashboard.spec import METADATA, MIME, bundle
from course.views.dashboard.widget import ChartView, DashboardView, TilesView
from tests.views.face import announced, outputs, shown

PROBLEM = 'class="course-verdict course-attention"'
CHARTS = [(dashboard, chart) for dashboard in DASHBOARDS.values() for chart in dashboard.charts]
ALONE = [chart for tile in TILES for chart in (tile.flawed, tile.true)] + [figure.chart for figure in PACK]


@pytest.fixture(scope="module")
def pay() -> DashboardView:
    return DashboardView(DASHBOARDS["pay"])


def plots() -> list[Plot]:
    drawn = [read_chart(dashboard, chart, dashboard.first_choice)[0] for dashboard, chart in CHARTS]
    return drawn + [Plot(chart, ask(chart.sql)) for chart in ALONE]


def small(kind: str, *rows: tuple, **parts) -> Plot:
    chart = Chart(kind, "Payments", "", x="x", y="y", unit="payments", y_title="Payments", x_title="Place", **parts)
    columns = ("x", "y", "s")[: len(rows[0])]
    return Plot(chart, Result(columns, ("VARCHAR",) * len(columns), rows, len(rows)))


def test_each_specification_is_version_5_transparent_named_and_offline():
    for plot in plots():
        output = bundle(plot)
        spec = output["data"][MIME]

        assert set(output["data"]) == {MIME, "text/plain", "image/png"}  # text/html would be shown instead of the chart
        assert output["metadata"] == METADATA
        assert (spec["$schema"][-7:], spec["background"]) == ("v5.json", "transparent")
        assert plot.chart.title in spec["description"]
        assert "url" not in spec["data"]


def test_bars_stay_within_the_chart():
    """Where the axis begins above zero, bars begin there too: else they would hang out below, thousands of pixels long."""
    for plot in plots():
        if plot.chart.kind in ("columns", "histogram"):
            assert plot.ticks[0] <= plot.foot <= plot.ticks[-1]
            assert f'"y2": {{"datum": {plot.foot}}}' in json.dumps(bundle(plot)["data"][MIME])


def test_bars_of_honest_charts_begin_at_zero():
    for plot in plots():
        if plot.chart.kind in ("bars", "columns", "histogram", "funnel") and plot.chart.flaw != "axis":
            assert plot.ticks[0] <= 0 <= plot.ticks[-1]


def test_each_picture_is_well_formed_and_carries_its_summary():
    for plot in plots():
        svg = picture(plot)

        assert "<title>" + plot.chart.title.split("’")[0].split("'")[0] in svg
        assert not re.search(r"\bnan\b|\binf\b|None", svg)
        balanced(svg)


def test_each_place_has_one_value_in_each_series():
    for plot in plots():
        places = [(row[plot.chart.x], row.get(plot.chart.series)) for row in plot.rows]

        assert len(set(places)) == len(places), plot.chart.title


def test_each_table_holds_every_value_of_its_chart():
    for plot in plots():
        assert table(plot).count("<tr>") == len(plot.xs) + 1


@pytest.mark.parametrize(
    ("now", "before", "good", "said"),
    [
        (41.2, 47.5, "up", "▼ down 6.3 pp, worse"),
        (47.5, 41.2, "up", "▲ up 6.3 pp, better"),
        (1.5, 1.0, "down", "▲ up 0.5 pp, worse"),
        (41.2, 47.5, "", "▼ down 6.3 pp"),
        (50.0, 50.0, "up", "● unchanged"),
        (50.0, None, "up", "no earlier data"),
    ],
)
def test_a_change_has_a_direction_word(now, before, good, said):
    assert Figure(Kpi("Approval", "%", good=good, decimals=1), "%", "", now, before).change == said


@pytest.mark.parametrize(
    ("places", "end"), [([10, 10, 10], 100), ([0, 1, 2], 100), ([98, 99, 100], 100), ([5, 50, 52], 60)]
)
def test_names_at_the_ends_of_lines_never_touch(places, end):
    moved = sorted(spread(places, 15, end))

    assert all(b - a >= 15 - 1e-9 for a, b in zip(moved, moved[1:], strict=False))
    assert moved[0] >= 0
    assert moved[-1] <= end


def test_a_chart_without_cases_says_so():
    view = ChartView()
    view.show(small("line", ("2025-12-01", None)), "select")

    assert "nothing to show" in shown(view.widget)
    assert outputs(view.widget) == []


def test_a_changed_filter_changes_figures_charts_and_announcement(pay):
    pay.filters["denominator"].value = "attempts"
    pay.refresh()
    before = (shown(pay.widget), outputs(pay.widget), announced(pay.widget))
    pay.filters["denominator"].value = "payments"
    after = (shown(pay.widget), outputs(pay.widget), announced(pay.widget))

    assert all(old != new for old, new in zip(before, after, strict=True))
    assert "of all payments" in shown(pay.widget)
    assert PROBLEM not in shown(pay.widget)


@pytest.mark.parametrize(
    ("start", "end", "label", "usual", "said"),
    [
        ((12, 3), (12, 31), "2025-12-03/2025-12-31", "own dates", ""),
        ((11, 1), (11, 30), "2025-11-01/2025-11-30", "November 2025", ""),
        ((12, 31), (12, 3), "2025-12-31/2025-12-31", "own dates", "“From” is 31 Dec 2025, which is after “To”, 3 Dec 2025. The "
         "charts still show 31 Dec 2025."),
        (None, (12, 31), "December 2025", "December 2025", "“From” needs a date. The charts still show 1–31 Dec 2025."),
        ((12, 3), None, "2025-12-03/2025-12-31", "own dates", "“To” needs a date. The charts still show 3–31 Dec 2025."),
        ((1, 1), (3, 31), "2025-01-01/2025-12-31", "Oct–Dec 2025", "There are no data from 1 Jan 2025 to 31 Mar 2025: they cover "
         "1 Oct – 31 Dec 2025. The charts still show 1 Oct – 31 Dec 2025."),
        ((9, 1), (10, 5), "2025-09-01/2025-10-05", "own dates", "The data cover 1 Oct – 31 Dec 2025; other days are left out."),
    ],
)  # fmt: skip
def test_dates_are_understood_or_answered_in_a_sentence(start, end, label, usual, said):
    dates = DateRange(DASHBOARDS["pay"].filter("period"), lambda: None)
    dates.start.value, dates.end.value = (date(2025, *day) if day else None for day in (start, end))

    assert (dates.label, dates.usual.value, dates.remark) == (label, usual, said)


def test_a_year_that_is_still_being_typed_changes_nothing():
    changes = []
    dates = DateRange(DASHBOARDS["pay"].filter("period"), lambda: changes.append(1))
    dates.start.value = date(202, 12, 3)

    assert (changes, dates.label, dates.remark) == ([], "December 2025", "")


def test_a_usual_period_fills_in_its_dates(pay):
    pay.dates.usual.value = "November 2025"

    assert (pay.dates.start.value, pay.dates.end.value) == (date(2025, 11, 1), date(2025, 11, 30))
    assert "1–30 Nov 2025" in shown(pay.widget)
    pay.dates.usual.value = "December 2025"


def test_an_earlier_choice_asks_the_data_nothing():
    asked = []
    view = DashboardView(DASHBOARDS["lend"], lambda sql: asked.append(sql) or ask(sql))
    view.filters["segment"].value = "affiliate"
    count = len(asked)
    view.filters["segment"].value = "all channels"

    assert len(asked) == count


def test_data_that_cannot_be_read_become_a_sentence():
    def refuse(sql):
        raise RuntimeError("The disk is full.")

    said = shown(DashboardView(DASHBOARDS["pay"], refuse).widget)
    assert PROBLEM in said and "The disk is full." in said


@pytest.mark.parametrize("tile", TILES, ids=lambda tile: tile.flaw)
def test_a_tile_reads_differently_without_its_flaw(tile):
    view = TilesView(TILES)
    view.tile.value = tile
    flawed = (outputs(view.widget), shown(view.widget))
    view.version.value = "without it"

    assert outputs(view.widget) != flawed[0]
    assert "What is true" in shown(view.widget)
    assert "At first glance" in flawed[1]


@pytest.mark.parametrize("dashboard", DASHBOARDS.values(), ids=list(DASHBOARDS))
def test_a_dashboard_is_shown_without_a_problem(dashboard):
    assert PROBLEM not in shown(DashboardView(dashboard).widget)


@pytest.mark.parametrize(
    "make", [*(partial(static_html, each) for each in DASHBOARDS.values()), partial(static_tiles_html, TILES)]
)
def test_twins_are_static_and_the_same_each_time(make):
    html = make()

    assert html == make()
    assert "<script" not in html
    assert "course-twin" in html
    assert html.count('<img class="course-picture"') == html.count("<summary>Data table") >= 3


class Balance(HTMLParser):
    """Counts that each opened element is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def balanced(html: str) -> None:
    parser = Balance()
    parser.feed(html)

    assert parser.open == []
