"""The criteria demo without a browser: start, run, and what is said of bad Gherkin."""

from __future__ import annotations

import pytest

from course.views.demos.criteria import Criteria
from course.views.demos.criteria.picture import PRESETS, result_html, try_out


@pytest.mark.parametrize(("preset", "stopped"), list(zip(PRESETS, (0, 2, 3, 4), strict=True)))
def test_each_start_stops_more_wrong_services(preset, stopped):
    demo = Criteria()
    demo.controls["Start from"].value = preset
    if preset == next(iter(PRESETS)):
        demo.controls["Run"].click()

    assert demo.controls["Acceptance criteria"].value == PRESETS[preset]
    assert f"{stopped} of 10 wrong services are stopped" in demo.picture_html
    assert demo.announcement == f"The right service passes. {stopped} of 10 wrong services are stopped."


def test_what_is_typed_waits_for_run():
    demo = Criteria()
    before = demo.picture_html
    demo.controls["Acceptance criteria"].value = PRESETS["And the same request again"]
    assert demo.picture_html == before

    demo.controls["Run"].click()
    assert "2 of 10 wrong services are stopped" in demo.picture_html


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Scenario: x\n  Given a shop\n", "Line 2: No step reads “a shop”"),
        ("Scenario: <b>\n  Thn\n", "has no step"),
        (PRESETS["The happy path"].replace("captured", "pending"), "refuse the right service"),
        ("", "0 of 10 wrong services are stopped"),
    ],
)
def test_what_cannot_be_run_gets_a_sentence(text, words):
    assert words in result_html(try_out(text))
    assert "<b>" not in result_html(try_out(text))
