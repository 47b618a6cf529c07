"""Ranges: complete ones count, what they hold is told and never counts."""

from __future__ import annotations

import pytest

from course.grade.form import compile_form, judge_form
from course.grade.kind import make_key
from course.keys.key import AuthorError
from course.verdict import Outcome

VALUES = range(10, 110, 10)
QUANTITIES = [{"id": f"q{n}", "ask": f"Quantity {n}", "unit": "rows", "sql": f"SELECT {n}"} for n in VALUES]
FIELD = {"id": "guesses", "ask": "Between what and what?", "kind": "ranges", "quantities": QUANTITIES}


def find_rows(sql: str) -> list[tuple]:
    return [(float(sql.removeprefix("SELECT ")),)]


EXPECTED = compile_form(make_key("form", {"fields": [FIELD]}), find_rows)


def judged(**ends: tuple) -> object:
    """Every range holds its value, except those that are given here as (low, high)."""
    answer = {f"q{n}": {"low": str(n - 5), "high": str(n + 5)} for n in VALUES}
    answer |= {id: dict(zip(("low", "high"), pair, strict=False)) for id, pair in ends.items()}
    return judge_form(EXPECTED, {"guesses": answer})


@pytest.mark.parametrize("misses", [0, 1, 5, 10])
def test_complete_ranges_pass_whatever_they_hold(misses):
    verdict = judged(**{f"q{n}": (n + 1, n + 2) for n in list(VALUES)[:misses]})

    assert (verdict.outcome, verdict.score) == (Outcome.PASSED, 1.0)
    assert verdict.headline == "10 of 10 are complete."
    assert verdict.findings[0].seen == f"{10 - misses} of your 10 ranges hold the value; of 90% ranges about 9 should."
    assert verdict.findings[0].look == "This never counts."


@pytest.mark.parametrize(
    ("misses", "says"),
    [(4, "too narrow"), (3, "as far as so few ranges can tell"), (1, "as far as so few ranges can tell")],
)
def test_the_profile_speaks_of_narrow_ranges_only_where_chance_does_not_explain_them(misses, says):
    verdict = judged(**{f"q{n}": (n + 1, n + 2) for n in list(VALUES)[:misses]})

    assert says in verdict.findings[0].expected


def test_ranges_that_hold_by_being_wide_are_told_so():
    verdict = judged(**{f"q{n}": (n / 10, n * 10) for n in VALUES})

    assert "because they are wide" in verdict.findings[0].expected


def test_the_values_stand_beside_the_ranges_once_all_are_complete():
    table = judged(q20=("21", "1.000")).findings[0].table

    assert table.rows[1].cells == ("Quantity 20 (rows)", "21 to 1,000", "20", "outside")
    assert [row.cells[-1] for row in table.rows].count("✓ holds") == 9
    assert "Your ranges and the data" in judged().html()


@pytest.mark.parametrize(
    ("ends", "says"),
    [
        ((), "1 of 10 is still open"),
        (("5",), "1 of 10 is still open"),
        (("5", "5"), "look at “Quantity 10” again"),
        (("9", "5"), "look at “Quantity 10” again"),
        (("0", "1000"), "look at “Quantity 10” again"),
        (("5", "many"), "“many” is no number that I can read"),
        (("9", "5"), "9 of 10 are complete, 10 are needed."),
    ],
)
def test_an_incomplete_range_is_named_and_shows_no_value(ends, says):
    verdict = judged(q10=ends)

    assert (verdict.outcome, verdict.score) == (Outcome.NOT_YET, 0.9)
    assert says in " ".join([verdict.headline, *(finding.text for finding in verdict.findings)])
    assert not [finding for finding in verdict.findings if finding.kind == "calibration"]


@pytest.mark.parametrize("ends", [("0", "999"), ("0,5", "9"), ("9.5", "10.5")])
def test_a_range_from_zero_or_with_decimals_is_complete(ends):
    assert judged(q10=ends).score == 1


@pytest.mark.parametrize(
    ("field", "says"),
    [
        ({**FIELD, "quantities": []}, "it needs quantities"),
        ({**FIELD, "quantities": [{**QUANTITIES[0], "sql": "SELECT 0"}]}, "each of them above 0"),
        ({**FIELD, "quantities": [{"id": "a", "ask": "?"}]}, "nothing finds the right number"),
    ],
)
def test_an_author_is_told_what_a_range_needs(field, says):
    with pytest.raises(AuthorError, match=says):
        compile_form(make_key("form", {"fields": [field]}), find_rows)


def test_a_mistake_is_a_fault_of_ranges():
    with pytest.raises(AuthorError, match="half, point, reversed, boundless"):
        compile_form(make_key("form", {"fields": [FIELD], "mistakes": {"No.": {"guesses": "wrong"}}}), find_rows)
