"""Follow-on errors: what follows from a learner's own wrong number is right, and the wrong number is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from course import sheet
from course.grade.form import compile_form, follow_on, judge_form, reference
from course.grade.kind import make_key
from course.keys.key import AuthorError
from course.verdict import Outcome, Verdict

SOLUTIONS = Path(__file__).parents[3] / "solutions"
WORKERS = {"id": "workers", "ask": "Workers", "unit": "workers", "sql": "q"}
CONTAINERS = {"id": "containers", "ask": "Containers", "model": "capacity.containers_for", "parameters": {"workers": {"field": "workers"}, "per_container": 6}}  # fmt: skip
STOPS = {
    "id": "stops",
    "ask": "What stops it?",
    "options": ["memory", "disk"],
    "right": "disk",
    "evidence": "containers",
}
HOURS = {"id": "hours", "ask": "Minutes", "model": "canary.minutes_for", "relative": 0.05,
         "parameters": {"requests": {"field": "containers"}, "per_hour": 60, "share": 1}}  # fmt: skip
MISTAKES = {"You rounded down.": {"containers": "12"}, "Without headroom.": {"workers": "53"}}


def form(*fields: dict, mistakes: dict | None = None):
    key = make_key("form", {"fields": list(fields), "mistakes": mistakes or {}})
    return compile_form(key, lambda _: [(76,)])


FORM = form(WORKERS, CONTAINERS, STOPS, HOURS, mistakes=MISTAKES)


def judged(workers: str, containers: str, stops: str = "disk", hours: str = "13") -> Verdict:
    return judge_form(FORM, {"workers": workers, "containers": containers, "stops": stops, "hours": hours})


@pytest.mark.parametrize(
    ("workers", "containers", "hours", "score", "kinds"),
    [
        ("76", "13", "13", 1, []),
        ("76", "12", "13", 0.5, ["known-mistake"]),
        ("76", "14", "14", 0.5, ["wrong", "follows"]),
        ("80", "14", "13", 0.75, ["wrong", "follows"]),
        ("80", "14", "14", 0.75, ["wrong", "follows"]),
        ("80 workers", "14", "14", 0.75, ["wrong", "follows"]),
        ("80", "13", "13", 0.75, ["wrong"]),
        ("80", "15", "15", 0.25, ["wrong", "wrong", "follows"]),
        ("80", "", "13", 0.25, ["empty", "wrong"]),
        ("72", "12", "12", 0.75, ["wrong", "follows"]),
        ("53", "9", "9", 0.75, ["known-mistake", "follows"]),
        ("", "14", "13", 0.25, ["wrong", "empty"]),
        ("0", "0", "0", 0.0, ["wrong", "wrong", "wrong"]),
        ("many", "14", "13", 0.25, ["wrong", "wrong"]),
        ("9" * 90, "14", "13", 0.25, ["wrong", "wrong"]),
    ],
)
def test_a_follow_on_error_is_judged_by_the_own_number(workers, containers, hours, score, kinds):
    verdict = judged(workers, containers, hours=hours)

    assert [finding.kind for finding in verdict.findings] == kinds
    assert verdict.score == pytest.approx(score)


def test_the_verdict_says_what_is_right_for_which_number():
    first, second = judged("80", "14").findings

    assert first.text == "“Workers” does not hold yet."
    assert second.text == "“Containers” is right for your 80 workers, and counts. “Workers” does not itself hold yet."


def test_a_number_within_its_tolerance_needs_no_word():
    about = {**WORKERS, "tolerance": 6}

    verdict = judge_form(form(about, CONTAINERS), {"workers": "80", "containers": "14"})

    assert (verdict.score, verdict.findings) == (1.0, ())


@given(st.integers(1, 500), st.integers(0, 100))
def test_only_what_follows_is_right(workers, containers):
    assume(workers != 76)

    verdict = judged(str(workers), str(containers))

    counts = "“Containers”" not in " ".join(f.text for f in verdict.findings if f.kind in ("wrong", "empty"))
    is_right = containers in (13, -(-workers // 6)) or containers == 12
    assert counts is is_right


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ([CONTAINERS, WORKERS], "no number or plan above it"),
        ([WORKERS, {**CONTAINERS, "parameters": {"workers": {"field": "nobody"}}}], "follows from “nobody”"),
        (
            [{"id": "workers", "ask": "Workers", "options": ["76", "80"], "right": "76"}, CONTAINERS],
            "no number or plan",
        ),
        ([WORKERS, {**CONTAINERS, "model": "", "sql": "q"}], "needs a model"),
        (
            [
                WORKERS,
                {
                    "id": "o",
                    "ask": "?",
                    "kind": "order",
                    "options": ["a", "b"],
                    "right": ["b", "a"],
                    "parameters": {"workers": {"field": "workers"}},
                },
            ],
            "a order field cannot follow",
        ),
        (
            [WORKERS, {**STOPS, "evidence": "", "parameters": {"workers": {"field": "workers"}}}],
            "needs a model",
        ),
        ([WORKERS, {**CONTAINERS, "parameters": {"people": {"field": "workers"}}}], "does not take these parameters"),
    ],
)
def test_an_author_is_told(fields, says):
    with pytest.raises(AuthorError, match=says):
        form(*fields)


@pytest.mark.parametrize(
    ("module", "exercise", "wrong", "headline"),
    [
        ("02-what-it-runs-on", "2.4", {"payday": "77"}, "5 of 6 are right."),
        ("02-what-it-runs-on", "2.4", {"payday": "53"}, "5 of 6 are right."),
        ("03-how-a-change-reaches-customers", "3.5", {"requests": "50"}, "7 of 8 are right, 8 are needed."),
        ("03-how-a-change-reaches-customers", "3.5", {"requests": "2980"}, "7 of 8 are right, 8 are needed."),
    ],
)
def test_in_the_course_one_wrong_number_is_one_wrong_field(module, exercise, wrong, headline):
    expected = sheet.expectation(sheet.load(SOLUTIONS / module)[exercise])

    verdict = judge_form(expected, follow_on(expected, {**reference(expected), **wrong}))

    assert verdict.headline == headline


PACKED = {"kind": "plan", "enough": 0.97, "controls": [{"id": "items", "ask": "Items", "kind": "choices", "options": [f"B{n:02}" for n in range(1, 15)]}],
          "model": "backlog.pack"}  # fmt: skip
LIMITS = {"weeks": 30, "budget": 150}
OWN = {"first": {"field": "plan"}, "second": {"field": "second"}, "id": "B11", **LIMITS}
BACKLOG = form(
    {"id": "plan", "ask": "Without", **PACKED, "parameters": LIMITS},
    {"id": "second", "ask": "With", **PACKED, "parameters": {**LIMITS, "having": "B11"}},
    {"id": "price", "ask": "Price", "model": "backlog.price", "parameters": OWN},
    {"id": "out", "ask": "Out", "kind": "choices", "options": PACKED["controls"][0]["options"], "model": "backlog.leaving", "parameters": OWN},
)  # fmt: skip
NEAR = ["B01", "B04", "B05", "B06", "B07", "B14"]
POOR = ["B01", "B02", "B04", "B05", "B07", "B13", "B14"]


@pytest.mark.parametrize(
    ("plan", "price", "out", "passed", "kinds"),
    [
        (NEAR, "90", ["B04", "B05", "B06"], True, ["wrong"]),
        (NEAR, "105", ["B04", "B05"], True, ["wrong"]),
        (NEAR, "80", ["B04", "B05", "B06"], False, ["wrong", "wrong"]),
        (NEAR, "90", ["B04"], False, ["wrong", "wrong"]),
        (POOR, "60", ["B04", "B05"], False, ["wrong", "follows"]),
        ([*POOR, "B12"], "105", ["B04", "B05"], False, ["wrong"]),
    ],
)
def test_what_follows_from_an_own_plan_counts(plan, price, out, passed, kinds):
    answer = {**reference(BACKLOG), "plan": {"items": plan}, "price": price, "out": out}
    verdict = judge_form(BACKLOG, answer)

    assert (verdict.outcome is Outcome.PASSED, [finding.kind for finding in verdict.findings]) == (passed, kinds)


STEPS = [
    {"id": id, "ask": id, "kind": "choice", "options": ["+0", "+1", "+2"]}
    for id in ("write", "review", "database", "release")
]
LINE = form(
    {"id": "plan", "ask": "1. Where?", "kind": "plan", "controls": STEPS, "model": "pipeline.plan", "enough": 0.95,
     "parameters": {"budget": 45}},
    {"id": "next", "ask": "2. Which one then?", "options": ["Writing", "Review", "Database step"],
     "model": "pipeline.paces", "parameters": {"plan": {"field": "plan"}}},
)  # fmt: skip


@pytest.mark.parametrize(
    ("more", "holds"),
    [
        ("0110", ["Writing", "Review"]),
        ("0210", ["Writing"]),
        ("1100", ["Database step"]),
        ("0200", ["Database step"]),
        ("2000", ["Review"]),
    ],
    ids=["a tie", "one", "a plan that is not good enough", "too much of one", "a plan that costs too much"],
)
def test_a_choice_is_right_for_ones_own_plan_and_for_no_other(more, holds):
    plan = {step["id"]: f"+{number}" for step, number in zip(STEPS, more, strict=True)}
    alone = {"plan": plan, "next": ""}
    nothing = judge_form(LINE, alone).score

    earns = [
        option
        for option in ("Writing", "Review", "Database step")
        if judge_form(LINE, {**alone, "next": option}).score > nothing
    ]

    assert earns == holds
