"""From a composed tile to a chart: every measure runs, says what the facts say, and lends itself to the flaws and to no others."""

from __future__ import annotations

import pytest

from course.case.facts import fact, measure
from course.dashboards.compose import (
    ADDED,
    CHARTS,
    COMPARISONS,
    VOLUME,
    Composed,
    ComposeError,
    bins,
    chart_of,
    is_cut,
    with_axis,
)
from course.dashboards.describe import Chart
from course.dashboards.lint import FLAWS, MENDS, lint, lint_shown
from course.dashboards.measures import ALONG, MEASURES, PERIODS, SPLITS
from course.dashboards.pack import PACK
from course.dashboards.tiles import TILES
from course.views.dashboard.reading import ask

FLAWED = {
    "approval_all_shops": {"test traffic"},
    "default_to_date": {"young cohort"},
    "default_on_books": {"survivors"},
    "loan_approval": {"mix"},
}


def values(**tile) -> dict:
    """The values of a tile by its place and series."""
    chart = chart_of(Composed("?", **tile))
    result = ask(chart.sql)
    columns = [result.columns.index(name) for name in (chart.x, chart.series, chart.y) if name]
    return {tuple(row[at] for at in columns[:-1]): row[columns[-1]] for row in result.rows}


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_can_be_drawn_in_every_way_that_it_allows(name):
    for along in MEASURES[name].along:
        for split in MEASURES[name].splits:
            for chart in CHARTS:
                if chart == "number" and split:
                    continue
                drawn = chart_of(Composed("?", name, chart=chart, along=along, split=split))
                result = ask(drawn.sql)

                assert result.rows and {drawn.x, drawn.y} <= set(result.columns)
                assert drawn.series in ("", *result.columns) and drawn.source and drawn.unit


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_misleads_only_as_it_is_meant_to(name):
    found = {
        warning.flaw for along in MEASURES[name].along for warning in lint(chart_of(Composed("?", name, along=along)))
    }

    assert found == FLAWED.get(name, set())


@pytest.mark.parametrize(
    ("tile", "place", "id", "tolerance"),
    [
        ({"measure": "dispute_ratio"}, ("Dec 2025",), "F4.ratio", 0.0005),
        ({"measure": "dispute_same_month"}, ("Dec 2025",), "F4.same_month", 0.0005),
        ({"measure": "disputes"}, ("Dec 2025",), "F4.disputes", 0),
        ({"measure": "default_at_two", "period": "Jan–Dec 2025"}, ("Oct 2025",), "F7.october", 0.05),
        ({"measure": "default_to_date", "along": "quarter", "period": "Jan–Dec 2025"}, ("Q4 2025",), "F7.to_date_q4", 0.05),
        ({"measure": "loan_approval", "along": "quarter", "period": "Jul–Dec 2025"}, ("Q3 2025",), "F2.q3", 0.01),
        ({"measure": "card_approval", "split": "acquirer_ke2", "period": "November 2025"}, ("Nov 2025", "acquirer B"), "F5.before", 0.6),
    ],
)  # fmt: skip
def test_a_measure_is_what_the_register_says(tile, place, id, tolerance):
    assert values(**tile)[place] == pytest.approx(measure(fact(id)), abs=tolerance + 1e-9)


def test_the_base_of_the_november_mystery_is_the_only_one_that_peaks_there():
    """F3: approved attempts divided by payments rise where payments are charged twice."""
    wrong, right = (list(values(measure=name).values()) for name in ("approvals_per_payment", "payments_through"))

    assert wrong[1] - max(wrong[0], wrong[2]) > 0.9
    assert max(right) - min(right) < 0.9
    assert "twice" in MEASURES["approvals_per_payment"].misleads


@pytest.mark.parametrize(
    ("tile", "says"),
    [
        ({"measure": "dispute_ratio", "along": "week"}, "Choose month by month"),
        ({"measure": "disputes", "split": "channel"}, "Choose another breakdown"),
        ({"measure": "loans", "chart": "number", "split": "channel"}, "One number cannot be broken down"),
        ({"measure": "loans", "along": "whole", "compare": "added"}, "with nothing before it"),
    ],
)
def test_what_cannot_be_drawn_says_what_to_change(tile, says):
    with pytest.raises(ComposeError, match=says):
        chart_of(Composed("?", **tile))


@pytest.mark.parametrize(
    ("change", "flaw"),
    [
        ({"compare": ADDED}, "cumulative"),
        ({"compare": VOLUME}, "dual axis"),
        ({"axis": "low"}, "axis"),
        ({"axis": "low", "chart": "bars"}, "axis"),
        ({"axis": "low", "chart": "line"}, ""),
        ({"split": "acquirer", "compare": "before"}, ""),
    ],
)
def test_a_tile_can_have_a_flaw_of_its_own(change, flaw):
    tile = Composed("?", "card_approval", **change)
    chart = with_axis(chart_of(tile), tile.axis, list(values(measure="card_approval").values()))

    assert {warning.flaw for warning in lint(chart)} == ({flaw} if flaw else set())
    assert not flaw or flaw in MENDS


@pytest.mark.parametrize(
    ("along", "period", "expected"),
    [
        ("month", "1 Nov – 15 Dec 2025", True),
        ("week", "1 Nov – 15 Dec 2025", False),
        ("quarter", "December 2025", True),
        ("month", "Oct–Dec 2025", False),
        ("whole", "1 Nov – 15 Dec 2025", False),
    ],
)
def test_a_month_that_is_there_in_part_is_seen(along, period, expected):
    assert is_cut(along, PERIODS[period]) is expected


@pytest.mark.parametrize("along", ALONG)
def test_bins_and_rows_have_the_same_labels(along):
    if along == "whole":
        return
    labels = [label for label, _, _ in bins(along, PERIODS["Oct–Dec 2025"])]

    name = "calls" if along == "quarter" else "card_approval"
    assert [place for (place,) in values(measure=name, along=along)] == labels


def test_season_and_the_rest_show_in_the_rows():
    season = [
        each for each in [*(tile.flawed for tile in TILES), *(figure.chart for figure in PACK)] if each.flaw == "season"
    ]
    for chart in season:
        result = ask(chart.sql)
        assert [warning.flaw for warning in lint_shown(chart, [row[0] for row in result.rows], [])] == ["season"]
    for chart in [tile.true for tile in TILES]:
        result = ask(chart.sql)
        assert lint_shown(chart, [row[0] for row in result.rows], []) == []


def test_a_target_needs_a_source_and_lines_have_to_be_told_apart():
    chart = Chart("columns", "?", "select 1", "x", "y", unit="%", target=5.0)

    assert [warning.flaw for warning in lint_shown(chart, [], [str(n) for n in range(9)], is_cut=True)] == [
        "cut",
        "crowded",
        "source",
    ]
    assert set(FLAWS) <= set(MENDS)


def test_all_words_are_there_to_choose():
    assert {split for each in MEASURES.values() for split in each.splits} == set(SPLITS)
    assert all(COMPARISONS.values()) and all(each.label for each in MEASURES.values())
