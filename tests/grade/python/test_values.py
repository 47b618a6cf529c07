"""What a function returns is written as JSON and read again: types stay apart, sizes stay bounded, nothing is lost unsaid."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.grade.python.child.encode import encode
from course.grade.python.value import prints, read_value

ROOM = 100_000
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**100), 2**100),
    st.floats(),
    st.text(max_size=40),
    st.dates(),
    st.datetimes(),
    st.timedeltas(timedelta(-1000), timedelta(1000)),
)
values = st.recursive(
    scalars,
    lambda part: st.one_of(
        st.lists(part, max_size=4), st.tuples(part, part), st.dictionaries(st.text(max_size=8), part, max_size=4)
    ),
    max_leaves=12,
)


def decoded(data: object) -> object:
    """The Python value of a piece of JSON: what a reader that knew all types would make of it."""
    if not isinstance(data, dict):
        return data
    kind, value = data["type"], data.get("value")
    if kind in ("list", "tuple", "set"):
        return {"list": list, "tuple": tuple, "set": set}[kind](map(decoded, data["items"]))
    if kind == "dict":
        return {decoded(name): decoded(part) for name, part in data["items"]}
    if kind == "number":
        return float(value)
    return {"date": date.fromisoformat, "moment": datetime.fromisoformat, "duration": lambda n: timedelta(seconds=n)}[
        kind
    ](value)


def alike(one: object, other: object) -> bool:
    """Equal, of the same types, a NaN equal to itself, and half emojis apart."""
    if isinstance(one, list | tuple) and type(one) is type(other):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return len(one) == len(other) and all(map(alike, one.values(), other.values()))
    if isinstance(one, timedelta):
        return isinstance(other, timedelta) and abs(one - other) < timedelta(milliseconds=1)
    return type(one) is type(other) and (one == other or (one != one and other != other))


@settings(deadline=None)
@given(values)
def test_a_value_comes_back_from_json_as_it_was(value):
    assert alike(value, decoded(json.loads(json.dumps(encode(value, ROOM)))))


@settings(deadline=None)
@given(values)
def test_every_value_can_be_read_and_has_a_fingerprint(value):
    read = read_value(json.loads(json.dumps(encode(value, ROOM))))

    assert prints(read, (), None, "practice") == prints(read, (), None, "practice")
    assert prints(read, (), None, "practice") != prints(read, (), None, "hidden 1")


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(-1000, 1000), st.sampled_from(["a", "b", None]), st.dates(date(2000, 1, 1), date(2030, 1, 1))
        )
    )
)
def test_the_rows_of_a_frame_come_back(rows):
    frame = pd.DataFrame(rows, columns=["n", "word", "day"]).astype({"day": "datetime64[us]"})
    table = read_value(json.loads(json.dumps(encode(frame, ROOM)))).table

    assert [(n, word, moment[:10]) for n, word, moment in table.rows] == [
        (n, word, day.isoformat()) for n, word, day in rows
    ]
    assert table.row_count == len(rows)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, "1"),
        (1, True),
        (0, None),
        ("", None),
        ([1], {"a": 1}),
        ([1], pd.Series([1])),
        (pd.DataFrame({"a": [1]}), [1]),
        ({1, 2}, [1, 2]),
        (float("nan"), None),
        (date(2025, 11, 1), "1 November"),
        ([1, 2], [2, 1]),
    ],
)
def test_different_values_have_different_fingerprints(one, other):
    first, second = (prints(read_value(encode(value, ROOM)), (), None, "x").whole for value in (one, other))

    assert first != second


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 1.0),
        (np.int64(3), 3),
        ([1, 2], (1, 2)),
        (0.1 + 0.2, 0.3),
        (Decimal("1.5"), 1.5),
        (pd.Timestamp("2025-11-01"), date(2025, 11, 1)),
        (pd.Timestamp("2025-11-01 01:00", tz="Europe/Berlin"), datetime(2025, 11, 1)),
        (np.array([1, 2]), [1, 2]),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        (pd.DataFrame({"a": [1, 2]}), pd.DataFrame({"a": [2, 1]}, index=[5, 4])),
        (pd.Series([1, None]), pd.Series([1.0, float("nan")])),
    ],
)
def test_equal_values_have_equal_fingerprints(one, other):
    first, second = (prints(read_value(encode(value, ROOM)), (), None, "x").whole for value in (one, other))

    assert first == second


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ((n for n in range(3)), "a generator"),
        (print, "a builtin_function_or_method"),
        (pd, "a module"),
        (b"bytes", "a bytes"),
        (1j, "a complex"),
        (object(), "a object"),
    ],
)
def test_what_is_no_answer_is_called_by_its_type(value, words):
    assert read_value(encode(value, ROOM)).words == words


def test_what_holds_itself_ends():
    endless: list = []
    endless.append(endless)

    assert "nested too deep" in json.dumps(encode(endless, ROOM))


@pytest.mark.parametrize(
    "value",
    [
        pd.DataFrame({"a": range(1_000_000)}),
        list(range(1_000_000)),
        dict.fromkeys(range(200_000)),
        pd.Series(["x" * 5_000] * 1_000),
        "x" * 1_000_000,
        10**1000,
    ],
)
def test_a_large_value_is_cut_off_and_counted(value):
    text = json.dumps(encode(value, 8_000))

    assert len(text) < 12_000
    assert read_value(json.loads(text)).table.row_count in (1, len(value) if hasattr(value, "__len__") else 1)


@pytest.mark.parametrize(
    "forged",
    [
        {"type": "frame"},
        {"type": "frame", "columns": ["a"], "rows": [[1, 2]], "count": 1},
        {"type": "frame", "columns": ["a"], "rows": [[1]], "count": 0},
        {"type": "list", "items": 3, "count": 1},
        {"type": "dict", "items": [[1]], "count": 1},
        {"type": "series", "values": [1], "count": True},
        {"type": "list", "items": [[1]], "count": 1},
        [1, 2],
    ],
)
def test_what_nobody_would_have_recorded_is_no_value(forged):
    with pytest.raises((ValueError, KeyError, TypeError)):
        read_value(forged)
