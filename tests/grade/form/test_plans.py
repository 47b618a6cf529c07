"""Plans as documents: weeks with an output each, and lines in which somebody commits to something."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from course.authoring.read import read
from course.grade.document.check import CHECKS
from course.grade.document.parse import read_document
from course.sequence import ROOT

SOURCE = ROOT / "solutions/16-the-career-the-switch-the-plan/16-the-career-the-switch-the-plan.ipynb"
OWN = {check.get("id", check["check"]): check for check in read(SOURCE)[4].parts["checks"]}
MONDAY = date(2026, 3, 30)


def plan(*outputs: str, days: int = 7) -> str:
    """A plan with these outputs, filled up to twelve rows, so many days apart."""
    filled = [*outputs, *["A memo of one page"] * (12 - len(outputs))]
    rows = [f"| {MONDAY + timedelta(days * week)} | Something | {output} |" for week, output in enumerate(filled)]
    return "\n".join(["| Day | What I do | Output |", "|---|---|---|", *rows])


def judged(name: str, text: str):
    told = OWN[name]
    return CHECKS[told["check"]].run(read_document(text), told)


@pytest.mark.parametrize(
    "output",
    ["A diagram of six steps", "Query and chart for 20 changes", "Notes from 2 interviews", "Pull request",
     "Reading notes, two pages", "List of 4 objections", "a glossary, corrected by Aya", "Post on the intranet"],
)  # fmt: skip
def test_what_can_lie_on_a_table_is_an_output(output):
    assert judged("weeks", plan(output)).share == 1


@pytest.mark.parametrize(
    ("output", "says"),
    [
        ("Read more", "names an activity or a wish, not an output"),
        ("Read three pages about APIs", "names an activity or a wish, not an output"),
        ("learn SQL", "names an activity or a wish, not an output"),
        ("More confidence", "names an activity or a wish, not an output"),
        ("to think about the report", "names an activity or a wish, not an output"),
        ("", "has no output"),
    ],
)
def test_an_activity_is_none(output, says):
    found = judged("weeks", plan(output))

    assert found.share == pytest.approx(11 / 12)
    assert found.findings[0].seen == f"The week of {MONDAY} {says}."


@pytest.mark.parametrize(
    ("text", "share", "says"),
    [
        (plan(), 1, ""),
        (plan(days=0), 1 / 12, "out of order"),
        (plan(days=-7), 1 / 12, "out of order"),
        (plan(days=5), 0.5, "it is 55 days, 70 are asked for"),
        (plan().replace("2026-04-06", "2026-02-30"), 11 / 12, "does not exist"),
        ("\n".join(plan().splitlines()[:-3]), 9 / 12, "9 rows with a day, 12 are asked for"),
        ("No table at all.", 0, "I could not read any week"),
        (plan().replace("| Output |", "| Result |"), 1, ""),
    ],
)
def test_weeks_are_dated_and_follow_each_other(text, share, says):
    found = judged("weeks", text)

    assert found.share == pytest.approx(share)
    assert says in " ".join(finding.seen for finding in found.findings)


@pytest.mark.parametrize(
    ("check", "text", "share", "says"),
    [
        ("shadow", "Person: Ines\nDay: 2026-04-20\nQuestion: What wakes you up?", 1, ""),
        ("shadow", "- **Person:** the night nurse\n- Day: on 2026-04-20\n- Question: What is it for?", 1, ""),
        (
            "shadow",
            "Person: somebody\nDay: soon\nQuestion: none",
            0,
            "“Person: somebody” does not hold a name or a role.",
        ),
        ("shadow", "Person:\nDay: 2026-04-20", 1 / 3, "There is no line “Question: …”."),
        ("public", "Portfolio: <https://example.org/me>\nContribution: a pull request", 1, ""),
        ("public", "Portfolio: [my pages](https://example.org/me)\nContribution: answers in a forum", 1, ""),
        ("public", "Portfolio: on my laptop\nContribution: something", 0, "an address that others can open"),
        ("background", "Background: eight years as a nurse", 1, ""),
        ("background", "Background:", 0, "what you know of this area already"),
    ],
)
def test_commitments_hold_what_can_be_asked_for(check, text, share, says):
    found = judged(check, text)

    assert found.share == pytest.approx(share)
    assert says in " ".join(finding.text for finding in found.findings)
