"""Short texts as people write them: words around a value, trailing zeros, other units. Wrong values stay wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from course import sheet
from course.grade.form import FormExpectation, reference
from course.grade.form.texts import is_same, plain

STACK = Path(__file__).parents[3] / "solutions" / "02-what-it-runs-on"
REGION, ENGINE, SERVER = (
    "Cloud region of production",
    "Database engine in production",
    "Server program that runs the framework",
)
FRAMEWORK, CACHE, LANGUAGE = "Web framework", "Cache engine", "Programming language and its version"
CONTAINERS, WORKERS = "Containers in production", "Workers in each container in production"
SECONDS, CONNECTIONS = "Seconds that production waits for an acquirer", "Most connections that the database accepts"
AVAILABILITY = "Availability in November, as published"
AROUND = [
    "{}",
    " {}. ",
    "{}.0",
    "the {}",
    "it is {}",
    "{} (desired_count)",
    "max_connections = {}",
    "{} with 6 workers",
    "“{}”",
]


@pytest.fixture(scope="module")
def stack() -> FormExpectation:
    return sheet.expectation(sheet.load(STACK)["2.1"])


def open_cells(expected: FormExpectation, row: str, typed: str) -> int:
    """How many cells of the stack sheet are wrong when this one holds that text and all others are right."""
    cells = {**reference(expected)["sheet"], row: {"answer": typed}}
    mark = expected["sheet"].rule.judge(expected["sheet"].settings, expected.right(expected["sheet"]), cells)
    return mark.parts - int(mark.hits)


@pytest.mark.parametrize(
    ("row", "typed", "is_right"),
    [
        (SECONDS, "8000 ms", True),
        (SECONDS, "8,000 milliseconds", True),
        (SECONDS, "8.0", True),
        (SECONDS, "8.0 s", True),
        (SECONDS, "ACQUIRER_TIMEOUT_SECONDS = 8", True),
        (SECONDS, "8 ms", False),
        (SECONDS, "8 min", False),
        (SECONDS, "800 ms", False),
        (SECONDS, "1000 ms", False),
        (SECONDS, "ACQUIRER_TIMEOUT_SECONDS = 1", False),
        (ENGINE, "PostgreSQL 17.6", True),
        (ENGINE, "postgres:17", True),
        (ENGINE, "PostgreSQL v17", True),
        (ENGINE, "PostgreSQL version 17", True),
        (ENGINE, "SQLite 3.46", False),
        (ENGINE, "PostgreSQL (SQLite)", False),
        (ENGINE, "MySQL 8.0", False),
        (ENGINE, "17.6", False),
        (CONTAINERS, "4 (desired_count)", True),
        (CONTAINERS, "desired_count: 4", True),
        (CONTAINERS, "`4`", True),
        (CONTAINERS, "4 (6)", False),
        (CONTAINERS, "6 (desired_count)", False),
        (CONTAINERS, "4 6", False),
        (CONTAINERS, "4.5", False),
        (WORKERS, "6.0", True),
        (WORKERS, "2.0", False),
        (SERVER, "uvicorn with 6 workers", True),
        (SERVER, "uvicorn 0.40.1", True),
        (SERVER, "the uvicorn", True),
        (SERVER, "gunicorn with 6 workers", False),
        (SERVER, "uvicorn with gunicorn", False),
        (SERVER, "uvicorn or gunicorn", False),
        (FRAMEWORK, "Starlette 0.51", True),
        (FRAMEWORK, "Flask 3.1", False),
        (CACHE, "valkey:8.0", True),
        (CACHE, "redis 8.0", False),
        (LANGUAGE, "Python 3.13", True),
        (LANGUAGE, "Python 3.12", False),
        (LANGUAGE, "Python 3", False),
        (LANGUAGE, "Python", False),
        (CONNECTIONS, "max_connections = 60", True),
        (CONNECTIONS, "max_connections = 600", False),
        (REGION, "eu-north-2", False),
        (AVAILABILITY, "99.960 %", True),
        (AVAILABILITY, "99.6 %", False),
        (AVAILABILITY, "99.96 ms", False),
    ],
)
def test_the_stack_sheet(stack, row, typed, is_right):
    assert open_cells(stack, row, typed) == (0 if is_right else 1)


@pytest.mark.parametrize(
    ("typed", "accepted", "same"),
    [
        ("3.10", ["3.1"], False),
        ("3.0", ["3"], True),
        ("60 min", ["1 h"], True),
        ("60 min", ["1"], False),
        ("100 cents", ["€1", "1 €"], True),
        ("8,000 ms", ["8 s"], True),
        ("8.000 ms", ["8 s"], False),
        ("nginx 1.29", ["nginx"], True),
        ("nginx 1.29", ["nginx 1.28"], False),
        ("", ["nginx"], False),
        ("with 6 workers", ["nginx"], False),
    ],
)
def test_a_text(typed, accepted, same):
    assert is_same(plain(typed), [plain(text) for text in accepted]) is same


@given(value=st.integers(0, 999), right=st.integers(0, 999), words=st.sampled_from(AROUND))
def test_another_number_stays_wrong_in_any_words(value, right, words):
    assume(value != right)

    assert not is_same(plain(words.format(value)), [str(right), f"{right} s"])


@given(value=st.text("abcdefgh", min_size=1), right=st.text("abcdefgh", min_size=1), words=st.sampled_from(AROUND))
def test_another_word_stays_wrong_in_any_words(value, right, words):
    assume(value != right)

    assert not is_same(plain(words.format(value)), [right])


@given(
    value=st.integers(1, 10_000), unit=st.sampled_from(["ms", "s", "min", "h"]),
    right=st.integers(1, 100), asked=st.sampled_from(["ms", "s", "min", "h"]),
)  # fmt: skip
def test_units_agree_only_where_they_measure_the_same(value, unit, right, asked):
    factors = {"ms": 1, "s": 1_000, "min": 60_000, "h": 3_600_000}

    assert is_same(f"{value} {unit}", [f"{right} {asked}"]) is (value * factors[unit] == right * factors[asked])
