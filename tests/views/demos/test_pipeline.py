"""The pipeline demo: what people and limits change, what more people cost, and the curve behind the queue."""

from __future__ import annotations

import pytest

from course.views.demos.pipeline import Pipeline
from tests.views.words import words


@pytest.fixture
def demo() -> Pipeline:
    return Pipeline()


def test_it_begins_with_a_queue_before_the_step_that_can_do_least(demo):
    shown = words(demo.picture_html)

    assert "13.0 changes a week come out." in shown
    assert "1 × 40 ÷ 3 = 13.3" in shown
    assert "always has work" in demo.picture_html


@pytest.mark.parametrize(
    ("label", "value", "said"),
    [
        ("Writing, people", 7, "13.0 changes a week come out."),
        ("Test stage, people", 2, "16.6 changes a week come out. One takes 3.7 working days"),
        ("Open at once", "12", "12.2 changes a week come out. One takes 4.8 working days"),
        ("All changes take the same time", True, "13.3 changes a week come out."),
    ],
)
def test_a_change_is_put_into_words(demo, label, value, said):
    demo.controls[label].value = value

    assert demo.announcement.startswith(said)


def test_the_line_of_core_says_what_more_people_cost():
    core = Pipeline("core")
    assert "a quarter" not in words(core.picture_html)
    core.controls["Review, people"].value = 3
    core.controls["Database step, people"].value = 2

    assert "More people than now: €29k a quarter." in words(core.picture_html)


def test_a_queue_that_grows_says_what_a_new_change_will_take_and_how_many_are_not_drawn(demo):
    assert "112 ÷ 13.0 a week is 8.6 weeks, or 43 working days." in words(demo.picture_html)
    assert "and 69 more" in demo.picture_html

    demo.controls["Open at once"].value = "12"

    assert "still growing" not in words(demo.picture_html)
    assert " more<" not in demo.picture_html


def test_the_curve_is_the_formulas(demo):
    assert "4 at 80%" in demo.picture_html
    assert "9 at 90%" in demo.picture_html


def test_there_are_two_lines():
    with pytest.raises(KeyError):
        Pipeline("pay")
