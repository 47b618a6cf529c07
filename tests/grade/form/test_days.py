"""Days as people write them, what is said of those that are unclear, and what stays wrong."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.grade.form import compile_form, judge_form
from course.grade.form.days import read_day, shown_day, understood
from course.grade.form.field import field_kind
from course.grade.kind import make_key

FORMS = ["{0:%Y-%m-%d}", "{0.day}.{0.month}.{0.year}", "{0.day} {1} {0.year}", "{1} {0.day}, {0.year}", "{0.day} {2} {0.year}",
         "{0.year} {1} {0.day}", "{0.day}.{0.month}.", "{1} {0.day}", "{0.day} {2}"]  # fmt: skip


@pytest.mark.parametrize(
    "typed",
    [
        "6 March 2026", "6 Mar 2026", "06 march 2026", "6. March 2026", "6th of March 2026", "the 6th of March, 2026", "March 6, 2026",
        "Mar. 6th 2026", "6-Mar-2026", "6mar2026", "6 March ’26", "2026 March 6", "Friday, 6 March 2026", "Fri 6 Mar 2026",
        "6.3.2026", "06.03.2026", "6. 3. 2026", "6.3.26", "2026-03-06", "2026-3-6", "2026/03/06", "2026.03.06", " 6 March 2026. ",
        "6 March", "March 6", "6.3.", "6.3", "March 6th", "on Friday 6 March",
    ],
)  # fmt: skip
def test_a_day_is_read_as_people_write_it(typed):
    assert read_day(typed, 2026).day == date(2026, 3, 6)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("21.5.2026", date(2026, 5, 21)),
        ("21/5/2026", date(2026, 5, 21)),
        ("5/21/2026", date(2026, 5, 21)),
        ("May 21", date(2026, 5, 21)),
        ("21/5", date(2026, 5, 21)),
        ("3/3/2026", date(2026, 3, 3)),
        ("31 Sept 2025", None),
        ("30 Sept 2025", date(2025, 9, 30)),
        ("May 21 2025", date(2025, 5, 21)),
    ],
)
def test_a_day(typed, day):
    assert read_day(typed, 2026).day == day


@pytest.mark.parametrize(
    ("typed", "year", "says"),
    [
        ("6/3", 2026, "“6/3” can be 6 March or 3 June. Write the month as a word, for example 6 March 2026."),
        ("6/3/2026", 0, "can be 6 March or 3 June"),
        ("6-3-2026", 0, "can be 6 March or 3 June"),
        ("May 21", 0, "“May 21” has no year. Add it, for example 6 March 2026."),
        ("21.5.", 0, "has no year"),
        ("31 February 2026", 0, "“31 February 2026” is not in the calendar."),
        ("0/0/2026", 0, "is not in the calendar"),
        ("0/5/2026", 0, "is not in the calendar"),
        ("29.2.2026", 0, "is not in the calendar"),
        ("Monday 6 March 2026", 0, "6 March 2026 is a Friday. Which day do you mean?"),
        ("6 March or 7 March 2026", 0, "no day that I can read"),
        ("6-8 March 2026", 0, "no day that I can read"),
        ("ninety days later", 0, "no day that I can read"),
        ("March", 2026, "no day that I can read"),
        ("21", 2026, "no day that I can read"),
        ("6 Ma 2026", 0, "no day that I can read"),
        ("6 March 2026 + 90", 0, "no day that I can read"),
        ("9" * 5000, 0, "That has 5,000 characters."),
        (["2026"], 0, "no day that I can read"),
    ],
)
def test_what_is_unclear_is_said(typed, year, says):
    reading = read_day(typed, year)

    assert reading.day is None
    assert says in reading.problem
    assert understood(typed, year) == reading.problem


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("May 21", "understood: 21 May 2026"),
        ("21.5.26", "understood: 21 May 2026"),
        ("2026-05-21", ""),
        ("2026-5-21", "understood: 21 May 2026"),
        ("", ""),
        (None, ""),
    ],
)
def test_what_was_understood_is_said(typed, says):
    assert list(field_kind("date").notes({"days": 0, "year": 2026}, typed)) == [((), says)]


@pytest.mark.parametrize("year", [0, 2026])
def test_only_a_year_that_is_given_is_on_the_sheet(year):
    field = field_kind("date").Field(id="day", ask="When?", sql="q", parameters={"year": year} if year else {})

    assert field.settings.get("year", 0) == year


@given(
    right=st.dates(date(2024, 1, 1), date(2028, 12, 31)), days=st.integers(-400, 400), form=st.sampled_from(FORMS),
)  # fmt: skip
def test_only_the_right_day_is_right_however_it_is_written(right, days, form):
    day = right + timedelta(days)
    month = shown_day(day).split()[1]
    field = {"id": "day", "ask": "When?", "kind": "date", "sql": "q", "parameters": {"year": right.year}}
    expected = compile_form(make_key("form", {"fields": [field]}), lambda _: [(right,)])

    verdict = judge_form(expected, {"day": form.format(day, month, month[:3])})

    names_year = "%Y" in form or "year" in form
    assert (verdict.score == 1) is (day == right if names_year else (day.day, day.month) == (right.day, right.month))
