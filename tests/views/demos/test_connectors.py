"""The demo of build or buy: what its controls lead to, and its tornado."""

from __future__ import annotations

from dataclasses import replace

import pytest

from course.grade.models.connectors import RANGES, Assumptions, lead, swings
from course.views.demos.connectors import Connectors
from course.views.demos.connectors.picture import LABELS, arithmetic, months, tornado
from tests.views.words import words

CLEAN = Assumptions(1_100_000)


@pytest.fixture
def demo() -> Connectors:
    return Connectors()


def test_it_starts_with_bode_s_sheet_and_goes_back_to_it(demo):
    assert "€81.6k" in words(demo.picture_html) and "build, €61.2k" in words(demo.picture_html)

    demo.controls["Refreshes a month, in thousands"].value = 1100
    demo.controls["Months that building slips"].value = 5
    assert "buy, €298.0k" in words(demo.picture_html)

    demo.controls["Back to Bode's sheet"].click()
    assert "build, €61.2k" in words(demo.picture_html)


@pytest.mark.parametrize(
    ("label", "value", "said"),
    [
        ("Refreshes a month, in thousands", 1100, "buying is better by €49.6k"),
        ("Months that you look ahead", 24, "buying is better by"),
        ("Months that building slips", 3, "buying is better by"),
        ("Leave out", "the upkeep", "building is worth €204.2k and buying €20.4k"),
        ("Leave out", "the discount rate", "building is worth €170.8k"),
    ],
)
def test_each_control_is_read_out(demo, label, value, said):
    demo.controls[label].value = value

    assert said in demo.announcement


def test_the_tornado_says_in_words_what_turns_the_answer():
    picture = tornado(swings(CLEAN, RANGES), lead(CLEAN))

    assert picture.count("<rect") == len(RANGES)
    assert (
        "the widest bar is growth a month. Within their ranges these change which is better: growth a month" in picture
    )
    assert "⇄ Refreshes a month" in picture
    assert set(LABELS) == set(RANGES)


def test_a_tornado_in_which_nothing_turns_says_so():
    sure = replace(CLEAN, benefit=28_000, volume=100_000)

    assert "None changes which is better." in tornado(swings(sure, {"platform": (2_000, 3_000)}), lead(sure))


def test_the_sums_name_every_assumption():
    text = words(arithmetic(replace(CLEAN, slip=5), 36))

    for part in ("€40,000", "4 engineers × €9,000 = €36,000", "for 9 months, and 5 more", "upkeep 20% × €324,000 ÷ 12", "€8,900", "€85,000",
                 "€0.009", "€2,500", "3%", "1,100,000", "0.9489%", "−€166,739", "+€131,249"):  # fmt: skip
        assert part in text


def test_all_months_are_in_the_table():
    table = words(months(CLEAN, 36))

    assert "−76,000" in table and "−85,000" in table and "3,188,106" in table
