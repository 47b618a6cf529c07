"""The criteria demo without a browser: start, run, and what is said of bad Gherkin."""

from __future__ import annotations

import pytest

from course.views.demos.criteria.picture import PRESETS, judged
from course.views.demos.criteria.widget import Criteria


@pytest.mark.parametrize(("preset", "stopped"), list(zip(PRESETS, (0, 2, 3), strict=True)))
def test_each_start_stops_more_wrong_services(preset, stopped):
    demo = Criteria()
    demo.start.value = preset

    assert demo.editor.value == PRESETS[preset]
    assert f"{stopped} of 7 wrong services are stopped" in demo._result.value
    assert demo._companion.announcement == f"The right service passes. {stopped} of 7 wrong services are stopped."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Scenario: x\n  Given a shop\n", "Line 2: No step reads “a shop”"),
        ("Scenario: <b>\n  Thn\n", "has no step"),
        (PRESETS["The happy path"].replace("captured", "pending"), "refuse the right service"),
        ("", "0 of 7 wrong services are stopped"),
    ],
)
def test_what_cannot_be_run_gets_a_sentence(text, words):
    assert words in judged(text)
    assert "<b>" not in judged(text)
