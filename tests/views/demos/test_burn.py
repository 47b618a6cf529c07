"""The burn demo: what each trouble burns, which alarm sees it, and what RB7 then asks for."""

from __future__ import annotations

import pytest

from course.views.demos.burn import picture
from course.views.demos.burn.picture import ALARMS, TARGETS, TROUBLES
from tests.views.words import words

DOWN, WRONG, DRIP, NOTHING = TROUBLES
NONE, HOUR, SIX, DAYS = ALARMS


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ((DOWN, NONE, "99.5%"), "46% of “answered”, 0% of “answered right”. RB7 asks for a post-mortem."),
        ((WRONG, NONE, "99.5%"), "133% of “answered right”. RB7 asks for a stop of releases and a post-mortem."),
        ((WRONG, HOUR, "99.5%"), "The alarm never rings."),
        (
            (WRONG, SIX, "99.5%"),
            "7% of “answered right”. The alarm rings 3 hours after it began; somebody comes, and an hour later it is over.",
        ),
        ((DRIP, SIX, "99.5%"), "The alarm never rings."),
        ((DRIP, DAYS, "99.5%"), "The alarm rings 29 hours after it began"),
        ((DOWN, HOUR, "99.5%"), "The alarm rings 1 hour after it began; by then it is over. RB7"),
        ((DOWN, SIX, "99.5%"), "by then it is over. It goes on ringing for 5 more hours."),
        ((DOWN, DAYS, "99.5%"), "by then it is over. It goes on ringing for 3 more days."),
        (
            (WRONG, DAYS, "99.5%"),
            "The alarm rings 6 hours after it began; somebody comes, and an hour later it is over. It goes on ringing for",
        ),
        (
            (WRONG, HOUR, "99.9%"),
            "The alarm rings 1 hour after it began; somebody comes, and an hour later it is over.",
        ),
        ((NOTHING, DAYS, "99.9%"), "The alarm never rings. RB7 asks for nothing."),
    ],
)
def test_a_choice_is_put_into_words(choice, said):
    assert said in picture.sentence(*choice)


@pytest.mark.parametrize("trouble", TROUBLES)
@pytest.mark.parametrize("target", TARGETS)
def test_an_alarm_never_makes_it_worse(trouble, target):
    without = picture.month(trouble, NONE, target)

    for alarm in ALARMS:
        with_alarm = picture.month(trouble, alarm, target)
        assert all(with_alarm.by_name[name].used <= burn.used for name, burn in without.by_name.items())


def test_the_arithmetic_shows_budget_use_and_the_fastest_burn():
    shown = words("".join(picture.picture(WRONG, SIX, "99.5%")))

    assert (
        "Fastest burn within 6 hours, where 1 uses the budget up exactly in a month: answered 0.0, answered right 8.9"
        in shown
    )
    assert "on day 13" in words("".join(picture.picture(WRONG, NONE, "99.5%")))


def test_the_alarm_is_drawn_where_it_rings():
    assert "the alarm rings" in "".join(picture.picture(WRONG, SIX, "99.5%"))
    assert "the alarm rings" not in "".join(picture.picture(WRONG, NONE, "99.5%"))
