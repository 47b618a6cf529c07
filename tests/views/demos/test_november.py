"""The three rates of November: one peaks, and counting each payment once takes the peak away."""

from __future__ import annotations

import re

import course
from course.views.dashboard.spec import spec
from course.views.demos.november.picture import ALL, ONCE, SLIDE, Rate, lines
from tests.views.words import words


def test_it_opens_with_the_slide_and_then_puts_the_others_beside_it():
    demo = course.november()
    (slide,) = re.findall(r"[\d.]+%(?= up| down)", words(demo.picture_html))
    demo.controls["Show"].value = ALL

    assert slide == "94.09%"
    assert "Our best month ever" not in demo.picture_html
    assert demo.announcement == (
        "Tomasz 81.44%, down 0.03 points on October; Noor 93.39%, up 0.05 points on October; "
        "Ife's deck 94.09%, up 0.75 points on October."
    )


def test_counting_a_payment_once_lays_the_deck_s_line_on_noor_s():
    demo = course.november("once")
    demo.controls["Show"].value = ONCE

    assert "Ife's deck 93.39%, up 0.05 points on October" in demo.announcement
    assert "94.09% becomes 93.39%" in demo.picture_html


def test_how_a_rate_was_computed_is_for_learners_to_find():
    for demo in (course.november(), course.november("once")):
        shown = [demo.twin]
        for view in demo.controls["Show"].options:
            demo.controls["Show"].value = view
            shown.append(demo.picture_html)

        assert [html for html in shown if "SELECT" in html or "÷" in html] == []
        assert ONCE not in demo.twin and "becomes" not in demo.twin


def test_the_months_are_places_in_their_own_order_and_the_deck_keeps_its_colour():
    months = [Rate("Oct 2025", 81, 93, 93), Rate("Nov 2025", 81, 93, 94), Rate("Dec 2025", 80, 92, 92)]
    slide, every = spec(lines(SLIDE, months)), spec(lines(ALL, months))
    encoding = every["encoding"]
    names = next(layer for layer in every["layer"] if "data" in layer)["data"]["values"]

    assert (encoding["x"]["type"], encoding["x"]["sort"]) == ("ordinal", None)
    assert {name["x"] for name in names} == {"Dec 2025"}
    assert encoding["color"]["scale"]["domain"] == ["Ife's deck", "Noor", "Tomasz"]
    assert slide["encoding"]["color"]["scale"]["range"] == encoding["color"]["scale"]["range"][:1]


def test_only_the_first_one_opens_with_the_slide():
    assert course.november().controls["Show"].options == (SLIDE, ALL)
    assert course.november("once").controls["Show"].options == (ALL, ONCE)
