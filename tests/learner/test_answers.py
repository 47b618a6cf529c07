"""The answers file: nothing that a learner typed is ever lost."""

from __future__ import annotations

import json
import os
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.learner.answers import (
    METADATA,
    SAVE_AFTER_SECONDS,
    Answers,
    AnswersError,
    answers_path,
    dump,
    parse,
    read_metadata,
)
from course.learner.entry import Entry

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda children: st.lists(children) | st.dictionaries(st.text(), children),
    max_leaves=8,
)


def saved(path, **answers):
    kept = Answers(path)
    for name, answer in answers.items():
        kept.put(name, kept[name].changed(answer))
    kept.flush()
    return kept


@given(st.dictionaries(st.text(), st.builds(Entry, answer=JSON, saved_at=st.text(), tries=st.integers(0, 9))))
def test_what_is_written_is_read_again(entries):
    assert parse(dump(entries).encode()) == entries


def test_an_answer_is_on_disk_within_a_second(tmp_path):
    path = tmp_path / "a.answers.json"
    answers = Answers(path)
    answers.put("5.2", Entry().changed("SELECT 1"))
    end = time.monotonic() + 60  # on a busy machine; else it takes SAVE_AFTER_SECONDS
    while not path.exists() and time.monotonic() < end:
        time.sleep(0.05)

    assert SAVE_AFTER_SECONDS <= 1
    assert parse(path.read_bytes())["5.2"].answer == "SELECT 1"


def test_two_open_notebooks_do_not_overwrite_each_other(tmp_path):
    path = tmp_path / "a.answers.json"
    one, other = Answers(path), Answers(path)
    one.put("5.2", Entry().changed("one"))
    other.put("5.3", Entry().changed("other"))
    one.flush()
    other.flush()

    assert {name: entry.answer for name, entry in parse(path.read_bytes()).items()} == {"5.2": "one", "5.3": "other"}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "cut off"),
        (b'{"version": 1, "exercises": {"5.2": {"answer": "SEL', "cut off"),
        (b"\x00\xff\xfe binary", "cut off"),
        (b"[]", "no answers file"),
        (b'{"version": 99, "exercises": {}}', "newer version"),
        (b"[" * 100_000, "cut off"),
        (b" " * 5_000_001, "larger than 5 MB"),
    ],
)
def test_a_damaged_file_is_kept_and_said(tmp_path, content, says):
    path = tmp_path / "a.answers.json"
    path.write_bytes(content)

    answers = Answers(path)

    assert says in answers.problem
    assert [kept.read_bytes() for kept in tmp_path.glob("*.unreadable")] == [content]
    answers.put("5.2", Entry().changed("SELECT 2"))
    answers.flush()
    assert parse(path.read_bytes())["5.2"].answer == "SELECT 2"


@pytest.mark.parametrize(
    "entry", [None, 7, [], {"answer": "x", "saved_at": 5}, {"answer": "x", "best_score": 9, "saved_at": ""}]
)
def test_a_strange_entry_is_no_crash(tmp_path, entry):
    path = tmp_path / "a.answers.json"
    path.write_text(json.dumps({"version": 1, "exercises": {"5.2": entry}}))

    read = Answers(path)["5.2"]

    assert read.best_score == 0 and isinstance(read.saved_at, str)


@pytest.mark.parametrize("reason", ["No space left on device", "Permission denied", "Read-only file system"])
def test_a_file_that_cannot_be_written_is_said_and_the_old_one_stays(tmp_path, monkeypatch, reason):
    path = tmp_path / "a.answers.json"
    saved(path, **{"5.2": "old"})
    before = path.read_bytes()
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, reason)))
    answers = Answers(path)
    answers.put("5.2", Entry().changed("new"))

    with pytest.raises(AnswersError, match=reason):
        answers.flush()
    assert path.read_bytes() == before
    assert answers["5.2"].answer == "new" and list(tmp_path.glob("*.tmp")) == []


def notebook_with(tmp_path, exercises):
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps({"cells": [], "metadata": {METADATA: {"version": 1, "exercises": exercises}}}))
    return path


@pytest.mark.parametrize(
    ("in_file", "in_notebook", "expected"),
    [
        (("file", "2026-01-05T09:00:01.000Z"), ("notebook", "2026-01-05T09:00:00.000Z"), "file"),
        (("file", "2026-01-05T09:00:00.000Z"), ("notebook", "2026-01-05T09:00:01.000Z"), "notebook"),
        (None, ("notebook", "2026-01-05T09:00:00.000Z"), "notebook"),
        (("file", "2026-01-05T09:00:00.000Z"), None, "file"),
    ],
)
def test_the_newest_copy_wins(tmp_path, in_file, in_notebook, expected):
    entry = lambda told: {"5.2": {"answer": told[0], "saved_at": told[1]}} if told else {}  # noqa: E731
    notebook = notebook_with(tmp_path, entry(in_notebook))
    path = answers_path(notebook)
    path.write_text(json.dumps({"version": 1, "exercises": entry(in_file)}))

    assert Answers(path, notebook)["5.2"].answer == expected


@pytest.mark.parametrize("content", ["", "not json", "[]", '{"metadata": {"course_answers": 3}}'])
def test_a_notebook_without_a_copy_gives_nothing(tmp_path, content):
    path = tmp_path / "a.ipynb"
    path.write_text(content)

    assert read_metadata(path) == {}


def test_the_best_answer_is_kept():
    entry = Entry().changed("right").checked(1.0).changed("spoilt").checked(0.5)

    assert (entry.best, entry.best_score, entry.first_score, entry.tries) == ("right", 1.0, 1.0, 2)


def test_an_author_leaves_no_file(tmp_path):
    kept = Answers(None)
    kept.put("5.2", Entry().changed("SELECT 1"))
    kept.flush()

    assert kept["5.2"].answer == "SELECT 1" and list(tmp_path.iterdir()) == []
