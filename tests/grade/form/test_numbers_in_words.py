"""Numbers as people write them in words: spelled signs, falls, thousands in ones. No wrong value becomes right."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from course.grade.form import compile_form, judge_form
from course.grade.form.numbers import understood
from course.grade.kind import make_key

WORDS = ["{}", "minus {}", "negative {}", "plus {}", "about {}", "{} less", "{} lower than before", "a fall of {}", "down by {}",
         "{} fewer calls", "{unit}{}", "{} {unit}", "minus {} {unit}", "{} {unit} less"]  # fmt: skip


def is_right(typed: object, right: float, unit: str = "", decimals: int = 0) -> bool:
    """Whether a field with this right value takes what was typed."""
    field = {"id": "n", "ask": "How much?", "unit": unit, "decimals": decimals, "sql": "q"}
    return (
        judge_form(compile_form(make_key("form", {"fields": [field]}), lambda _: [(right,)]), {"n": typed}).score == 1
    )


@pytest.mark.parametrize(
    ("typed", "unit", "decimals", "right", "expected"),
    [
        ("minus 7.31", "pp", 2, -7.31, True),
        ("Minus 7,31 pp", "pp", 2, -7.31, True),
        ("negative 7.31", "pp", 2, -7.31, True),
        ("minus €7,068", "€", 0, -7068, True),
        ("about minus 7.31", "pp", 2, -7.31, True),
        ("minus 7.31", "pp", 2, 7.31, False),
        ("plus 7.31", "pp", 2, 7.31, True),
        ("plus 7.31", "pp", 2, -7.31, False),
        ("24.2 % less", "%", 1, -24.2, True),
        ("24.2 percent lower than before", "%", 1, -24.2, True),
        ("24.2% fewer payments", "%", 1, -24.2, True),
        ("a fall of 24.2 %", "%", 1, -24.2, True),
        ("down by about 24.2 %", "%", 1, -24.2, True),
        ("24.2 % less", "%", 1, 24.2, True),
        ("24.2 % more", "%", 1, -24.2, False),
        ("less than 24.2 %", "%", 1, -24.2, False),
        ("24.3 % less", "%", 1, -24.2, False),
        ("24.2 € less", "%", 1, -24.2, False),
        ("15900", "k€", 1, 15.9, True),
        ("15 900", "k€", 1, 15.9, True),
        ("15,900", "k€", 1, 15.9, True),
        ("minus 15900", "k€", 1, -15.9, True),
        ("15900 k€", "k€", 1, 15.9, False),
        ("159000", "k€", 1, 15.9, False),
        ("15.8", "k€", 1, 15.9, False),
        ("1590", "k€", 1, 15.9, False),
        ("15900", "€", 0, 15.9, False),
        ("15900", "%", 1, 15.9, False),
        ("2.5 million", "m€", 1, 2.5, True),
        ("2500000", "m€", 1, 2.5, True),
        ("8000 milliseconds", "s", 0, 8, True),
        ("1 hour", "min", 0, 60, True),
    ],
)  # fmt: skip
def test_a_number_in_words(typed, unit, decimals, right, expected):
    assert is_right(typed, right, unit, decimals) is expected


@pytest.mark.parametrize(
    ("typed", "unit", "says"),
    [
        ("minus 7.31", "pp", "understood: −7.31 percentage points"),
        ("24.2 % less", "%", "understood: 24.2 percent less"),
        ("15900", "k€", "understood: €15,900, or €15,900 thousand"),
        ("15.9", "k€", ""),
        ("less", "%", "“less” is no number that I can read. Type one number, for example 12.3."),
    ],
)
def test_what_was_understood_is_said(typed, unit, says):
    assert understood(typed, unit, 1) == says


@given(
    value=st.integers(1, 10**7), right=st.integers(-(10**7), 10**7), words=st.sampled_from(WORDS),
    unit=st.sampled_from(["%", "pp", "€", "k€", "m€", "rows", "s"]),
)  # fmt: skip
def test_another_size_stays_wrong_in_any_words(value, right, words, unit):
    assume(right and abs(right) not in {value, value / 1e3, value / 1e6})

    assert not is_right(words.format(value, unit=unit), right, unit)


@given(value=st.integers(1, 10**7), words=st.sampled_from(["{}", "plus {}", "about {}", "{} more", "{} rows"]))
def test_a_wrong_sign_stays_wrong(value, words):
    assert not is_right(words.format(value), -value, "rows")


@pytest.mark.parametrize(
    ("typed", "expected"), [("49", 0), ("49.2", 0), ("50", 1), ("52", 1), ("56 days", 1), ("57", 0)]
)
def test_what_may_be_rounded_up_counts_too_and_no_learner_sees_how_far(typed, expected):
    field = {"id": "n", "ask": "Days?", "unit": "days", "above": 6, "sql": "SELECT 50"}
    form = compile_form(make_key("form", {"fields": [field]}), lambda _: [(50,)])

    assert judge_form(form, {"n": typed}).score == expected
    assert "above" not in form["n"].settings
