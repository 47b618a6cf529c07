"""The ladder explorer: ranges with their sources, the picture, and the widget without a browser."""

from __future__ import annotations

import re
from html import unescape
from xml.etree import ElementTree

import pytest

from course.career.ladder import SCOPES, holding, of_scope, read_levels
from course.views.demos.ladder import PAY, SCOPE, twin
from course.views.demos.ladder.picture import chart, rule, table
from course.views.demos.ladder.widget import Ladder

LEVELS = read_levels()


def text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


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
    ("scope", "pay", "words"),
    [
        (4, 500, ("Google L6 340 to 650", "Amazon L7 310 to 580", "4 of 13 ranges hold it")),
        (1, 110, ("One feature, guided", "1 of 13 ranges hold it", "of 1 scope: Google L3")),
        (5, 1200, ("A portfolio", "1 of 13 ranges hold it", "Meta IC7")),
    ],
)
def test_scope_and_pay_are_said_at_once(scope, pay, words):
    ladder = Ladder()
    ladder.scope.value = scope
    ladder.box.value = pay

    said = ladder._companion.announcement
    assert ladder.slider.value == pay
    assert [each for each in words if each not in said] == []
    assert SCOPES[scope - 1].words in text(ladder._scope.value)


@pytest.mark.parametrize(("typed", "taken"), [(304, 300), (9999, 1200), (1, 100)])
def test_a_typed_pay_goes_to_the_nearest_step(typed, taken):
    ladder = Ladder()
    ladder.box.value = typed

    assert ladder.box.value == ladder.slider.value == taken


def test_start_again_goes_back():
    ladder = Ladder()
    before = ladder._chart.value
    ladder.scope.value, ladder.slider.value = 5, 900
    ladder.reset.click()

    assert (ladder.scope.value, ladder.slider.value, ladder._chart.value) == (SCOPE, PAY, before)


@pytest.mark.parametrize("pay", [100, 300, 700, 1200])
def test_the_picture_is_well_formed_and_marks_what_it_says(pay):
    drawn = chart(SCOPE, pay)
    picture = ElementTree.fromstring(drawn[: drawn.index("</svg>") + 6])
    rects = [one.get("class") for one in picture.iter() if one.tag == "rect"]

    assert f"A pay of {pay:,}" in picture.get("aria-label")
    assert len(rects) == len(LEVELS)
    assert rects.count("course-chosen") == len(of_scope(SCOPE))
    assert sum(one.text == "●" for one in picture.iter()) == len(holding(pay))


def test_the_table_shows_ranges_and_sources_and_never_a_single_figure():
    found = text(table(SCOPE, PAY))

    assert table(SCOPE, PAY).count('<th scope="row"') == len(LEVELS)
    assert "promoready.tech 4 January 2025" in found
    assert not [level.estimate for level in LEVELS if re.search(rf"\b{level.estimate}\b", found)]


def test_the_rule_says_how_ranges_were_made_and_what_they_cannot_tell():
    assert "30 % to either side" in rule()
    assert "None tells technical product managers from others" in rule()


def test_twin_is_the_same_every_time_and_needs_no_script():
    assert twin() == twin()
    assert "course-twin" in twin()
    assert not re.search(r'<script|onclick|src="(?!data:)', twin())
