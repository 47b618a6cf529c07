"""JSON that anybody may have changed."""

from __future__ import annotations

import json

import pytest

from course.learner.answers_file import MOST_ENTRIES, dump, parse, parse_data
from course.learner.entry import MOST_PLACES, MOST_RUNS, Entry
from course.learner.plain import DEEPEST, TOO_DEEP, plain, read_json


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("9" * 300, int("9" * 300)),
        ("9" * 301, "9" * 301),
        ("-" + "9" * 4_300, "-" + "9" * 4_300),
        ('{"a": 1, "a": 2}', {"a": 2}),
        ('{"a": {"b": 1}, "a": {"c": 2}}', {"a": {"b": 1, "c": 2}}),
        ('{"a": {"saved_at": "2"}, "a": {"saved_at": "1"}}', {"a": {"saved_at": "2"}}),
        ('{"a": {"saved_at": "1", "x": 0}, "a": {"saved_at": "1", "x": 1}}', {"a": {"saved_at": "1", "x": 1}}),
        ('{"a": {"saved_at": "1"}, "a": 7}', {"a": 7}),
    ],
)
def test_what_is_read(text, data):
    assert read_json(text.encode()) == data


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000])
def test_what_cannot_be_read_is_an_error_of_one_kind(content):
    with pytest.raises(ValueError, match="."):
        read_json(content)


def nested(depth):
    return [nested(depth - 1)] if depth else []


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("half \ud83d", "half \ufffd"),
        ("\ud83d\ude00", "\U0001f600"),
        ({"\udc00": ["\ud800"]}, {"\ufffd": ["\ufffd"]}),
        ([float("inf"), float("-inf"), 1.5, 7, True, None], ["inf", "-inf", 1.5, 7, True, None]),
        (nested(DEEPEST - 1), nested(DEEPEST - 1)),
    ],
)
def test_what_becomes_of_a_value(value, expected):
    assert plain(value) == expected


def test_nesting_is_cut_off():
    assert TOO_DEEP in json.dumps(plain(nested(300))) and len(json.dumps(plain(nested(300)))) < 3 * DEEPEST + len(
        TOO_DEEP
    )


@pytest.mark.parametrize(
    "answer", [float("nan"), "half \ud83d", nested(200), {"a": [1e400]}, {"\ud800": 1}, ["a"] * 30_000, True, 7]
)
def test_whatever_is_read_can_be_saved_and_read_again(answer):
    entries = parse_data({"version": 1, "exercises": {"5.1\ud83d": {"answer": answer, "best": answer}}})
    assert parse(dump(entries).encode()) == entries


def test_only_texts_are_kept_of_runs_and_not_more_than_are_kept_of_a_learner_s():
    runs = ["SELECT 1", 7, ["x"], *(f"SELECT {number}" for number in range(300))]
    assert Entry.from_json({"runs": runs}).runs[:2] == ("SELECT 1", "SELECT 0")
    assert len(Entry.from_json({"runs": runs}).runs) == MOST_RUNS


def test_the_number_of_entries_is_limited_but_not_of_those_that_are_not_asked_for():
    many = {"version": 1, "exercises": {str(number): {} for number in range(MOST_ENTRIES + 1)}}
    assert len(parse_data(many, {"7", "8"})) == 2
    with pytest.raises(ValueError, match="it holds 5,001 entries"):
        parse_data(many)


def test_the_number_of_times_is_limited():
    times = {f"/{number}": "2026" for number in range(MOST_PLACES + 1)}
    assert Entry.from_json({"answer": {"a": 1}, "saved_at": "2026", "times": times}) == Entry({"a": 1}, "2026")
