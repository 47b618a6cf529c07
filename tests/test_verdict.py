"""Verdicts: three outcomes, a score that can never be wrong by accident, text and HTML."""

from __future__ import annotations

import pytest

from course.verdict import Finding, Outcome, RowDifference, Verdict


@pytest.mark.parametrize("score", [None, True, 1, "1", float("nan"), float("inf"), -0.1, 1.1])
def test_an_error_never_becomes_a_score(score):
    with pytest.raises(ValueError, match="from 0 to 1"):
        Verdict(Outcome.PASSED, score, "x")


@pytest.mark.parametrize(("score", "points"), [(0.0, 0.0), (0.5, 2.0), (1.0, 4.0)])
def test_points_are_plain_floats(score, points):
    given = Verdict(Outcome.NOT_YET, score, "x").points(4)

    assert type(given) is float and given == points


@pytest.mark.parametrize(
    ("verdict", "text"),
    [
        (Verdict.not_attempted("Write a query."), "○ Not attempted: Write a query."),
        (Verdict.passed("All right."), "✓ Passed: All right."),
        (
            Verdict.not_yet(
                "2 of 3.", Finding("rows", "280 rows, expected 186.", look="Look at retries."), Finding("x", "Later.")
            ),
            "◐ Not yet: 2 of 3. 280 rows, expected 186. Look at retries.",
        ),
    ],
)
def test_text_says_the_first_useful_thing_only(verdict, text):
    assert verdict.text == text


def test_html_is_static_escaped_and_never_colour_alone():
    rows = (RowDifference("−", ("<b>", "NULL")),)
    html = Verdict.not_yet("no.", Finding("rows", "Use `a<b`.", columns=("name", "n"), rows=rows, raw="<err>")).html()

    assert "<b>" not in html and "&lt;b&gt;" in html and "<code>a&lt;b</code>" in html
    assert "− expected" in html and "&lt;err&gt;" in html and "<script" not in html
