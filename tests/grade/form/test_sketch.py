"""Sketches in forms: each promise is a part of the credit, stories say what breaks one, and nothing is given for no flow."""

from __future__ import annotations

import re

import pytest

from course.authoring.form.guessing import guessing
from course.authoring.form.slips import slips
from course.grade.form import compile_form, judge_form, mistaken, reference
from course.grade.form.field import field_kind
from course.grade.kind import make_key
from course.grade.models.architecture import PARTS
from course.keys.key import AuthorError
from course.verdict import Outcome
from course.views.form.field import browser_data, field_html
from tests.grade.models.scenes import EVENTS, EVENTS_RULES, KEPT_LOG, LOAN, LOAN_RULES, OUTBOX, QUEUED, SYNCHRONOUS

FLOW = {"id": "flow", "ask": "1. Your sketch", "kind": "sketch", **LOAN, "allows": LOAN_RULES, "right": SYNCHRONOUS}
NO_KEY = {"flow": {"act": "pay", "is": {"key": "none"}, "breaks": "Paid once"}}
BEHIND = {"flow": {"act": "tell", "after": "post", "breaks": "Told"}}
KIND = field_kind("sketch")


def compiled(mistakes=None, **changes):
    return compile_form(make_key("form", {"fields": [{**FLOW, **changes}], "mistakes": mistakes or {}}), lambda sql: [])


FORM = compiled()


def rows(design):
    return [dict(zip(PARTS, row, strict=True)) for row in design]


def judged(answer, form=FORM):
    return judge_form(form, {"flow": answer})


@pytest.mark.parametrize("design", [SYNCHRONOUS, QUEUED, OUTBOX])
def test_every_design_that_keeps_all_promises_passes(design):
    verdict = judged(rows(design))

    assert verdict.outcome is Outcome.PASSED and verdict.score == 1
    assert "Your sketch held in all" in verdict.text


def test_a_broken_promise_costs_its_part_and_is_told_as_a_story():
    answer = rows(SYNCHRONOUS)
    answer[2]["key"] = "none"
    verdict = judged(answer)

    assert verdict.outcome is Outcome.NOT_YET and 0.75 < verdict.score < 5 / 6  # less what guessing earns
    assert "“1. Your sketch”: Broken: Paid once. Row 3 is slow" in verdict.findings[0].seen
    assert verdict.findings[0].seen.endswith("Ade Oni is paid €500 twice.")


def test_each_story_is_a_finding():
    answer = rows(SYNCHRONOUS)
    answer[2] |= {"key": "none", "silence": "again"}
    answer[4] |= {"key": "none"}

    told = [finding.seen.split(". ")[0] for finding in judged(answer).findings[1:] if finding.kind == "sketch"]
    assert told == ["Broken: Posted once"]


def test_the_promises_are_counted_and_listed_one_by_one():
    answer = rows(SYNCHRONOUS)
    answer[2]["key"] = "none"
    answer[4] |= {"key": "none"}
    verdict = judged(answer)

    assert verdict.headline == "4 of 6 promises hold, broken: Paid once and Posted once. All 6 are needed."
    table = next(finding.table for finding in verdict.findings if finding.kind == "promises")
    assert [row.cells[1] for row in table.rows] == ["✓ holds", "✗ broken", "✓ holds", "✗ broken", "✓ holds", "✓ holds"]


def test_a_row_that_is_not_complete_is_named():
    answer = rows(SYNCHRONOUS)
    del answer[1]["key"]
    verdict = judged(answer)

    assert verdict.score == 0 and "Row 2 is not complete: “key” is still open." in verdict.findings[0].seen


def test_a_way_that_is_changed_leaves_no_silence_behind():
    answer = rows(SYNCHRONOUS)
    answer[2]["way"] = "queue"

    assert "Row 3 is not complete: “if no answer comes” is still open." in judged(answer).findings[0].seen


def test_rows_that_do_nothing_earn_nothing():
    assert judged(rows(SYNCHRONOUS[:2])).score == 0
    assert judged([]).outcome is Outcome.NOT_ATTEMPTED
    assert judged([{}]).outcome is Outcome.NOT_ATTEMPTED


@pytest.mark.parametrize("answer", [None, "x", 5, {"0": {}}, [None], [5, {"way": 3}], [{"act": ["pay"]}], [{"caller": "nobody"}]])  # fmt: skip
def test_a_damaged_answer_gives_no_points_and_no_error(answer):
    assert judged(answer).score == 0
    assert isinstance(field_html("sketch", FORM.fields[0].settings, answer), str)


def test_a_known_mistake_is_seen_only_where_it_breaks_its_promise():
    form = compiled({"Twice.": NO_KEY, "Last.": BEHIND})
    for mistake in form.mistakes:
        assert mistake.sentence in [finding.seen for finding in judge_form(form, mistaken(form, mistake)).findings]
    queued = rows(QUEUED)
    queued[4], queued[3] = queued[3], queued[4]

    assert judged(queued, form).outcome is Outcome.PASSED and len(judged(queued, form).findings) == 1


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"right": SYNCHRONOUS[:3]}, "its reference is not right"),
        ({"allows": []}, "is no goal"),
        ({"allows": [{"goal": "glory", "title": "Glory", "says": "None."}]}, "is no goal"),
    ],
)
def test_a_key_that_cannot_be_right_is_refused(changes, says):
    with pytest.raises(AuthorError, match=says):
        compiled(**changes)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"act": "pay", "is": {"key": "none"}, "breaks": "Told"}, "does not break “Told”"),
        ({"act": "pay", "is": {"way": "queue"}, "breaks": "Told"}, "cannot be run"),
        ({"act": "pay"}, "has “act”, “breaks”"),
    ],
)
def test_a_mistake_that_breaks_nothing_is_refused(wrong, says):
    with pytest.raises(AuthorError, match=says):
        compiled({"Wrong.": {"flow": wrong}})


def test_guessed_details_earn_little_and_every_slip_has_a_reason():
    assert guessing(FORM, 400).score < 0.1
    assert slips(FORM).unanswered == ()


@pytest.mark.parametrize(
    ("scene", "rules", "design"), [(LOAN, LOAN_RULES, SYNCHRONOUS), (LOAN, LOAN_RULES, QUEUED), (EVENTS, EVENTS_RULES, KEPT_LOG)]
)  # fmt: skip
def test_every_story_is_whole_sentences(scene, rules, design):
    form = compile_form(
        make_key("form", {"fields": [{**FLOW, **scene, "allows": rules, "right": design}]}), lambda sql: []
    )
    field = form.fields[0]
    stories = [
        finding.seen
        for slip in KIND.slips(field.settings, form.right(field))
        for finding in judge_form(form, {"flow": slip}).findings
        if not finding.table
    ]

    assert len(stories) > 50
    assert [story for story in stories if re.search(r"[{}]|  |\.\.|None", story) or story[-1] not in ".?"] == []


def test_the_browser_knows_what_can_be_chosen_and_no_promise():
    data = browser_data(FORM, FORM.fields[0])

    assert [value for value, _ in data["silences"]["queue"]] == ["stubborn"]
    assert "allows" not in data and "is paid €500" not in str(data)


def test_the_static_answer_shows_each_call_and_a_picture():
    html = field_html("sketch", FORM.fields[0].settings, reference(FORM)["flow"])

    assert "Lend → Payout: pay out" in html and "look up, then ask again" in html and "<img" in html
    assert html.count("<tr>") >= 6
