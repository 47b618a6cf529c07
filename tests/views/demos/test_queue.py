"""The queue demo: rules and moves, and the cost of an order."""

from __future__ import annotations

import pytest

from course.views.demos.queue import HAND, Queue
from course.views.demos.queue.picture import RULES
from tests.views.words import words


@pytest.fixture
def demo() -> Queue:
    demo = Queue()
    assert demo.widget
    return demo


@pytest.mark.parametrize(
    ("rule", "order", "said"),
    [
        ("the shortest first", "J3, J1, J4, J2", "€33.0k more"),
        ("the most expensive week first", "J2, J4, J3, J1", "€24.0k more"),
        ("cost of a week ÷ weeks of work", "J4, J3, J2, J1", "no order costs less"),
    ],
)
def test_a_rule_orders_the_jobs(demo, rule, order, said):
    demo.controls["Order"].value = rule

    assert demo.announcement.startswith(f"{order}: ") and said in demo.announcement
    assert demo.announcement in words(demo.picture_html)


def test_a_job_is_moved_and_the_ends_hold(demo):
    demo.controls["Earlier"].click()
    assert demo.announcement == ""
    demo.controls["Later"].click()

    assert [job.id for job in demo.order] == ["J2", "J1", "J3", "J4"]
    assert demo.rule.value == HAND


def test_it_goes_back_to_its_beginning(demo):
    demo.controls["Order"].value = "the shortest first"
    demo.controls["Start again: in the order in which they came"].click()

    assert [job.id for job in demo.order] == ["J1", "J2", "J3", "J4"]
    assert demo.rule.value == next(iter(RULES))
