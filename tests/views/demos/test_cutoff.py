"""The cut-off demo: figures, picture, table, and the widget without a browser."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from course.case.credit import CUTOFFS, Band, outcome, outcomes
from course.views.demos.cutoff import read_bands, twin
from course.views.demos.cutoff.picture import arithmetic, chart, figures, table
from course.views.demos.cutoff.widget import Cutoff

BANDS = tuple(Band(start, 100) for start in CUTOFFS)


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("\u00a0", " ").split())


@pytest.fixture
def demo() -> Cutoff:
    return Cutoff(read_bands())


def shown(demo: Cutoff) -> str:
    return text(demo._figures.value)


def test_it_starts_with_the_cutoff_in_use(demo):
    assert demo.slider.value == demo.box.value == 620
    assert demo._companion.announcement == ""
    for words in ("45.3 %", "5,600 of 12,350", "4.0 %", "✓ within", "€270.6k", "the cut-off in use", "+€29.34"):
        assert words in shown(demo)


@pytest.mark.parametrize(
    ("cutoff", "words"),
    [
        (560, ("75.7 %", "7.7 %", "! above", "€225.9k", "€44.7k less than at 620", "−€39.65", "17.4 % go bad")),
        (600, ("55.9 %", "5.1 %", "! above", "€286.5k", "€15.9k more than at 620", "+€12.22")),
        (500, ("100.0 %", "−€132.3k")),
        (720, ("4.0 %", "✓ within", "€33.2k", "720–739")),
    ],
)
def test_slider_and_box_show_what_comes_of_a_cutoff(demo, cutoff, words):
    demo.slider.value = cutoff
    by_slider = shown(demo)
    demo.reset.click()
    demo.box.value = cutoff

    assert demo.slider.value == cutoff
    assert shown(demo) == by_slider
    assert [each for each in words if each not in by_slider] == []
    assert demo._companion.announcement.startswith(f"Cut-off {cutoff}: ")


@pytest.mark.parametrize(("typed", "taken"), [(611, 620), (609, 600), (9999, 720), (1, 500)])
def test_a_typed_number_goes_to_the_nearest_band(demo, typed, taken):
    demo.box.value = typed

    assert demo.box.value == demo.slider.value == taken


def test_reset_goes_back(demo):
    before = shown(demo), demo._chart.value
    demo.slider.value = 700
    demo.reset.click()

    assert (shown(demo), demo._chart.value) == before


@pytest.mark.parametrize("cutoff", CUTOFFS)
def test_the_picture_is_well_formed_and_says_what_it_shows(cutoff):
    drawn = chart(outcome(BANDS, cutoff), outcomes(BANDS))
    picture = ElementTree.fromstring(drawn[: drawn.index("</svg>") + 6])
    rects = [one for one in picture.iter() if one.tag == "rect"]

    assert f"Cut-off {cutoff}:" in picture.get("aria-label")
    assert len(rects) == len(CUTOFFS)
    assert sum("course-in" in one.get("class") for one in rects) == sum(start >= cutoff for start in CUTOFFS)


def test_the_table_has_every_cutoff_and_marks_the_present_one():
    found = table(outcome(BANDS, 600), outcomes(BANDS))

    assert found.count('<th scope="row"') == len(CUTOFFS)
    assert "600 ●" in found


def test_the_arithmetic_ends_at_the_figure_that_is_shown(demo):
    now = outcome(read_bands(), 600)

    assert "= +€12.22 a loan, times 1,300 applicants: €15.9k." in text(arithmetic(now))
    assert "75 ÷ 660 = 11.4 %" in text(arithmetic(now))
    assert "+€12.22" in text(figures(now, outcomes(read_bands())))


def test_twin_is_the_same_every_time_and_needs_nothing():
    found = twin(read_bands())

    assert found == twin(read_bands())
    assert "course-twin" in found
    assert not re.search(r"<script|https?:|onclick", found)
