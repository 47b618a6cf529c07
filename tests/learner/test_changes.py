"""Which exercises changed between two versions, and which answers are marked as given to the earlier text."""

from __future__ import annotations

import json

import pytest

from course.learner.changes import Changes, compare, mark
from course.learner.entry import Change, Entry, merge
from course.learner.saved import read_saved
from tests.course_copy import EVENING, MORNING, NOON, make_course, write_answers

FOLDER = "exercises/05-sql"


def version(prompt="Count.", ids=("5.1", "5.2"), cell="5-1-prompt", **sheet) -> dict[str, bytes]:
    """The files of a module; what is named changes exercise 5.1."""
    entry = {
        "kind": "sql",
        "title": "T",
        "expectation": {"rows": 1},
        "hints": ["h"],
        "minutes": 5,
        "points": 2,
        "key": "k",
    }
    exercises = {id: entry | (sheet if id == "5.1" else {}) for id in ids}
    cells = [
        {"metadata": {"nbgrader": {"grade_id": cell}}, "source": [prompt], "outputs": []},
        {"metadata": {}, "source": ""},
    ]
    return {
        f"{FOLDER}/checks.json": json.dumps({"exercises": exercises}).encode(),
        f"{FOLDER}/05-sql.ipynb": json.dumps({"cells": cells}).encode(),
    }


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (version(), Changes()),
        (version("Count all."), Changes(changed=("5.1",))),
        (version("Count all.", cell="5-10-prompt"), Changes(changed=("5.1",))),
        (version(title="U"), Changes(changed=("5.1",))),
        (version(expectation={"rows": 2}), Changes(changed=("5.1",))),
        (version(hints=["i"], minutes=6, points=3, key="l"), Changes()),
        (version(ids=("5.1", "5.2", "5.10", "5.9")), Changes(new=("5.9", "5.10"))),
        (version(ids=("5.2",)), Changes(gone=("5.1",))),
        ({}, Changes(gone=("5.1", "5.2"))),
        ({f"{FOLDER}/checks.json": b"[[["}, Changes(gone=("5.1", "5.2"))),
        (version() | {f"{FOLDER}/05-sql.ipynb": b"\xff"}, Changes(changed=("5.1",))),
    ],
)
def test_what_a_learner_meets_is_compared_by_id(new, expected):
    assert compare(version(), new) == expected


@pytest.mark.parametrize(
    ("entry", "given_to"),
    [
        (Entry("SELECT 1", MORNING), "0.2.0"),
        (Entry("SELECT 1", MORNING, given_to="0.1.0"), "0.1.0"),
        (Entry("SELECT 1", EVENING), ""),
        (Entry(None, MORNING, tries=1), ""),
        (Entry({}, MORNING), ""),
    ],
    ids=[
        "answered",
        "given to a still earlier text",
        "answered after the update",
        "tried, then emptied",
        "an empty form",
    ],
)
def test_an_answer_that_was_given_before_is_marked_once(tmp_path, entry, given_to):
    root = make_course(tmp_path)
    write_answers(root / FOLDER / "05-sql.ipynb", **{"5_1": entry, "5_2": Entry("SELECT 2", MORNING)})
    for _ in range(2):
        assert mark(root, ["5.1", "5.9"], "0.2.0", NOON) == (("5.1",) if given_to else ())
        saved = read_saved(root / FOLDER / "05-sql.ipynb")
        assert (saved["5.1"].given_to, saved["5.2"].given_to) == (given_to, "")


@pytest.mark.parametrize(
    ("left", "right", "given_to"),
    [
        (Entry("a", MORNING), Entry("a", MORNING, given_to="0.2.0"), "0.2.0"),
        (Entry("a", NOON), Entry("a", MORNING, given_to="0.2.0"), ""),
        (Entry("a", NOON, given_to="0.2.0"), Entry("a", MORNING), "0.2.0"),
    ],
    ids=["a mark leaves the time as it is", "checked again since", "marked after it was copied"],
)
def test_a_merge_keeps_the_mark_of_the_newer_entry(left, right, given_to):
    assert merge(left, right)[0].given_to == merge(right, left)[0].given_to == given_to


@pytest.mark.parametrize(
    ("act", "given_to"),
    [
        (lambda entry: entry.changed("b"), ""),
        (lambda entry: entry.checked(1.0), ""),
        (lambda entry: entry.typed([Change((), "b", NOON)])[0], ""),
        (lambda entry: entry.typed([Change((), "b", "2026-01-04")])[0], "0.2.0"),
        (lambda entry: entry.ran("SELECT 1"), "0.2.0"),
    ],
    ids=["changed", "checked", "typed", "an older draft", "run"],
)
def test_the_mark_goes_when_the_answer_is_given_to_the_new_text(act, given_to):
    assert act(Entry("a", MORNING, given_to="0.2.0")).given_to == given_to
