"""The descriptions of dashboards: honest, runnable for every choice, and closed to texts from outside."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from course.dashboards import DASHBOARDS, TILES, link
from course.dashboards.describe import Chart
from course.dashboards.lint import FLAWS, lint
from course.dashboards.pack import PACK
from course.dashboards.queries import figures, fill_labels, query
from course.views.dashboard.reading import ask, read_chart, read_figures

SEEN_IN_A_DESCRIPTION = set(FLAWS) - {"season"}
HONEST = Chart(
    "columns", "Payments by month", "select 1 as x, 2 as y", x="x", y="y", unit="payments", y_title="Payments", x_title="Month",
    source="payments",
)  # fmt: skip
NO_DATA = [("Year 2025", "{before}"), ("Q3 2025", "funnel_events")]  # nothing before 2025; visits since October
SINGLE_CHOICES = [
    (dashboard, each.name, option.label)
    for dashboard in DASHBOARDS.values()
    for each in dashboard.filters
    for option in each.options
]


@pytest.mark.parametrize("dashboard", DASHBOARDS.values(), ids=list(DASHBOARDS))
def test_a_dashboard_misleads_nobody(dashboard):
    assert lint(dashboard) == []


@pytest.mark.parametrize("tile", TILES, ids=lambda tile: tile.flaw)
def test_a_tile_misleads_only_with_its_flaw(tile):
    expected = {tile.flaw} & SEEN_IN_A_DESCRIPTION

    assert {warning.flaw for warning in lint(tile.flawed)} == expected
    assert lint(tile.true) == []


@pytest.mark.parametrize("figure", PACK, ids=lambda figure: figure.chart.flaw)
def test_a_published_figure_misleads_only_with_its_flaw(figure):
    assert {warning.flaw for warning in lint(figure.chart)} == {figure.chart.flaw} & SEEN_IN_A_DESCRIPTION
    assert ask(figure.chart.sql).rows
    assert not figure.further_sql or ask(figure.further_sql).rows


@pytest.mark.parametrize("tile", TILES, ids=lambda tile: tile.flaw)
def test_what_a_tile_says_holds_figures(tile):
    assert not any("{" in tile.reading(flawed) for flawed in (True, False))


def test_a_tile_quotes_the_fact_register():
    assert "December's ratio is 0.671%" in TILES[1].reading(flawed=False)


def test_the_tiles_and_the_pack_have_the_ten_flaws_in_orders_of_their_own():
    orders = [list(FLAWS), [tile.flaw for tile in TILES], [figure.chart.flaw for figure in PACK]]

    assert all(sorted(order) == sorted(FLAWS) for order in orders)
    assert not any(one == other for one, other in zip(orders[1], orders[2], strict=True))
    assert [tile.number for tile in TILES] == list(range(1, 11))


def test_the_pack_cannot_be_copied_from_the_demo():
    assert not {tile.flawed.title for tile in TILES} & {figure.chart.title for figure in PACK}
    assert not {tile.flawed.sql for tile in TILES} & {figure.chart.sql for figure in PACK}


@pytest.mark.parametrize(
    ("change", "flaw"),
    [
        ({"y_from": 70.0}, "axis"),
        ({"second": "z"}, "dual axis"),
        ({"sql": "select x, sum(y) over (order by x) as y from t"}, "cumulative"),
        ({"sql": "select x, sum(sum(y)) over (partition by c order by x) as y from t"}, "cumulative"),
        ({"unit": "%"}, "denominator"),
        ({"unit": ""}, "unit"),
        ({"y_title": ""}, "axis title"),
        ({"sql": "select day as x, 1 as y from t"}, "time zone"),
        ({"sql": "select 1 as x, count(*) as y from t where result <> 'timeout'"}, "survivors"),
        (
            {
                "sql": "select quarter(disbursed_at) as x, avg(paid_at > '2025-12-31') as y from loans group by 1",
                "unit": "%",
                "denominator": "of loans",
                "zone": "UTC",
            },
            "young cohort",
        ),
        ({"sql": "select count(*) as y from payments"}, "test traffic"),
        ({"sql": "select count(*) as y from applications"}, "test traffic"),
        ({"source": ""}, "source"),
        ({"kind": "pie"}, "kind"),
    ],
)
def test_each_flaw_is_found(change, flaw):
    assert [warning.flaw for warning in lint(replace(HONEST, **change))] == [flaw]


def test_an_honest_chart_is_left_alone():
    assert lint(HONEST) == []
    assert lint(replace(HONEST, kind="line", y_from=70.0)) == []  # a line may begin above zero


def test_every_choice_gives_figures_and_charts():
    lacking = {(dashboard.id, label): lacks(dashboard, name, label) for dashboard, name, label in SINGLE_CHOICES}

    assert {choice: found for choice, found in lacking.items() if found} == {}


def lacks(dashboard, name: str, label: str) -> list[str]:
    """The figures and charts that have no value for a choice, or a gap in their words."""
    choice = {**dashboard.first_choice, name: label}
    found = [figure.kpi.label for figure in read_figures(dashboard, choice) if figure.now is None]
    for chart in dashboard.charts:
        plot, sql = read_chart(dashboard, chart, choice)
        has_data = plot.rows or any(label == gap and word in chart.sql for gap, word in NO_DATA)
        if not has_data or "{" in sql + plot.chart.title + plot.subtitle + plot.chart.unit:
            found.append(chart.title)
    return found


@pytest.mark.parametrize(
    ("label", "start", "end"),
    [
        ("2025-12-03/2025-12-31", "2025-12-03", "2025-12-31"),
        ("2025-12-03/2025-12-03", "2025-12-03", "2025-12-03"),
        ("2024-01-01/2025-10-02", "2025-10-01", "2025-10-02"),
        ("2025-12-30/2026-02-01", "2025-12-30", "2025-12-31"),
        ("November 2025", "2025-11-01", "2025-11-30"),
    ],
)
def test_any_days_can_be_chosen_and_are_cut_to_the_data(label, start, end):
    period = DASHBOARDS["pay"].filter("period").option(label)

    assert (period.start, period.end) == (start, end)


@pytest.mark.parametrize(
    "label", ["2025-12-31/2025-12-03", "2026-01-01/2026-02-01", "2025-12-03", "1/2/3", "x' or 1=1/2025-12-03"]
)
def test_what_is_no_period_is_none(label):
    with pytest.raises(KeyError):
        DASHBOARDS["pay"].filter("period").option(label)


@pytest.mark.parametrize("label", ["", "true; drop table payments", "cards' or 'a' = 'a", "Cards"])
def test_no_text_from_outside_reaches_a_query(label):
    dashboard = DASHBOARDS["pay"]
    choice = {**dashboard.first_choice, "segment": label}

    for build in (lambda: figures(dashboard, choice), lambda: query(dashboard, dashboard.charts[0].sql, choice),
                  lambda: fill_labels(dashboard.charts[0], dashboard.filters, choice)):  # fmt: skip
        with pytest.raises(KeyError):
            build()


def shown(id: str, label: str, **choice: str) -> float:
    dashboard = DASHBOARDS[id]
    figures_ = read_figures(dashboard, {**dashboard.first_choice, **choice})
    return next(figure.now for figure in figures_ if figure.kpi.label == label)


@pytest.mark.parametrize(
    ("id", "label", "choice", "sql"),
    [
        ("pay", "Approval", {"denominator": "payments"}, "select 100.0 * count(distinct t.payment_id) filter (t.result = "
         "'approved') / count(distinct t.payment_id) from payment_attempts t join payments p using (payment_id) join merchants "
         "using (merchant_id) where not is_internal and rail = 'card' and p.payment_id in (select payment_id from "
         "payment_attempts where attempt_no = 1 and created_at >= '2025-12-01')"),
        ("pay", "Volume", {"zone": "UTC+3 (KE2)"}, "select count(*) from payment_attempts t join payments p using (payment_id) "
         "join merchants using (merchant_id) where not is_internal and rail = 'card' "
         "and t.created_at >= '2025-11-30 21:00' and t.created_at < '2025-12-31 21:00'"),
        ("lend", "Approval", {"period": "Q3 2025"}, "select 47.48"),
        ("lend", "PAR30", {}, "select 8.4015"),
        ("link", "Calls", {"period": "November 2025", "partner": "P07"}, "select 43909"),
        ("link", "Refused (429)", {"period": "December 2025"}, "select 100.0 * sum(e429) / sum(requests) from api_daily where ts >= '2025-12-01'"),
        ("lend", "PAR30", {"par": "late loans ÷ loans"}, "select 100.0 * 213 / 5200"),
    ],
)  # fmt: skip
def test_figures_agree_with_a_query_of_another_making(id, label, choice, sql):
    assert shown(id, label, **choice) == pytest.approx(float(ask(sql).rows[0][0]), rel=1e-4)


@pytest.mark.parametrize("title", ["PAR30", "equal age", "signature", "Whole", "cut-off"])
def test_lending_follows_the_channel(title):
    dashboard = DASHBOARDS["lend"]
    chart = next(chart for chart in dashboard.charts if title in chart.title + chart.note)
    all_, affiliates = (
        read_chart(dashboard, chart, {**dashboard.first_choice, "segment": label})[0].values
        for label in ("all channels", "affiliate")
    )

    assert affiliates and affiliates != all_


def test_the_funnel_counts_who_came_in_the_period():
    dashboard = DASHBOARDS["lend"]
    chart = next(chart for chart in dashboard.charts if chart.kind == "funnel")
    choice = {**dashboard.first_choice, "period": "2025-11-01/2025-11-30", "segment": "affiliate"}
    visited = ask(
        "select count(*) from (select customer_id from funnel_events join customers using (customer_id) where channel = "
        "'affiliate' and not is_test group by 1 having min(ts) between '2025-11-01' and '2025-12-01')"
    )

    assert read_chart(dashboard, chart, choice)[0].values[0] == visited.rows[0][0]


def test_a_new_dashboard_takes_thirty_lines():
    """Link's description: four filters, three figures and three charts, in one file that knows nothing of widgets."""
    lines = Path(link.__file__).read_text(encoding="utf-8").splitlines()

    assert len(lines) <= 30 and max(map(len, lines)) <= 180


def test_what_a_chart_leaves_out_comes_from_its_columns_and_its_dashboard():
    calls, answers = DASHBOARDS["link"].charts[:2]

    assert (answers.x_title, answers.y_title, answers.unit) == ("Answer", "Calls", "calls")
    assert (calls.x_title, calls.zone, calls.source) == ("", "UTC", "api_daily")


@pytest.mark.parametrize(("metric", "denominator"), [("Calls", ""), ("Share that is refused (429)", "of all calls")])
def test_only_a_share_is_of_something(metric, denominator):
    dashboard = DASHBOARDS["link"]
    choice = {**dashboard.first_choice, "metric": metric}

    assert read_chart(dashboard, dashboard.charts[0], choice)[0].chart.denominator == denominator


def test_channels_have_shares_and_no_chart_splits_what_exercise_9_2_asks_learners_to_split():
    dashboard = DASHBOARDS["lend"]
    chart = next(chart for chart in dashboard.charts if "come from" in chart.title)
    shares = read_chart(dashboard, chart, dashboard.first_choice)[0].values

    assert sum(shares) == pytest.approx(100)
    assert [chart.title for chart in dashboard.charts if "mix" in chart.title or "rate_before" in chart.sql] == []


def test_cohorts_are_compared_at_equal_age():
    dashboard = DASHBOARDS["lend"]
    chart = next(chart for chart in dashboard.charts if "equal age" in chart.title)
    plot, _ = read_chart(dashboard, chart, dashboard.first_choice)
    cells = {(row["vintage"], row["months_on_book"]): row["value"] for row in plot.rows}

    assert cells["Oct 2025", "2"] == pytest.approx(6.0, abs=0.05)
    assert ("Oct 2025", "3") not in cells
    assert all(
        cells[born, str(n)] <= cells[born, str(n + 1)]
        for born, age in cells
        if (n := int(age)) < 7 and (born, str(n + 1)) in cells
    )
