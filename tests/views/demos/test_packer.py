"""The packer demo: rules that fill it, boxes to tick, and what an item keeps out."""

from __future__ import annotations

import pytest

from course.views.demos.packer import Packer
from course.views.demos.packer.picture import BUDGET, ITEMS, WEEKS, places
from tests.views.words import words


@pytest.fixture
def demo() -> Packer:
    demo = Packer()
    assert demo.widget
    return demo


def test_it_begins_with_the_highest_value_and_says_what_that_keeps_out(demo):
    assert demo.chosen.ids == ("A1", "A6")
    assert "A6 (€80k) keeps out A3 and A4 (€89k): too few weeks and too little money for both." in words(
        demo.picture_html
    )


@pytest.mark.parametrize(
    ("rule", "ids", "said"),
    [
        ("week", ("A1", "A2", "A5"), "A2 (€40k) keeps out A4 (€45k): too little money for both."),
        ("euro", ("A1", "A4", "A5"), "A5 (€12k) keeps out A3 (€44k): too few weeks for both."),
        ("best", ("A1", "A3", "A4"), "No plan that fits is worth more."),
    ],
)
def test_a_rule_ticks_the_boxes(demo, rule, ids, said):
    demo.controls["Fill it by"].value = rule

    assert demo.chosen.ids == ids
    assert said in demo.announcement


def test_a_tick_by_hand_leaves_the_rule_and_may_be_too_much(demo):
    demo.boxes["A3"].value = True

    assert demo.rule.value == "hand"
    assert "11 weeks and there are 8: 3 weeks too many" in demo.announcement


def test_it_goes_back_to_its_beginning(demo):
    demo.controls["Fill it by"].value = "best"
    demo.controls["Start again: highest value first"].click()

    assert demo.rule.value == "value" and demo.chosen.ids == ("A1", "A6")


def test_the_arithmetic_adds_up_and_every_item_has_a_place():
    assert all(item.id in places() for item in ITEMS)
    assert (WEEKS, BUDGET) == (8, 30)
