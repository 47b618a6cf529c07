"""What module 3 shows: the demo of a change, a pull request, and the pictures in which fields are answered."""

from __future__ import annotations

import re

import pytest

from course.case.pull_requests import lines
from course.views import pictures
from course.views.demos.change.picture import twin
from course.views.demos.change.story import NAMES, read_story, steps
from course.views.demos.change.widget import ChangeViewer
from course.views.demos.pull_request import PullRequestView

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


def text(html: str) -> str:
    return " ".join(re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL).split())


@pytest.fixture(scope="module")
def story():
    return read_story()


@pytest.fixture
def demo(story) -> ChangeViewer:
    return ChangeViewer(story)


def shown(demo: ChangeViewer) -> str:
    return text(demo._shown.value)


@pytest.mark.parametrize(("is_on", "reached"), [(False, [1, 2, 2, 2, 3, 4, 4]), (True, [1, 2, 2, 2, 3, 5, 5])])
def test_merged_deployed_and_released_are_three_events(is_on, reached):
    assert [step.reached for step in steps(is_on)] == reached
    assert tuple(step.name for step in steps(is_on)) == NAMES


def test_the_demo_starts_with_the_first_step_and_says_nothing(demo):
    assert "Step 1 of 7: Commit" in shown(demo)
    assert demo._companion.announcement == ""
    assert demo._back.disabled and not demo._next.disabled


def test_buttons_and_arrows_walk_to_both_ends_and_not_beyond(demo):
    demo.move(-1)
    assert demo.place.value == 0
    for _ in range(9):
        demo._next.click()
    demo.move(1)

    assert demo.place.value == len(NAMES) - 1
    assert demo._next.disabled
    assert demo._companion.announcement.startswith("Step 7 of 7, Release.")


@pytest.mark.parametrize(
    ("how", "words"), [("merge", ("three new commits", "two parents")), ("squash", ("one new commit", "one parent"))]
)
def test_the_merge_says_what_git_did(demo, story, how, words):
    demo.place.value, demo.how.value = 4, how

    assert all(each in shown(demo) for each in (*words, story.tips[how].id, story.tips[how].tree, "the same id"))


@pytest.mark.parametrize(
    ("flag", "words"), [(False, "They still pay 1.4 %"), (True, "Merchants, on their next card payment")]
)
def test_the_flag_decides_who_sees_the_release(demo, flag, words):
    demo.place.value, demo.flag.value = 6, flag

    assert words in shown(demo)


def test_the_twin_shows_all_of_it(story):
    page = text(twin(story))

    assert all(f"Step {place} of 7: {name}" in page for place, name in enumerate(NAMES, 1))
    assert page.count("Flag on") == page.count("Flag off") == 2
    assert "a merge commit" in page and "a squash" in page


def test_reading_the_story_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    read_story()

    assert list(tmp_path.iterdir()) == []


def test_a_pull_request_shows_every_line_with_sign_and_number():
    page = PullRequestView(482)._repr_html_()

    assert "#482 Put retries in one place" in page
    assert page.count('class="course-diff-line ') == len(lines(482))
    assert "&lt;" not in text(page)[:50] and "<script" not in page


@pytest.mark.parametrize("answer", [None, {}, "damaged", 7, {"12": "x"}, {"71": {"category": "<b>"}}, {"?": {}}])
@pytest.mark.parametrize("settings", [REVIEW, TRIAGE, PLAN], ids=lambda settings: settings["view"])
def test_the_twin_of_any_answer_is_html(settings, answer):
    assert "<b>" not in pictures.html(settings, answer)


def test_the_twin_of_a_review_has_the_comment_under_its_line():
    page = text(pictures.html(REVIEW, {"71": {"category": "Functionality", "severity": "must"}}))

    assert page.index("payment.amount_cents, payment.card)") < page.index("Marked. Functionality · must")


def test_the_twin_of_a_triage_has_the_decision_under_its_diff():
    page = text(pictures.html(TRIAGE, {"#549": {"decision": "block"}}))

    assert page.index("SET NOT NULL") < page.index("Decision block") < page.index("#552")


def test_the_simulator_knows_every_plan_and_shows_no_way_out_of_it():
    shown = pictures.data(PLAN)

    assert len(shown["plans"]) == 3 * 2 * 2
    assert shown["plans"]["canary|as planned|3"]["cost"] == 148
    assert "every rollout" in shown["plans"]["canary|as planned|1"]["problem"]


def test_the_twin_of_a_plan_has_its_arithmetic():
    page = text(pictures.html(PLAN, {"strategy": "canary", "wait": "as planned", "stop": "3"}))

    assert "canary, as planned, 3 failures: €148 expected" in page
    assert "25 % × 3.2 × €60 = €48" in page
    assert "5 % × 100 × 2 % × 32.0 min = 3.2" in page


def test_the_twin_of_half_a_plan_says_what_is_chosen():
    assert "canary" in text(pictures.html(PLAN, {"strategy": "canary", "stop": "7"}))
