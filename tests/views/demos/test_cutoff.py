"""The cut-off demo: figures, charts and table of each cut-off, and how a cut-off is chosen."""

from __future__ import annotations

import pytest

from course.case.credit import CUTOFFS, Band, outcome, outcomes
from course.grade.models.credit import read_bands
from course.views.demos.cutoff import Cutoff
from course.views.demos.cutoff.picture import all_cutoffs, arithmetic, bands, figures, totals
from tests.views.words import words

BANDS = tuple(Band(start, 100) for start in CUTOFFS)
EVERY = outcomes(BANDS)


@pytest.fixture
def demo() -> Cutoff:
    return Cutoff()


def test_it_starts_with_the_cutoff_in_use(demo):
    assert demo.controls["Cut-off"].value == demo.controls["or type it"].value == 620
    for figure in ("45.3%", "5,600 of 12,350", "4.0%", "✓ within", "€270.6k", "the cut-off in use", "+€29.34"):
        assert figure in words(demo.picture_html)


@pytest.mark.parametrize(
    ("cutoff", "said"),
    [
        (560, ("75.7%", "7.7%", "! above", "€225.9k", "€44.7k less than at 620", "−€39.65", "17.4% go bad")),
        (600, ("55.9%", "5.1%", "! above", "€286.5k", "€15.9k more than at 620", "+€12.22")),
        (500, ("100.0%", "−€132.3k")),
        (720, ("4.0%", "✓ within", "€33.2k", "720–739")),
    ],
)
def test_slider_and_box_show_what_comes_of_a_cutoff(demo, cutoff, said):
    demo.controls["Cut-off"].value = cutoff
    by_slider = words(demo.picture_html)
    demo.controls["Back to 620"].click()
    demo.controls["or type it"].value = cutoff

    assert words(demo.picture_html) == by_slider
    assert [each for each in said if each not in by_slider] == []
    assert demo.announcement.startswith(f"Cut-off {cutoff}: ")


@pytest.mark.parametrize(("typed", "taken"), [(611, 620), (609, 600), (9999, 720), (1, 500)])
def test_a_typed_number_goes_to_the_nearest_band(demo, typed, taken):
    demo.controls["or type it"].value = typed

    assert demo.controls["or type it"].value == demo.controls["Cut-off"].value == taken


@pytest.mark.parametrize("cutoff", CUTOFFS)
def test_the_chart_of_bands_says_which_are_let_in(cutoff):
    plot = bands(outcome(BANDS, cutoff), EVERY)

    assert [row["score"] for row in plot.rows if row["decision"] == "let in"] == [
        start for start in CUTOFFS if start >= cutoff
    ]
    assert plot.chart.marks == ((cutoff, f"let in from {cutoff} on"),)


def test_the_chart_of_totals_marks_the_cutoff_and_where_the_appetite_is_kept():
    now, every = outcome(read_bands(), 600), outcomes(read_bands())

    assert totals(now, every).chart.marks == ((620, "bad rate within 4.5% from 620 on"), (600, "cut-off 600: €286.5k"))
    assert [round(row["profit"], 1) for row in totals(now, every).rows][5] == 286.5


def test_the_table_has_every_cutoff_and_marks_the_present_one():
    table = all_cutoffs(outcome(BANDS, 600), EVERY)

    assert table.count('<th scope="row"') == len(CUTOFFS)
    assert "600 ●" in table


def test_the_arithmetic_ends_at_the_figure_that_is_shown():
    now = outcome(read_bands(), 600)

    assert "= +€12.22 a loan, times 1,300 applicants: €15.9k." in words(arithmetic(now))
    assert "75 ÷ 660 = 11.4%" in words(arithmetic(now))
    assert "+€12.22" in words(figures(now, outcomes(read_bands())))
