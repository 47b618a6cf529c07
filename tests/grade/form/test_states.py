"""State machines in forms: every sequence of events is tried, and the shortest that breaks the rule is named."""

from __future__ import annotations

from copy import deepcopy

import pytest

from course.grade.form import compile_form, judge_form, reference
from course.grade.kind import make_key
from course.keys.key import AuthorError
from course.verdict import Outcome
from course.views.pictures import data, html
from tests.views.drawn import drawn

STATES = ["granted", "lapsed", "revoked"]
MACHINE = {
    "id": "machine", "ask": "Where does each event lead?", "kind": "states", "view": "states", "rows": STATES,
    "start": "granted", "outputs": ["fetch"],
    "columns": [
        {"id": "pass", "ask": "90 days pass", "options": STATES},
        {"id": "revoke", "ask": "customer revokes", "options": STATES},
        {"id": "fetch", "ask": "fetch allowed?", "options": ["yes", "no"]},
    ],
    "right": {
        "granted": {"pass": "lapsed", "revoke": "revoked", "fetch": "yes"},
        "lapsed": {"pass": "lapsed", "revoke": "revoked", "fetch": "no"},
        "revoked": {"pass": "revoked", "revoke": "revoked", "fetch": "no"},
    },
}  # fmt: skip


def compiled(**changes):
    return compile_form(make_key("form", {"fields": [{**MACHINE, **changes}]}), lambda sql: [])


def judged(**cells):
    answer = deepcopy(MACHINE["right"])
    for place, value in cells.items():
        state, column = place.split("_")
        answer[state][column] = value
    return judge_form(compiled(), {"machine": answer})


def test_the_right_machine_passes():
    verdict = judge_form(compiled(), reference(compiled()))
    assert (verdict.outcome, verdict.score) == (Outcome.PASSED, 1.0)


@pytest.mark.parametrize(
    ("cell", "value", "said"),
    [
        (
            "granted_pass",
            "granted",
            "after granted → 90 days pass, your machine is in “granted”, which breaks the rule",
        ),
        ("revoked_pass", "lapsed", "after granted → customer revokes → 90 days pass, your machine is in “lapsed”"),
        ("lapsed_revoke", "lapsed", "after granted → 90 days pass → customer revokes, your machine is in “lapsed”"),
        ("lapsed_fetch", "yes", "after granted → 90 days pass, “fetch allowed?” is “yes”, which breaks the rule"),
        ("granted_fetch", "no", "after granted, “fetch allowed?” is “no”"),
    ],
)
def test_the_shortest_sequence_that_breaks_a_rule_is_named(cell, value, said):
    verdict = judged(**{cell: value})

    assert verdict.outcome is Outcome.NOT_YET and 0 < verdict.score < 1
    assert said in verdict.findings[0].seen


def test_nothing_is_tried_before_the_table_is_full():
    assert (
        "8 of 9 are still open" in judge_form(compiled(), {"machine": {"granted": {"pass": "lapsed"}}}).findings[0].seen
    )
    assert "1 of 9 is still open" in judged(revoked_pass="elsewhere").findings[0].seen


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"start": "nowhere"}, "it starts in one of its rows"),
        ({"outputs": []}, "the options of an event are states"),
        ({"rows": ["granted"]}, "the options of an event are states"),
    ],
)
def test_a_machine_that_cannot_be_tried_is_refused(changes, problem):
    with pytest.raises(AuthorError, match=problem):
        compiled(**changes)


def test_the_graph_names_every_arrow_in_words_and_needs_nothing():
    settings = compiled().fields[0].settings
    shown = html(settings, MACHINE["right"])

    assert data(settings)["numbers"] == {"pass": 1, "revoke": 2}
    assert 'alt="State machine that starts in granted. granted to lapsed on 1; granted to revoked on 2; ' in shown
    assert drawn(shown)[0].count("<polygon") == 3 and "stays on 1, 2" in drawn(shown)[0]
    assert "<script" not in shown and "No arrows yet" in html(settings, None)


@pytest.mark.parametrize(
    "answer", [None, {}, {"granted": None}, {"granted": {"pass": "<b>"}}, {"granted": {"pass": 3}}]
)
def test_a_damaged_answer_is_drawn_without_arrows(answer):
    assert "<polygon" not in html(compiled().fields[0].settings, answer)
