"""The ladder: ranges with their sources, what is said of a scope and a pay, the chart, the table and the rule."""

from __future__ import annotations

import re

import pytest

from course.career.ladder import SCOPES, holding, of_scope, read_levels
from course.views.demos.ladder import PAY, SCOPE, Ladder
from course.views.demos.ladder.picture import CHOSEN, all_levels, ranges, rule
from tests.views.words import words

LEVELS = read_levels()


@pytest.mark.parametrize("level", LEVELS, ids=lambda level: level.name)
def test_every_figure_has_a_site_an_address_and_a_date(level):
    assert level.site in level.address.split("/")[2]
    assert level.address.startswith("https://")
    assert re.search(r"\b\d{1,2} [A-Z][a-z]+ 20\d\d\b", level.dated)
    assert level.low < level.estimate < level.high


def test_levels_rise_in_scope_and_estimate_within_each_firm():
    for firm in {level.firm for level in LEVELS}:
        own = [level for level in LEVELS if level.firm == firm]
        assert [level.scope for level in own] == sorted({level.scope for level in own})
        assert [level.estimate for level in own] == sorted(level.estimate for level in own)


def test_every_scope_stands_on_some_ladder_and_neighbours_overlap():
    """That ranges of neighbouring scopes overlap is what the lesson says."""
    for scope in SCOPES:
        assert of_scope(scope.number)
    for low, high in zip(SCOPES, SCOPES[1:], strict=False):
        assert any(a.high >= b.low for a in of_scope(low.number) for b in of_scope(high.number))


@pytest.mark.parametrize(
    ("scope", "pay", "said"),
    [
        (4, 500, ("Google L6 340 to 650", "Amazon L7 310 to 580", "4 of 13 ranges hold it")),
        (1, 110, ("One feature, guided", "1 of 13 ranges holds it", "of 1 scope: Google L3")),
        (5, 1200, ("A portfolio", "1 of 13 ranges holds it", "Meta IC7")),
    ],
)
def test_scope_and_pay_are_said_at_once(scope, pay, said):
    ladder = Ladder()
    ladder.controls["Scope"].value = scope
    ladder.controls["or type it"].value = pay

    assert ladder.controls["A pay of, $ thousand"].value == pay
    assert [each for each in said if each not in ladder.announcement] == []
    assert SCOPES[scope - 1].words in words(ladder.picture_html)


@pytest.mark.parametrize(("typed", "taken"), [(304, 300), (9999, 1200), (1, 100)])
def test_a_typed_pay_goes_to_the_nearest_step(typed, taken):
    ladder = Ladder()
    ladder.controls["or type it"].value = typed

    assert ladder.controls["or type it"].value == ladder.controls["A pay of, $ thousand"].value == taken


@pytest.mark.parametrize("pay", [100, 300, 700, 1200])
def test_the_chart_marks_what_it_says(pay):
    plot = ranges(SCOPE, pay)

    assert [(row["low"], row["high"]) for row in plot.rows] == [(level.low, level.high) for level in LEVELS]
    assert [row["scope"] for row in plot.rows].count(CHOSEN) == len(of_scope(SCOPE))
    assert sum("▶" in row["level"] for row in plot.rows) == len(of_scope(SCOPE))
    assert sum("●" in row["level"] for row in plot.rows) == len(holding(pay))
    assert plot.chart.marks == ((pay, f"your figure: {pay:,}"),)


def test_the_table_shows_ranges_and_sources_and_never_a_single_figure():
    table = all_levels(SCOPE, PAY)

    assert table.count('<th scope="row"') == len(LEVELS)
    assert "promoready.tech 4 January 2025" in words(table)
    assert not [level.estimate for level in LEVELS if re.search(rf"\b{level.estimate}\b", words(table))]


def test_the_rule_says_how_ranges_were_made_and_what_they_cannot_tell():
    assert "30% to either side" in rule()
    assert "None tells technical product managers from others" in rule()
