"""Whatever two windows type, and however it arrives, the answer holds the newest of each part."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.learner.entry import Change, Entry, merge, with_value

# A field of one value, another one, parts of a field, and a field that is also set as a whole, as Reset does.
PLACES = [("a",), ("b",), ("table", "row 1", "x"), ("table", "row 1", "y"), ("plan",), ("plan", "x"), ("plan", "y")]
VALUES = st.none() | st.text(max_size=3) | st.integers(0, 9)
PARTS = st.just({}) | st.dictionaries(st.sampled_from("xy"), VALUES, max_size=2)


def at(second: int) -> str:
    return f"2026-01-05T09:{second // 60:02}:{second % 60:02}.000Z"


@st.composite
def histories(draw) -> list[list[Change]]:
    """What each of two windows changes, in the order of time; no two changes are made at one moment."""
    places = draw(st.lists(st.sampled_from(PLACES), max_size=12))
    windows: list[list[Change]] = [[], []]
    for second, path in enumerate(places):
        value = draw(PARTS if path == ("plan",) else VALUES)
        windows[draw(st.integers(0, 1))].append(Change(path, value, at(second)))
    return windows


@st.composite
def messages(draw, windows: list[list[Change]]) -> list[list[Change]]:
    """The changes as they arrive: several at once, twice, late, and in any order."""
    batches = []
    for changes in windows:
        cuts = sorted(draw(st.sets(st.integers(0, len(changes)))) | {0, len(changes)})
        batches += [changes[start:end] for start, end in zip(cuts, cuts[1:], strict=False)]
    again = draw(st.lists(st.sampled_from(batches), max_size=3)) if batches else []
    return draw(st.permutations([*batches, *again]))


def typed(arrived: list[list[Change]], entry: Entry | None = None) -> Entry:
    return reduce(lambda entry, changes: entry.typed(changes)[0], arrived, entry or Entry())


def newest(changes: list[Change]) -> object:
    """What one window in which everything was typed would hold."""
    in_order = sorted(changes, key=lambda change: change.at)
    return reduce(lambda answer, change: with_value(answer, change.path, change.value), in_order, None)


def parts(answer: object) -> object:
    """An answer without the parts that hold nothing."""
    if not isinstance(answer, dict):
        return answer
    return {name: parts(part) for name, part in answer.items() if parts(part) not in (None, {})} or None


@given(st.data())
def test_each_part_holds_its_newest_value_in_whatever_order_it_arrives(data):
    windows = data.draw(histories())
    entry = typed(data.draw(messages(windows)))

    assert parts(entry.answer) == parts(newest([*windows[0], *windows[1]]))


@given(st.data())
def test_two_windows_that_saved_apart_merge_to_the_newest_of_both(data):
    windows = data.draw(histories())
    one, other = (typed(data.draw(messages([changes]))) for changes in windows)

    assert parts(merge(one, other)[0].answer) == parts(newest([*windows[0], *windows[1]]))


@given(st.data())
def test_the_order_of_a_merge_does_not_matter(data):
    one, other = (typed(data.draw(messages([changes]))) for changes in data.draw(histories()))
    (left, _), (right, _) = merge(one, other), merge(other, one)

    assert (parts(left.answer), left.times) == (parts(right.answer), right.times)


@given(st.data())
def test_merging_again_changes_nothing(data):
    one, other = (typed(data.draw(messages([changes]))) for changes in data.draw(histories()))
    merged, _ = merge(one, other)

    for again in (merge(merged, merged), merge(merged, one), merge(merged, other), merge(one, merged)):
        assert (parts(again[0].answer), again[0].times) == (parts(merged.answer), merged.times)


@pytest.mark.parametrize(
    ("changes", "answer"),
    [
        ([(("plan", "x"), 1), (("plan",), {})], {"plan": {}}),
        ([(("plan",), {}), (("plan", "x"), 1)], {"plan": {"x": 1}}),
        ([(("plan", "x"), 1), (("plan",), {}), (("plan", "y"), 2)], {"plan": {"y": 2}}),
    ],
)
def test_a_field_that_was_reset_is_filled_in_anew(changes, answer):
    arrived = [[Change(path, value, at(second))] for second, (path, value) in enumerate(changes)]

    assert typed(arrived).answer == answer


def test_it_knows_when_it_was_first_passed():
    tried = Entry("SELECT 1").checked(0.5)
    passed = tried.checked(1.0)

    assert (tried.passed_at, passed.passed_at) == ("", passed.saved_at)
    assert passed.checked(1.0).passed_at == passed.passed_at
    assert Entry("SELECT 1", passed=True).checked(1.0).passed_at == ""  # an earlier version did not note it


def test_of_two_copies_the_earlier_pass_counts():
    early, late = Entry(passed=True, passed_at="2026-01-05"), Entry(passed=True, passed_at="2026-01-06")

    for pair in ((early, late), (late, early), (early, Entry())):
        assert merge(*pair)[0].passed_at == "2026-01-05"


def test_it_keeps_the_times_of_the_first_and_the_last_checks(monkeypatch):
    moments = iter(at(second) for second in range(60))
    monkeypatch.setattr("course.learner.entry.now", lambda: next(moments))
    entry = Entry("SELECT 1")
    for number in range(30):
        entry = entry.received() if number % 2 else entry.checked(0.5)

    assert entry.tries == 30
    assert entry.checked_at == tuple(at(second) for second in (*range(10), *range(20, 30)))
    assert Entry.from_json(json.loads(json.dumps(asdict(entry)))) == entry


def test_the_checks_of_two_windows_are_one_row():
    mine, theirs = (Entry(checked_at=tuple(map(at, seconds))) for seconds in (range(0, 40, 2), range(1, 41, 2)))
    shared = Entry(checked_at=(at(0), at(3)))

    for pair in ((mine, theirs), (theirs, mine)):
        assert merge(*pair)[0].checked_at == tuple(at(second) for second in (*range(10), *range(30, 40)))
    assert merge(shared, shared)[0].checked_at == shared.checked_at
    assert merge(shared, Entry())[0].checked_at == shared.checked_at


@pytest.mark.parametrize("checks", [None, "now", 7, {"a": 1}, [1, None, ["x"]], ["9" * 41]])
def test_times_of_checks_that_are_none_cost_nothing_else(checks):
    entry = Entry.from_json({"answer": "SELECT 1", "tries": 3, "checked_at": checks})
    assert entry == Entry("SELECT 1", tries=3)
