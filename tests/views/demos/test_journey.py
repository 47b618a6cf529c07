"""The journey demo without a service: the recording stands in, holds one fault at a time, and says what it is."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from course.services.checkout.session import Recorded
from course.services.run import ServiceError
from course.views.demos.journey import PaymentJourney
from course.views.demos.journey.picture import account, scene
from course.views.demos.journey.rush import ANSWERED, WAITS, Rush
from tests.views.words import words


class Absent:
    def __init__(self):
        raise ServiceError("No free port can be had on this computer: no.")


@pytest.fixture
def demo() -> PaymentJourney:
    return PaymentJourney(Absent)


def test_without_a_service_the_demo_plays_the_recording_and_says_so(demo):
    assert "Not running yet" in words(demo.picture_html)
    demo.controls["Start the service"].click()
    assert "No free port" in words(demo.picture_html) and "recorded on" in words(demo.picture_html)
    assert not demo.controls["Start the service"].disabled and demo.controls["Stop the service"].disabled

    demo.controls["acquirer"].value = "slow"
    demo.controls["Send one payment"].click()
    assert demo.announcement.startswith("504 Gateway Timeout")


def test_a_recording_holds_one_fault_at_a_time(demo):
    demo.controls["acquirer"].value = "slow"
    demo.controls["cache"].value = "gone"

    states = {part: demo.controls[part].value for part in ("cache", "database", "acquirer")}
    assert states == {"cache": "gone", "database": "well", "acquirer": "well"}


def test_what_was_sent_before_a_change_says_nothing_of_the_parts_now(demo):
    demo.controls["TLS"].value = "slow"
    assert "Send a payment to see what happens." in words(demo.picture_html)

    demo.controls["All well again"].click()
    assert demo.controls["TLS"].value == "well"


@pytest.mark.parametrize(("label", "said"), [("Send one payment", "no answer"), ("Send 12 at once", "no answer")])
def test_nothing_gets_past_a_part_that_is_gone(demo, label, said):
    demo.controls["DNS"].value = "gone"
    demo.controls[label].click()

    assert demo.announcement.startswith(said)


def test_twelve_at_once_are_drawn_from_waiting_to_the_answer(demo):
    demo.controls["Send 12 at once"].click()

    assert demo.announcement.startswith("12 payments at the same moment, 3 workers")
    assert "12 · 201 Created" in words(demo.picture_html)


def test_a_rush_has_two_bars_for_each_payment_and_no_gap_between_them():
    rows = Rush(tuple(Recorded().rush()), 3).chart.rows

    assert [row["part"] for row in rows] == [WAITS, ANSWERED] * 12
    assert all(wait["end"] == answer["start"] for wait, answer in zip(rows[::2], rows[1::2], strict=True))


@pytest.mark.parametrize("state", ["well", "slow", "gone"])
def test_the_scene_is_well_formed_and_says_its_states(state):
    session = Recorded()
    session.set("acquirer", state)
    drawn = scene(session.states, 3, session.send())
    picture = ElementTree.fromstring(drawn[: drawn.index("</svg>") + 6])

    assert f"acquirer {state}" in picture.get("aria-label")
    assert "prefers-reduced-motion: no-preference" in drawn


def test_what_is_simulated_says_so():
    shown = words(scene({}, 3, None))

    assert shown.count("simulated") == 4 and "Solid boxes are real processes." in shown


def test_steps_are_in_a_table():
    session = Recorded()

    assert account(session.send()).count('<th scope="row">') == 5
    assert "the steps were lost" in account(session.kill_worker())
