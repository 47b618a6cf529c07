"""The pictures in which fields of module 3 are answered, as static HTML."""

from __future__ import annotations

import pytest

from course.views import pictures
from tests.views.words import words

PLAN = {
    "view": "rollout",
    "shows": {"change": "retry"},
    "controls": [
        {"id": "strategy", "options": ["direct", "canary", "flag"]},
        {"id": "wait", "options": ["as planned", "twice as long"]},
        {"id": "stop", "options": ["1", "3"]},
    ],
}
REVIEW = {"view": "diff", "pull_request": 482}
TRIAGE = {"view": "pull_requests", "rows": ["#549", "#552"], "columns": [{"id": "decision", "ask": "Decision"}]}


@pytest.mark.parametrize("answer", [None, {}, "damaged", 7, {"12": "x"}, {"71": {"category": "<b>"}}, {"?": {}}])
@pytest.mark.parametrize("settings", [REVIEW, TRIAGE, PLAN], ids=lambda settings: settings["view"])
def test_the_twin_of_any_answer_is_html(settings, answer):
    assert "<b>" not in pictures.html(settings, answer)


def test_the_twin_of_a_review_has_the_comment_under_its_line():
    page = words(pictures.html(REVIEW, {"71": {"category": "Functionality", "severity": "must"}}))

    assert page.index("payment.amount_cents, payment.card)") < page.index("Marked. Functionality · must")


def test_the_twin_of_a_triage_has_the_decision_under_its_diff():
    page = words(pictures.html(TRIAGE, {"#549": {"decision": "block"}}))

    assert page.index("SET NOT NULL") < page.index("Decision block") < page.index("#552")


def test_the_simulator_knows_every_plan_and_shows_no_way_out_of_it():
    shown = pictures.data(PLAN)

    assert len(shown["plans"]) == 3 * 2 * 2
    assert shown["plans"]["canary|as planned|3"]["cost"] == 148
    assert "every rollout" in shown["plans"]["canary|as planned|1"]["problem"]


def test_the_twin_of_a_plan_has_its_arithmetic():
    page = words(pictures.html(PLAN, {"strategy": "canary", "wait": "as planned", "stop": "3"}))

    assert "canary, as planned, 3 failures: €148 expected" in page
    assert "25% × 3.2 × €60 = €48" in page
    assert "5% × 100 × 2% × 32.0 min = 3.2" in page


def test_the_twin_of_half_a_plan_says_what_is_chosen():
    assert "canary" in words(pictures.html(PLAN, {"strategy": "canary", "stop": "7"}))
