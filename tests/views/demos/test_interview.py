"""The question game: what is ticked is answered, three are the most, and every sum can be read."""

from __future__ import annotations

import course
from course.grade.models.interview import CLEARER, hits
from course.views.demos.interview import picture


def asked(*ids: str):
    demo = course.interview()
    boxes = [control for label, control in demo.controls.items() if label[:1] in ids]
    for box in boxes:
        box.value = True
    return demo


def test_before_anybody_asks_it_says_what_guessing_is_worth():
    assert "you are right 35 times in 100" in course.interview().picture_html


def test_whoever_is_asked_answers_and_the_others_do_not():
    html = asked("4").picture_html

    assert "Nearly all of them. Did nobody look before?" in html
    assert "Is it gone or not?" not in html


def test_there_is_time_for_three():
    demo = asked("1", "2", "3")

    assert sum(box.disabled for box in demo.boxes.values()) == 5
    demo.boxes["2"].value = False
    assert not any(box.disabled for box in demo.boxes.values())


def test_starting_again_takes_all_back():
    demo = asked("1", "2", "3")
    demo.reset()

    assert demo.asked == [] and not any(box.disabled for box in demo.boxes.values())


def test_an_idle_question_is_called_so():
    assert "Question 7 adds nothing" in asked("4", "7").announcement
    assert "Questions 5, 6 and 7 add nothing" in asked("5", "6", "7").announcement


def test_the_arithmetic_comes_to_what_the_bars_show():
    table = picture.arithmetic(CLEARER, ["1", "3", "4"])

    assert "0.25" in table and "79" in table
    assert f"{hits(CLEARER, ['1', '3', '4']):.1f} in 100" in table


def test_without_a_kernel_it_shows_an_example():
    assert "From shops of every kind" in course.interview().twin
